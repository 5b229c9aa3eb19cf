import type { EndReason, FinalStatus } from "../events.ts";

/**
 * The life of a callback, as data.
 *
 * It is born `waiting` at its place by a yes. When its turn comes it is dialled: `dialling` until the phone rings,
 * `ringing`, `asking` once somebody picked up and is asked for key 1, `seating` once they pressed it, `in-line` in
 * the exchange's queue, `rung` while an agent's phone rings for them, `left` where the queue would not have them and they are
 * still on the phone; an agent's answer ends it `OK`. What goes
 * wrong on the way uses the attempt up: it is `resting` until the next one, or ends. While its person phones in by
 * themselves it is `on-phone` and nothing is dialled.
 *
 * Every pair of phase and cue is decided here, also those that "cannot" happen: facts are lost, repeated and late.
 */
export type CallbackPhase =
  | "waiting"
  | "resting"
  | "on-phone"
  | "dialling"
  | "ringing"
  | "asking"
  | "seating"
  | "in-line"
  | "rung"
  | "left";

/** The phase of a callback by how far its attempt came; one that was joined to an agent ends it. */
export const phaseOfProgress = {
  ringing: "ringing",
  answered: "asking",
  confirmed: "seating",
  "in-line": "in-line",
  rung: "rung",
  left: "left",
} as const satisfies Record<string, CallbackPhase>;

/** What may happen to a callback. */
export type CallbackCue =
  /** Nobody who arrived earlier still waits, and pacing lets one more be dialled. */
  | "turn-came"
  | "rest-over"
  /** Its person is on the phone by themselves, hung up again, or was answered by an agent. */
  | "phoned-in"
  | "phone-down"
  | "attended"
  /** The attempt: it rings, was picked up, key 1, any failure that may pass, "not me", no such number. */
  | "rang"
  | "picked-up"
  | "confirmed"
  | "failed"
  | "declined"
  | "invalid"
  /** The leg in the queue. */
  | "leg-joined"
  | "leg-rung"
  | "leg-missed"
  | "leg-left"
  | "leg-answered"
  | "leg-ended"
  /** The person who picked up asked to be called later. */
  | "snoozed"
  /** The number was not dialled: the rules refuse it now, or it was dialled too often lately. */
  | "number-refused"
  | "over-limit"
  /** Somebody waits to be called at the number already. */
  | "duplicate"
  /** Put to another moment or skill, as its person chose or a supervisor ordered. */
  | "moved"
  /** A supervisor ends it, or has it dialled even before its turn. */
  | "cancelled"
  | "call-now"
  /** All that was known of its person was erased. */
  | "erased"
  /** Its skill closes before its turn came. */
  | "closed"
  /** Nothing was heard for too long. */
  | "deadline"
  | "expired";

export type Transition =
  | "stay"
  | { readonly to: Exclude<CallbackPhase, "resting"> }
  /** Rest before the next attempt; `FAIL` when all are used up, `STOP NEW` when they were attended meanwhile. */
  | "retry"
  /** Back where it was before the phone call: in line, or resting. */
  | "return"
  /** It ends by this, should the attempt fail. */
  | "remember"
  /** Its former attempt's leg, which was given up or taken back, is over: it may be dialled again. */
  | "leg-over"
  /** Put off to a later moment. */
  | "put-off"
  /** Put off to the next opening, or at its end, as the skill's settings say. */
  | "close"
  | { readonly end: FinalStatus; readonly reason: EndReason };

type Life = Readonly<Record<CallbackPhase, Readonly<Record<CallbackCue, Transition>>>>;

const joined = { end: "OK", reason: "joined" } as const;
const attended = { end: "STOP NEW", reason: "attended-before" } as const;
const expired = { end: "FAIL", reason: "expired" } as const;
const notMe = { end: "NO USER", reason: "not-the-person" } as const;
const noSuchNumber = { end: "FAIL", reason: "number-invalid" } as const;
const refused = { end: "FAIL", reason: "number-refused" } as const;
const overLimit = { end: "FAIL", reason: "over-limit" } as const;
const cancelled = { end: "FAIL", reason: "cancelled" } as const;
const duplicate = { end: "FAIL", reason: "duplicate" } as const;
const erased = { end: "FAIL", reason: "person-erased" } as const;

/** Cues of an attempt that was given up and is heard of again: the person on the phone is not turned away. */
const lateAttempt = {
  rang: "stay",
  "picked-up": "stay",
  confirmed: { to: "seating" },
  failed: "leg-over",
  declined: notMe,
  invalid: noSuchNumber,
  "number-refused": refused,
  "over-limit": overLimit,
  snoozed: "put-off",
  "leg-joined": { to: "in-line" },
  "leg-rung": { to: "rung" },
  "leg-missed": "stay",
  "leg-left": "stay",
  "leg-answered": joined,
  "leg-ended": "leg-over",
} as const satisfies Partial<Record<CallbackCue, Transition>>;

/** Cues of the attempt that is alive, whatever was heard of it before. */
const aliveAttempt = {
  rang: { to: "ringing" },
  "picked-up": { to: "asking" },
  confirmed: { to: "seating" },
  failed: "retry",
  declined: notMe,
  invalid: noSuchNumber,
  "number-refused": refused,
  "over-limit": overLimit,
  snoozed: "put-off",
  cancelled,
  erased,
  duplicate: "stay",
  moved: "stay",
  "call-now": "stay",
  closed: "stay",
  "leg-joined": { to: "in-line" },
  "leg-rung": { to: "rung" },
  "leg-missed": { to: "in-line" },
  "leg-left": { to: "left" },
  "leg-answered": joined,
  "leg-ended": "retry",
  deadline: "retry",
  "turn-came": "stay",
  "rest-over": "stay",
  "phone-down": "stay",
  expired: "stay",
} as const satisfies Partial<Record<CallbackCue, Transition>>;

/**
 * Once somebody picked up, neither their own call nor a supervisor takes the attempt back: they are not hung up on, and not
 * informed about a matter that may not be theirs. Should their number be attended by another call meanwhile, that is
 * remembered: if this way ends without an agent they are not dialled again, unless they ask for later. What a supervisor
 * cancelled, and who was erased, is not called again whatever they ask for.
 */
const somebodyThere = {
  ...aliveAttempt,
  rang: "stay",
  "phoned-in": "stay",
  attended: "remember",
  cancelled: "remember",
  erased: "remember",
} as const;

/** Once they pressed the key they are on their way to an agent, and only the way's own end ends it. */
const onTheirWay = {
  ...somebodyThere,
  "picked-up": "stay",
  confirmed: "stay",
  declined: "stay",
  invalid: "stay",
  snoozed: "stay",
  "number-refused": "stay",
  "over-limit": "stay",
} as const;

/** Not being called. */
const atRest = { duplicate, cancelled, erased, moved: "put-off", "call-now": { to: "dialling" } } as const;

export const callbackLife: Life = {
  waiting: {
    ...lateAttempt,
    ...atRest,
    closed: "close",
    "turn-came": { to: "dialling" },
    "rest-over": "stay",
    "phoned-in": { to: "on-phone" },
    "phone-down": "stay",
    attended,
    deadline: "stay",
    expired,
  },
  resting: {
    ...lateAttempt,
    ...atRest,
    closed: "stay",
    "turn-came": "stay",
    "rest-over": { to: "waiting" },
    "phoned-in": { to: "on-phone" },
    "phone-down": "stay",
    attended,
    deadline: "stay",
    expired,
  },
  "on-phone": {
    ...lateAttempt,
    duplicate,
    cancelled,
    erased,
    moved: "stay",
    "call-now": "stay",
    closed: "stay",
    "turn-came": "stay",
    "rest-over": "stay",
    "phoned-in": { to: "on-phone" },
    "phone-down": "return",
    attended,
    deadline: "return",
    expired: "stay",
  },
  dialling: { ...aliveAttempt, "phoned-in": { to: "on-phone" }, attended },
  ringing: { ...aliveAttempt, rang: "stay", "phoned-in": { to: "on-phone" }, attended },
  asking: { ...somebodyThere, "picked-up": "stay" },
  seating: { ...onTheirWay },
  "in-line": { ...onTheirWay, "leg-joined": "stay" },
  rung: { ...onTheirWay, "leg-joined": "stay" },
  left: { ...onTheirWay, "leg-left": "stay" },
};

/** The table as a Mermaid state diagram, for the documentation. */
export function lifeDiagram(): string {
  const lines = ["stateDiagram-v2", "  [*] --> waiting: yes"];
  for (const [phase, row] of Object.entries(callbackLife))
    for (const [target, cues] of byTarget(row))
      lines.push(`  ${node(phase)} --> ${target}: ${cues.join(", ")}`);
  return lines.join("\n");
}

function byTarget(row: Readonly<Record<string, Transition>>): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const [cue, transition] of Object.entries(row)) {
    for (const target of targetsOf(transition)) targets.set(target, [...(targets.get(target) ?? []), cue]);
  }
  return targets;
}

function targetsOf(transition: Transition): string[] {
  if (transition === "stay" || transition === "remember" || transition === "leg-over") return [];
  if (transition === "retry") return ["resting", "FAIL"];
  if (transition === "return") return ["waiting", "resting"];
  if (transition === "put-off") return ["resting"];
  if (transition === "close") return ["resting", "FAIL"];
  return ["to" in transition ? node(transition.to) : node(transition.end)];
}

/** Mermaid names must not hold blanks or hyphens. */
function node(name: string): string {
  return name.replace(/[ -]/g, "_");
}
