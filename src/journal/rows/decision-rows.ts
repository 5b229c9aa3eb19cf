import type { Event } from "../../line/events.ts";
import type { SupervisorOrder } from "../../line/facts.ts";
import { zonesOf } from "../../line/hours/number-zones.ts";
import type { SkillId } from "../../line/ids.ts";

export interface DecisionRow {
  readonly seq: number;
  readonly ordinal: number;
  readonly at: number;
  /** The call, or the callback, decided on; of a switch, {@link skillSubject}. */
  readonly subject: string;
  /**
   * What was decided: whether to offer, whether a keyed number may be dialled, to dial, to put off, to end, to switch a skill's
   * smart wait. The same codes of `decision` and `reason` as in the events.
   */
  readonly kind: "offer" | "number" | "dial" | "rest" | "end" | "switch";
  readonly decision: string;
  readonly reason: string;
  readonly inputs: string;
  readonly settingsVersion: number;
}

/** What stands for a skill where its smart wait is decided on. */
function skillSubject(skill: SkillId): string {
  return `skill ${skill}`;
}

/** What a supervisor wanted, and what became of it. */
export interface OrderRow {
  readonly seq: number;
  readonly ordinal: number;
  readonly at: number;
  readonly order: string;
  readonly callback: string;
  readonly act: SupervisorOrder["act"]["type"];
  readonly notBefore: number | null;
  readonly skill: number | null;
  readonly author: string;
  readonly why: string;
  readonly outcome: string;
}

/** A step as far as its rows need it. */
export interface Projected {
  readonly seq: number;
  readonly settingsVersion: number;
  readonly fact: { readonly at: number };
}

/** The decision that an event says, or `null` when it says none. */
export function decisionRow(step: Projected, ordinal: number, event: Event): DecisionRow | null {
  const decide = (decided as Deciders)[event.type];
  const decision = decide?.(event) ?? null;
  if (!decision) return null;
  const { inputs, ...rest } = decision;
  return {
    seq: step.seq,
    ordinal,
    at: step.fact.at,
    ...rest,
    inputs: JSON.stringify(inputs),
    settingsVersion: step.settingsVersion,
  };
}

/** What a supervisor ordered, from what they were answered. */
export function orderRow(
  step: Projected,
  ordinal: number,
  { order, callback, act, author, why, outcome }: Extract<Event, { type: "supervisor-answered" }>,
): OrderRow {
  return {
    seq: step.seq,
    ordinal,
    at: step.fact.at,
    order,
    callback,
    act: act.type,
    notBefore: (act.type === "move" ? act.notBefore : undefined) ?? null,
    skill: (act.type === "move" ? act.skill : undefined) ?? null,
    author,
    why,
    outcome,
  };
}

type Decided = Pick<DecisionRow, "subject" | "kind" | "decision" | "reason"> & { readonly inputs: object };

type Deciders = Readonly<Record<string, ((event: Event) => Decided | null) | undefined>>;

/** What each kind of event says of a decision. */
export const decided = {
  "call-decided"(event) {
    return {
      subject: event.call,
      kind: "offer",
      decision: event.decision,
      reason: event.reason,
      inputs: event.inputs,
    };
  },
  "number-keyed"(event) {
    const { number, shared } = event.callee;
    return {
      subject: event.call,
      kind: "number",
      decision: event.accepted ? "accepted" : "refused",
      reason: event.accepted || number !== "dialable" ? number : "not-taken",
      inputs: { shared: shared ?? false, zones: zonesOf(event.callee) },
    };
  },
  "attempt-dialled"(event) {
    return {
      subject: event.callback,
      kind: "dial",
      decision: "dial",
      reason: event.inputs.why ?? "turn-came",
      inputs: event.inputs,
    };
  },
  "smart-wait-switched"(event) {
    return {
      subject: skillSubject(event.skill),
      kind: "switch",
      decision: event.on ? "on" : "off",
      reason: event.why,
      inputs: event.inputs,
    };
  },
  "callback-rested"(event) {
    // Without a reason it goes on resting after its person phoned, as was decided before.
    if (!event.why) return null;
    return {
      subject: event.callback,
      kind: "rest",
      decision: "rest",
      reason: event.why,
      inputs: { notBefore: event.notBefore, place: event.place },
    };
  },
  "callback-attended"(event) {
    return { subject: event.callback, ...endsLater, reason: "attended-before" };
  },
  "callback-cancelled"(event) {
    return { subject: event.callback, ...endsLater, reason: event.reason };
  },
  "callback-ended"(event) {
    return {
      subject: event.callback,
      kind: "end",
      decision: event.status,
      reason: event.reason,
      inputs: {},
    };
  },
} as const satisfies {
  readonly [type in Event["type"]]?: (event: Extract<Event, { type: type }>) => Decided | null;
};

/** They are on their way to an agent: it ends only if that way ends without one. */
const endsLater = { kind: "end", decision: "unless-joined", inputs: {} } as const;
