import type { Chronicle } from "./chronicle.ts";

/**
 * The number at which a caller wants to be called, as they heard it last in their dialogue, or the one that they call from;
 * `null` when they withhold it.
 */
export function calledNumber(chronicle: Chronicle, call: string): string | null {
  const said = chronicle.hearings.findLast((heard) => heard.call === call && heard.what.what === "number");
  const keyed = said?.what.what === "number" ? said.what.number : null;
  return keyed ?? chronicle.callers.get(call)?.number ?? null;
}

/** In the way of E.164. What is keyed in Colombia lacks the country's code. */
export function inFull(number: string): string;
export function inFull(number: string | null): string | null;
export function inFull(number: string | null): string | null {
  return number !== null && /^3\d{9}$/.test(number) ? `+57${number}` : number;
}
