import type { PersonId, SkillId } from "../../ids.ts";
import type { Belief } from "../statistics/belief.ts";
import { normalDensity, normalShare } from "../statistics/normal.ts";
import { keepPerson, newPersonCredits, type PersonCredits, personBelief } from "./person-credits.ts";

/**
 * Which callers go before which, learned from who is served first. The line is taken to be served in order of place − credit, a credit (ms)
 * being that of the caller's group and of the caller. Each credit is believed within a normal law that every service narrows or
 * moves, as players are rated from who beat which other (TrueSkill: Herbrich, Minka and Graepel 2006). Only differences mean something.
 * A plain JSON object of bounded size; {@link observeServedFirst} alone changes it, in place.
 */
export interface Credits {
  /** By {@link groupOf}. */
  readonly groups: Record<string, Belief>;
  readonly people: PersonCredits;
  /** The variance of the credits of people about that of their group, ms². */
  personVariance: number;
  /** For each of {@link ORDERS}, how likely the last services were by it: the mean logarithm. */
  readonly likelihoods: number[];
}

/** Somebody in line, as far as it says when they are served. */
export interface LineMember {
  readonly skill: SkillId;
  /** The class that the exchange knows them by; `null`: none. */
  readonly class: string | null;
  readonly person: PersonId | null;
  /** The place that they keep, epoch ms. */
  readonly place: number;
}

/** What is believed of the credit of a caller, ms. */
export interface Credit {
  readonly group: string;
  readonly mean: number;
  /** Of the credit of the group, and of what the caller has beyond it. */
  readonly groupVariance: number;
  readonly ownVariance: number;
}

export function newCredits(): Credits {
  return {
    groups: {},
    people: newPersonCredits(),
    personVariance: PERSON_DEVIATION_MS ** 2,
    likelihoods: ORDERS.map(() => 0),
  };
}

/** What callers have in common: skill, class, and whether the exchange knows who they are. */
export function groupOf({ skill, class: name, person }: Omit<LineMember, "place">): string {
  return `${skill}/${person === null ? "unknown" : "known"}/${name ?? ""}`;
}

/** What is believed of the credit of a caller, whether or not the line is served by it. */
export function creditOf(credits: Credits, caller: Omit<LineMember, "place">): Credit {
  const group = groupOf(caller);
  const { mean, variance } = credits.groups[group] ?? NEW_GROUP;
  if (caller.person === null) return { group, mean, groupVariance: variance, ownVariance: 0 };
  const own = personBelief(credits.people, caller.person);
  return {
    group,
    mean: mean + (own?.mean ?? 0),
    groupVariance: variance,
    ownVariance: own?.variance ?? credits.personVariance,
  };
}

/** A way in which a line may be served. */
export interface ServingOrder {
  /** Whether credits count, or places alone. */
  readonly byCredit: boolean;
  /** How far apart two callers may be served in the other order for no reason, ms. */
  readonly chanceMs: number;
}

/** The way in which the line was served lately. */
export function orderNow({ likelihoods }: Credits): ServingOrder {
  let best = 0;
  for (let index = 1; index < likelihoods.length; index++)
    if (likelihoods[index]! > likelihoods[best]!) best = index;
  return ORDERS[best]!;
}

/** The credit of a caller as it counts in an order. */
export function creditIn(
  { byCredit }: ServingOrder,
  credits: Credits,
  caller: Omit<LineMember, "place">,
): Credit {
  return byCredit ? creditOf(credits, caller) : NO_CREDIT;
}

/** The probability that one caller is served before another who waits for the same agents; `leadMs`: by how much sooner their turn comes. */
export function servedBefore(one: Credit, other: Credit, leadMs: number, { chanceMs }: ServingOrder): number {
  return normalShare(leadMs / Math.sqrt(doubtBetween(one, other) + chanceMs * chanceMs));
}

/**
 * Learns that an agent took `first` while others of the agent's skills waited: from those alone who were thought to be served
 * soonest, since the rest follows.
 */
export function observeServedFirst(
  credits: Credits,
  first: LineMember,
  passedOver: readonly LineMember[],
): void {
  const rivals = passedOver
    .map((rival) => ({ rival, turn: rival.place - creditOf(credits, rival).mean }))
    .sort((one, other) => one.turn - other.turn);
  for (const { rival } of rivals.slice(0, RIVALS)) observeServedBefore(credits, first, rival);
}

/**
 * Learns that an agent who serves both took `first` while `second` waited. Now and then that is for reasons of its own, so the
 * less likely it was, the less it moves; but it makes both less sure, so that a new order is believed once it is seen again.
 */
function observeServedBefore(credits: Credits, first: LineMember, second: LineMember): void {
  const [one, other] = [creditOf(credits, first), creditOf(credits, second)];
  const byPlace = second.place - first.place;
  const lead = byPlace + one.mean - other.mean;
  const doubt = doubtBetween(one, other);
  learnOrder(credits, byPlace, lead, doubt);
  const variance = doubt + CHANCE_MS ** 2;
  const deviation = Math.sqrt(variance);
  const z = lead / deviation;
  const likely = normalShare(z);
  const believed = ((1 - EXCEPTIONS) * likely) / ((1 - EXCEPTIONS) * likely + EXCEPTIONS);
  const pull = Math.min(STRONGEST_PULL, normalDensity(z) / Math.max(1e-9, likely)) * believed;
  if (pull < NEGLIGIBLE_PULL && believed > 0.5) return;
  const narrowing = Math.min(1, Math.max(0, pull * (pull + z))) * believed;
  const widening = 1 + SURPRISE * (1 - believed);
  const moved = ({ mean, variance: own }: Belief, towards: number, least: number, most: number): Belief => ({
    mean: mean + own * towards,
    variance: Math.min(most, Math.max(least, own * (1 - (own / variance) * narrowing) * widening)),
  });
  for (const [{ group }, { person }, towards] of [
    [one, first, pull / deviation],
    [other, second, -pull / deviation],
  ] as const) {
    // Two of one group say nothing of it.
    if (one.group !== other.group)
      credits.groups[group] = moved(
        credits.groups[group] ?? NEW_GROUP,
        towards,
        LEAST_GROUP_MS ** 2,
        NEW_GROUP.variance,
      );
    if (person === null || first.person === second.person) continue;
    const most = credits.personVariance;
    const before = personBelief(credits.people, person) ?? { mean: 0, variance: most };
    const own = moved(before, towards, Math.min(most, LEAST_PERSON_MS ** 2), most);
    keepPerson(credits.people, person, own, Math.sqrt(most));
    learnPersonVariance(credits, own);
  }
}

/** The variance of the difference of two credits. */
function doubtBetween(one: Credit, other: Credit): number {
  const own = one.ownVariance + other.ownVariance;
  return one.group === other.group ? own : own + one.groupVariance + other.groupVariance;
}

/** People who are known say how much people differ: nothing where nobody has a credit of their own. */
function learnPersonVariance(credits: Credits, { mean, variance }: Belief): void {
  if (variance > credits.personVariance / 2) return;
  const moved =
    credits.personVariance + (mean ** 2 + variance - credits.personVariance) / PERSON_VARIANCE_MEMORY;
  credits.personVariance = Math.min(MOST_PERSON_MS ** 2, Math.max(LEAST_PERSON_VARIANCE, moved));
}

function learnOrder({ likelihoods }: Credits, byPlace: number, byCredit: number, doubt: number): void {
  // What every order says says nothing of which it is.
  if (Math.min(byPlace, byCredit) > TELLING_MS) return;
  for (const [index, order] of ORDERS.entries()) {
    const variance = (order.byCredit ? doubt : 0) + order.chanceMs ** 2;
    const likely = normalShare((order.byCredit ? byCredit : byPlace) / Math.sqrt(variance));
    const logarithm = Math.log((1 - EXCEPTIONS) * likely + EXCEPTIONS / 2);
    likelihoods[index]! += (logarithm - likelihoods[index]!) / ORDER_MEMORY;
  }
}

const PERSON_DEVIATION_MS = 40_000;
const MOST_PERSON_MS = 600_000;
const LEAST_PERSON_MS = 8_000;
const LEAST_PERSON_VARIANCE = 1_000 ** 2;
const PERSON_VARIANCE_MEMORY = 2_000;
const NEW_GROUP: Belief = { mean: 0, variance: 60_000 ** 2 };
const LEAST_GROUP_MS = 6_000;
const NO_CREDIT: Credit = { group: "", mean: 0, groupVariance: 0, ownVariance: 0 };
/** What credits are learned with: two callers so close together are served in either order. */
const CHANCE_MS = 15_000;
/** The orders that are distinguished; as long as nothing was seen it is the first. */
const ORDERS: readonly ServingOrder[] = [
  { byCredit: true, chanceMs: CHANCE_MS },
  { byCredit: true, chanceMs: 4_000 },
  { byCredit: false, chanceMs: 500 },
  { byCredit: false, chanceMs: 5_000 },
];
const ORDER_MEMORY = 1_000;
/** Two callers who are further apart say nothing of the order. */
const TELLING_MS = 30_000;
/** How often somebody is served first for no reason that is known. */
const EXCEPTIONS = 0.03;
const STRONGEST_PULL = 8;
const NEGLIGIBLE_PULL = 1e-4;
const SURPRISE = 0.3;
const RIVALS = 5;
