import { randomBytes } from "node:crypto";
import {
  type AttemptId,
  type CallbackId,
  type CallId,
  partsOfAttempt,
  type SkillId,
} from "../../line/ids.ts";

/** What the channel of an attempt's leg is called by us; all other channels have ids that Asterisk gave. */
const LEG = "espera-";

const RANDOM_BYTES = 12;
/** What nobody can guess, before the attempt. An earlier Espera gave ids without it. */
const RANDOM_PART = new RegExp(`^[0-9a-f]{${2 * RANDOM_BYTES}}-`);

/**
 * A new Uniqueid for the leg of an attempt, so that everybody who sees the channel knows the attempt, also after Espera was
 * restarted. Nobody can guess it, and it holds no character that means something to Asterisk.
 */
export function newChannelId(attempt: AttemptId): string {
  return `${LEG}${randomBytes(RANDOM_BYTES).toString("hex")}-${plainText(attempt)}`;
}

/** An id without characters that mean something to Asterisk. */
function plainText(id: AttemptId | CallbackId): string {
  return encodeURIComponent(id).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

/** The attempt whose leg has this Uniqueid; `null` for every other channel. */
export function attemptOf(uniqueid: string): AttemptId | null {
  if (!uniqueid.startsWith(LEG)) return null;
  try {
    const attempt = decodeURIComponent(uniqueid.slice(LEG.length).replace(RANDOM_PART, ""));
    return partsOfAttempt(attempt) ? attempt : null;
  } catch {
    return null;
  }
}

/** What the channel of a test call is called by us: it is nobody's attempt, and no call that is counted. */
const TEST_LEG = `${LEG}test-`;

/** A new Uniqueid for a test call. */
export function newTestChannelId(): string {
  return TEST_LEG + randomBytes(RANDOM_BYTES).toString("hex");
}

export function isTestCall(uniqueid: string): boolean {
  return uniqueid.startsWith(TEST_LEG) && attemptOf(uniqueid) === null;
}

/** What the channels are called by us that stand in a queue for somebody who is being called. */
const PLACEHOLDER = `${LEG}hold-`;

/**
 * The Uniqueid of the placeholder of a callback at a place (epoch ms): the same whenever it is asked for, so that Espera finds it
 * again after a restart. The half of it that stands in the queue has `;2` behind.
 */
export function placeholderId(callback: CallbackId, skill: SkillId, place: number): string {
  return `${PLACEHOLDER}${secondOf(place)}-${skill}-${plainText(callback)}`;
}

export function isPlaceholder(uniqueid: string): boolean {
  return uniqueid.startsWith(PLACEHOLDER) && attemptOf(uniqueid) === null;
}

/** Whether a channel is there for Espera's own purposes: no caller, and no call that is counted. */
export function isNobody(uniqueid: string): boolean {
  return isTestCall(uniqueid) || isPlaceholder(uniqueid);
}

/** What Espera calls the channel of this Uniqueid: an attempt, or a call, whose id is the Uniqueid itself. */
export function idOf(uniqueid: string): CallId | AttemptId {
  return attemptOf(uniqueid) ?? uniqueid;
}

/**
 * The second from which places are counted in Asterisk's queues. `QUEUE_PRIO` has 32 bits with a sign, higher is first:
 * the priority is how many seconds before this moment somebody came.
 */
export const PLACES_FROM_S = 1_767_225_600;

/** The whole second of a place (epoch ms), as the dialplan keeps it in `ESPERA_AT`. */
export function secondOf(place: number): number {
  return Math.floor(place / 1000);
}

/** `QUEUE_PRIO` of a place (epoch ms). */
export function priorityOf(place: number): number {
  return PLACES_FROM_S - secondOf(place);
}

/** The place, epoch ms, of a `QUEUE_PRIO`; `null` for one that nobody set by arrival, such as the default 0. */
export function placeOf(priority: string | undefined): number | null {
  const value = Number(priority);
  if (priority === undefined || priority.trim() === "" || !Number.isInteger(value) || value >= 0) return null;
  return (PLACES_FROM_S - value) * 1000;
}

/**
 * A caller's number from an event's header; `null` when it is withheld, which carriers and phone systems say by all
 * kinds of words. Whether what has digits in it can be a telephone is for the operation's rules to say.
 */
export function callerNumberOf(header: string | undefined): string | null {
  const text = header?.trim() ?? "";
  return /\d/.test(text) ? text : null;
}
