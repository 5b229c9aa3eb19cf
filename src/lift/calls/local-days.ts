import { localDateOf } from "../../time/local-time.ts";
import type { LiftCall } from "../lift-call.ts";

/** The calls by the local days of a zone on which they arrived, in order. Days without calls are left out. */
export function localDays<Call extends LiftCall>(
  calls: readonly Call[],
  timeZone: string,
): (readonly Call[])[] {
  const inOrder = calls.toSorted((one, other) => one.arrivedAt - other.arrivedAt);
  return [...Map.groupBy(inOrder, ({ arrivedAt }) => localDateOf(arrivedAt, timeZone)).values()];
}
