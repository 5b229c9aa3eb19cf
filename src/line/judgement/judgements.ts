import type { JudgementName } from "../settings.ts";
import type { Judgement } from "./judgement.ts";
import { learned } from "./learned.ts";
import { plain } from "./plain.ts";

/** The judgements that a skill can have, by the names that settings use. */
export type Judgements = Readonly<Record<JudgementName, Judgement>>;

/** Those that there are. */
export const allJudgements: Judgements = { plain, learned };

/** An answer, and the judgement that gave it. */
export interface Judged<T> {
  readonly by: JudgementName;
  readonly answer: T;
}

/**
 * Asks the judgement of a skill. Where it throws, or says what nobody can act on, `plain` is asked instead: the core never
 * throws, and a caller does not lose an offer by a fault of ours.
 */
export function judge<T>(
  judgements: Judgements,
  by: JudgementName,
  ask: (judgement: Judgement) => T,
  isUsable: (answer: T) => boolean,
): Judged<T> {
  try {
    const answer = ask(judgements[by]);
    if (isUsable(answer)) return { by, answer };
  } catch {}
  return { by: "plain", answer: ask(plain) };
}
