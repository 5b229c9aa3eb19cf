import type { AttemptResult, DialReason, EndReason, FinalStatus, RestReason } from "../../line/events.ts";
import type { Sentence } from "../language.ts";

/** Why a callback was dialled at that moment. */
export const dialReasons = {
  "turn-came": {
    es: "Se marcó porque llegó su turno y había un agente libre: nadie que llegara antes seguía esperando al teléfono.",
    en: "Dialled because its turn came and an agent was free: nobody who arrived earlier still waited on the phone.",
  },
  "agent-soon": {
    es: "Se marcó porque llegó su turno y lo más probable era que un agente quedara libre mientras el cliente contestaba.",
    en: "Dialled because its turn came and an agent would probably be free by the time the customer had answered.",
  },
  "promise-ends": {
    es: "Se marcó porque se acababa el plazo prometido, aunque todavía no había un agente libre.",
    en: "Dialled because the promised time was about to end, although no agent was free yet.",
  },
  "agents-idle": {
    es: "Se marcó porque había agentes libres de sobra y nadie esperaba al teléfono.",
    en: "Dialled because agents were idle beyond the reserve and nobody waited on the phone.",
  },
  "window-ends": {
    es: "Se marcó porque se acababa el plazo prometido.",
    en: "Dialled because the end of the promised time was near.",
  },
  supervisor: {
    es: "Se marcó porque un supervisor lo pidió.",
    en: "Dialled because a supervisor asked for it.",
  },
} as const satisfies Record<DialReason, Sentence>;

/** How an attempt ended. */
export const attemptResults = {
  joined: { es: "El cliente habló con un agente.", en: "Customer and agent were joined." },
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
    es: "Quien contestó dijo que no era esa persona.",
    en: "The person who answered said that they were somebody else.",
  },
  "hung-up": {
    es: "Contestó y colgó antes de hablar con un agente.",
    en: "The customer picked up and hung up before talking to an agent.",
  },
  "turned-away": {
    es: "Contestó y marcó 1, pero no cupo en la cola: estaba llena o sin agentes, o se agotó el tiempo de espera.",
    en: "The customer picked up and pressed 1, but the queue had no room: it was full or without agents, or its time ran out.",
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
    es: "La central no informó qué pasó; cuenta como intento hecho y no se repite.",
    en: "The exchange did not report what became of it; it counts as made and is not repeated.",
  },
  withdrawn: {
    es: "Se canceló la marcación: ya no hacía falta.",
    en: "The dialling was cancelled: it was not needed any more.",
  },
} as const satisfies Record<AttemptResult, Sentence>;

/** Why a callback is put off to a later moment. */
export const restReasons = {
  retry: {
    es: "En el último intento el cliente no alcanzó a hablar con un agente; más tarde hay otro.",
    en: "In the last attempt the customer did not get to talk to an agent; there is another one later.",
  },
  snoozed: {
    es: "Quien contestó pidió que lo llamaran más tarde.",
    en: "The person who picked up asked to be called later.",
  },
  chosen: {
    es: "Al aceptar, el cliente pidió que lo llamaran más tarde.",
    en: "When accepting, the customer asked to be called later.",
  },
  closed: {
    es: "El horario terminó antes de que llegara su turno; pasa a la próxima apertura.",
    en: "The hours ended before its turn came; it is carried to the next opening.",
  },
  "answered-today": {
    es: "Esa persona ya contestó hoy una devolución, y las reglas no permiten llamarla otra vez el mismo día.",
    en: "That person picked up a return call today, and the rules allow no other on the same day.",
  },
  moved: { es: "Un supervisor la pasó a otra hora.", en: "A supervisor moved it to another time." },
} as const satisfies Record<RestReason, Sentence>;

/** Why a callback ended. */
export const endReasons = {
  joined: { es: "El cliente habló con un agente.", en: "Customer and agent were joined." },
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
    es: "Quien contestó dijo que no era esa persona.",
    en: "The person who answered said that they were somebody else.",
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
    es: "No se logró en el tiempo que una devolución puede estar abierta.",
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

/** Stable codes of why an open callback is not being called at this moment, or that it is. */
export type WaitReason =
  | "operation-stopped"
  | "not-answering"
  | "being-called"
  | "on-the-way"
  | "on-phone"
  | "resting"
  | "serving-closed"
  | "outside-hours"
  | "exchange-away"
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
  "not-answering": {
    es: "La operación no responde, casi siempre por unos segundos: la devolución está guardada, y lo prometido sigue en pie.",
    en: "The operation does not answer, mostly for some seconds: the callback is kept, and what was promised stands.",
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
  resting: { es: "Está aplazada: espera su hora.", en: "It is put off, and waits for its time." },
  "serving-closed": {
    es: "Por ahora este skill no devuelve llamadas: así está configurado.",
    en: "This skill makes no return calls at present: its settings say so.",
  },
  "outside-hours": {
    es: "A esta hora no se puede llamar a esa persona.",
    en: "That person may not be called at this hour.",
  },
  "exchange-away": {
    es: "Espera no puede marcar ahora, porque la central no responde o no se lo permite; no se gasta ningún intento.",
    en: "Espera can't dial now, because the phone system is away or does not allow it; no attempt is used up.",
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
    en: "Callers on the phone go first; this one is called once agents are idle or the end of its promise is near.",
  },
  "enough-under-way": {
    es: "Ya están en curso todas las devoluciones que caben a la vez.",
    en: "As many return calls are under way as are allowed at once.",
  },
} as const satisfies Record<WaitReason, Sentence>;

/** The state of a callback by the name that reports use. */
export const callbackStatuses = {
  YES: {
    es: "Abierta: el cliente la aceptó y aún no termina.",
    en: "Open: the customer accepted, and it goes on.",
  },
  OK: { es: "El cliente habló con un agente.", en: "Customer and agent were joined." },
  FAIL: { es: "No se logró hablar con el cliente.", en: "The customer was not reached." },
  "NO USER": {
    es: "Quien contestó dijo que no era esa persona.",
    en: "The person who answered said that they were somebody else.",
  },
  "STOP NEW": {
    es: "El cliente volvió a llamar y lo atendieron antes.",
    en: "The customer phoned in again and was attended before.",
  },
} as const satisfies Record<FinalStatus | "YES", Sentence>;
