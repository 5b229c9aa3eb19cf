import type { PersonId, SkillId } from "../../ids.ts";
import type { Belief } from "../statistics/belief.ts";
import { normalDensity, normalShare } from "../statistics/normal.ts";
import { keepPerson, newPersonCredits, type PersonCredits, personBelief } from "./person-credits.ts";

/**
 * Who goes before whom, learned from who is served first. The line is taken to be served in order of place − credit, a credit (ms)
 * being that of the caller's group and of the caller. Each credit is believed within a normal law that every service narrows or
 * moves, as players are rated from who beat whom (TrueSkill: Herbrich, Minka and Graepel 2006). Only differences mean something.
 * A plain JSON object of bounded size; {@link observeServedBefore} alone changes it, in place.
 */
export interface Credits {
  /** By {@link groupOf}. */
  readonly groups: Record<string, Belief>;
  readonly people: PersonCredits;
  /** The variance of the credits of people about that of their group, ms². */
  personVariance: number;
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

export function newCredits(): Credits {
  return { groups: {}, people: newPersonCredits(), personVariance: PERSON_DEVIATION_MS ** 2 };
}

/** What callers have in common: skill, class, and whether the exchange knows who they are. */
export function groupOf({ skill, class: name, person }: Omit<LineMember, "place">): string {
  return `${skill}/${person === null ? "unknown" : "known"}/${name ?? ""}`;
}

/** What is believed of a caller's credit, ms. */
export function creditOf(credits: Credits, caller: Omit<LineMember, "place">): Belief {
  const group = credits.groups[groupOf(caller)] ?? NEW_GROUP;
  if (caller.person === null) return group;
  const person = personBelief(credits.people, caller.person);
  return {
    mean: group.mean + (person?.mean ?? 0),
    variance: group.variance + (person?.variance ?? credits.personVariance),
  };
}

/** The probability that one caller is served before another, both waiting for the same agents. */
export function servedBefore(one: Belief, onePlace: number, other: Belief, otherPlace: number): number {
  const lead = otherPlace - onePlace + one.mean - other.mean;
  return normalShare(lead / Math.sqrt(one.variance + other.variance + CHANCE_MS ** 2));
}

/**
 * Learns that an agent who serves both took `first` while `second` waited. Now and then that is for reasons of its own, so the
 * less likely it was, the less it moves; but it makes both less sure, so that a new order is believed once it is seen again.
 */
export function observeServedBefore(credits: Credits, first: LineMember, second: LineMember): void {
  const sides = [sideOf(credits, first), sideOf(credits, second)] as const;
  const variance = sides[0].variance + sides[1].variance + CHANCE_MS ** 2;
  const deviation = Math.sqrt(variance);
  const z = (second.place - first.place + sides[0].mean - sides[1].mean) / deviation;
  const likely = normalShare(z);
  const believed = ((1 - EXCEPTIONS) * likely) / ((1 - EXCEPTIONS) * likely + EXCEPTIONS);
  const pull = Math.min(STRONGEST_PULL, normalDensity(z) / Math.max(1e-9, likely)) * believed;
  if (pull < NEGLIGIBLE_PULL && believed > 0.5) return;
  const narrowing = Math.min(1, Math.max(0, pull * (pull + z))) * believed;
  const widening = 1 + SURPRISE * (1 - believed);
  sides.forEach((side, index) => {
    const towards = (index === 0 ? pull : -pull) / deviation;
    const moved = ({ mean, variance: own }: Belief, least: number, most: number): Belief => ({
      mean: mean + own * towards,
      variance: Math.min(most, Math.max(least, own * (1 - (own / variance) * narrowing) * widening)),
    });
    // Two of one group say nothing of it.
    if (sides[0].key !== sides[1].key)
      credits.groups[side.key] = moved(side.group, LEAST_GROUP_MS ** 2, NEW_GROUP.variance);
    if (side.person === null || side.own === null) return;
    const most = credits.personVariance;
    const own = moved(side.own, Math.min(most, LEAST_PERSON_MS ** 2), most);
    keepPerson(credits.people, side.person, own, Math.sqrt(most));
    learnPersonVariance(credits, own);
  });
}

interface Side extends Belief {
  readonly key: string;
  readonly person: PersonId | null;
  readonly group: Belief;
  readonly own: Belief | null;
}

function sideOf(credits: Credits, { skill, class: name, person }: LineMember): Side {
  const key = groupOf({ skill, class: name, person });
  const group = credits.groups[key] ?? NEW_GROUP;
  if (person === null) return { ...group, key, person, group, own: null };
  const own = personBelief(credits.people, person) ?? { mean: 0, variance: credits.personVariance };
  return { mean: group.mean + own.mean, variance: group.variance + own.variance, key, person, group, own };
}

/** People who are known say how much people differ: nothing where nobody has a credit of their own. */
function learnPersonVariance(credits: Credits, { mean, variance }: Belief): void {
  if (variance > credits.personVariance / 2) return;
  const moved =
    credits.personVariance + (mean ** 2 + variance - credits.personVariance) / PERSON_VARIANCE_MEMORY;
  credits.personVariance = Math.min(MOST_PERSON_MS ** 2, Math.max(LEAST_PERSON_MS ** 2, moved));
}

const PERSON_DEVIATION_MS = 40_000;
const MOST_PERSON_MS = 600_000;
const LEAST_PERSON_MS = 8_000;
const PERSON_VARIANCE_MEMORY = 2_000;
const NEW_GROUP: Belief = { mean: 0, variance: 60_000 ** 2 };
const LEAST_GROUP_MS = 6_000;
/** Two callers of the same credit may be served in the other order when they came within so long of each other. */
const CHANCE_MS = 15_000;
/** How often somebody is served first for no reason that is known. */
const EXCEPTIONS = 0.03;
const STRONGEST_PULL = 8;
const NEGLIGIBLE_PULL = 1e-4;
const SURPRISE = 0.1;
