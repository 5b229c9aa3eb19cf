import type { CallbackId, CallId, SkillId } from "../../../line/ids.ts";
import type { CallerClass } from "../../../line/settings.ts";
import {
  chance,
  exponential,
  hyperExponential,
  lognormal,
  pick,
  uniform,
} from "../../../queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../../queueing/random.ts";
import { type LocalDay, localDay, localDayAt } from "../../../time/local-days.ts";
import { type DialogueMix, detailsOf, queueKeyOf, usualDialogue } from "../people/dialogue-behaviour.ts";
import {
  PATIENCE_SQUARED_VARIATION,
  type ReturnMix,
  returnCallOf,
  usualReturn,
} from "../people/return-behaviour.ts";
import { callerNumber, type NumberMix } from "./customer-numbers.ts";
import { arrivalsOfDay, usualDayCurve } from "./day-curve.ts";
import type { Customer, Redial, SimulatedCaller, Traffic, Transfer } from "./traffic.ts";

/** The callers of one skill. */
export interface SkillTraffic {
  readonly skill: SkillId;
  /** Mean over ordinary weekdays. */
  readonly callsPerDay: number;
  readonly meanHandleMs: number;
  readonly meanPatienceMs: number;
  /** 24 relative weights, from midnight; left out: the usual day. */
  readonly hourly?: readonly number[];
  /** Calls an hour that come on top while there is a rush. */
  readonly rushPerHour?: number;
}

/** What callers are like, whatever they phone about. Shares lie between 0 and 1. */
export interface CallerMix extends NumberMix, DialogueMix, ReturnMix {
  /** Of those asked, who says yes. */
  readonly acceptedShare: number;
  /** Of those asked, who hangs up on the question. */
  readonly hangUpShare: number;
  /** Of those who gave up, who phones again, and after how long on average. */
  readonly redialShare: number;
  readonly redialAfterMs: number;
  /** Of those who are promised a return call, who phones again without waiting for it. */
  readonly impatientShare: number;
  readonly impatientAfterMs: number;
  /** Of the people who phone, who is in which class; the others are in none. */
  readonly classes: readonly { readonly class: CallerClass; readonly share: number }[];
  /** Of the calls, which comes into its queue by a way on which Espera is not asked. */
  readonly unannouncedShare: number;
  /** Of those who talk with an agent, who is passed on to another skill, where there is one. */
  readonly transferShare: number;
  /** Standard deviation of the logarithm of a day's volume. */
  readonly dayDeviation: number;
  /** Volume of Saturdays and Sundays, of a weekday's. */
  readonly saturdayShare: number;
  readonly sundayShare: number;
}

/** Acceptance 37 % is what a bank measured (Hathaway, Emadi and Deshpande 2021). */
export const usualCallers: CallerMix = {
  ...usualDialogue,
  ...usualReturn,
  country: "CO",
  customers: 60_000,
  withheldShare: 0.03,
  foreignShare: 0.01,
  invalidShare: 0.005,
  acceptedShare: 0.37,
  hangUpShare: 0.02,
  redialShare: 0.3,
  redialAfterMs: 5 * 60_000,
  impatientShare: 0.05,
  impatientAfterMs: 3 * 60_000,
  classes: [],
  unannouncedShare: 0.01,
  transferShare: 0.02,
  dayDeviation: 0.08,
  saturdayShare: 0.5,
  sundayShare: 0.35,
};

export interface TrafficConfiguration {
  readonly seed: number | string;
  /** IANA name. */
  readonly timeZone: string;
  readonly skills: readonly SkillTraffic[];
  /** Epoch ms: the first arrival may be at this time. */
  readonly from: number;
  /** Epoch ms, exclusive; `null`: day after day without end. */
  readonly to: number | null;
  readonly callers?: Partial<CallerMix>;
  /** When more call than usual, epoch ms, the end exclusive; left out: never. */
  readonly rush?: { readonly from: number; readonly to: number };
}

/** Coefficient of variation of handle times. */
const HANDLE_VARIATION = 0.9;
/** Who redialled this often gives up for good. */
const MOST_REDIALS = 3;
const USUAL_HANDLE_MS = 240_000;
const USUAL_PATIENCE_MS = 240_000;

/**
 * Callers out of a configuration and a seed. The same seed and local day always give the same callers, wherever
 * `from` and `to` lie; each caller's draws are their own, so that what is done to one changes no other.
 */
export function configuredTraffic(configuration: TrafficConfiguration): Traffic {
  return new ConfiguredTraffic(configuration);
}

interface Arrival {
  readonly at: number;
  readonly call: CallId;
  readonly skill: SkillTraffic;
}

class ConfiguredTraffic implements Traffic {
  readonly #configuration: TrafficConfiguration;
  readonly #mix: CallerMix;
  readonly #source: RandomSource;
  readonly #rush: readonly Arrival[];
  #day: LocalDay;
  #arrivals: Arrival[];
  #taken = 0;

  constructor(configuration: TrafficConfiguration) {
    this.#configuration = configuration;
    this.#mix = { ...usualCallers, ...configuration.callers };
    this.#source = new RandomSource(configuration.seed);
    this.#rush = this.#rushArrivals();
    this.#day = localDayAt(configuration.from, configuration.timeZone);
    this.#arrivals = this.#arrivalsOf(this.#day);
  }

  next(): SimulatedCaller | null {
    const { from, to, timeZone, skills } = this.#configuration;
    for (;;) {
      const arrival = this.#arrivals[this.#taken];
      if (!arrival) {
        if ((to !== null && this.#day.to >= to) || skills.every(({ callsPerDay }) => callsPerDay <= 0))
          return null;
        this.#day = localDay(this.#day.date.add({ days: 1 }), timeZone);
        this.#arrivals = this.#arrivalsOf(this.#day);
        this.#taken = 0;
        continue;
      }
      if (to !== null && arrival.at >= to) return null;
      this.#taken++;
      if (arrival.at < from) continue;
      const random = this.#source.stream("caller", arrival.call);
      const number = callerNumber(random, this.#source, this.#mix);
      return this.#caller(arrival.call, arrival.at, arrival.skill, number, 0, random);
    }
  }

  customer(callback: CallbackId, skill: SkillId): Customer {
    const traffic = this.#configuration.skills.find((one) => one.skill === skill);
    const meanHandleMs = traffic?.meanHandleMs ?? USUAL_HANDLE_MS;
    const meanPatienceMs = traffic?.meanPatienceMs ?? USUAL_PATIENCE_MS;
    return {
      handleMs: this.#handleMs(callback, meanHandleMs),
      returnCall: (n) => returnCallOf(this.#source, this.#mix, callback, n, meanPatienceMs),
      ...this.#transfer(callback, skill, meanHandleMs),
    };
  }

  #arrivalsOf(day: LocalDay): Arrival[] {
    const { skills, timeZone } = this.#configuration;
    const factor = this.#dayFactor(day);
    const arrivals = skills.flatMap((skill) => {
      const random = this.#source.stream("arrivals", String(day.date), skill.skill);
      const expected = skill.callsPerDay * factor;
      const times = arrivalsOfDay(random, day, timeZone, expected, skill.hourly ?? usualDayCurve);
      const compact = String(day.date).replaceAll("-", "");
      return times.map((at, index) => ({ at, call: `${compact}-${skill.skill}-${index + 1}`, skill }));
    });
    arrivals.push(...this.#rush.filter(({ at }) => at >= day.from && at < day.to));
    return arrivals.sort((a, b) => a.at - b.at);
  }

  /** Named after when the rush began: there may be several on a day. */
  #rushArrivals(): Arrival[] {
    const { skills, rush } = this.#configuration;
    if (!rush) return [];
    return skills.flatMap((skill) => {
      const { skill: id, rushPerHour = 0 } = skill;
      if (rushPerHour <= 0) return [];
      const random = this.#source.stream("rush", rush.from, id);
      const gapMs = () => exponential(random, 3_600_000 / rushPerHour);
      const arrivals: Arrival[] = [];
      for (let at = rush.from + gapMs(); at < rush.to; at += gapMs())
        arrivals.push({ at: Math.floor(at), call: `${rush.from}-${id}-${arrivals.length + 1}`, skill });
      return arrivals;
    });
  }

  #dayFactor(day: LocalDay): number {
    const { dayDeviation, saturdayShare, sundayShare } = this.#mix;
    const variation = Math.sqrt(Math.expm1(dayDeviation ** 2));
    const factor = lognormal(this.#source.stream("day", String(day.date)), 1, variation);
    const { dayOfWeek } = day.date;
    return factor * (dayOfWeek === 6 ? saturdayShare : dayOfWeek === 7 ? sundayShare : 1);
  }

  #caller(
    call: CallId,
    at: number,
    skill: SkillTraffic,
    number: string | null,
    redials: number,
    random: Random,
  ): SimulatedCaller {
    const { acceptedShare, hangUpShare, unannouncedShare } = this.#mix;
    const undecided = 1 - acceptedShare - hangUpShare;
    const details = detailsOf(this.#source.stream("details", call), this.#mix, number === null);
    const unannounced = chance(this.#source.stream("unannounced", call), unannouncedShare);
    return {
      call,
      at,
      skill: skill.skill,
      number,
      handleMs: this.#handleMs(call, skill.meanHandleMs),
      patienceMs: Math.round(hyperExponential(random, skill.meanPatienceMs, PATIENCE_SQUARED_VARIATION)),
      question: {
        afterMs: Math.round(uniform(random, 4_000, 11_000)),
        does: pick(random, {
          yes: acceptedShare,
          no: undecided * 0.55,
          silent: undecided * 0.45,
          "hang-up": hangUpShare,
        }),
        details,
      },
      ...queueKeyOf(this.#source.stream("queue-key", call), this.#mix, details),
      ...this.#classOf(number ?? call),
      ...(unannounced ? { unannounced } : {}),
      ...this.#transfer(call, skill.skill, skill.meanHandleMs),
      returnCall: (n) => returnCallOf(this.#source, this.#mix, call, n, skill.meanPatienceMs),
      redial: redials < MOST_REDIALS ? this.#redial(call, skill, number, redials, random) : null,
    };
  }

  /** The same in all calls of a person. */
  #classOf(person: string): { readonly class?: CallerClass } {
    let drawn = this.#source.stream("class", person).uniform();
    for (const { class: one, share } of this.#mix.classes) {
      if (drawn < share) return { class: one };
      drawn -= share;
    }
    return {};
  }

  #redial(call: CallId, skill: SkillTraffic, number: string | null, redials: number, random: Random): Redial {
    const { redialShare, redialAfterMs, impatientShare, impatientAfterMs } = this.#mix;
    const first = redials === 0 ? call : call.slice(0, call.lastIndexOf("r"));
    const again = `${first}r${redials + 1}`;
    const gap = (share: number, meanMs: number) =>
      chance(random, share) ? Math.round(15_000 + exponential(random, Math.max(0, meanMs - 15_000))) : null;
    return {
      afterAbandonMs: gap(redialShare, redialAfterMs),
      afterYesMs: gap(impatientShare, impatientAfterMs),
      call: (at) => this.#caller(again, at, skill, number, redials + 1, this.#source.stream("caller", again)),
    };
  }

  #handleMs(call: CallId, meanMs: number): number {
    return Math.round(lognormal(this.#source.stream("handle", call), meanMs, HANDLE_VARIATION));
  }

  /** Half way through the conversation, to any of the other skills. */
  #transfer(call: CallId, skill: SkillId, meanHandleMs: number): { readonly transfer?: Transfer } {
    const others = this.#configuration.skills.filter((one) => one.skill !== skill);
    const random = this.#source.stream("transfer", call);
    if (others.length === 0 || !chance(random, this.#mix.transferShare)) return {};
    const to = others[Math.floor(random.uniform() * others.length)]!;
    const afterMs = Math.round(this.#handleMs(call, meanHandleMs) / 2);
    const patienceMs = Math.round(hyperExponential(random, to.meanPatienceMs, PATIENCE_SQUARED_VARIATION));
    return { transfer: { to: to.skill, afterMs, patienceMs } };
  }
}
