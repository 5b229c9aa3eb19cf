import { createHash } from "node:crypto";
import { Fault } from "../../faults/faults.ts";
import { isTimeZone } from "../../time/local-time.ts";
import type { CallLog, LoggedCall } from "../call-log.ts";
import { Names } from "../own-text.ts";
import { type RecordedFile, readRecordedFile } from "../recorded-file.ts";
import { type AgentEvent, agentEventOf } from "./agent-events.ts";
import { type LogFile, mergedEvents } from "./merged-events.ts";
import { QueueCalls } from "./queue-calls.ts";
import type { QueueEvent } from "./queue-events.ts";
import { queueEvents } from "./queue-log-file.ts";

/**
 * The calls of a queue_log, of one file or of several into which it was cut (rotated, packed or not), or of a log for each queue, in whatever order
 * they are named: their events are read in order of time. Times without a zone are local to `timeZone` (IANA).
 * Each queue is a skill of its name. `withAgents`: what is said of agents is kept until it is asked for. `returnCalls`: as in `Reading`. Raises `time-zone-unknown`, `recording-unreadable` and `recording-invalid`.
 */
export function readQueueLog(
  files: readonly string[],
  timeZone: string,
  {
    withAgents = false,
    returnCalls = false,
  }: { readonly withAgents?: boolean; readonly returnCalls?: boolean } = {},
): CallLog {
  if (!isTimeZone(timeZone)) throw new Fault("time-zone-unknown", { zone: timeZone });
  const calls = new QueueCalls({ returnCalls });
  let sources: readonly RecordedFile[] = [];
  const names = new Names();
  let agents: AgentEvent[] = [];
  const noteAgent = (event: QueueEvent) => {
    const said = agentEventOf(event);
    if (said)
      agents.push({
        ...said,
        agent: names.of(said.agent),
        queue: said.queue === null ? null : names.of(said.queue),
      });
  };
  async function* rows(): AsyncGenerator<LoggedCall[]> {
    const opened = await inOrder(files, timeZone);
    sources = opened.map(({ source }) => source);
    for await (const events of mergedEvents(opened)) {
      if (withAgents) for (const event of events) if (event.type !== "unreadable") noteAgent(event);
      yield events.flatMap((event) => calls.add(event));
    }
    yield calls.end();
  }
  return {
    rows: rows(),
    digest: () => digestOf(sources.map((source) => source.digest())),
    notes: () => calls.notes(),
    ...(withAgents && {
      agentEvents: () => {
        const said = agents;
        agents = [];
        return said;
      },
    }),
  };
}

/** The digest of one file is its own. */
function digestOf(digests: readonly string[]): string {
  const [only, ...others] = digests;
  if (only !== undefined && others.length === 0) return only;
  return createHash("sha256").update(digests.join("\n")).digest("hex");
}

async function inOrder(
  files: readonly string[],
  timeZone: string,
): Promise<(LogFile & { readonly source: RecordedFile })[]> {
  const found = [];
  for (const file of new Set(files)) {
    const source = readRecordedFile(file);
    const begins = await firstMomentOf(file, timeZone);
    found.push({ begins, source, pieces: () => queueEvents(file, source, timeZone) });
  }
  return found.sort((one, other) => one.begins - other.begins);
}

async function firstMomentOf(file: string, timeZone: string): Promise<number> {
  for await (const events of queueEvents(file, readRecordedFile(file), timeZone)) {
    for (const event of events) if (event.type !== "unreadable") return event.at;
  }
  return Number.POSITIVE_INFINITY;
}
