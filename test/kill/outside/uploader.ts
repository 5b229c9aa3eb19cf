import { settingsOfStory } from "../story-settings.ts";

/** Calls of another system that somebody sends up, again and again until it is answered. */
interface Upload {
  readonly body: string;
  readonly calls: number;
  /** The first call's, epoch ms; one comes each second. */
  readonly from: number;
  isAnswered: boolean;
}

/** Sends call records up: a new upload only once the one before is answered. */
export class Uploader {
  readonly uploads: Upload[] = [];

  /** Whether there is one that nobody said was taken. */
  get isUnanswered(): boolean {
    return this.uploads.at(-1)?.isAnswered === false;
  }

  /** Fulfilled when it was answered, or will have to be sent again. Anything else than that it was taken is an error. */
  async send(url: string, token: string): Promise<void> {
    if (!this.isUnanswered) this.uploads.push(newUpload(this.uploads.length));
    const upload = this.uploads.at(-1)!;
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(new URL("/v1/calls", url), { method: "POST", headers, body: upload.body })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => null);
    // That somebody else kept writing, or the machine was too slow, is no answer either.
    if (!answer || answer.status >= 500 || answer.status === 408) return;
    const { calls } = JSON.parse(answer.text) as { calls?: number };
    if (calls !== upload.calls) throw new Error(`an upload was answered ${answer.status}: ${answer.text}`);
    upload.isAnswered = true;
  }
}

function newUpload(n: number): Upload {
  const from = Date.parse("2024-05-02T00:00:00Z") + n * 86_400_000;
  const records = Array.from({ length: CALLS }, (_, index) => ({
    callId: `u${n}-${index}`,
    arrivedAt: new Date(from + index * 1_000).toISOString(),
    skill: settingsOfStory.skills[0]!.name,
    waitS: index % 60,
    outcome: index % 4 === 0 ? "abandoned" : "answered",
    customer: `customer-${index % 97}`,
  }));
  return { body: JSON.stringify(records), calls: CALLS, from, isAnswered: false };
}

/** Of an upload: it takes several transactions. */
const CALLS = 350;
