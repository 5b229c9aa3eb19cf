import type { SkillId } from "../../ids.ts";
import { addTo, type FadingSum, newSum, sumAt } from "../statistics/fading-sum.ts";
import { meanBeyond } from "../statistics/normal.ts";
import { type Credit, type Credits, groupOf, type LineMember } from "./credits.ts";

/** Who calls how often, by group; a plain JSON object that {@link observeCaller} changes, in place. */
export type ArrivalsByGroup = Record<string, GroupArrivals>;

interface GroupArrivals {
  readonly skill: SkillId;
  readonly class: string | null;
  /** Whether they are people that the exchange knows. */
  readonly known: boolean;
  readonly calls: FadingSum;
}

/** Somebody came. */
export function observeCaller(arrivals: ArrivalsByGroup, caller: LineMember, now: number): void {
  const group = groupOf(caller);
  const { skill, class: name, person } = caller;
  arrivals[group] ??= { skill, class: name, known: person !== null, calls: newSum() };
  addTo(arrivals[group].calls, 1, now, MEMORY_MS);
}

/** Somebody like most of those who call for a skill, or for any (`null`), and with nothing else known about them; `null`: nobody called. */
export function usualCaller(
  arrivals: ArrivalsByGroup,
  skill: SkillId | null,
  now: number,
): Omit<LineMember, "place"> | null {
  let most: GroupArrivals | null = null;
  let calls = 0;
  for (const group of Object.values(arrivals)) {
    if (skill !== null && group.skill !== skill) continue;
    const own = sumAt(group.calls, now, MEMORY_MS);
    if (most !== null && own <= calls) continue;
    most = group;
    calls = own;
  }
  return most && { skill: most.skill, class: most.class, person: most.known ? NOBODY : null };
}

/** Callers of a group who are yet to come. */
interface ToCome {
  /** How many come per ms. */
  readonly rate: number;
  /** By how much sooner than the one who waits they are served, if both come at once, ms. */
  readonly mean: number;
  readonly deviation: number;
  /** The mean of that where it is more than 0. */
  readonly beyond: number;
}

/** The groups that call at present, for somebody of that credit; `shared` is how much of a skill's agents matter to them. */
export function callersToCome(
  arrivals: ArrivalsByGroup,
  credits: Credits,
  { mean: own, group: ownGroup, groupVariance, ownVariance }: Credit,
  now: number,
  shared: (skill: SkillId) => number,
): ToCome[] {
  const toCome: ToCome[] = [];
  for (const group in arrivals) {
    const { skill, known, calls } = arrivals[group]!;
    const rate = (sumAt(calls, now, MEMORY_MS) / MEMORY_MS) * shared(skill);
    const theirs = credits.groups[group];
    if (rate < LEAST_RATE || !theirs) continue;
    const mean = theirs.mean - own;
    const ofGroups = group === ownGroup ? 0 : theirs.variance + groupVariance;
    const deviation = Math.sqrt(ofGroups + ownVariance + (known ? credits.personVariance : 0) + 1);
    if (mean < -4 * deviation) continue;
    toCome.push({ rate, mean, deviation, beyond: meanBeyond(0, mean, deviation) });
  }
  return toCome;
}

/** How many who come within a wait are served before its end: those who come `u` after and have a lead of more than `u`. */
export function overtakersWithin(waitMs: number, toCome: readonly ToCome[]): number {
  let count = 0;
  for (const { rate, mean, deviation, beyond } of toCome)
    count += rate * (beyond - meanBeyond(waitMs, mean, deviation));
  return Math.max(0, count);
}

/** The key of no person. */
const NOBODY = "";
const MEMORY_MS = 900_000;
/** One in five hours says nothing. */
const LEAST_RATE = 5e-8;
