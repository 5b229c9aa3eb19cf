import type { Choice, ChoiceSource } from "../../line/facts.ts";
import type { Said } from "./speech.ts";

/** What a caller chose, and by what. */
export interface Chosen {
  readonly choice: Choice;
  readonly source: ChoiceSource;
}

export const YES: Chosen = { choice: "yes", source: "key" };
export const NO: Chosen = { choice: "no", source: "key" };

/** What an answer means that is not a yes; `null` when the call is over here. */
export function unlessYes({ key, gone }: Said): Chosen | null {
  if (gone) return null;
  return key === null ? { choice: "silent", source: "timeout" } : NO;
}
