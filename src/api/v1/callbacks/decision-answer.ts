import { decisionSentence } from "../../../words/reasons/decision-sentences.ts";
import { momentText } from "../schema/moments.ts";

interface Decision {
  /** Epoch ms. */
  readonly at: number;
  readonly kind: string;
  readonly decision: string;
  readonly reason: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A decision with its inputs, and in a sentence in the languages that are wanted. */
export function decisionAnswerOf(record: Decision, timeZone: string, lang: "es" | "en" | "both") {
  const { at, kind, decision, reason, inputs } = record;
  return {
    at: momentText(at, timeZone),
    kind,
    decision,
    reason,
    inputs: { ...inputs },
    ...(lang === "en" ? {} : { es: decisionSentence(record, timeZone, "es") }),
    ...(lang === "es" ? {} : { en: decisionSentence(record, timeZone, "en") }),
  };
}
