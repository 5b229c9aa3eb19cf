import type { AmiMessage } from "./messages.ts";

/**
 * What became of an action. `not-sent`: it surely did nothing. `unknown`: it was sent, and no answer came in time or
 * before the connection was lost; it may have been carried out.
 */
export type ActionResult =
  | {
      readonly outcome: "answered";
      /** Whether Asterisk accepted it. */
      readonly success: boolean;
      /** Its sentence, such as "No such channel". */
      readonly message: string;
      readonly response: AmiMessage;
    }
  | { readonly outcome: "not-sent"; readonly why: NotSent }
  | { readonly outcome: "unknown"; readonly why: "timeout" | "lost" };

/**
 * `not-permitted`: the user has no right to it; `refused`: a header held a line break; `congested`: Asterisk has not been
 * reading.
 */
type NotSent = "not-connected" | "not-permitted" | "refused" | "congested";

/** What became of an action that Asterisk answers with a list of events; `items` without the closing one. */
export type ListResult =
  | (Extract<ActionResult, { outcome: "answered" }> & { readonly items: readonly AmiMessage[] })
  | Exclude<ActionResult, { outcome: "answered" }>;

export interface ActionOptions {
  /** How long to wait for the answer, ms. */
  readonly withinMs?: number;
  /** Its ActionID, when the caller must know it beforehand: an OriginateResponse names it to every session. */
  readonly actionId?: string;
  /** Of a list: called with each of its events in its place in the stream, among the events that are of no list. */
  readonly each?: (item: AmiMessage) => void;
}
