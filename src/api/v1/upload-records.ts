import { setImmediate as othersWork } from "node:timers/promises";
import { type LoggedCall, uniqueId } from "../../history/call-log.ts";
import { SeenKeys } from "../../history/seen-keys.ts";
import { Fault } from "../../line/faults.ts";
import { skillNamed } from "../control/skill-named.ts";
import { callRecord } from "./asked.ts";
import { firstProblem } from "./endpoint.ts";
import { momentAsked } from "./moments.ts";

/** Records that are judged without a break. */
const AT_A_TIME = 200;

/** At most so many call records come up at once. */
export const MAX_RECORDS = 10_000;

/** A record that cannot be used, and why. The reason quotes no values: records hold personal data. */
export interface BadRecord {
  /** Its line, or its place in the list, from 1. */
  readonly line: number;
  readonly reason: string;
}

export interface Records {
  readonly calls: readonly LoggedCall[];
  readonly bad: readonly BadRecord[];
}

interface Written {
  readonly line: number;
  /** Gives the value, or `undefined` where it is no JSON. */
  readonly value: () => unknown;
}

/**
 * The records of a JSON list, or of lines of JSON, read by the skills and the zone of an operation; they are judged in
 * pieces between which others work. Faults: `request-invalid` where it is neither, `upload-too-large` where there are too many.
 */
export async function recordsOf(
  text: string,
  form: "list" | "lines",
  operation: { readonly timeZone: string; readonly skills: readonly { id: number; name: string }[] },
): Promise<Records> {
  const written = form === "list" ? fromList(text) : fromLines(text);
  const calls: LoggedCall[] = [];
  const bad: BadRecord[] = [];
  const seen = new SeenKeys();
  for (const [n, one] of written.entries()) {
    if (n % AT_A_TIME === 0) await othersWork();
    const read = recordOf(one, operation, seen);
    if ("reason" in read) bad.push(read);
    else calls.push(read);
  }
  return { calls, bad };
}

function fromList(text: string): Written[] {
  const list = parsed(text);
  if (!Array.isArray(list))
    throw new Fault("request-invalid", { problem: "a JSON list of records is wanted" });
  return bounded(list.map((value: unknown, index) => ({ line: index + 1, value: () => value })));
}

function fromLines(text: string): Written[] {
  const lines = text
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter(({ text }) => text !== "");
  return bounded(lines).map(({ line, text }) => ({ line, value: () => parsed(text) }));
}

function bounded<T>(records: T[]): T[] {
  if (records.length > MAX_RECORDS) throw tooLarge();
  if (records.length === 0) throw new Fault("request-invalid", { problem: "it has no records" });
  return records;
}

/** What an upload is refused with that has too many records or bytes. */
export function tooLarge(): Fault {
  return new Fault("upload-too-large", { records: MAX_RECORDS, bytes: MAX_UPLOAD_BYTES });
}

export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;

/** Ten thousand records take a tenth of a second or more. */

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(
  { line, value: given }: Written,
  { timeZone, skills }: Parameters<typeof recordsOf>[2],
  seen: SeenKeys,
): LoggedCall | BadRecord {
  const value = given();
  if (value === undefined) return { line, reason: "it is no JSON" };
  const { success, data, error } = callRecord.safeParse(value);
  if (!success) return { line, reason: firstProblem(error) };
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
