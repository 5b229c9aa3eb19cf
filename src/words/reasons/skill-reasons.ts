import type { Sentence } from "../language.ts";

/** Why a skill offers return calls at this moment, or why nobody is offered one in it. */
export const skillReasons = {
  offers: {
    es: "Se ofrece la devolución a quien tendría que esperar más de lo que fija el skill.",
    en: "Callers who would wait longer than the skill's setting are offered a return call.",
  },
  "at-risk": {
    es: "Se encendió sola porque la meta de esta media hora estaba en riesgo.",
    en: "It switched itself on because this half hour's target was at risk.",
  },
  "nobody-there": {
    es: "Se encendió sola porque no había ningún agente para el skill.",
    en: "It switched itself on because no agent was there for the skill.",
  },
  "risk-low": {
    es: "Está apagada mientras la meta no esté en riesgo; se enciende sola.",
    en: "It is off while the target is not at risk; it switches itself on.",
  },
  "outlook-stale": {
    es: "No se sabe qué riesgo corre la meta; mientras tanto está encendida.",
    en: "How much the target is at risk is not known; meanwhile it is on.",
  },
  shadow: {
    es: "En sombra: todo se decide y se anota, y nadie oye la oferta mientras smartWait no diga on.",
    en: "In shadow: everything is decided and recorded, and nobody hears the offer until smartWait says on.",
  },
  "smart-wait-off": {
    es: "Apagada: así está en los ajustes, o el skill solo tiene llamadas importadas.",
    en: "Off: the settings say so, or the skill has imported calls only.",
  },
  "operation-stopped": {
    es: "La operación no está en marcha: nadie recibe la oferta ni la devolución.",
    en: "The operation is not running: nobody is offered a return call or called back.",
  },
  "not-answering": {
    es: "La operación no responde: sus cifras vuelven solas, casi siempre en segundos, y las llamadas siguen en la fila.",
    en: "The operation does not answer: its figures return by themselves, mostly within seconds, and calls go on in the line.",
  },
  "not-connected": {
    es: "La central no está conectada: las llamadas siguen sin Espera.",
    en: "The exchange is not connected: calls go on without Espera.",
  },
  "not-ready": {
    es: "Falta algo para poder ofrecer: lo dicen /readyz y npx espera asterisk check.",
    en: "Something is missing before anybody can be offered: /readyz and npx espera asterisk check say what.",
  },
  "registration-closed": {
    es: "No se registran devoluciones nuevas (registersNew: false); las prometidas se cumplen.",
    en: "No new callbacks are registered (registersNew: false); those that were promised are kept.",
  },
  "skill-closed": {
    es: "A esta hora el skill no atiende.",
    en: "The skill is closed at this hour.",
  },
  "outside-calling-hours": {
    es: "A esta hora no se puede llamar a las personas.",
    en: "People may not be called at this hour.",
  },
  "too-many-pending": {
    es: "Ya están pendientes todas las devoluciones que el skill admite (pending).",
    en: "As many callbacks are open as the skill allows (pending).",
  },
  "nobody-logged-in": {
    es: "No hay ningún agente conectado.",
    en: "No agent is logged in.",
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type SkillReason = keyof typeof skillReasons;
