import { ratePerMs } from "./answer-rate.ts";
import { cue } from "./callback-cues.ts";
import { mayCall } from "./calling-hours.ts";
import type { Conclusion } from "./conclusion.ts";
import { openCallbackOf } from "./contacts.ts";
import type { OfferReason } from "./events.ts";
import type { Caller, Fact } from "./facts.ts";
import type { CallId, PersonId, SkillId } from "./ids.ts";
import { type OfferPolicy, predictWaitMs } from "./offer.ts";
import { commandsFor } from "./outstanding.ts";
import { type Call, lineOf, type SkillLine } from "./state.ts";

type Of<T extends Fact["type"]> = Extract<Fact, { type: T }>;

/** A call asks whether it is to be offered a return call. */
export function onCallArrived(out: Conclusion, fact: Of<"call-arrived">, policy: OfferPolicy): void {
  const { state } = out;
  const known = knownCall(out, fact.call);
  if (known) {
    // It asks again: the answer was lost on the way.
    for (const command of commandsFor(state, known)) out.command(command);
  }
  if (known || state.closed.has(fact.call)) return;
  const call = announce(out, { ...fact, place: fact.at }, true);
  const decision = decideOffer(out, call, policy);
  out.event({
    type: "call-decided",
    call: call.id,
    skill: call.skill,
    decision: decision.offer ? "offer" : "pass",
    reason: decision.reason,
    inputs: decision.inputs,
  });
  for (const command of commandsFor(state, call)) out.command(command);
}

/** A call as it comes into sight, where it stands (epoch ms). */
export interface SeenCall {
  readonly call: CallId;
  readonly skill: SkillId;
  readonly caller: Caller;
  readonly place: number;
}

/** Opens a call. Who is recognised as waiting to be called back keeps that place, and is not dialled meanwhile. */
export function announce(
  out: Conclusion,
  { call, skill, caller, place }: SeenCall,
  announced: boolean,
): Call {
  const callback = openCallbackOf(out.state, caller.person, skill);
  const arrivedAt = Math.min(out.at, place);
  out.event({
    type: "call-arrived",
    call,
    skill,
    person: caller.person,
    number: caller.number,
    arrivedAt,
    place: Math.min(arrivedAt, callback?.placeAfterRest ?? arrivedAt),
    announced,
  });
  if (callback) cue(out, callback, "phoned-in", { call });
  return out.state.calls.get(call)!;
}

/** The open call, also one that only a deadline had closed: it is heard of, so it is there. */
export function knownCall(out: Conclusion, id: CallId): Call | undefined {
  const open = out.state.calls.get(id);
  const presumed = out.state.closed.get(id)?.presumed;
  if (open || !presumed) return open;
  const { skill, person, number, arrivedAt, place } = presumed;
  out.event({ type: "call-reopened", call: id, skill, person, number, arrivedAt, place });
  const callback = openCallbackOf(out.state, person, skill);
  if (callback) cue(out, callback, "phoned-in", { call: id });
  return out.state.calls.get(id);
}

function decideOffer(out: Conclusion, call: Call, policy: OfferPolicy) {
  const { state } = out;
  const line = lineOf(state, call.skill);
  const settings = state.skillSettings.get(call.skill);
  const view = {
    // Without the call itself, which stands in the line already.
    ahead: aheadOf(line, call) - 1,
    freeAgents: line.freeAgents,
    answersPerMs: ratePerMs(line.rate, out.at),
  };
  const refusal = settings ? refusalOf(out, call, settings.smartWait === "off") : "skill-unknown";
  if (settings && refusal === null) {
    const decision = policy({ skill: settings, ...view });
    const { predictedWaitMs } = decision.inputs;
    if (!decision.offer || mayPromise(out, promiseOf(out, predictedWaitMs ?? 0))) return decision;
    return { offer: false, reason: "promise-unkeepable" as const, inputs: decision.inputs };
  }
  return {
    offer: false,
    reason: refusal ?? "skill-unknown",
    inputs: {
      ahead: view.ahead,
      freeAgents: view.freeAgents,
      answersPerMinute: view.answersPerMs === null ? null : view.answersPerMs * 60_000,
      predictedWaitMs: predictWaitMs(view),
      thresholdMs: settings?.offerAfterMs ?? null,
    },
  };
}

/** Who stands at the call's place or before it: of those who came in the same millisecond it is the last. */
function aheadOf(line: SkillLine, { place }: Call): number {
  let ahead = 0;
  for (const order of [line.live, line.asked, line.waiting, line.dialled])
    ahead += order.countBefore(place + 1);
  return ahead;
}

/** A span of time, epoch ms. */
interface Promised {
  readonly from: number;
  readonly until: number;
}

/** When a callback is promised that is predicted to wait so long: not before that, and while it lives. */
function promiseOf({ state, at }: Conclusion, waitMs: number): Promised {
  const from = at + waitMs;
  const latest = from + Math.max(LEAST_SLACK_MS, Math.round(waitMs / 4));
  return { from, until: Math.min(latest, at + state.settings.callbackExpiresAfterMs) };
}

/** Whether the callback lives so long, and a person may be called in that span. */
function mayPromise({ state }: Conclusion, { from, until }: Promised): boolean {
  return from < until && mayCall(state.settings, from) && mayCall(state.settings, until);
}

/** The rule that keeps a call from being offered, whatever its wait; `null` when none does. */
function refusalOf(out: Conclusion, call: Call, off: boolean): OfferReason | null {
  if (off) return "smart-wait-off";
  if (call.person === null || call.number === "anonymous") return "number-anonymous";
  if (call.number === "refused") return "number-refused";
  // An exchange that gives a call's id again must not lose the callback that carries it.
  if (openCallbackOf(out.state, call.person, call.skill) || out.state.callbacks.has(call.id))
    return "already-registered";
  if (isBeingAskedElsewhere(out, call)) return "already-being-asked";
  if (!mayCall(out.state.settings, out.at)) return "outside-calling-hours";
  return null;
}

/** Two calls of one number at once must not both register. */
function isBeingAskedElsewhere(out: Conclusion, call: Call): boolean {
  for (const id of out.state.callsOf.get(call.person!) ?? []) {
    const other = out.state.calls.get(id);
    if (other && other.id !== call.id && other.skill === call.skill && isInDialogue(other)) return true;
  }
  return false;
}

function isInDialogue(call: Call): boolean {
  return call.phase === "offering" || call.phase === "asked";
}

/** The question begins to be heard: from now on the call counts as treated. */
export function onQuestionBegan(out: Conclusion, id: CallId): void {
  const call = out.state.calls.get(id);
  if (call?.phase === "offering")
    out.event({ type: "question-began", call: id, skill: call.skill, arrivedAt: call.arrivedAt });
}

export function onChoiceMade(out: Conclusion, fact: Of<"choice-made">): void {
  const call = out.state.calls.get(fact.call);
  if (!call) return;
  if (!isInDialogue(call)) {
    // Said again: the answer to it was lost on the way.
    for (const command of commandsFor(out.state, call)) out.command(command);
    return;
  }
  // Who answered has heard the question, even if the report of its beginning was lost.
  onQuestionBegan(out, call.id);
  const person = call.person;
  const yes = fact.choice === "yes" && person !== null;
  endTreatment(out, call, yes ? "yes" : fact.choice === "silent" ? "silent" : "no", fact.source);
  if (yes) register(out, call, person);
  // Who hung up is not told to join: the end of his call is on its way.
  if (fact.source === "hung-up") return;
  for (const command of commandsFor(out.state, call)) out.command(command);
}

/** A treatment ends in exactly one of yes, no, silent. */
export function endTreatment(
  out: Conclusion,
  call: Call,
  choice: Of<"choice-made">["choice"],
  source: Of<"choice-made">["source"],
): void {
  out.event({
    type: "choice-made",
    call: call.id,
    skill: call.skill,
    arrivedAt: call.arrivedAt,
    choice,
    source,
  });
}

function register(out: Conclusion, call: Call, person: PersonId): void {
  const { settings } = out.state;
  const line = lineOf(out.state, call.skill);
  const waitMs =
    predictWaitMs({
      ahead: aheadOf(line, call),
      freeAgents: line.freeAgents,
      answersPerMs: ratePerMs(line.rate, out.at),
    }) ??
    call.predictedWaitMs ??
    0;
  const { from, until } = promiseOf(out, waitMs);
  out.event({
    type: "callback-registered",
    callback: call.id,
    skill: call.skill,
    person,
    arrivedAt: call.arrivedAt,
    place: call.place,
    promisedFrom: Math.min(from, until),
    promisedUntil: until,
    expiresAt: out.at + settings.callbackExpiresAfterMs,
  });
}

/** A promise names a span of at least five minutes, and a quarter of the wait: wider ones would buy a level. */
const LEAST_SLACK_MS = 300_000;
