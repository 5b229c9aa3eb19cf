/** How smart wait treated a caller. Of those who were eligible, a draw decided who was offered and who was held out. */
export type Treatment = "not-eligible" | "held-out" | "declined" | "accepted";

/** One call as the measure of the lift sees it, each caller once: a return call is never a new call. Times are epoch ms and ms. */
export interface LiftCall {
  readonly arrivedAt: number;
  /** Who called; `null`: nobody knows. */
  readonly customer: string | null;
  readonly skill: string;
  /** Who answered, on the phone or as a callback; `null` where nobody did or it is not known. */
  readonly agent: string | null;
  /** With the agent; `null` where nobody answered or it is not known. */
  readonly handleMs: number | null;
  /** On the phone, until answered, given up, or accepted. */
  readonly waitMs: number;
  /** From arrival until the line was joined: later where a question was asked first. `null`: it never was. */
  readonly joinedAfterMs: number | null;
  /** Of a caller who was answered on the phone: how long phones of agents rang before, a part of `waitMs`. `null`: it is not known. */
  readonly ringMs: number | null;
  /** On the phone, or as a callback. */
  readonly answered: boolean;
  readonly treatment: Treatment;
  /** From arrival until the caller could have been offered: from then on the held out and the offered are alike. */
  readonly eligibleAfterMs: number;
  /** Of those who accepted, else `null`. */
  readonly callback: LiftCallback | null;
}

/** Times are ms after the call's arrival. */
export interface LiftCallback {
  /** `null`: it was never dialled. */
  readonly firstDialMs: number | null;
  /** When customer and agent were joined; `null`: they were not. */
  readonly connectedMs: number | null;
  /** Whether the first attempt came by the latest time that was promised, the customer was reached, and an agent was there in time. */
  readonly promiseKept: boolean;
}

/** Whether the caller left, with nothing promised. */
export function gaveUp({ answered, callback }: Pick<LiftCall, "answered" | "callback">): boolean {
  return !answered && callback === null;
}

/** The calls of one day, in their order of arrival. */
export type LiftDay = readonly LiftCall[];

/** Callers who give up sooner are left out on both sides. */
export const SHORT_ABANDON_MS = 5_000;
