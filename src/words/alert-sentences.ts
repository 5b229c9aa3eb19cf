import type { Language } from "./language.ts";

/** What is said of an alert: what it is, what it means, and what can be done, the cheapest first. */
export interface AlertWords {
  readonly what: string;
  readonly means: string;
  readonly act: string;
}

/** The most serious first. Where `{skill}` stands, the name of the skill goes; the moment since when is beside them. */
export const alertSentences = {
  "not-connected": {
    es: {
      what: "La operación no está conectada con la central.",
      means: "Las llamadas siguen sin Espera: no se ofrece la devolución ni se llama a nadie.",
      act: "Avise a quien administra la central. Lo prometido se llama apenas vuelva la conexión.",
    },
    en: {
      what: "The operation is not connected to the phone system.",
      means: "Calls go on without Espera: nobody is offered a return call, and nobody is called.",
      act: "Call those who run the phone system. What was promised is called once it is connected again.",
    },
  },
  "not-answering": {
    es: {
      what: "Ningún servidor atiende la operación, y hay devoluciones abiertas.",
      means:
        "Las llamadas siguen en la fila sin Espera. Lo prometido está guardado, pero mientras tanto no se llama a nadie.",
      act: "Avise a quien administra Espera: los nodos dicen en Administración quién atiende qué. Se sigue solo apenas uno la tome.",
    },
    en: {
      what: "No server answers for the operation, and callbacks are open.",
      means:
        "Calls go on in the line without Espera. What was promised is kept, but nobody is called meanwhile.",
      act: "Call those who run Espera: Administration shows which node runs what. All goes on once one of them takes it.",
    },
  },
  "nobody-logged-in": {
    es: {
      what: "{skill}: no hay agentes conectados y hay devoluciones abiertas.",
      means: "Nadie puede cumplir lo prometido.",
      act: "Conecte un agente al skill, o mueva las devoluciones a otro.",
    },
    en: {
      what: "{skill}: no agent is logged in, and callbacks are open.",
      means: "Nobody can keep what was promised.",
      act: "Have an agent log in to the skill, or move the callbacks to another one.",
    },
  },
  "promise-in-danger": {
    es: {
      what: "{skill}: hay promesas que vencen en 5 minutos o ya vencieron.",
      means: "Hay clientes que esperan una llamada que todavía no sale.",
      act: "Vea en Devoluciones las que vencen; libere un agente o use «Llamar ya» con la más antigua.",
    },
    en: {
      what: "{skill}: promises are due within 5 minutes, or late.",
      means: "Customers expect a call that has not gone out yet.",
      act: "See in Callbacks which are due; free an agent, or use “Call now” for the oldest.",
    },
  },
  "line-over-bound": {
    es: {
      what: "{skill}: la espera más larga pasa del doble de la meta.",
      means: "El nivel de esta media hora está en peligro.",
      act: "Traiga primero agentes que estén en pausa o en otras tareas, luego de otro skill; aplace devoluciones con quien lo acepte.",
    },
    en: {
      what: "{skill}: the longest wait is over twice the target.",
      means: "The level of this half hour is in danger.",
      act: "Bring agents back from breaks and other work; then from another skill; put off callbacks where customers agree.",
    },
  },
  "offers-stopped": {
    es: {
      what: "{skill}: hay esperas largas y no se ofrece la devolución.",
      means: "Se alcanzó el tope de devoluciones, o su registro está cerrado.",
      act: "Revise limits.pending y registersNew en Ajustes; con más agentes bajan las pendientes.",
    },
    en: {
      what: "{skill}: callers wait long and are not offered a return call.",
      means: "The limit of callbacks is reached, or their registration is closed.",
      act: "Look at limits.pending and registersNew in Settings; more agents bring the open ones down.",
    },
  },
  "left-at-closing": {
    es: {
      what: "{skill}: cierra en menos de 30 minutos y hay devoluciones prometidas para después.",
      means: "Si nada cambia, pasan a la próxima apertura o terminan, según atClosing.",
      act: "Sume agentes antes del cierre, use «Llamar ya» con las más antiguas, o páselas a una hora que le sirva al cliente.",
    },
    en: {
      what: "{skill}: it closes in less than 30 minutes, and callbacks are promised until after that.",
      means: "If nothing changes they are left for the next opening, or end, as atClosing says.",
      act: "Add agents before closing, use “Call now” for the oldest, or move them to a time that suits.",
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, AlertWords>>>>;

export type AlertKind = keyof typeof alertSentences;

/** The most serious first. */
export const alertKinds = Object.keys(alertSentences) as readonly AlertKind[];
