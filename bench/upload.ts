import { request } from "node:http";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { hostileBodies, LIST } from "../test/api/hostile-bodies.ts";
import { morning, recordMorning, settings, timeZone } from "./large-centre.ts";
import { type Bench, inDirectory, median, rounded, timed } from "./measure.ts";
import { serveFront } from "./served-api.ts";
import { openOperation, SteadyFacts, shownDelays } from "./steady-facts.ts";

const MINUTE_MS = 60_000;

/**
 * As many call records as may come up at once, 10,000, again and again, while an operation in the server's process
 * takes facts: how long a fact waits at the longest. No baseline: it is compared with the same when nothing comes up. The
 * same with bodies of 8 MiB that are no call records, but line feeds, brackets, nesting.
 */
export const upload: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    const record = await store.openOperation({ name: "fed", timeZone, simulated: true });
    await store.addSettings(record.id, settings, morning);
    say("recording a morning");
    const opened = await openOperation(store, record);
    const facts = new SteadyFacts(opened, await recordMorning(quick ? 0.1 : 2));
    const api = await serveFront({ directory, store, record }, opened, 1);
    const records = quick ? 200 : 10_000;
    // Made before: this process has the client in it too.
    const harmful = hostileBodies()
      .slice(quick ? -1 : 0)
      .map(({ body, ...others }) => ({ ...others, bytes: Buffer.from(body) }));
    try {
      facts.begin();
      const delays = { uploading: [] as number[], hostile: [] as number[], nothingComes: [] as number[] };
      const longest: number[] = [];
      const uploadMs: number[] = [];
      for (let round = 0; round < (quick ? 1 : 7); round++) {
        say(`round ${round + 1}`);
        const body = recordsOf(round, records);
        facts.takeDelays();
        uploadMs.push(await timed(() => send(api.port, api.tokens[0]!, body, LIST, 200)));
        const uploading = facts.takeDelays();
        longest.push(Math.max(...uploading));
        delays.uploading.push(...uploading);
        for (const { bytes, type, status } of harmful)
          await send(api.port, api.tokens[0]!, bytes, type, status);
        delays.hostile.push(...facts.takeDelays());
        await new Promise((resolve) => setTimeout(resolve, quick ? 100 : 1_000));
        delays.nothingComes.push(...facts.takeDelays());
      }
      await facts.end();
      const uploading = shownDelays(delays.uploading);
      const hostile = shownDelays(delays.hostile);
      return {
        what: `the longest delay of a fact while ${records} call records are taken in, ms; the median of several uploads`,
        ratio: null,
        bounds: [
          { of: "p99 of the delay of facts while records come up, ms", is: uploading.p99, atMost: 20 },
          { of: "p99 while bodies come up that are none, ms", is: hostile.p99, atMost: 20 },
        ],
        figures: {
          longestMs: rounded(median(longest)),
          uploadMs: rounded(median(uploadMs)),
          factsPerS: facts.perS,
          delayOfFactsMs: { uploading, hostile, nothingComes: shownDelays(delays.nothingComes) },
        },
      };
    } finally {
      await api.close();
      await store.close();
    }
  });

export function recordsOf(round: number, count: number): Buffer {
  const [skill] = settings.skills;
  const records = Array.from({ length: count }, (_, n) => ({
    callId: `${round}/${n}`,
    arrivedAt: new Date(morning - (round + 1) * 1_000 * MINUTE_MS + n * 1_000).toISOString(),
    skill: skill!.name,
    waitS: n % 60,
    outcome: "answered",
    serviceS: 180,
    customer: `+57301${String(n).padStart(7, "0")}`,
    agent: `agent-${n % 40}`,
  }));
  return Buffer.from(JSON.stringify(records));
}

/** Fulfilled when it is answered with that status. */
export function send(port: number, token: string, body: Buffer, type: string, status: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": type,
      "content-length": body.length,
    };
    request({ host: "127.0.0.1", port, path: "/v1/calls", method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => {
        if (response.statusCode === status) resolve();
        else reject(new Error(`the API answers ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    })
      .on("error", reject)
      .end(body);
  });
}
