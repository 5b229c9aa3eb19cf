import type { SkillId } from "./ids.ts";

/** A skill's service-level target: `share` of its calls answered within `withinMs`, e.g. 0.8 in 20,000 ms. */
export interface Target {
  readonly share: number;
  readonly withinMs: number;
}

/**
 * `off`: never offered. `shadow`: decided and journaled, nothing is played. `on`: offered. `auto`: offered while the target is at risk,
 * or nobody is there to answer.
 */
export type SmartWaitMode = "off" | "shadow" | "on" | "auto";

/** Whether callers of a skill in this mode may be offered a return call. */
export function mayOffer({ smartWait }: Pick<SkillSettings, "smartWait">): boolean {
  return smartWait === "on" || smartWait === "auto";
}

/** When smart wait switches itself on and off in mode `auto`. */
export interface AutoSettings {
  /** On above this risk that the half hour ends below the target, 0 to 1. */
  readonly onAbove: number;
  /** Off below this one, which is not above the other. */
  readonly offBelow: number;
  /** For so long it stays on at least, ms; `null`: two mean handle times, and at least 5 minutes. */
  readonly leastOnMs: number | null;
}

/** Which judgement says how long a caller waits, whether they are worth asking, and how many are dialled. */
export type JudgementName = "plain" | "learned";

/**
 * Whose service level counts in the lift. `promise`: callers who accepted were served in time if their promise was kept. `strict`:
 * nobody was who had no agent within the target's time, from arrival. `live`: callers who accepted are left out.
 */
export type LiftDefinition = "promise" | "strict" | "live";

/**
 * How a skill's callbacks stand in its line. `place`: each is called when nobody who arrived earlier waits on the
 * phone. `window`: live callers go first; a callback is called once more than `reserveAgents` agents are idle, or
 * when the end of its promised window, `widthMs` long, comes near. `flexible`: the same inside the span that `place` would promise, with one
 * agent kept for live callers.
 */
export type DisciplineSettings =
  | { readonly kind: "place" }
  | { readonly kind: "flexible" }
  | { readonly kind: "window"; readonly widthMs: number; readonly reserveAgents: number };

/** When a callback whose turn has come is dialled. */
export interface DiallingSettings {
  /**
   * How sure it must be that an agent is free for the customer once they have confirmed, above 0 and below 1: with less
   * they are dialled sooner and wait on the phone more often, with more agents wait for them. `null`: as sure as is usual
   * with or without an agent who is held.
   */
  readonly kappa: number | null;
  /** Whether an agent is held for a return call, where the exchange can. */
  readonly reserve: boolean;
}

/** Whose law bounds the hours in which a person may be called; see `rule-packs.ts`. */
export type RulePack = "none" | "co-servicio" | "co-cobranza";

/** When and how callers who wait in the queue already may be asked. */
interface QueueOffers {
  /** A key that they press while they wait. */
  readonly byKey: boolean;
  /** Once they have waited this long, ms; `null`: never. */
  readonly afterMs: number | null;
  /** Nobody is asked whose turn is so near: at least so many must stand before them. */
  readonly leastAhead: number;
}

/** What the dialogue with a caller offers beside yes and no. */
interface DialogueSettings {
  /** They hear the number that will be called, and confirm it. */
  readonly confirmNumber: boolean;
  /** They may key another number. */
  readonly otherNumber: boolean;
  /** They say their name, at most 3 s of it. */
  readonly recordName: boolean;
  /** After how many ms they may ask to be called instead, ascending; those shorter than their wait are not offered. */
  readonly laterMs: readonly number[];
}

export interface SkillLimits {
  /** Open callbacks at which nobody more is offered one; `null`: no limit. */
  readonly pending: number | null;
  /** Attempts alive at once; `null`: as pacing says. */
  readonly alive: number | null;
  /** Nobody is offered a return call whose promise would end later than this from now, ms. */
  readonly longestPromiseMs: number | null;
}

export interface SkillSettings {
  readonly id: SkillId;
  readonly name: string;
  readonly target: Target;
  readonly smartWait: SmartWaitMode;
  readonly auto: AutoSettings;
  readonly judgement: JudgementName;
  /** Where waits were learned: the share of callers whose wait ends before the end of what they are promised, above 0 and below 1. */
  readonly promiseKeptBy: number;
  /** A caller is offered a return call when their predicted wait exceeds this. */
  readonly offerAfterMs: number;
  /**
   * Whether callers who wait in the queue and were never asked are asked there, once, when their wait comes to exceed that, or smart
   * wait switches itself on; where the exchange can take them out of the queue.
   */
  readonly offerAgain: boolean;
  /** Whether the offer is withheld from a few eligible callers at random, so that its effect can be measured. */
  readonly holdOut: boolean;
  /** Which lift `service_level_up` shows; reports alone read it. */
  readonly serviceLevelUp: LiftDefinition;
  /** Whether new callbacks are registered; closed, what was promised is still kept. */
  readonly registersNew: boolean;
  /** Whether open callbacks are called. */
  readonly servesPending: boolean;
  readonly discipline: DisciplineSettings;
  readonly dialling: DiallingSettings;
  /** When its agents work, Monday first, seven entries; `null`: whenever a person may be called. */
  readonly openingHours: WeeklyHours | null;
  /** What becomes of the callbacks that are left when it closes. */
  readonly atClosing: "next-opening" | "end";
  readonly rulePack: RulePack;
  readonly limits: SkillLimits;
  readonly queueOffers: QueueOffers;
  readonly dialogue: DialogueSettings;
}

/** Hours of one weekday in the operation's zone, minutes since local midnight; `to` may be 1440. */
export interface DayHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Seven entries, Monday first; `null`: not on that day. */
export type WeeklyHours = readonly (DayHours | null)[];

/** Days on which no skill is open and nobody is called. */
export interface Holidays {
  /** The public holidays of a country, computed; `null`: of none. */
  readonly country: "CO" | null;
  /** Further days, `YYYY-MM-DD`, ascending. */
  readonly dates: readonly string[];
}

/** Limits of the whole operation; days are local to its zone. */
export interface OperationLimits {
  /** Callbacks registered for one number on one day. */
  readonly perNumberPerDay: number;
  /** The same for a number that was keyed, rather than called from. */
  readonly perOtherNumberPerDay: number;
  /** Callbacks registered on one day by callers who withhold their number, all of them together. */
  readonly perDayByAnonymous: number;
  /** Callbacks registered on one day; `usual`: as follows from the days before; `null`: no ceiling. */
  readonly perDay: number | "usual" | null;
  /** Attempts alive at once in all skills; `null`: no ceiling. */
  readonly alive: number | null;
  /** Diallings of one number within 24 hours, by all operations of this server together. */
  readonly diallingsPerNumber: number;
}

/**
 * Callers who stand in line as if they had arrived earlier. Of one class the earlier arrival goes first; waits, promises
 * and thresholds count from the arrival of each.
 */
export interface CallerClass {
  /** A plain identifier, such as `vip`. */
  readonly name: string;
  /** How much earlier, at most `MOST_CREDIT_MS`. */
  readonly creditMs: number;
}

/** Longer credit would put callers ahead of everybody who waits, which is another queue and not a place in this one. */
export const MOST_CREDIT_MS = 3_600_000;

/** How long what is personal, and how long the journal is kept. */
interface Retention {
  /** After the end of its callback, how long a recorded name is kept, ms. */
  readonly namesMs: number;
  /** Days after a number was last used in which it is kept; `null`: for ever. */
  readonly forgetNumbersAfterDays: number | null;
  /** Whole months for which the steps of the journal are kept, beside the present one; left out: for ever. */
  readonly journalMonths?: number;
}

/** Into what the failures of attempts are sorted for gaps and limits. */
export type FailureKind = "busy" | "no-answer" | "machine" | "failed";

export interface AttemptSettings {
  /** Attempts that may be made for one callback. */
  readonly max: number;
  /** How long a phone may ring. */
  readonly ringForMs: number;
  /** Gap before the next attempt, by what ended the one before. */
  readonly gapMs: Readonly<Record<FailureKind, number>>;
  /** How many attempts may end so before the callback ends, whatever is left of `max`. */
  readonly maxOf: Readonly<Record<FailureKind, number>>;
  /** A first retry within this time keeps the place; later retries get the requested time as their place. */
  readonly keepPlaceWithinMs: number;
}

/** Everything the core reads that a person may change. Each change is a new version in the journal. */
export interface Settings {
  readonly version: number;
  /** IANA name, e.g. `America/Bogota`. */
  readonly timeZone: string;
  /** Two letters, ISO 3166: where the operation is. */
  readonly country: string;
  /** Two letters each, ISO 3166: whose numbers may be dialled. */
  readonly countries: readonly string[];
  /** Numbers, E.164, that many people share: each of their calls is a person of its own. */
  readonly sharedNumbers: readonly string[];
  /** Numbers, E.164, on which the operation itself is called: none of them is ever called back. */
  readonly ownNumbers: readonly string[];
  readonly skills: readonly SkillSettings[];
  /** Classes of callers; a caller who is in none of them has no credit. */
  readonly classes: readonly CallerClass[];
  readonly attempts: AttemptSettings;
  /** When a person may be called. */
  readonly callingHours: WeeklyHours;
  readonly holidays: Holidays;
  readonly limits: OperationLimits;
  readonly retention: Retention;
  /** A callback not reached this long after it was registered ends. */
  readonly callbackExpiresAfterMs: number;
}
