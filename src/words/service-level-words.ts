import type { Language } from "./language.ts";

/** What the columns of service levels are called, and what they mean. */
export const levelWords = {
  es: {
    locale: "es-CO",
    skill: "Skill",
    offered: "Ofrecidas",
    answered: "Contestadas",
    byReturnCall: "Por devolución",
    abandoned: "Abandonadas",
    open: "Abiertas",
    within: (seconds: string) => `En ≤ ${seconds} s`,
    strict: "Estricto",
    live: "En vivo",
    promise: "Promesa",
    total: "Total",
    none: "No hay llamadas en esas fechas.",
    legend: (seconds: string) =>
      [
        "Ofrecidas = contestadas + por devolución + abandonadas + abiertas. Abandonadas son todas las que terminaron sin agente, también las",
        "devoluciones que no llegaron a uno; abiertas, las que siguen al teléfono o esperan su devolución.",
        `Estricto: con un agente en ≤ ${seconds} s desde que llegó, de todas. En vivo: lo mismo, sin contar a quienes pidieron la devolución.`,
        `Promesa: contestadas en ≤ ${seconds} s, o devueltas a tiempo y con un agente en ≤ ${seconds} s desde que el cliente pulsó 1, de todas.`,
      ].join("\n"),
  },
  en: {
    locale: "en-US",
    skill: "Skill",
    offered: "Offered",
    answered: "Answered",
    byReturnCall: "By return call",
    abandoned: "Abandoned",
    open: "Open",
    within: (seconds: string) => `In ≤ ${seconds} s`,
    strict: "Strict",
    live: "Live",
    promise: "Promise",
    total: "Total",
    none: "There are no calls on those dates.",
    legend: (seconds: string) =>
      [
        "Offered = answered + by return call + abandoned + open. Abandoned are all that ended without an agent, return calls that reached",
        "none among them; open are those still on the phone or waiting to be called back.",
        `Strict: with an agent in ≤ ${seconds} s of the arrival, of all. Live: the same, without those who asked for a return call.`,
        `Promise: answered in ≤ ${seconds} s, or called back in time and with an agent in ≤ ${seconds} s of the customer's key 1, of all.`,
      ].join("\n"),
  },
} as const satisfies Record<Language, unknown>;
