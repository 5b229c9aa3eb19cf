import type { PreviewDesk, PreviewOwner } from "../../api/accounts/settings/preview-desk.ts";
import type { PreviewAnswer } from "../../api/accounts/settings/settings-forms.ts";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import type { SkillId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";
import type { Sentence } from "../../words/language.ts";
import { ThreadRun } from "../what-if/thread-run.ts";
import { proposedSettings } from "./proposed-settings.ts";

/** What the thread that lives last week through is given. */
export interface PreviewWanted {
  /** The data directory. */
  readonly directory: string;
  readonly record: OperationRecord;
  /** Epoch ms of the operation's clock: of which the last week is asked. */
  readonly now: number;
  readonly settings: Settings;
  readonly proposed: Settings;
  /** The one whose settings are to be changed. */
  readonly skill: SkillId;
}

export type PreviewFound = NonNullable<PreviewAnswer["found"]>;

interface Preview {
  readonly user: string;
  readonly asked: Pick<PreviewAnswer, "version" | "skill" | "values">;
  run: ThreadRun<PreviewFound> | null;
  found: PreviewFound | null;
  problem: Sentence | null;
}

/** The previews of settings, one at a time in an operation. */
export class SettingPreviews implements PreviewDesk {
  readonly #given: {
    readonly directory: string;
    readonly store: Pick<Registry, "settings">;
    readonly now: () => number;
  };
  /** By operation. */
  readonly #previews = new Map<number, Preview>();

  /** `directory`: of the data; `now`: epoch ms on the clock that the operations live by. */
  constructor(given: {
    readonly directory: string;
    readonly store: Pick<Registry, "settings">;
    readonly now: () => number;
  }) {
    this.#given = given;
  }

  show({ operation, user }: PreviewOwner): PreviewAnswer | null {
    const preview = this.#previews.get(operation.id);
    return preview?.user === user ? answerOf(preview) : null;
  }

  async begin(
    { operation: record, user }: PreviewOwner,
    { asOf, skill: name, values }: Parameters<PreviewDesk["begin"]>[1],
  ): Promise<PreviewAnswer> {
    const { directory, store, now } = this.#given;
    const settings = await store.settings(record.id);
    if (settings?.version !== asOf) throw new Fault("settings-outdated", { version: settings?.version ?? 0 });
    const { skill, settings: proposed } = proposedSettings(settings, { skill: name, values });
    const before = this.#previews.get(record.id);
    if (before?.run && before.user !== user) throw new Fault("preview-busy");
    const wanted: PreviewWanted = { directory, record, now: now(), settings, proposed, skill };
    const run = new ThreadRun<PreviewFound>(new URL("./preview-worker.ts", import.meta.url), wanted);
    const preview: Preview = {
      user,
      asked: { version: asOf, skill, values },
      run,
      found: null,
      problem: null,
    };
    this.#previews.set(record.id, preview);
    void run.ended.then((outcome) => {
      preview.run = null;
      if (outcome && "found" in outcome) preview.found = outcome.found;
      if (outcome && "problem" in outcome) preview.problem = outcome.problem;
    });
    await before?.run?.stop();
    return answerOf(preview);
  }

  async end({ operation, user }: PreviewOwner): Promise<void> {
    const preview = this.#previews.get(operation.id);
    if (preview?.user !== user) return;
    this.#previews.delete(operation.id);
    await preview.run?.stop();
  }

  /** Stops all that go on. */
  async close(): Promise<void> {
    for (const { run } of this.#previews.values()) await run?.stop();
  }
}

function answerOf({ asked, run, found, problem }: Preview): PreviewAnswer {
  return { ...asked, isRunning: run !== null, progress: run?.progress ?? null, found, problem };
}
