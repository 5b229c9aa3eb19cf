import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readQueueLog } from "../src/history/queue-log/queue-log.ts";
import { surveyRecording } from "../src/replay/what-if/record.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { type Bench, inDirectory, rounded } from "./measure.ts";

const CALLS = 500_000;
const TIMES = 10;
/** 500 agents take a call every 300 s. */
const AGENTS = 500;
const CALL_EVERY_S = 300 / AGENTS;
const SAMPLES = 8;

/**
 * A queue_log and one ten times as long, as a replay reads them before it lives their days: how much memory is in use at most. It is
 * bounded by the days that are open, and by the keys of the last millions of calls, so that none is counted twice.
 */
export const largeRecording: Bench = async ({ quick, say }) => {
  const calls = quick ? 2_000 : CALLS;
  const [small, large] = await inDirectory(async (directory) => {
    const found = [];
    for (const count of [calls, calls * TIMES]) {
      say(`a queue_log of ${count} calls`);
      const file = join(directory, `queue_log.${count}`);
      await pipeline(Readable.from(queueLog(count)), createWriteStream(file));
      found.push(await mostInUse(file, count));
    }
    return found;
  });
  const ratio = rounded(large! / small!);
  return {
    what: `memory in use for a queue_log of ${calls * TIMES} calls over that for one of ${calls}`,
    ratio,
    bounds: [
      { of: "ratio", is: ratio, atMost: 2 },
      { of: "the large one, MB", is: rounded(large!), atMost: 500 },
    ],
    figures: { smallMB: rounded(small!), largeMB: rounded(large!) },
  };
};

/** In MB, what is in use and not only not yet given back. */
async function mostInUse(file: string, count: number): Promise<number> {
  let [read, looked, most] = [0, 0, 0];
  const log = readQueueLog([file], "UTC");
  const rows = async function* () {
    for await (const piece of log.rows) {
      yield piece;
      read += piece.length;
      if (read < ((looked + 1) * count) / (SAMPLES + 1)) continue;
      looked++;
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      most = Math.max(most, (heapUsed + external) / 1e6);
    }
  };
  const recording = await surveyRecording({
    open: async () => [{ name: file, log: { ...log, rows: rows() } }],
    timeZone: "UTC",
    skipBad: false,
  });
  recording.close();
  return most;
}

function* queueLog(calls: number): Generator<string> {
  const begin = Date.UTC(2030, 0, 1) / 1_000;
  for (let from = 0; from < calls; from += CALLS_AT_ONCE) {
    let text = "";
    // Lines of a call stand together: a log may be out of order by minutes.
    for (let call = from; call < Math.min(calls, from + CALLS_AT_ONCE); call++) {
      const at = begin + Math.floor(call * CALL_EVERY_S);
      const id = `${at}.${call}`;
      const agent = `SIP/agent${call % AGENTS}`;
      text += `${at}|${id}|citas|NONE|ENTERQUEUE||3001234567|1\n`;
      text +=
        call % 10 === 0
          ? `${at + 40}|${id}|citas|NONE|ABANDON|1|1|40\n`
          : `${at + 20}|${id}|citas|${agent}|CONNECT|20|${id}|4\n${at + 280}|${id}|citas|${agent}|COMPLETECALLER|20|260|1\n`;
    }
    yield text;
  }
}

const CALLS_AT_ONCE = 1_000;
