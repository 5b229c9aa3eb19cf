import { keepHeapTight } from "../src/command-line/replay/tight-heap.ts";
import { readQueueLog } from "../src/history/queue-log/queue-log.ts";
import { dayPresence } from "../src/replay/centre/presence.ts";
import { surveyRecording } from "../src/replay/what-if/record.ts";

/** What it prints, as JSON: a process that reads the queue_log of its first argument as a replay does, surveyed and then day by day. */
export interface RecordingRead {
  readonly calls: number;
  readonly seconds: number;
  /** The most memory that the process ever had (`VmHWM`), Node's own included. */
  readonly peakMB: number;
}

if (import.meta.main) process.stdout.write(JSON.stringify(await read(process.argv[2]!)));

async function read(file: string): Promise<RecordingRead> {
  keepHeapTight();
  const { survey, days, close } = await surveyRecording({
    open: async () => [{ name: file, log: readQueueLog([file], "UTC", { withAgents: true }) }],
    timeZone: "UTC",
    skipBad: false,
  });
  let calls = 0;
  for await (const { day, logged } of days()) {
    dayPresence(day.calls, survey.skillsOf, logged);
    calls += day.calls.length;
  }
  close();
  return { calls, seconds: performance.now() / 1_000, peakMB: process.resourceUsage().maxRSS / 1_000 };
}
