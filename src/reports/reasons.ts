import type {
  AttemptResult,
  CallOutcome,
  DialReason,
  EndReason,
  FinalStatus,
  KeyedNumberReason,
  OfferReason,
  OrderOutcome,
  RestReason,
} from "../line/events.ts";
import type { ChoiceSource } from "../line/facts.ts";
import type { Language } from "./language.ts";

/** What a supervisor reads who asks why: one sentence in each language. */
export type Sentence = Readonly<Record<Language, string>>;

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
    es: "Se le ofreció porque lo pidió: mientras esperaba en la cola pulsó la tecla.",
    en: "Offered on request: the caller pressed the key while waiting in the queue.",
  },
  "wait-short": {
    es: "No se le ofreció: la espera prevista no superaba el umbral del skill.",
    en: "Not offered: the predicted wait did not exceed the skill's threshold.",
  },
  "wait-unknown": {
    es: "No se le ofreció: había muy pocas respuestas recientes para prever la espera.",
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
    es: "Se le habría ofrecido, pero el skill está en sombra: todo se decide y se anota, nada suena.",
    en: "It would have been offered, but the skill is in shadow: all is decided and recorded, nothing is played.",
  },
  "registration-closed": {
    es: "No se le ofreció: este skill no registra devoluciones nuevas; las que ya prometió las cumple.",
    en: "Not offered: this skill registers no new callbacks; those it promised it keeps.",
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
    en: "Not offered: the return call would have come outside the hours of calling, or after the callback expired.",
  },
  "promise-too-late": {
    es: "No se le ofreció: habría que prometerle una hora más lejana de lo que permite el skill.",
    en: "Not offered: the promise would have been for a later time than the skill allows.",
  },
  "held-out": {
    es: "No se le ofreció a propósito: hoy le tocó el grupo de control, con el que se mide qué efecto tiene la oferta.",
    en: "Not offered on purpose: today the caller is in the hold-out, by which the effect of the offer is measured.",
  },
  "too-many-pending": {
    es: "No se le ofreció: el skill ya tenía pendientes todas las devoluciones que admite.",
    en: "Not offered: the skill already had as many open callbacks as it takes.",
  },
  "number-anonymous": {
    es: "No se le ofreció: quien llama oculta su número.",
    en: "Not offered: the caller withholds the number.",
  },
  "number-refused": {
    es: "No se le ofreció: las reglas no permiten llamar a ese número.",
    en: "Not offered: the rules do not allow calling that number.",
  },
  "number-limit": {
    es: "No se le ofreció: ese número ya pidió hoy todas las devoluciones que se le admiten.",
    en: "Not offered: that number already asked for as many callbacks as one number may on a day.",
  },
  "day-limit": {
    es: "No se le ofreció: hoy ya se registraron todas las devoluciones que se admiten en un día, o todas las de quienes ocultan su número.",
    en: "Not offered: as many callbacks were registered today as a day may have, or as callers who withhold their number may have.",
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
    es: "No se le ofreció: pulsó la tecla mientras esperaba, y este skill no la atiende.",
    en: "Not offered: the caller pressed the key while waiting, and this skill does not take it.",
  },
  "skill-unknown": {
    es: "No se le ofreció: la configuración no conoce ese skill.",
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
  anonymous: { es: "No tecleó ningún número.", en: "No number was keyed." },
  "not-taken": {
    es: "Tecleó otro número, y no se aceptó: hoy ya se pidieron cuantas devoluciones se admiten así, o el skill no admite otro número.",
    en: "Another number was keyed and not taken: as many callbacks as may be were asked for in that way today, or the skill takes no other number.",
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
    en: "The queue would not take it or gave it up, and no agent answered it.",
  },
  lost: { es: "La central nunca informó cómo terminó.", en: "The exchange never reported its end." },
} as const satisfies Record<CallOutcome, Sentence>;

/** Why a callback was dialled at that moment. */
export const dialReasons = {
  "turn-came": {
    es: "Se marcó porque llegó su turno: nadie que llegara antes seguía esperando al teléfono.",
    en: "Dialled because its turn came: nobody who arrived earlier still waited on the phone.",
  },
  "agents-idle": {
    es: "Se marcó porque había agentes libres de sobra y nadie esperaba al teléfono.",
    en: "Dialled because agents were idle beyond the reserve and nobody waited on the phone.",
  },
  "window-ends": {
    es: "Se marcó porque se acababa el plazo prometido.",
    en: "Dialled because the end of the promised window was near.",
  },
  supervisor: {
    es: "Se marcó porque un supervisor lo pidió.",
    en: "Dialled because a supervisor asked for it.",
  },
} as const satisfies Record<DialReason, Sentence>;

/** How an attempt ended. */
export const attemptResults = {
  joined: { es: "El cliente y el agente quedaron unidos.", en: "Customer and agent were joined." },
  busy: { es: "El teléfono estaba ocupado.", en: "The phone was busy." },
  "no-answer": { es: "Nadie contestó.", en: "Nobody answered." },
  machine: {
    es: "Contestó un buzón, o alguien que no pulsó ninguna tecla.",
    en: "Voicemail answered, or somebody who pressed no key.",
  },
  failed: {
    es: "La llamada no salió: la central o la red no la pudo cursar.",
    en: "The call did not get through: the exchange or the network could not place it.",
  },
  invalid: { es: "El número no existe.", en: "There is no such number." },
  declined: {
    es: "Quien contestó dijo no ser esa persona.",
    en: "Whoever answered said not to be that person.",
  },
  "hung-up": {
    es: "Contestó y colgó antes de hablar con un agente.",
    en: "The customer picked up and hung up before talking to an agent.",
  },
  refused: {
    es: "No se marcó: las reglas no permiten llamar ahora a ese número.",
    en: "Not dialled: the rules do not allow calling that number now.",
  },
  "over-limit": {
    es: "No se marcó: a ese número ya se le llamó demasiadas veces en las últimas 24 horas.",
    en: "Not dialled: that number was dialled too often within the last 24 hours.",
  },
  snoozed: {
    es: "Contestó y pidió que lo llamaran más tarde.",
    en: "The customer picked up and asked to be called later.",
  },
  unknown: {
    es: "La central no informó en qué quedó; cuenta como intento hecho y no se repite.",
    en: "The exchange did not report what became of it; it counts as made and is not repeated.",
  },
  withdrawn: {
    es: "Se retiró la marcación: ya no hacía falta.",
    en: "The dialling was taken back: it was not needed any more.",
  },
} as const satisfies Record<AttemptResult, Sentence>;

/** Why a callback is put off to a later moment. */
export const restReasons = {
  retry: {
    es: "Espera para volver a intentarlo.",
    en: "It rests until the next attempt.",
  },
  snoozed: {
    es: "Quien contestó pidió que lo llamaran más tarde.",
    en: "Whoever picked up asked to be called later.",
  },
  chosen: {
    es: "Al aceptar, el cliente pidió que lo llamaran más tarde.",
    en: "When accepting, the customer asked to be called later.",
  },
  closed: {
    es: "El horario terminó antes de que llegara su turno; pasa al próximo.",
    en: "The hours ended before its turn came; it goes to the next ones.",
  },
  "answered-today": {
    es: "Esa persona ya contestó hoy una devolución, y las reglas no permiten llamarla otra vez el mismo día.",
    en: "That person picked up a return call today, and the rules allow no other on the same day.",
  },
  moved: { es: "Un supervisor la pasó a otra hora.", en: "A supervisor moved it to another time." },
} as const satisfies Record<RestReason, Sentence>;

/** Why a callback ended. */
export const endReasons = {
  joined: { es: "El cliente y el agente quedaron unidos.", en: "Customer and agent were joined." },
  "attempts-used-up": {
    es: "Se hicieron todos los intentos que se permiten y no se logró hablar con el cliente.",
    en: "As many attempts were made as are allowed, and the customer was not reached.",
  },
  "number-invalid": { es: "El número no existe.", en: "There is no such number." },
  "number-refused": {
    es: "Las reglas ya no permiten llamar a ese número.",
    en: "The rules do not allow calling that number any more.",
  },
  "over-limit": {
    es: "A ese número ya se le llamó demasiadas veces en 24 horas.",
    en: "That number was dialled too often within 24 hours.",
  },
  "not-the-person": {
    es: "Quien contestó dijo no ser esa persona.",
    en: "Whoever answered said not to be that person.",
  },
  "attended-before": {
    es: "El cliente volvió a llamar y lo atendieron antes de la devolución.",
    en: "The customer phoned in again and was attended before the return call.",
  },
  duplicate: {
    es: "El mismo número ya tenía otra devolución en ese skill; sigue esa.",
    en: "The same number already had another callback in that skill; that one goes on.",
  },
  expired: {
    es: "No se logró en el tiempo que una devolución puede seguir abierta.",
    en: "Not reached within the time that a callback may stay open.",
  },
  closed: {
    es: "El horario terminó antes de que llegara su turno, y el skill no pasa devoluciones al próximo.",
    en: "The hours ended before its turn came, and the skill does not carry callbacks over.",
  },
  cancelled: { es: "Un supervisor la canceló.", en: "A supervisor cancelled it." },
  "person-erased": {
    es: "Se borraron los datos de esa persona, y ya no se la puede llamar.",
    en: "The person's data were erased, so nobody can be called any more.",
  },
} as const satisfies Record<EndReason, Sentence>;

/** What became of a supervisor's order: done, or why not. */
export const orderOutcomes = {
  done: { es: "Se hizo.", en: "Done." },
  "callback-unknown": {
    es: "No se hizo: no hay una devolución abierta con ese identificador.",
    en: "Not done: there is no open callback of that id.",
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
  "nobody-logged-in": {
    es: "No se hizo: en ese skill no hay ningún agente conectado que pueda atender al cliente.",
    en: "Not done: no agent is logged in to that skill who could attend the customer.",
  },
  "enough-alive": {
    es: "No se hizo: ya hay en curso tantas devoluciones como admite el tope.",
    en: "Not done: as many return calls are under way already as the limit allows.",
  },
  "skill-unknown": {
    es: "No se hizo: la configuración no conoce ese skill.",
    en: "Not done: the configuration does not know that skill.",
  },
  "already-registered": {
    es: "No se hizo: ese número ya tiene otra devolución en ese skill.",
    en: "Not done: that number already has another callback in that skill.",
  },
  "time-past": { es: "No se hizo: esa hora ya pasó.", en: "Not done: that time has passed." },
  "time-too-late": {
    es: "No se hizo: a lo sumo se puede pasar a dentro de catorce días.",
    en: "Not done: it may be moved at most fourteen days ahead.",
  },
} as const satisfies Record<OrderOutcome, Sentence>;

/** Stable codes of why an open callback is not being called at this moment, or that it is. */
export type WaitReason =
  | "operation-stopped"
  | "being-called"
  | "on-the-way"
  | "on-phone"
  | "resting"
  | "serving-closed"
  | "outside-hours"
  | "nobody-logged-in"
  | "behind-phone"
  | "behind-callbacks"
  | "live-first"
  | "enough-under-way";

/** Why an open callback waits at this moment. */
export const waitReasons = {
  "operation-stopped": {
    es: "La operación no está en marcha: no se le llamará hasta que arranque.",
    en: "The operation is not running: nothing is dialled until it starts.",
  },
  "being-called": { es: "Se le está llamando.", en: "It is being called." },
  "on-the-way": {
    es: "El cliente ya aceptó la devolución y va hacia un agente.",
    en: "The customer took the return call and is on the way to an agent.",
  },
  "on-phone": {
    es: "El cliente está al teléfono, por su cuenta o por otra devolución, y mientras tanto no se le llama.",
    en: "The customer is on the phone, on their own or for another callback, and nothing is dialled meanwhile.",
  },
  resting: { es: "Espera la hora a la que se dejó.", en: "It waits for the time to which it was put off." },
  "serving-closed": {
    es: "Por ahora este skill no devuelve llamadas: así está configurado.",
    en: "This skill makes no return calls at present: its settings say so.",
  },
  "outside-hours": {
    es: "A esta hora no se puede llamar a esa persona.",
    en: "That person may not be called at this hour.",
  },
  "nobody-logged-in": {
    es: "No hay ningún agente conectado en ese skill.",
    en: "No agent is logged in to that skill.",
  },
  "behind-phone": {
    es: "Al teléfono espera alguien que llegó antes.",
    en: "Somebody who arrived earlier waits on the phone.",
  },
  "behind-callbacks": {
    es: "Antes van otras devoluciones, de quienes llegaron primero.",
    en: "Other callbacks go first, of those who arrived earlier.",
  },
  "live-first": {
    es: "Primero se atiende a quien espera al teléfono; se le llamará cuando sobren agentes o se acerque el fin del plazo prometido.",
    en: "Whoever waits on the phone goes first; it is called once agents are idle or the end of its promise is near.",
  },
  "enough-under-way": {
    es: "Ya están en curso todas las devoluciones que caben a la vez.",
    en: "As many return calls are under way as may be at once.",
  },
} as const satisfies Record<WaitReason, Sentence>;

/** The state of a callback by the name that reports use. */
export const callbackStatuses = {
  YES: {
    es: "Abierta: el cliente la aceptó y aún no termina.",
    en: "Open: the customer accepted, and it goes on.",
  },
  OK: { es: "El cliente y el agente quedaron unidos.", en: "Customer and agent were joined." },
  FAIL: { es: "No se logró hablar con el cliente.", en: "The customer was not reached." },
  "NO USER": {
    es: "Quien contestó dijo no ser esa persona.",
    en: "Whoever answered said not to be that person.",
  },
  "STOP NEW": {
    es: "El cliente volvió a llamar y lo atendieron antes.",
    en: "The customer phoned in again and was attended before.",
  },
} as const satisfies Record<FinalStatus | "YES", Sentence>;

/** All catalogues by their kind: what the documentation lists, and what a running system may give and nothing else. */
export const reasons = {
  offer: offerReasons,
  choice: choiceSources,
  number: keyedNumbers,
  call: callOutcomes,
  dial: dialReasons,
  attempt: attemptResults,
  rest: restReasons,
  end: endReasons,
  order: orderOutcomes,
  wait: waitReasons,
  status: callbackStatuses,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Sentence>>>>;
