import type { CallOutcome, KeyedNumberReason, OfferReason } from "../../line/events.ts";
import type { ChoiceSource } from "../../line/facts.ts";
import type { Sentence } from "../language.ts";

/** Why a call was offered a return call, or was let pass. */
export const offerReasons = {
  "wait-long": {
    es: "Se le ofreció: la espera prevista superaba el umbral del skill.",
    en: "Offered: the predicted wait exceeded the skill's threshold.",
  },
  "waited-long": {
    es: "Se le ofreció mientras esperaba en la cola: ya llevaba esperando lo que fija el skill.",
    en: "Offered while waiting in the queue: the caller had waited as long as the skill's setting says.",
  },
  "asked-for": {
    es: "Se le ofreció porque lo pidió: pulsó la tecla mientras esperaba en la cola.",
    en: "Offered on request: the caller pressed the key while waiting in the queue.",
  },
  "wait-grew": {
    es: "Se le ofreció mientras esperaba en la cola: al llegar la espera prevista no superaba el umbral del skill, y ahora sí.",
    en: "Offered while waiting in the queue: on arrival the predicted wait did not exceed the skill's threshold, and now it does.",
  },
  "switched-on": {
    es: "Se le ofreció mientras esperaba en la cola: la espera inteligente se encendió después de que llegó.",
    en: "Offered while waiting in the queue: smart wait switched itself on after the caller had arrived.",
  },
  "wait-short": {
    es: "No se le ofreció: la espera prevista no superaba el umbral del skill.",
    en: "Not offered: the predicted wait did not exceed the skill's threshold.",
  },
  "wait-unknown": {
    es: "No se le ofreció: últimamente se han contestado muy pocas llamadas para prever la espera.",
    en: "Not offered: too few calls were answered lately to predict the wait.",
  },
  "agent-free": {
    es: "No se le ofreció: había un agente libre para esta llamada.",
    en: "Not offered: an agent was free for this call.",
  },
  "smart-wait-off": {
    es: "No se le ofreció: la espera inteligente está apagada en este skill.",
    en: "Not offered: smart wait is off in this skill.",
  },
  shadow: {
    es: "Se le habría ofrecido, pero el skill está en sombra: todo se decide y se anota, y nadie oye nada.",
    en: "It would have been offered, but the skill is in shadow: everything is decided and recorded, nothing is played.",
  },
  "not-at-risk": {
    es: "No se le ofreció: la espera inteligente estaba apagada, porque la meta del skill no estaba en riesgo.",
    en: "Not offered: smart wait was off, since the skill's target was not at risk.",
  },
  "registration-closed": {
    es: "No se le ofreció: este skill no registra devoluciones nuevas; las ya prometidas se cumplen.",
    en: "Not offered: this skill registers no new callbacks; those already promised are still made.",
  },
  "skill-closed": {
    es: "No se le ofreció: a esa hora el skill no atiende.",
    en: "Not offered: the skill was closed at that hour.",
  },
  "outside-calling-hours": {
    es: "No se le ofreció: a esa hora no se puede llamar a las personas.",
    en: "Not offered: people may not be called at that hour.",
  },
  "promise-unkeepable": {
    es: "No se le ofreció: la devolución habría caído fuera del horario en que se puede llamar, o ya vencida.",
    en: "Not offered: the return call would have come outside calling hours, or after the callback expired.",
  },
  "promise-too-late": {
    es: "No se le ofreció: habría que prometerle una hora más tarde de lo que permite el skill.",
    en: "Not offered: the promise would have been for a later time than the skill allows.",
  },
  "held-out": {
    es: "No se le ofreció a propósito: hoy está en el grupo de control, con el que se mide el efecto de la oferta.",
    en: "Not offered on purpose: today the caller is in the hold-out, by which the effect of the offer is measured.",
  },
  "too-many-pending": {
    es: "No se le ofreció: el skill ya tenía pendientes todas las devoluciones que admite.",
    en: "Not offered: the skill already had as many open callbacks as it allows.",
  },
  "number-anonymous": {
    es: "No se le ofreció: quien llama oculta su número, o muestra algo que no es un número de teléfono.",
    en: "Not offered: the caller withholds the number, or shows something that is not a telephone number.",
  },
  "number-refused": {
    es: "No se le ofreció: las reglas no permiten llamar a ese número.",
    en: "Not offered: the rules do not allow calling that number.",
  },
  "number-own": {
    es: "No se le ofreció: la llamada muestra un número de la propia operación.",
    en: "Not offered: the call shows one of the operation's own numbers.",
  },
  "number-limit": {
    es: "No se le ofreció: ese número ya pidió hoy todas las devoluciones que se le permiten.",
    en: "Not offered: that number has already asked for as many callbacks today as one number may.",
  },
  "day-limit": {
    es: "No se le ofreció: hoy ya se llegó al tope de devoluciones del día, o al de quienes ocultan su número.",
    en: "Not offered: today's limit of callbacks was reached, or that of callers who withhold their number.",
  },
  "already-registered": {
    es: "No se le ofreció: ese número ya tiene una devolución en este skill, y la llamada toma ese turno.",
    en: "Not offered: that number already has a callback in this skill, and the call takes its place.",
  },
  "already-being-asked": {
    es: "No se le ofreció: en ese momento se le preguntaba a otra llamada del mismo número.",
    en: "Not offered: another call of the same number was being asked at that moment.",
  },
  "passed-on": {
    es: "No se le ofreció: llegó transferida, o desbordada, de otro skill.",
    en: "Not offered: it came transferred, or overflowed, from another skill.",
  },
  "asked-before": {
    es: "No se le ofreció de nuevo: a esta llamada ya se le había preguntado.",
    en: "Not offered again: this call had been asked before.",
  },
  "turn-near": {
    es: "No se le ofreció: su turno estaba a punto de llegar.",
    en: "Not offered: its turn was about to come.",
  },
  "key-off": {
    es: "No se le ofreció: pulsó la tecla mientras esperaba, pero este skill no pregunta a quien la pulsa.",
    en: "Not offered: the caller pressed the key while waiting, but this skill does not ask callers who press it.",
  },
  "skill-unknown": {
    es: "No se le ofreció: ese skill no está en la configuración.",
    en: "Not offered: the configuration does not know that skill.",
  },
} as const satisfies Record<OfferReason, Sentence>;

/** What ended the question. */
export const choiceSources = {
  key: { es: "Respondió con una tecla.", en: "The caller answered with a key." },
  timeout: {
    es: "No pulsó ninguna tecla: siguió en la cola, en su turno.",
    en: "The caller pressed no key, and went on in the queue at the same place.",
  },
  "hung-up": {
    es: "Colgó mientras oía la pregunta.",
    en: "The caller hung up while hearing the question.",
  },
  deadline: {
    es: "La central no dijo en qué quedó la pregunta; se dio por no contestada.",
    en: "The exchange never said how the question ended; it was taken as not answered.",
  },
} as const satisfies Record<ChoiceSource, Sentence>;

/** What the rules say of a number that a caller keyed. */
export const keyedNumbers = {
  dialable: {
    es: "Tecleó otro número, y se puede llamar a él.",
    en: "Another number was keyed, and it may be called.",
  },
  refused: {
    es: "Tecleó un número al que las reglas no permiten llamar.",
    en: "A number was keyed that the rules do not allow calling.",
  },
  anonymous: {
    es: "Lo que tecleó no es un número de teléfono.",
    en: "What was keyed is not a telephone number.",
  },
  own: {
    es: "Tecleó un número de la propia operación: a ese no se llama.",
    en: "One of the operation's own numbers was keyed: it is never called.",
  },
  "not-taken": {
    es: "Tecleó otro número, y no se aceptó: hoy ya se llegó al tope de los números tecleados, o el skill no acepta otro número.",
    en: "Another number was keyed but not accepted: today's limit for keyed numbers was reached, or the skill accepts no other number.",
  },
} as const satisfies Record<KeyedNumberReason, Sentence>;

/** How a call ended. */
export const callOutcomes = {
  answered: { es: "La contestó un agente.", en: "An agent answered it." },
  abandoned: {
    es: "Colgó antes de que un agente contestara.",
    en: "The caller hung up before an agent answered.",
  },
  accepted: {
    es: "Terminó porque pidió que le devolvieran la llamada.",
    en: "It ended because the caller asked to be called back.",
  },
  left: {
    es: "La cola no la aceptó o la sacó, y ningún agente la contestó.",
    en: "The queue refused it or sent it away, and no agent answered it.",
  },
  lost: { es: "La central nunca informó cómo terminó.", en: "The exchange never reported its end." },
} as const satisfies Record<CallOutcome, Sentence>;
