import { chance, pick } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import { whole } from "./frame.ts";

/** Where in its work the process dies. */
export type Crash =
  /** At the `nth` write that holds such an event: before it, in the middle of its transaction, or just after it. */
  | {
      readonly at: "write";
      readonly how: "before" | "inside" | "after";
      readonly of: string | null;
      readonly nth: number;
    }
  /** Instead of sending the `nth` such order. */
  | { readonly at: "order"; readonly of: string | null; readonly nth: number }
  | { readonly at: "time"; readonly afterMs: number };

/** Every kind of write and of order comes to be the one at which the process dies. */
export function crashOf(random: Random): Crash {
  const at = pick(random, { write: 6, order: 3, time: 2 });
  if (at === "time") return { at, afterMs: whole(random, 100, 600_000) };
  const anyKind = chance(random, 0.3);
  const nth = whole(random, 1, anyKind ? 120 : chance(random, 0.5) ? 3 : 12);
  if (at === "order") {
    const of = anyKind ? null : pick(random, orderKinds);
    return { at, of, nth: of !== null && seldomSent.has(of) ? 1 : nth };
  }
  const how = pick(random, { before: 1, inside: 1, after: 2 });
  return { at, how, nth, of: anyKind ? null : pick(random, writeKinds) };
}

const orderKinds = {
  pass: 1,
  offer: 2,
  withdraw: 2,
  "judge-number": 2,
  seat: 2,
  thank: 3,
  "turn-away": 2,
  dial: 4,
  "hang-up": 3,
  reserve: 2,
  release: 2,
};
/** Few stories have more than one. */
const seldomSent: ReadonlySet<string> = new Set(["hang-up", "turn-away"]);
const writeKinds = {
  "call-decided": 1,
  "offer-requested": 1,
  "number-keyed": 1,
  "question-began": 1,
  "callback-registered": 3,
  "choice-made": 1,
  "call-joined": 1,
  "call-rung": 1,
  "call-closed": 1,
  "attempt-dialled": 3,
  "attempt-progressed": 2,
  "attempt-ended": 2,
  "reservation-began": 1,
  "reservation-ended": 1,
  "callback-rested": 1,
  "callback-ended": 2,
  "callback-on-phone": 1,
  "callback-moved": 1,
  "callback-cancelled": 1,
  "supervisor-answered": 2,
  "settings-adopted": 1,
};
