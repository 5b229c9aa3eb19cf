import { setImmediate as othersWork } from "node:timers/promises";
import { Fault } from "../../../faults/faults.ts";
import type { WrittenRows } from "../../../journal/rows/report-rows.ts";
import type { Rights } from "../../sign-in/rights.ts";
import { diagram3Format } from "../../wolkvox/reports/diagram-3.ts";
import { type Endpoint, type EndpointForm, type EndpointRequest, endpoint } from "../schema/endpoint.ts";
import { momentText } from "../schema/moments.ts";
import { type Diagram3Row, treatedStatuses } from "../schema/reports/report-answers.ts";
import { reportDiagram3 } from "../schema/reports/report-forms.ts";
import type { Sources } from "../sources.ts";
import { type AskedRange, askedRange } from "./asked-range.ts";

/** Which of the treated calls of a range. */
interface ChosenCalls {
  readonly status?: string | undefined;
  readonly by?: "hour" | "day" | "weekday" | undefined;
  readonly group?: string | undefined;
}

/** The treated calls of the compatible `diagram_3`, counted, and one by one. */
export function diagram3Endpoint(sources: Sources): Endpoint {
  return endpoint(reportDiagram3, async (asked) => {
    const { operation, rights, query, signal } = asked;
    const range = await askedRange(sources, { operation, rights }, query);
    const calls = await treatedCalls(sources, asked, range, query, signal);
    const rows = calls.slice(0, query.limit).map(({ row }) => row);
    await noteNumbersSeen(asked, rows);
    return {
      from: momentText(range.from, range.timeZone),
      to: momentText(range.to, range.timeZone),
      total: calls.length,
      groups: groupsOf(calls),
      rows,
    };
  });
}

/** Records that numbers were shown whole to somebody who is signed in. */
export async function noteNumbersSeen(
  {
    operation,
    rights,
  }: Pick<EndpointRequest<EndpointForm>, "rights"> & { readonly operation: { readonly id: number } | null },
  rows: readonly Diagram3Row[],
): Promise<void> {
  if (!rights.seesNumbers || rows.length === 0) return;
  const [first, last] = [rows[0]!.arrivedAt, rows.at(-1)!.arrivedAt];
  await rights.audit(operation!.id, "number-seen", ["diagram_3"], `${rows.length} ${first} ${last}`);
}

interface TreatedCall {
  readonly row: Diagram3Row;
  readonly group: string | null;
}

/**
 * The treated calls that are asked for, in the order of arrival. They are read as the compatible report has them, a day at a
 * time, others working in between. Faults: `report-too-large`, `query-stopped`, `request-invalid`.
 */
export async function treatedCalls(
  { readModels }: Pick<Sources, "readModels">,
  { operation, rights }: { readonly operation: { readonly id: number }; readonly rights: Rights },
  { from, to, timeZone, has, named }: AskedRange,
  { status, by, group: wanted }: ChosenCalls,
  signal: AbortSignal,
): Promise<TreatedCall[]> {
  const statuses = statusesAsked(status);
  const compatible = diagram3Format(timeZone, !rights.seesNumbers);
  const members = {
    ...compatible.members,
    arrivedAt: { text: "arrivedAt" },
    lastDialledAt: { text: "lastDialledAt" },
  } as const;
  const calls: TreatedCall[] = [];
  let [rowsLeft, bytesLeft] = [MOST_ROWS, MOST_BYTES];
  for (let at = from; at < to; at += DAY_MS) {
    const day = { from: at, to: Math.min(to, at + DAY_MS) };
    const written = await readModels.writeRows(
      operation.id,
      { of: "treated-calls", format: { ...compatible, members }, ...day },
      { rows: rowsLeft, bytes: bytesLeft },
      signal,
    );
    if (typeof written === "string") throw new Fault("report-too-large", { rows: MOST_ROWS });
    rowsLeft -= written.rows;
    bytesLeft -= written.bytes;
    for (const text of rowsIn(written)) {
      const skill = Number(text["skill_id"]);
      if (!has(skill) || (statuses && !statuses.has(text["status"]!))) continue;
      const group = by === undefined ? null : groupOf(text["date_inbound_call"]!, by);
      if (wanted !== undefined && group !== wanted) continue;
      calls.push({ row: rowAnswer(text, named(skill), timeZone), group });
    }
    await othersWork();
  }
  return calls;
}

type TextRow = Readonly<Record<string, string>>;

function rowsIn({ chunks }: Exclude<WrittenRows, string>): TextRow[] {
  return JSON.parse(`[${Buffer.concat(chunks).toString()}]`) as TextRow[];
}

/** Fault: `request-invalid`. */
function statusesAsked(text: string | undefined): ReadonlySet<string> | null {
  if (text === undefined) return null;
  const known: ReadonlySet<string> = new Set(treatedStatuses);
  const asked = text.split(",");
  if (!asked.every((one) => known.has(one)))
    throw new Fault("request-invalid", {
      problem: `status: of ${treatedStatuses.join(", ")}, with commas between them`,
    });
  return new Set(asked);
}

/** The group of a call by when it arrived, `YYYY-MM-DD HH:MM:SS` local to the operation. */
function groupOf(arrived: string, by: "hour" | "day" | "weekday"): string {
  if (by === "hour") return arrived.slice(0, 13).replace(" ", "T");
  const day = arrived.slice(0, 10);
  return by === "day" ? day : String(Temporal.PlainDate.from(day).dayOfWeek);
}

function rowAnswer(text: TextRow, skill: Diagram3Row["skill"], timeZone: string): Diagram3Row {
  const of = (name: string) => text[name]!;
  return {
    skill,
    arrivedAt: momentText(Number(of("arrivedAt")), timeZone),
    lastDialledAt: of("lastDialledAt") === "" ? null : momentText(Number(of("lastDialledAt")), timeZone),
    status: of("status") as Diagram3Row["status"],
    attempts: Number(of("attempts")),
    callerNumber: of("ani"),
    numberToCall: of("dial_phone"),
    betweenS: secondsOf(of("time_between_calls")),
    lastsS: secondsOf(of("time")),
    connectedS: secondsOf(of("billed_minutes")),
  };
}

/** Of `HH:MM:SS`; empty: not known. */
function secondsOf(text: string): number | null {
  if (text === "") return null;
  const [hours, minutes, seconds] = text.split(":").map(Number) as [number, number, number];
  return hours * 3_600 + minutes * 60 + seconds;
}

function groupsOf(
  calls: readonly TreatedCall[],
): { group: string | null; byStatus: Record<string, number> }[] {
  const groups = new Map<string | null, Record<string, number>>();
  for (const { row, group } of calls) {
    const byStatus = groups.get(group) ?? {};
    groups.set(group, byStatus);
    byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
  }
  return [...groups]
    .map(([group, byStatus]) => ({ group, byStatus }))
    .sort((one, other) => ((one.group ?? "") < (other.group ?? "") ? -1 : 1));
}

/** As many as one answer may have to be read on the thread that answers. */
const MOST_ROWS = 10_000;
const MOST_BYTES = 8 * 1024 * 1024;
const DAY_MS = 86_400_000;
