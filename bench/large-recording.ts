import { execFile } from "node:child_process";
import { createWriteStream, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Bench, inDirectory, rounded } from "./measure.ts";
import type { RecordingRead } from "./recording-reader.ts";

/** A gigabyte, and five. */
const CALLS = 5_000_000;
const TIMES = 5;
/** 500 agents take a call every 300 s. */
const AGENTS = 500;
const CALL_EVERY_S = 300 / AGENTS;

/**
 * A queue_log of a gigabyte and one of five, read as a replay does before it lives their days: how much memory the process has at most. It is
 * bounded by the days that are open, and by the keys of the last millions of calls, so that none is counted twice.
 */
export const largeRecording: Bench = async ({ quick, say }) => {
  const calls = quick ? 2_000 : CALLS;
  const found = [];
  for (const count of [calls, calls * TIMES])
    found.push(
      await inDirectory(async (directory) => {
        const file = join(directory, "queue_log");
        await pipeline(Readable.from(queueLog(count)), createWriteStream(file));
        const gigabytes = rounded(statSync(file).size / 1e9);
        say(`a queue_log of ${count} calls, ${gigabytes} GB`);
        return { gigabytes, ...(await readInAProcess(file)) };
      }),
    );
  const [small, large] = found as [(typeof found)[0], (typeof found)[0]];
  if (large.calls !== calls * TIMES) throw new Error(`${large.calls} calls were read`);
  const ratio = rounded(large.peakMB / small.peakMB);
  return {
    what: `the most memory of a process that reads a queue_log of ${calls * TIMES} calls over that for one of ${calls}`,
    ratio,
    bounds: [
      { of: "ratio", is: ratio, atMost: 1.5 },
      { of: "the large one, MB", is: rounded(large.peakMB), atMost: 500 },
    ],
    figures: { small, large },
  };
};

async function readInAProcess(file: string): Promise<RecordingRead> {
  const reader = fileURLToPath(new URL("recording-reader.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [reader, file]);
  return JSON.parse(stdout) as RecordingRead;
}

/** One call in thirty waits for an agent, one in ten gives up. */
function* queueLog(calls: number): Generator<string> {
  const begin = Date.UTC(2030, 0, 1) / 1_000;
  for (let from = 0; from < calls; from += CALLS_AT_ONCE) {
    let text = "";
    // Lines of a call stand together: a log may be out of order by minutes.
    for (let call = from; call < Math.min(calls, from + CALLS_AT_ONCE); call++) {
      const at = begin + Math.floor(call * CALL_EVERY_S);
      const id = `${at}.${call}`;
      const agent = `SIP/agent${call % AGENTS}`;
      const number = 3_000_000_000 + ((call * 7_919) % 10_000_000);
      const waitS = call % 30 === 0 ? 20 : 0;
      text += `${at}|${id}|citas|NONE|ENTERQUEUE||${number}|1\n`;
      text +=
        call % 10 === 1
          ? `${at + 40}|${id}|citas|NONE|ABANDON|1|1|40\n`
          : `${at + waitS}|${id}|citas|${agent}|CONNECT|${waitS}|${id}|4\n` +
            `${at + waitS + 260}|${id}|citas|${agent}|COMPLETECALLER|${waitS}|260|1\n`;
    }
    yield text;
  }
}

const CALLS_AT_ONCE = 1_000;
