import type { Language } from "../language.ts";
import { numberText } from "../number-text.ts";
import { minuteIn, notBeforeWords, sentenceOf } from "../sentences.ts";
import { keyedNumbers, offerReasons } from "./call-reasons.ts";
import { dialReasons, endReasons, restReasons } from "./callback-reasons.ts";
import { autoRules, switchReasons } from "./switch-reasons.ts";

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
      return `${sentenceOf(offerReasons, reason, language)}${offerFigures(inputs, timeZone, language)}`;
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
    case "switch":
      return `${sentenceOf(switchReasons, reason, language)}${switchFigures(inputs, language)}`;
    default:
      return `${kind} ${decision} ${reason}`;
  }
}

function offerFigures(inputs: Decided["inputs"], timeZone: string, language: Language): string {
  const word = words[language];
  const minutes = (ms: unknown) => (typeof ms === "number" ? duration(ms, language) : null);
  return figures([
    [word.predicted, minutes(inputs["predictedWaitMs"])],
    [word.between, span(inputs["predictedSpan"], language)],
    [word.threshold, minutes(inputs["thresholdMs"])],
    [word.ahead, counted(inputs["ahead"], language)],
    ...autoFigures(inputs, timeZone, language),
    [word.draw, share(inputs["draw"], language)],
    [word.holdOut, share(inputs["holdOutRate"], language)],
    [word.registeredToday, counted(inputs["registeredToday"], language)],
    [word.dayCeiling, counted(inputs["dayCeiling"], language)],
  ]);
}

/** Of a skill whose smart wait switches itself: by which rule it was on or off, since when, and the risk beside its threshold. */
function autoFigures(inputs: Decided["inputs"], timeZone: string, language: Language): Figure[] {
  const word = words[language];
  const { autoRule: rule, autoSince: since } = inputs;
  if (typeof rule !== "string") return [];
  const began = typeof since === "number" ? ` ${word.since} ${minuteIn(timeZone, since)}` : "";
  return [
    [word.smartWait, `${sentenceOf(autoRules, rule, language)}${began}`],
    [word.risk, share(inputs["risk"], language, 0)],
    [isOn(rule) ? word.offBelow : word.onAbove, share(inputs["riskThreshold"], language, 0)],
  ];
}

function isOn(rule: string): boolean {
  return rule === "at-risk" || rule === "nobody-there";
}

function switchFigures(inputs: Decided["inputs"], language: Language): string {
  const word = words[language];
  return figures([
    [word.risk, share(inputs["risk"], language, 0)],
    [word.threshold, share(inputs["threshold"], language, 0)],
    [word.level, share(inputs["level"], language, 0)],
    [word.agents, counted(inputs["agents"], language)],
  ]);
}

function dialFigures(inputs: Decided["inputs"], language: Language): string {
  const word = words[language];
  const underWay = counted(inputs["aliveInSkill"], language);
  const atMost = counted(inputs["aliveAtMost"], language);
  return figures([
    [word.freeAgents, counted(inputs["freeAgents"], language)],
    [word.underWay, underWay === null || atMost === null ? null : `${underWay} ${word.of} ${atMost}`],
  ]);
}

type Figure = readonly [name: string, figure: string | null];

function figures(all: readonly Figure[]): string {
  const known = all.filter(([, figure]) => figure !== null);
  return known.length === 0 ? "" : ` (${known.map((one) => one.join(" ")).join(", ")})`;
}

/** From one time to another, as callers hear them. */
function span(value: unknown, language: Language): string | null {
  const { fromMs, untilMs } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof fromMs !== "number" || typeof untilMs !== "number") return null;
  const [from, until] = [fromMs, untilMs].map((ms) => numberText(ms / 60_000, language));
  return `${from} ${words[language].and} ${until} min`;
}

function counted(value: unknown, language: Language): string | null {
  return typeof value === "number" ? numberText(value, language) : null;
}

/** As a percentage: what was drawn is compared with one. */
function share(value: unknown, language: Language, digits = 4): string | null {
  if (typeof value !== "number") return null;
  return numberText(value, language, { style: "percent", maximumFractionDigits: digits });
}

/** Seconds as long as they say something, then minutes. */
function duration(ms: number, language: Language): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return `${numberText(ms / 60_000, language, { maximumFractionDigits: 1 })} min`;
}

const words = {
  es: {
    predicted: "espera prevista",
    between: "entre",
    and: "y",
    threshold: "umbral",
    ahead: "delante",
    smartWait: "espera inteligente",
    since: "desde",
    risk: "riesgo",
    onAbove: "se enciende por encima de",
    offBelow: "se apaga por debajo de",
    level: "nivel de la media hora",
    agents: "agentes",
    draw: "sorteo",
    holdOut: "grupo de control por debajo de",
    registeredToday: "registradas hoy",
    dayCeiling: "tope del día",
    freeAgents: "agentes libres",
    underWay: "devoluciones en curso",
    of: "de",
    ended: (status: string, why: string) =>
      status === "unless-joined"
        ? `Terminará si en esta llamada no habla con un agente: ${why}`
        : `Terminó en ${status}. ${why}`,
  },
  en: {
    predicted: "predicted wait",
    between: "between",
    and: "and",
    threshold: "threshold",
    ahead: "ahead",
    smartWait: "smart wait",
    since: "since",
    risk: "risk",
    onAbove: "on above",
    offBelow: "off below",
    level: "level of the half hour",
    agents: "agents",
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
