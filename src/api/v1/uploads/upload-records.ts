import { setImmediate as othersWork } from "node:timers/promises";
import { skillNamed } from "../../../desk/skill-named.ts";
import { Fault } from "../../../faults/faults.ts";
import { type LoggedCall, uniqueId } from "../../../history/call-log.ts";
import { SeenKeys } from "../../../history/seen-keys.ts";
import { callRecord } from "../schema/asked.ts";
import { firstProblem } from "../schema/endpoint.ts";
import { momentAsked } from "../schema/moments.ts";
import { textOf } from "./bodies.ts";
import { MAX_RECORD_BYTES, noList, type WrittenRecord } from "./record-splitter.ts";

/** Records, and their bytes, that are judged without a break. */
const AT_A_TIME = { records: 100, bytes: 64 * 1024 };

/** A record that cannot be used, and why. The reason quotes no values: records hold personal data. */
interface BadRecord {
  /** Its line, or its place in the list, from 1. */
  readonly line: number;
  readonly reason: string;
}

interface Records {
  readonly calls: readonly LoggedCall[];
  readonly bad: readonly BadRecord[];
}

/**
 * What the records of a JSON list, or of lines of JSON, say by the skills and the zone of an operation; they are judged in
 * pieces between which others work. Fault: `request-invalid` where the list is no JSON, or the text no UTF-8.
 */
export async function recordsOf(
  written: readonly WrittenRecord[],
  form: "list" | "lines",
  operation: { readonly timeZone: string; readonly skills: readonly { id: number; name: string }[] },
): Promise<Records> {
  const calls: LoggedCall[] = [];
  const bad: BadRecord[] = [];
  const seen = new SeenKeys();
  let since = { records: 0, bytes: 0 };
  for (const one of written) {
    const bytes = since.bytes + (one.bytes?.length ?? 0);
    since = { records: since.records + 1, bytes };
    if (since.records > AT_A_TIME.records || since.bytes > AT_A_TIME.bytes) {
      await othersWork();
      since = { records: 0, bytes: 0 };
    }
    const read = recordOf(one, form, operation, seen);
    if ("reason" in read) bad.push(read);
    else calls.push(read);
  }
  return { calls, bad };
}

function parsed(bytes: Buffer): unknown {
  const text = textOf(bytes);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(
  { line, bytes, tooMuch }: WrittenRecord,
  form: "list" | "lines",
  { timeZone, skills }: Parameters<typeof recordsOf>[2],
  seen: SeenKeys,
): LoggedCall | BadRecord {
  if (bytes === null) return { line, reason: tooMuchOf[tooMuch ?? "values"] };
  const value = parsed(bytes);
  // What is no JSON between the commas of a list may be its own comma or bracket: then nothing of it can be named.
  if (value === undefined && form === "list") throw noList();
  if (value === undefined) return { line, reason: "it is no JSON" };
  const { success, data, error } = callRecord.safeParse(value);
  if (!success) return { line, reason: firstProblem(error).slice(0, MAX_REASON) };
  try {
    const { waitS, serviceS, outcome } = data;
    const id = skillNamed(skills, data.skill);
    const skill = skills.find((one) => one.id === id)!.name;
    const callId = uniqueId(seen, data.callId, skill);
    if (callId === null) return { line, reason: "callId: it came before in this upload, for the same skill" };
    return {
      line,
      logId: data.callId,
      callId,
      arrivedAt: momentAsked(data.arrivedAt, timeZone),
      customer: data.customer ?? null,
      skill,
      waitMs: Math.round(waitS * 1000),
      outcome,
      handleMs: outcome === "answered" && typeof serviceS === "number" ? Math.round(serviceS * 1000) : null,
      agent: data.agent ?? null,
    };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const reason =
      fault.code === "skill-unknown" ? "skill: there is no such skill" : "arrivedAt: there is no such time";
    return { line, reason };
  }
}

const tooMuchOf = {
  bytes: `it has more than ${MAX_RECORD_BYTES} bytes`,
  values: "it has more values than a record has",
} as const;
/** Names of members that are none may be long. */
const MAX_REASON = 200;
