import type { OrderOutcome } from "../../line/events.ts";
import type { Sentence } from "../language.ts";

/** What became of a supervisor's order: done, or why not. */
export const orderOutcomes = {
  done: { es: "Se hizo.", en: "Done." },
  "callback-unknown": {
    es: "No se hizo: esa devolución no está abierta.",
    en: "Not done: that callback is not open.",
  },
  "changed-meanwhile": {
    es: "No se hizo: la devolución cambió después de que usted la vio; mírela otra vez.",
    en: "Not done: the callback changed after you looked at it; look at it again.",
  },
  "being-called": {
    es: "No se hizo: en este momento se le está llamando, o el cliente ya va hacia un agente.",
    en: "Not done: it is being called at this moment, or the customer is on the way to an agent.",
  },
  "on-phone": {
    es: "No se hizo: en este momento el cliente está al teléfono, o se le llama por otra devolución.",
    en: "Not done: at this moment the customer is on the phone, or is being called for another callback.",
  },
  "attempts-used-up": {
    es: "No se hizo: ya se hicieron todos los intentos.",
    en: "Not done: all attempts were made already.",
  },
  "outside-calling-hours": {
    es: "No se hizo: a esta hora, o ya por hoy, no se puede llamar a esa persona.",
    en: "Not done: that person may not be called at this hour, or not any more today.",
  },
  "serving-closed": {
    es: "No se hizo: ese skill no está devolviendo llamadas.",
    en: "Not done: that skill makes no return calls at present.",
  },
  "exchange-away": {
    es: "No se hizo: Espera no puede marcar ahora, porque la central no responde o no se lo permite.",
    en: "Not done: Espera can't dial now, because the phone system is away or does not allow it.",
  },
  "nobody-logged-in": {
    es: "No se hizo: en ese skill no hay ningún agente conectado que pueda atender al cliente.",
    en: "Not done: no agent is logged in to that skill who could attend the customer.",
  },
  "enough-alive": {
    es: "No se hizo: ya están en curso todas las devoluciones que admite el tope.",
    en: "Not done: as many return calls are under way already as the limit allows.",
  },
  "skill-unknown": {
    es: "No se hizo: ese skill no está en la configuración.",
    en: "Not done: the configuration does not know that skill.",
  },
  "already-registered": {
    es: "No se hizo: ese número ya tiene otra devolución en ese skill.",
    en: "Not done: that number already has another callback in that skill.",
  },
  "time-past": { es: "No se hizo: esa hora ya pasó.", en: "Not done: that time has passed." },
  "time-too-late": {
    es: "No se hizo: se puede pasar, a más tardar, a dentro de catorce días.",
    en: "Not done: it may be moved at most fourteen days ahead.",
  },
} as const satisfies Record<OrderOutcome, Sentence>;

/** Of an order among several, where the operation stopped answering before all were carried out. */
export const unansweredOrders = {
  unknown: {
    es: "No se sabe si se hizo, porque la operación dejó de responder: mire la devolución en un momento.",
    en: "Not known whether it was done, because the operation stopped answering: look at the callback in a moment.",
  },
  "not-tried": {
    es: "No se hizo: la operación dejó de responder antes de llegar a esta devolución.",
    en: "Not done: the operation stopped answering before it came to this callback.",
  },
} as const satisfies Record<string, Sentence>;
