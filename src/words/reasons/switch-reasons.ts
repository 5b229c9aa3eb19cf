import type { AutoRule, SwitchReason } from "../../line/outlook/switch-state.ts";
import type { Sentence } from "../language.ts";

/** Why smart wait switched itself on or off, in mode `auto`. */
export const switchReasons = {
  "at-risk": {
    es: "Se encendió sola: la media hora iba a terminar por debajo de la meta con una probabilidad mayor que el umbral.",
    en: "It switched itself on: the half hour would end below the target with a probability above the threshold.",
  },
  "nobody-there": {
    es: "Se encendió sola: no había ningún agente para el skill.",
    en: "It switched itself on: no agent was there for the skill.",
  },
  "risk-over": {
    es: "Se apagó sola: el riesgo para la meta bajó del umbral.",
    en: "It switched itself off: the risk to the target fell below the threshold.",
  },
} as const satisfies Record<SwitchReason, Sentence>;

/** By which rule smart wait was on or off when a call was decided on, in mode `auto`. */
export const autoRules = {
  "at-risk": { es: "encendida sola por el riesgo", en: "switched itself on by the risk" },
  "nobody-there": {
    es: "encendida sola porque no había agentes",
    en: "switched itself on since no agent was there",
  },
  "risk-low": { es: "apagada sola", en: "switched itself off" },
  "outlook-stale": { es: "sin conocer el riesgo, como encendida", en: "not knowing the risk, as if on" },
} as const satisfies Record<AutoRule, Sentence>;
