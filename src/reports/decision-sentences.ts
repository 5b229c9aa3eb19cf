import { keyedNumbers, offerReasons } from "./call-reasons.ts";
import { dialReasons, endReasons, restReasons } from "./callback-reasons.ts";
import type { Language } from "./language.ts";
import { minuteIn, notBeforeWords, sentenceOf } from "./sentences.ts";

/** A decision by its codes, with what was known when it was made. */
export interface Decided {
  readonly kind: string;
  readonly decision: string;
  readonly reason: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A decision in a sentence with its figures; times are local to the zone. */
export function decisionSentence(
  { kind, decision, reason, inputs }: Decided,
  timeZone: string,
  language: Language,
): string {
  switch (kind) {
    case "offer":
      return `${sentenceOf(offerReasons, reason, language)}${offerFigures(inputs, language)}`;
    case "number":
      return sentenceOf(keyedNumbers, reason, language);
    case "dial":
      return `${sentenceOf(dialReasons, reason, language)}${dialFigures(inputs, language)}`;
    case "rest": {
      const notBefore = inputs["notBefore"];
      const until =
        typeof notBefore === "number" ? ` ${notBeforeWords[language]} ${minuteIn(timeZone, notBefore)}.` : "";
      return `${sentenceOf(restReasons, reason, language)}${until}`;
    }
    case "end":
      return words[language].ended(decision, sentenceOf(endReasons, reason, language));
    default:
      return `${kind} ${decision} ${reason}`;
  }
}

function offerFigures(inputs: Decided["inputs"], language: Language): string {
  const word = words[language];
  const minutes = (ms: unknown) => (typeof ms === "number" ? duration(ms, language) : null);
  return figures([
    [word.predicted, minutes(inputs["predictedWaitMs"])],
    [word.threshold, minutes(inputs["thresholdMs"])],
    [word.ahead, counted(inputs["ahead"])],
    [word.draw, share(inputs["draw"], language)],
    [word.holdOut, share(inputs["holdOutRate"], language)],
    [word.registeredToday, counted(inputs["registeredToday"])],
    [word.dayCeiling, counted(inputs["dayCeiling"])],
  ]);
}

function dialFigures(inputs: Decided["inputs"], language: Language): string {
  const word = words[language];
  const underWay = counted(inputs["aliveInSkill"]);
  const atMost = counted(inputs["aliveAtMost"]);
  return figures([
    [word.freeAgents, counted(inputs["freeAgents"])],
    [word.underWay, underWay === null || atMost === null ? null : `${underWay} ${word.of} ${atMost}`],
  ]);
}

function figures(all: readonly (readonly [name: string, figure: string | null])[]): string {
  const known = all.filter(([, figure]) => figure !== null);
  return known.length === 0 ? "" : ` (${known.map((one) => one.join(" ")).join(", ")})`;
}

function counted(value: unknown): string | null {
  return typeof value === "number" ? String(value) : null;
}

/** As a percentage: what was drawn is compared with one. */
function share(value: unknown, language: Language): string | null {
  if (typeof value !== "number") return null;
  const { locale } = words[language];
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(value);
}

/** Seconds as long as they say something, then minutes. */
function duration(ms: number, language: Language): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return `${new Intl.NumberFormat(words[language].locale, { maximumFractionDigits: 1 }).format(ms / 60_000)} min`;
}

const words = {
  es: {
    locale: "es-CO",
    predicted: "espera prevista",
    threshold: "umbral",
    ahead: "delante",
    draw: "sorteo",
    holdOut: "grupo de control por debajo de",
    registeredToday: "registradas hoy",
    dayCeiling: "tope del día",
    freeAgents: "agentes libres",
    underWay: "devoluciones en curso",
    of: "de",
    ended: (status: string, why: string) =>
      status === "unless-joined"
        ? `Terminará si en este camino no habla con un agente: ${why}`
        : `Terminó en ${status}. ${why}`,
  },
  en: {
    locale: "en-US",
    predicted: "predicted wait",
    threshold: "threshold",
    ahead: "ahead",
    draw: "draw",
    holdOut: "held out below",
    registeredToday: "registered today",
    dayCeiling: "ceiling of the day",
    freeAgents: "free agents",
    underWay: "return calls under way",
    of: "of",
    ended: (status: string, why: string) =>
      status === "unless-joined"
        ? `It ends if this way does not lead to an agent: ${why}`
        : `It ended ${status}. ${why}`,
  },
} as const satisfies Record<Language, unknown>;
