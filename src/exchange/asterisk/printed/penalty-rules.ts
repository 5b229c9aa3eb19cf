import type { Ami } from "../ami/actions.ts";
import { configurationValue } from "./configuration-value.ts";

/** Which agents a queue may ring for a call, by their penalty; `null` where the channel says nothing of it. */
type PenaltyLimits = Readonly<Record<Limit, number | null>>;
export type Limit = "max" | "min" | "raise";

/** The channel variables that hold them. */
export const limitVariables = {
  max: "QUEUE_MAX_PENALTY",
  min: "QUEUE_MIN_PENALTY",
  raise: "QUEUE_RAISE_PENALTY",
} as const satisfies Record<Limit, string>;

/** After how long in the queue (s) which limits change: to a number, or by one. */
interface PenaltyChange {
  readonly afterS: number;
  readonly changes: Readonly<Partial<Record<Limit, { readonly by: number } | { readonly to: number }>>>;
}

/**
 * The changes of the rule that holds in a queue, `rule` in place of its own where a name is given, in their order; none
 * where there is no rule, or it is not in the files.
 */
export async function penaltyChanges(ami: Ami, queue: string, rule: string): Promise<PenaltyChange[]> {
  const name = rule || (await configurationValue(ami, "queues.conf", queue, "defaultrule"));
  if (name === "") return [];
  const changes: PenaltyChange[] = [];
  for (let nth = 0; nth < MOST_CHANGES; nth++) {
    const line = await configurationValue(ami, "queuerules.conf", name, "penaltychange", nth);
    if (line === "") break;
    const change = changeOf(line);
    if (change) changes.push(change);
  }
  return changes.sort((one, other) => one.afterS - other.afterS);
}

/** No rule has more lines. */
const MOST_CHANGES = 100;

/** `30,+3,0`: after how many seconds, and the three limits. */
function changeOf(text: string): PenaltyChange | null {
  const [after = "", ...limits] = text.split(",").map((part) => part.trim());
  if (!/^\d+$/.test(after)) return null;
  const changes = Object.fromEntries(
    (["max", "min", "raise"] as const).flatMap((limit, index) => {
      const written = limits[index] ?? "";
      if (!/^[+-]?\d+$/.test(written)) return [];
      return [[limit, /^\d/.test(written) ? { to: Number(written) } : { by: Number(written) }]];
    }),
  );
  return { afterS: Number(after), changes };
}

/**
 * The limits of a call that has waited for `waitedS`, as the queue would have brought them there: one that the channel does
 * not say stays so. `null` where no change has come due, and the queue's own rule is right from here on.
 */
export function limitsAfter(
  changes: readonly PenaltyChange[],
  waitedS: number,
  before: PenaltyLimits,
): PenaltyLimits | null {
  const due = changes.filter(({ afterS }) => afterS <= waitedS);
  if (due.length === 0) return null;
  const limits = { ...before };
  for (const { changes: one } of due) {
    for (const limit of ["max", "min", "raise"] as const) {
      const [change, value] = [one[limit], limits[limit]];
      if (change && value !== null)
        limits[limit] = Math.max(0, "to" in change ? change.to : value + change.by);
    }
    if (limits.max !== null && limits.min !== null) limits.min = Math.min(limits.min, limits.max);
    if (limits.max !== null && limits.raise !== null) limits.raise = Math.min(limits.raise, limits.max);
  }
  return limits;
}
