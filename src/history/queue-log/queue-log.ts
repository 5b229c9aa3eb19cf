import { createHash } from "node:crypto";
import { Fault } from "../../faults/faults.ts";
import { isTimeZone } from "../../time/local-time.ts";
import type { CallLog, LoggedCall } from "../call-log.ts";
import { readRecordedFile } from "../recorded-file.ts";
import { type AgentEvent, agentEventOf } from "./agent-events.ts";
import { QueueCalls } from "./queue-calls.ts";
import type { QueueEvent } from "./queue-events.ts";
import { queueEvents } from "./queue-log-file.ts";

/**
 * The calls of a queue_log, of one file or of several into which it was cut (rotated, packed or not), in whatever order
 * they are named: they are read by the time of their first event. Times without a zone are local to `timeZone` (IANA).
 * Each queue is a skill of its name. `withAgents`: what is said of agents is kept until it is asked for. Raises `time-zone-unknown`, `recording-unreadable` and `recording-invalid`.
 */
export function readQueueLog(
  files: readonly string[],
  timeZone: string,
  { withAgents = false }: { readonly withAgents?: boolean } = {},
): CallLog {
  if (!isTimeZone(timeZone)) throw new Fault("time-zone-unknown", { zone: timeZone });
  const calls = new QueueCalls();
  const digests: string[] = [];
  let agents: AgentEvent[] = [];
  const noteAgent = (event: QueueEvent) => {
    const said = agentEventOf(event);
    if (said) agents.push(said);
  };
  async function* rows(): AsyncGenerator<LoggedCall[]> {
    for (const file of await inOrder(files, timeZone)) {
      const source = readRecordedFile(file);
      for await (const events of queueEvents(file, source, timeZone)) {
        if (withAgents) for (const event of events) if (event.type !== "unreadable") noteAgent(event);
        yield events.flatMap((event) => calls.add(event));
      }
      digests.push(source.digest());
    }
    yield calls.end();
  }
  return {
    rows: rows(),
    digest: () => digestOf(digests),
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

async function inOrder(files: readonly string[], timeZone: string): Promise<readonly string[]> {
  const begins = new Map<string, number>();
  for (const file of files) begins.set(file, await firstMomentOf(file, timeZone));
  return [...begins].sort(([, one], [, other]) => one - other).map(([file]) => file);
}

async function firstMomentOf(file: string, timeZone: string): Promise<number> {
  for await (const events of queueEvents(file, readRecordedFile(file), timeZone)) {
    for (const event of events) if (event.type !== "unreadable") return event.at;
  }
  return Number.POSITIVE_INFINITY;
}
