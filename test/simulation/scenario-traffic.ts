import {
  type CallerMix,
  configuredTraffic,
  type SkillTraffic,
} from "../../src/exchange/simulated/traffic/configured-traffic.ts";
import type {
  DetailsBehaviour,
  SimulatedCaller,
  Traffic,
} from "../../src/exchange/simulated/traffic/traffic.ts";
import type { CallerClass } from "../../src/line/settings.ts";
import { chance, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random, RandomSource } from "../../src/queueing/random.ts";
import { type Frame, timeZone, whole } from "./frame.ts";

const HOUR_MS = 3_600_000;

/** One caller in ten is of one of these. */
const classes: readonly CallerClass[] = [
  { name: "vip", creditMs: 180_000 },
  { name: "plus", creditMs: 20_000 },
];

/**
 * The callers of a centre. Where `numbers` are given they phone from these, for people phone more than one centre.
 * Who keys another number often keys that of somebody who phones too.
 */
export function trafficOf(
  source: RandomSource,
  name: string,
  frame: Frame,
  numbers: readonly string[] | null,
): Traffic {
  const traffic = bareTraffic(source, name, frame);
  const keyable = numbers ?? knownNumbers(source, name, frame);
  const changed = (caller: SimulatedCaller): SimulatedCaller => {
    const random = source.stream("number", name, caller.call);
    const number =
      numbers && caller.number !== null ? numberOf(random, caller.number, numbers) : caller.number;
    const ofClass = source.stream("class", name, caller.call);
    const itsClass = chance(ofClass, 0.1) ? { class: classes[whole(ofClass, 0, 1)]! } : {};
    const { redial, question, queueKey } = caller;
    const details = question.details && keyingKnown(random, question.details, keyable);
    // Asked a second time they may choose otherwise.
    const again = details && chance(random, 0.5) && number !== null ? { ...details, keys: [] } : details;
    return {
      ...caller,
      number,
      ...itsClass,
      question: { ...question, ...(details ? { details } : {}) },
      ...(queueKey && again
        ? { queueKey: { ...queueKey, question: { ...queueKey.question, details: again } } }
        : {}),
      // Callers who phone again phone from the same number; their class the exchange may know by the call alone.
      redial: redial && { ...redial, call: (at) => ({ ...changed(redial.call(at)), number }) },
    };
  };
  return {
    next: () => {
      const caller = traffic.next();
      return caller && changed(caller);
    },
    customer: (callback, skill) => traffic.customer(callback, skill),
  };
}

/** Colombian numbers from which a centre's callers phone, the first of them most often. */
export function knownNumbers(source: RandomSource, name: string, frame: Frame): string[] {
  const traffic = bareTraffic(source, name, frame);
  const calls = new Map<string, number>();
  for (let caller = traffic.next(); caller; caller = traffic.next())
    if (caller.number?.startsWith("+573")) calls.set(caller.number, (calls.get(caller.number) ?? 0) + 1);
  return [...calls].sort(([, one], [, other]) => other - one).map(([number]) => number);
}

function bareTraffic(source: RandomSource, name: string, frame: Frame): Traffic {
  const random = source.stream("traffic", name);
  const { from, to, fromMinute, skillCount, callsPerMs, meanHandleMs } = frame;
  const first = Math.floor(fromMinute / 60);
  const skills = Array.from(
    { length: skillCount },
    (_, index): SkillTraffic => ({
      skill: index + 1,
      // Two hours hold all calls of a day.
      callsPerDay: (callsPerMs / skillCount) * 2 * HOUR_MS,
      meanHandleMs,
      meanPatienceMs: uniform(random, 60_000, 400_000),
      hourly: Array.from({ length: 24 }, (_, hour) => (hour === first || hour === (first + 1) % 24 ? 1 : 0)),
    }),
  );
  const seed = `${name} ${random.uniform()}`;
  return configuredTraffic({ seed, timeZone, skills, from, to, callers: callersOf(random) });
}

function callersOf(random: Random): Partial<CallerMix> {
  return {
    customers: whole(random, 15, 120),
    withheldShare: 0.05,
    foreignShare: 0.06,
    invalidShare: 0.04,
    acceptedShare: uniform(random, 0.6, 0.95),
    hangUpShare: 0.04,
    reachedShare: uniform(random, 0.3, 0.9),
    reachedLaterShare: uniform(random, 0.2, 0.8),
    snoozedShare: 0.15,
    redialShare: 0.4,
    redialAfterMs: 90_000,
    impatientShare: 0.25,
    impatientAfterMs: 90_000,
    otherNumberShare: 0.2,
    badNumberShare: 0.15,
    laterShare: 0.15,
    fallsSilentShare: 0.03,
    breaksOffShare: 0.03,
    queueKeyShare: 0.3,
    queueKeyAfterMs: 40_000,
    unannouncedShare: 0.04,
    transferShare: 0.05,
    saturdayShare: 1,
  };
}

/** Who shows a Colombian number shows one of these: half the calls come from the few who phone most. */
function numberOf(random: Random, number: string, numbers: readonly string[]): string {
  if (!number.startsWith("+573") || numbers.length === 0) return number;
  return numbers[Math.floor(random.uniform() ** 2 * numbers.length)]!;
}

function keyingKnown(
  random: Random,
  details: DetailsBehaviour,
  keyable: readonly string[],
): DetailsBehaviour {
  const [first, ...others] = details.keys;
  if (first === undefined || keyable.length === 0 || !chance(random, 0.5)) return details;
  // As it is keyed in the country: without its code.
  return { ...details, keys: [numberOf(random, "+573", keyable).slice(3), ...others] };
}
