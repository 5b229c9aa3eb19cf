import type { AgentStatus } from "../../line/facts.ts";
import type { AgentId, AttemptId, CallId, SkillId } from "../../line/ids.ts";
import type { Timer } from "../../time/clock.ts";
import type { Order } from "../port.ts";
import type { Break, Shift } from "./simulated-agent.ts";
import type { SimulatedCaller, Transfer } from "./traffic/traffic.ts";

/**
 * Where a phone call is. `arrived` to `thanked`: a caller in dialogue; `requested` when they left the queue to be asked,
 * `keyed` while it is judged whether the number they keyed can be called. `dialled` to
 * `confirmed`: the leg of a return call on its way. `waiting`, `ringing`, `talking`: either of them in a queue and
 * after it. `refused`: a caller hears that nobody can attend, the customer of a return call waits for room; `turned-away`: there was
 * none, and the customer hears when they are called again.
 */
export type Stage =
  | "arrived"
  | "requested"
  | "question"
  | "keyed"
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
  | "turned-away"
  | "ended";

/** An agent at work. */
export interface AgentAtWork {
  readonly id: AgentId;
  readonly skills: readonly SkillId[];
  readonly wrapUpMs: number;
  readonly shifts: Iterator<Shift>;
  readonly pauses: { readonly share: number; readonly meanMs: number } | null;
  readonly breaks: Iterator<Break>;
  /** How long they rest once they are free: a break came due meanwhile. */
  owedMs: number;
  status: AgentStatus;
  onShift: boolean;
  /** The end of their pause. */
  pause: Timer | null;
  /** How many calls they took. */
  calls: number;
  call: PhoneCall | null;
  /** The end of their wrap-up. */
  wrapUp: Timer | null;
  /** When they last ended a call, or logged in: the agent who is longest without one is rung first. */
  lastCallAt: number;
}

/** A call, or the leg of a return call, in the exchange. */
export interface PhoneCall {
  readonly id: CallId | AttemptId;
  skill: SkillId;
  readonly number: string | null;
  readonly handleMs: number;
  /** The caller who phoned in; `null` for the leg of a return call. */
  readonly caller: SimulatedCaller | null;
  /** Where the exchange seats it by itself; and, once it is in a queue, where it is. Epoch ms. */
  place: number;
  stage: Stage;
  /** Takes the answer whether the number that was keyed last may be called. */
  judged: ((accepted: boolean) => void) | null;
  /** The order by which they were last taken out of the queue. */
  withdrawn: Extract<Order, { type: "withdraw" }> | null;
  /** How often it has asked Espera for something since it arrived. */
  turn: number;
  /** They left the queue by the key. */
  pressedKey: boolean;
  saidYes: boolean;
  agent: AgentAtWork | null;
  /** How often an agent was rung for it. */
  rings: number;
  /** No agent is rung for it before this. */
  restsUntil: number;
  /** Its rank among all joins of its queue. */
  joined: number;
  /** When its queue turns it out, epoch ms. */
  leavesAt: number | null;
  /** The agent who talks with it next passes it on. */
  transfer: Transfer | null;
  /** What happens next in its stage. */
  next: Timer | null;
  /** When the person gives up. */
  patience: Timer | null;
  /** When the queue turns it out. */
  timeout: Timer | null;
  /** When the caller presses the key to be asked. */
  key: Timer | null;
}

/** A phone call that has just begun. */
export function newPhoneCall(
  given: Pick<PhoneCall, "id" | "skill" | "number" | "handleMs" | "caller" | "place" | "stage" | "transfer">,
): PhoneCall {
  return {
    id: given.id,
    skill: given.skill,
    number: given.number,
    handleMs: given.handleMs,
    caller: given.caller,
    place: given.place,
    stage: given.stage,
    transfer: given.transfer,
    judged: null,
    withdrawn: null,
    turn: 0,
    pressedKey: false,
    saidYes: false,
    agent: null,
    rings: 0,
    restsUntil: 0,
    joined: 0,
    leavesAt: null,
    next: null,
    patience: null,
    timeout: null,
    key: null,
  };
}

/** What reports say of the person on the phone. */
export function whoCalls({ number, caller }: PhoneCall): Pick<SimulatedCaller, "number" | "class"> {
  return { number, ...(caller?.class ? { class: caller.class } : {}) };
}
