import type { Event } from "../../line/events.ts";
import type { CallbackId } from "../../line/ids.ts";
import { callRows } from "./call-rows.ts";
import { callbackRows } from "./callback-rows.ts";
import { Changes } from "./changes.ts";
import { type decided, decisionRow, orderRow, type Projected } from "./decision-rows.ts";

export { type ChangedRows, Changes, type CountDelta, type RowValues } from "./changes.ts";
export type { DecisionRow, OrderRow } from "./decision-rows.ts";

/**
 * Adds what one step changes. Columns are those of the read-model tables; times are epoch ms. Events that an older
 * Espera wrote lack members that came later: what held then is filled in.
 */
export function project(changes: Changes, step: Projected, events: readonly Event[]): void {
  for (let ordinal = 0; ordinal < events.length; ordinal++) {
    const event = events[ordinal]!;
    (callRows as Rows)[event.type]?.(changes, event, step.fact.at);
    (callbackRows as Rows)[event.type]?.(changes, event, step.fact.at);
    stamp(changes, step.seq, event);
    const decision = decisionRow(step, ordinal, event);
    if (decision) changes.decisions.push(decision);
    if (event.type === "supervisor-answered") changes.orders.push(orderRow(step, ordinal, event));
  }
}

/** What these steps change. */
export function changesOf(steps: readonly (Projected & { readonly events: readonly Event[] })[]): Changes {
  const changes = new Changes();
  for (const step of steps) project(changes, step, step.events);
  return changes;
}

/** The step by which a row is as it is: of each callback, and of calls as far as reports count them. */
function stamp(changes: Changes, version: number, event: Event): void {
  const callback = changedCallback(event);
  if (callback !== null) changes.callbacks.patch(callback, { version });
  if (
    event.type === "question-began" ||
    event.type === "choice-made" ||
    (event.type === "call-decided" && event.reason === "held-out")
  )
    changes.calls.patch(event.call, { version });
}

/** The callback that looks different after an event; `null`: none does. */
export function changedCallback(event: Event): CallbackId | null {
  if (!("callback" in event)) return null;
  // An answer to a supervisor changes nothing by itself, and may be about a callback that never was.
  if (event.type === "supervisor-answered") return null;
  // The agent that more is known about.
  return event.type === "reservation-began" || event.type === "reservation-ended" ? null : event.callback;
}

type Rows = Readonly<Record<string, ((changes: Changes, event: Event, at: number) => void) | undefined>>;

/** Events that change nothing in the read models. */
type WithoutRows =
  | "settings-adopted"
  | "state-adopted"
  | "exchange-known"
  | "clocks-known"
  | "outlook-noted"
  | "agent-changed"
  | "call-left"
  // Rows keep the id, which leads to nobody.
  | "caller-erased"
  | "call-moved"
  | "leg-ended"
  | "offer-requested"
  | "reservation-began"
  | "reservation-ended"
  | "ring-missed";

/** Does not compile where a new kind of event neither changes a row nor is listed as one that changes none. */
({}) satisfies Record<
  Exclude<
    Event["type"],
    | keyof typeof callRows
    | keyof typeof callbackRows
    | keyof typeof decided
    | "supervisor-answered"
    | WithoutRows
  >,
  never
>;
