import type { AttemptId, CallId, SkillId } from "../../line/ids.ts";
import type { Timer } from "../clock.ts";
import type { Agent } from "./agents.ts";
import type { SimulatedCaller } from "./traffic.ts";

/**
 * Where a phone call is. `arrived`, `question`, `chosen`, `thanked`: a caller in dialogue. `dialled` to
 * `confirmed`: the leg of a return call on its way. `waiting`, `ringing`, `talking`: either of them in a queue and
 * after it. `refused`: hears that nobody can attend.
 */
export type Stage =
  | "arrived"
  | "question"
  | "chosen"
  | "thanked"
  | "dialled"
  | "phone-ringing"
  | "picked-up"
  | "confirmed"
  | "waiting"
  | "ringing"
  | "talking"
  | "refused"
  | "ended";

/** A call, or the leg of a return call, in the exchange. */
export interface PhoneCall {
  readonly id: CallId | AttemptId;
  readonly skill: SkillId;
  readonly number: string | null;
  readonly handleMs: number;
  /** The caller who phoned in; `null` for the leg of a return call. */
  readonly caller: SimulatedCaller | null;
  /** Where the exchange seats it by itself; and, once it is in a queue, where it is. Epoch ms. */
  place: number;
  stage: Stage;
  saidYes: boolean;
  agent: Agent | null;
  /** How often an agent was rung for it. */
  rings: number;
  /** No agent is rung for it before this. */
  restsUntil: number;
  /** Its rank among all joins of its queue. */
  joined: number;
  /** What happens next in its stage. */
  next: Timer | null;
  /** When the person gives up. */
  patience: Timer | null;
}

/** A phone call that has just begun. */
export function newPhoneCall(
  given: Pick<PhoneCall, "id" | "skill" | "number" | "handleMs" | "caller" | "place" | "stage">,
): PhoneCall {
  return {
    id: given.id,
    skill: given.skill,
    number: given.number,
    handleMs: given.handleMs,
    caller: given.caller,
    place: given.place,
    stage: given.stage,
    saidYes: false,
    agent: null,
    rings: 0,
    restsUntil: 0,
    joined: 0,
    next: null,
    patience: null,
  };
}
