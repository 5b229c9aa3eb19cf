import { othersBeingAsked, wouldBeCalled } from "../call/being-asked.ts";
import { openCallbackOf } from "../call/contacts.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import type { Promised } from "../callback/promised.ts";
import { disciplineOf, LATE_SHARE } from "../dialling/discipline.ts";
import { lineViewOf } from "../dialling/line-view.ts";
import type { Event, OfferInputs, OfferReason } from "../events.ts";
import { closingTime, isOpen, mayCall } from "../hours/calling-hours.ts";
import { localDate } from "../hours/local-date.ts";
import type { CallerView, OfferJudged } from "../judgement/judgement.ts";
import { judge } from "../judgement/judgements.ts";
import { exactWait, type PredictedWait } from "../judgement/predicted-wait.ts";
import { EARLY_SHARE, saidSpan } from "../judgement/said-span.ts";
import { answersIn, ratePerMs } from "../learning/answer-rate.ts";
import { type AutoNow, autoNow } from "../outlook/auto-switch.ts";
import type { SkillSettings } from "../settings.ts";
import { type Call, lineOf, type SkillLine } from "../state.ts";
import { dayCeilingOf } from "./day-ceiling.ts";
import { tallyOf } from "./day-tally.ts";
import { holdOutInputs, isHeldOut } from "./hold-out.ts";

/** What is decided of a call, and by what. */
export type OfferDecided = Pick<
  Extract<Event, { type: "call-decided" }>,
  "decision" | "reason" | "inputs" | "promised"
>;

/** How often a call is asked at most. */
const MOST_OFFERS = 2;

/** A longer wait than this is a fault of the judgement, and no prediction. */
const LONGEST_WAIT_MS = 7 * 86_400_000;

/**
 * When it is decided whether a call is asked: as it arrives, or in the queue, because it waited long or asked for it, because its wait grew,
 * or because smart wait switched itself on.
 */
export type OfferMoment = "arrival" | "waited-long" | "asked-for" | "wait-grew" | "switched-on";

/**
 * Whether a call is asked now. The judgement of its skill is asked once; the rules stand around what it says. A call that
 * waits in the queue is not taken out of it when its turn is near.
 */
export function decideOffer(out: Conclusion, call: Call, moment: OfferMoment): OfferDecided {
  return weighOffer(out, call, moment, viewOf(out, call)).decided;
}

/** What is decided of a call, and the wait it is predicted. */
export interface Weighed {
  readonly decided: OfferDecided;
  /** `null`: nobody can tell. */
  readonly wait: PredictedWait | null;
}

/** What is decided of a call whose judgement sees `view`. */
export function weighOffer(out: Conclusion, call: Call, moment: OfferMoment, view: CallerView): Weighed {
  const settings = out.state.skillSettings.get(call.skill);
  if (!settings) return { decided: pass("skill-unknown", inputsOf(view, null, null)), wait: null };
  const { by, answer } = judge(
    out.judgements,
    settings.judgement,
    (judgement) => {
      const wait = judgement.predict(view);
      return { wait, ...judgement.offer(view, wait, settings) };
    },
    ({ wait }) => wait === null || isUsable(wait, settings.promiseKeptBy),
  );
  const span = answer.wait && saidSpan(answer.wait, settings.promiseKeptBy);
  const auto = autoNow(settings, out.state.skills.get(call.skill), out.at);
  const inputs = {
    ...inputsOf(view, answer.wait, settings.offerAfterMs),
    ...(span ? { predictedSpan: span } : {}),
    judgement: by,
    ...autoInputs(auto),
  };
  const refusal = refusalOf(out, call, settings) ?? refusalInQueue(view, settings, moment);
  const decided =
    refusal === null
      ? decideBy(out, call, settings, moment, { ...answer, inputs, isOn: auto?.offers ?? true })
      : refused(out, call, refusal, inputs);
  return { decided, wait: answer.wait };
}

/** What follows from a judgement where no rule keeps the call from being asked whatever its wait. */
function decideBy(
  out: Conclusion,
  call: Call,
  settings: SkillSettings,
  moment: OfferMoment,
  {
    offer,
    reason,
    wait,
    inputs,
    isOn,
  }: OfferJudged & {
    readonly wait: PredictedWait | null;
    readonly inputs: OfferInputs;
    /** Whether smart wait has not switched itself off. */
    readonly isOn: boolean;
  },
): OfferDecided {
  // Callers who ask for it themselves do not hear that their wait is too short.
  const isAskedFor = moment === "asked-for" && (reason === "wait-short" || reason === "wait-unknown");
  if (!offer && !isAskedFor) return pass(reason, inputs);
  if (settings.smartWait === "shadow") return pass("shadow", inputs);
  // A key that callers heard of works at any time.
  if (!isOn && moment !== "asked-for") return pass("not-at-risk", inputs);
  const promised = promiseFrom(out, settings, wait ?? exactWait(0));
  const late = unkeepable(out, call, settings, promised);
  if (late) return pass(late, inputs);
  const offered = {
    decision: "offer",
    reason: moment === "arrival" ? reason : moment,
    inputs,
    promised,
  } as const;
  // Callers who heard of a key and press it are asked: a key that does nothing is pressed again and again.
  return moment === "asked-for" ? offered : unlessHeldOut(out, call, settings, offered);
}

/** Whether a prediction can be acted on: a time that passes, and a spread. */
function isUsable({ meanMs, quantileMs }: PredictedWait, keptBy: number): boolean {
  return (
    meanMs >= 0 &&
    meanMs <= LONGEST_WAIT_MS &&
    [EARLY_SHARE, keptBy, LATE_SHARE].every((share) => {
      const ms = quantileMs(share);
      return ms >= 0 && ms < Number.POSITIVE_INFINITY;
    })
  );
}

/** Why a call that waits in the queue is not taken out of it; `null`: it may be. */
function refusalInQueue(
  { ahead, freeAgents }: CallerView,
  { queueOffers }: SkillSettings,
  moment: OfferMoment,
): OfferReason | null {
  if (moment === "arrival") return null;
  if (moment === "asked-for" && !queueOffers.byKey) return "key-off";
  return freeAgents > ahead || ahead < queueOffers.leastAhead ? "turn-near" : null;
}

/** The last of the rules: an offer that every other rule allows is withheld from callers in the hold-out. */
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

/** When a callback is promised whose caller would wait so long from now, within the life that it has. */
function promiseFrom({ state, at }: Conclusion, skill: SkillSettings, wait: PredictedWait): Promised {
  const { from, until } = disciplineOf(skill).promise(at, wait);
  return { from, until: Math.min(until, at + state.settings.callbackExpiresAfterMs) };
}

function pass(reason: OfferReason, inputs: OfferInputs): OfferDecided {
  return { decision: "pass", reason, inputs };
}

/** What a judgement sees of a call, whether it stands in line or is about to. */
export function viewOf({ state, at }: Conclusion, call: Call): CallerView {
  const line = lineOf(state, call.skill);
  return {
    ahead: aheadOf(line, call, state.calls.has(call.id)),
    freeAgents: line.freeAgents,
    answersPerMs: ratePerMs(line.rate, at),
    answers: answersIn(line.rate, at),
    call: call.id,
    caller: call,
    line: lineViewOf(state, at, call.id),
    learned: state.learnedLine,
  };
}

function inputsOf(view: CallerView, wait: PredictedWait | null, thresholdMs: number | null): OfferInputs {
  return {
    ahead: view.ahead,
    freeAgents: view.freeAgents,
    answersPerMinute: view.answersPerMs === null ? null : view.answersPerMs * 60_000,
    predictedWaitMs: wait === null ? null : wait.meanMs,
    thresholdMs,
  };
}

/** What a decision says of a smart wait that switches itself on and off. */
function autoInputs(auto: AutoNow | null): Partial<OfferInputs> {
  if (!auto) return {};
  const { rule, since, risk, threshold } = auto;
  return { autoRule: rule, autoSince: since, risk, riskThreshold: threshold };
}

/** Who else stands at the call's place or before it: of those who came in the same millisecond it is the last. */
function aheadOf(line: SkillLine, { place, phase }: Call, isKnown: boolean): number {
  let ahead = 0;
  for (const order of [line.live, line.asked, line.waiting, line.dialled])
    ahead += order.countBefore(place + 1);
  // It stands in the line itself, unless it has been thanked already.
  return !isKnown || phase === "thanked" ? ahead : ahead - 1;
}

/** Why this promise could not be kept; `null` when it can. */
function unkeepable(
  out: Conclusion,
  call: Call,
  settings: SkillSettings,
  { from, until }: Promised,
): "promise-unkeepable" | "promise-too-late" | null {
  // In one stretch: a promise over a closed night would be broken by a late opening.
  if (from >= until || until > (closingTime(out.state, call, from) ?? from)) return "promise-unkeepable";
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
  if (!isOpen(state, call.skill, at)) return "skill-closed";
  if (!mayCall(state, call, at)) return "outside-calling-hours";
  const others = othersBeingAsked(state, call);
  const { pending } = skill.limits;
  const asked = others.filter((other) => other.skill === call.skill).length;
  if (pending !== null && lineOf(state, call.skill).open + asked >= pending) return "too-many-pending";
  return isAtCeiling(out, call) ? "day-limit" : null;
}

/** Whether those registered today, and those who are being asked, are as many as may be. */
function isAtCeiling({ state, at }: Conclusion, call: Call): boolean {
  const { registered, atMost } = dayCeilingOf(state, at);
  return atMost !== null && registered + othersBeingAsked(state, call).length >= atMost;
}

/** What a call is passed on with that a rule keeps from being asked; with the ceiling of the day where that is it. */
function refused(out: Conclusion, call: Call, reason: OfferReason, inputs: OfferInputs): OfferDecided {
  if (reason !== "day-limit" || !isAtCeiling(out, call)) return pass(reason, inputs);
  const { registered, atMost } = dayCeilingOf(out.state, out.at);
  return pass(reason, { ...inputs, registeredToday: registered, dayCeiling: atMost! });
}

/** Who cannot be called at the number they call from is asked only where they may key another one. */
function refusalOfNumber(out: Conclusion, call: Call, skill: SkillSettings): OfferReason | null {
  if (call.person === null || call.number !== "dialable") {
    if (skill.dialogue.otherNumber)
      return call.person === null && tooManyAnonymous(out, call) ? "day-limit" : null;
    if (call.number === "own") return "number-own";
    return call.number === "refused" ? "number-refused" : "number-anonymous";
  }
  if (call.shared) return null;
  if (openCallbackOf(out.state, call.person, call.skill)) return "already-registered";
  const theirs = othersBeingAsked(out.state, call).filter((other) => wouldBeCalled(other) === call.person);
  // Two calls of one number at once must not both register.
  if (theirs.some(({ skill: other }) => other === call.skill)) return "already-being-asked";
  const { settings, today } = out.state;
  const { registered } = tallyOf(today, localDate(out.state, out.at)).of(call.person);
  return registered + theirs.length >= settings.limits.perNumberPerDay ? "number-limit" : null;
}

/** Who withholds their number is held to a limit with all others who do: there is no telling them apart. */
function tooManyAnonymous({ state, at }: Conclusion, call: Call): boolean {
  const { settings, today } = state;
  const asked = othersBeingAsked(state, call).filter(({ person }) => person === null).length;
  const { anonymous } = tallyOf(today, localDate(state, at));
  return anonymous + asked >= settings.limits.perDayByAnonymous;
}
