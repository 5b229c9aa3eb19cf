import type { explainCall } from "../../api/v1/schema/forms.ts";
import { formatLocal } from "../../time/dates.ts";
import type { Language } from "../../words/language.ts";
import { callOutcomes, choiceSources } from "../../words/reasons/call-reasons.ts";
import { decisionSentence } from "../../words/reasons/decision-sentences.ts";
import { sentenceOf } from "../../words/sentences.ts";
import type { OfOperation } from "../native-api.ts";
import { callbackStoryText, waitOf } from "./callback-story.ts";

/**
 * Why a call was treated as it was, in sentences in the order of time, local to its operation; of a call that asked to be
 * called back, the story of its callback.
 */
export function callStory(details: OfOperation<typeof explainCall>, language: Language): string {
  const { operation, timeZone, call, decisions, callback } = details;
  if (callback) return callbackStoryText({ operation, timeZone, ...callback }, language);
  const word = words[language];
  const skill = call.skill.name || String(call.skill.id);
  const lines: (readonly [at: number, sentence: string])[] = [[call.arrivedAt, word.arrived(skill)]];
  for (const one of decisions) lines.push([one.at, decisionSentence(one, timeZone, language)]);
  if (call.questionAt !== null) lines.push([call.questionAt, word.asked]);
  if (call.choiceAt !== null)
    lines.push([
      call.choiceAt,
      `${word.chose(call.choice)} ${sentenceOf(choiceSources, call.choiceSource ?? "", language)}`,
    ]);
  if (call.answeredAt !== null)
    lines.push([call.answeredAt, word.answered(call.agent ?? "?", waitOf(call.answeredAt - call.arrivedAt))]);
  if (call.endedAt !== null)
    lines.push([
      call.endedAt,
      call.answeredAt === null
        ? `${sentenceOf(callOutcomes, call.outcome ?? "", language)} ${word.waited(waitOf(call.endedAt - call.arrivedAt))}`
        : word.ended,
    ]);
  return [
    `${word.call} ${call.id}: ${skill}, ${operation} (${timeZone})`,
    ...(call.endedAt === null ? [word.open] : []),
    "",
    ...lines
      .toSorted(([one], [other]) => one - other)
      .map(([at, sentence]) => `${formatLocal(at, timeZone)}  ${sentence}`),
    ...(decisions.length === 0 ? ["", word.undecided] : []),
  ].join("\n");
}

const words = {
  es: {
    call: "Llamada",
    open: "Sigue abierta.",
    arrived: (skill: string) => `Llegó la llamada al skill ${skill}.`,
    asked: "Oyó la pregunta.",
    chose: (choice: string | null) => (choice === "no" ? "Dijo que no." : "No pidió la devolución."),
    answered: (agent: string, wait: string) => `La contestó ${agent}, a los ${wait} de haber llegado.`,
    waited: (wait: string) => `Esperó ${wait}.`,
    ended: "Terminó la llamada.",
    undecided:
      "No hay decisiones sobre esta llamada: se importó, o entró a la cola sin que nadie la anunciara a Espera.",
  },
  en: {
    call: "Call",
    open: "It is still open.",
    arrived: (skill: string) => `The call arrived at the skill ${skill}.`,
    asked: "The caller heard the question.",
    chose: (choice: string | null) =>
      choice === "no" ? "The caller said no." : "The caller did not ask to be called back.",
    answered: (agent: string, wait: string) => `${agent} answered it, ${wait} after it arrived.`,
    waited: (wait: string) => `The caller waited ${wait}.`,
    ended: "The call ended.",
    undecided:
      "There are no decisions on this call: it was imported, or it came into the queue without being announced to Espera.",
  },
} as const satisfies Record<Language, unknown>;
