import { answersIn, ratePerMs } from "./answer-rate.ts";
import { othersBeingAsked, wouldBeCalled } from "./being-asked.ts";
import { closingTime, isOpen, mayCall } from "./calling-hours.ts";
import type { Conclusion } from "./conclusion.ts";
import { openCallbackOf } from "./contacts.ts";
import { tallyOf } from "./day-tally.ts";
import { disciplineOf, type Promised } from "./discipline.ts";
import type { Event, OfferInputs, OfferReason } from "./events.ts";
import { holdOutInputs, isHeldOut } from "./hold-out.ts";
import { localDate } from "./local-date.ts";
import { type OfferPolicy, predictWaitMs } from "./offer.ts";
import type { SkillSettings } from "./settings.ts";
import { type Call, lineOf, type SkillLine } from "./state.ts";

/** What is decided of a call, and by what. */
export type OfferDecided = Pick<Extract<Event, { type: "call-decided" }>, "decision" | "reason" | "inputs">;

/** How often a call is asked at most. */
const MOST_OFFERS = 2;

/** Whether a call that arrives is asked. */
export function decideAtArrival(out: Conclusion, call: Call, policy: OfferPolicy): OfferDecided {
  const settings = out.state.skillSettings.get(call.skill);
  const refusal = settings ? refusalOf(out, call, settings) : "skill-unknown";
  const view = viewOf(out, call);
  if (!settings || refusal !== null)
    return pass(refusal ?? "skill-unknown", inputsOf(view, settings?.offerAfterMs ?? null));
  const { offer, reason, inputs } = policy({ skill: settings, ...view });
  if (!offer) return pass(reason, inputs);
  const late = unkeepable(out, call, settings, inputs.predictedWaitMs ?? 0);
  return late
    ? pass(late, inputs)
    : unlessHeldOut(out, call, settings, { decision: "offer", reason, inputs });
}

/**
 * Whether a call that waits in the queue already is taken out of it and asked: because it `waited-long`, or
 * `asked-for` it. Never when its turn is near.
 */
export function decideInQueue(
  out: Conclusion,
  call: Call,
  why: "waited-long" | "asked-for",
  policy: OfferPolicy,
): OfferDecided {
  const settings = out.state.skillSettings.get(call.skill);
  const refusal = settings ? refusalOf(out, call, settings) : "skill-unknown";
  const view = viewOf(out, call);
  const plain = inputsOf(view, settings?.offerAfterMs ?? null);
  if (!settings || refusal !== null) return pass(refusal ?? "skill-unknown", plain);
  if (why === "asked-for" && !settings.queueOffers.byKey) return pass("key-off", plain);
  if (view.freeAgents > view.ahead || view.ahead < settings.queueOffers.leastAhead)
    return pass("turn-near", plain);
  const { offer, reason, inputs } = policy({ skill: settings, ...view });
  // Who asks for it himself is not told that his wait is too short.
  if (!offer && !(why === "asked-for" && (reason === "wait-short" || reason === "wait-unknown")))
    return pass(reason, inputs);
  if (settings.smartWait === "shadow") return pass("shadow", inputs);
  const late = unkeepable(out, call, settings, inputs.predictedWaitMs ?? 0);
  if (late) return pass(late, inputs);
  const offered = { decision: "offer", reason: why, inputs } as const;
  // Who was told of a key and presses it is asked: a key that does nothing is pressed again and again.
  return why === "asked-for" ? offered : unlessHeldOut(out, call, settings, offered);
}

/** The last of the rules: an offer that every other one allows is withheld from who is held out. */
function unlessHeldOut(
  { state }: Conclusion,
  call: Call,
  settings: SkillSettings,
  offered: OfferDecided,
): OfferDecided {
  const drawn = holdOutInputs(state, settings, call);
  if (!drawn) return offered;
  const inputs = { ...offered.inputs, ...drawn };
  return isHeldOut(drawn) ? pass("held-out", inputs) : { ...offered, inputs };
}

/** The wait that is predicted for a call, ms; `null`: not known. */
export function predictedWaitOf(out: Conclusion, call: Call): number | null {
  return predictWaitMs(viewOf(out, call));
}

/** When the callback of a call is promised that is predicted to wait so long, within the life that it has. */
export function promiseOf(out: Conclusion, call: Call, waitMs: number): Promised {
  const { state, at } = out;
  const line = lineOf(state, call.skill);
  // As many agents must come free as stand before it, and one; and how often one does is known from so few answers.
  const squaredVariation =
    1 / (Math.max(0, aheadOf(line, call)) + 1) + 1 / Math.max(1, answersIn(line.rate, at));
  const skill = state.skillSettings.get(call.skill);
  const { from, until } = disciplineOf(skill).promise(at, { meanMs: waitMs, squaredVariation });
  return { from, until: Math.min(until, at + state.settings.callbackExpiresAfterMs) };
}

function pass(reason: OfferReason, inputs: OfferInputs): OfferDecided {
  return { decision: "pass", reason, inputs };
}

/** What a policy is told, without the settings. */
type LineView = Parameters<typeof predictWaitMs>[0];

function viewOf({ state, at }: Conclusion, call: Call): LineView {
  const line = lineOf(state, call.skill);
  return { ahead: aheadOf(line, call), freeAgents: line.freeAgents, answersPerMs: ratePerMs(line.rate, at) };
}

function inputsOf(view: LineView, thresholdMs: number | null): OfferInputs {
  return {
    ahead: view.ahead,
    freeAgents: view.freeAgents,
    answersPerMinute: view.answersPerMs === null ? null : view.answersPerMs * 60_000,
    predictedWaitMs: predictWaitMs(view),
    thresholdMs,
  };
}

/** Who else stands at the call's place or before it: of those who came in the same millisecond it is the last. */
function aheadOf(line: SkillLine, { place, phase }: Call): number {
  let ahead = 0;
  for (const order of [line.live, line.asked, line.waiting, line.dialled])
    ahead += order.countBefore(place + 1);
  // It stands in the line itself, unless it has been thanked already.
  return phase === "thanked" ? ahead : ahead - 1;
}

/** Why a promise by this wait could not be kept; `null` when it can. */
function unkeepable(
  out: Conclusion,
  call: Call,
  settings: SkillSettings,
  waitMs: number,
): "promise-unkeepable" | "promise-too-late" | null {
  const { from, until } = promiseOf(out, call, waitMs);
  const hours = out.state.settings;
  // In one stretch: a promise over a closed night would be broken by whoever opens late.
  if (from >= until || until > (closingTime(hours, call, from) ?? from)) return "promise-unkeepable";
  const { longestPromiseMs } = settings.limits;
  return longestPromiseMs !== null && until - out.at > longestPromiseMs ? "promise-too-late" : null;
}

/** The rule that keeps a call from being asked, whatever its wait; `null` when none does. */
function refusalOf(out: Conclusion, call: Call, skill: SkillSettings): OfferReason | null {
  const { state, at } = out;
  if (skill.smartWait === "off") return "smart-wait-off";
  if (!skill.registersNew) return "registration-closed";
  if (call.offers >= MOST_OFFERS) return "asked-before";
  // Asked in two skills it would count as treated in one, and perhaps as a yes in the other.
  if (call.passedOn) return "passed-on";
  // An exchange that gives a call's id again must not lose the callback that carries it.
  if (call.registered || state.callbacks.has(call.id)) return "already-registered";
  const number = refusalOfNumber(out, call, skill);
  if (number !== null) return number;
  if (!isOpen(state.settings, call.skill, at)) return "skill-closed";
  if (!mayCall(state.settings, call, at)) return "outside-calling-hours";
  const others = othersBeingAsked(state, call);
  const { pending } = skill.limits;
  const asked = others.filter((other) => other.skill === call.skill).length;
  if (pending !== null && lineOf(state, call.skill).open + asked >= pending) return "too-many-pending";
  const { perDay } = state.settings.limits;
  const today = tallyOf(state.today, localDate(state.settings.timeZone, at));
  return perDay !== null && today.registered + others.length >= perDay ? "day-limit" : null;
}

/** Who cannot be called at the number he calls from is asked only where he may key another one. */
function refusalOfNumber(out: Conclusion, call: Call, skill: SkillSettings): OfferReason | null {
  if (call.person === null || call.number !== "dialable") {
    if (skill.dialogue.otherNumber)
      return call.person === null && tooManyAnonymous(out, call) ? "day-limit" : null;
    if (call.number === "own") return "number-own";
    return call.number === "refused" ? "number-refused" : "number-anonymous";
  }
  if (call.shared) return null;
  if (openCallbackOf(out.state, call.person, call.skill)) return "already-registered";
  const his = othersBeingAsked(out.state, call).filter((other) => wouldBeCalled(other) === call.person);
  // Two calls of one number at once must not both register.
  if (his.some(({ skill: other }) => other === call.skill)) return "already-being-asked";
  const { settings, today } = out.state;
  const { registered } = tallyOf(today, localDate(settings.timeZone, out.at)).of(call.person);
  return registered + his.length >= settings.limits.perNumberPerDay ? "number-limit" : null;
}

/** Who withholds his number is held to a limit with all others who do: nothing tells them apart. */
function tooManyAnonymous({ state, at }: Conclusion, call: Call): boolean {
  const { settings, today } = state;
  const asked = othersBeingAsked(state, call).filter(({ person }) => person === null).length;
  const { anonymous } = tallyOf(today, localDate(settings.timeZone, at));
  return anonymous + asked >= settings.limits.perDayByAnonymous;
}
