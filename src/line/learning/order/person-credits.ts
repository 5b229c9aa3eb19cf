import type { PersonId } from "../../ids.ts";
import type { Belief } from "../statistics/belief.ts";

/**
 * What is believed of single people, in a table of constant size. A person is found by a hash of their key, in a bucket of a few
 * places; the least known person gives way to somebody new. A plain JSON object; {@link keepPerson} alone changes it, in place.
 */
export interface PersonCredits {
  /** By place: what of the hash of a person's key the bucket does not say; 0: nobody. */
  readonly tags: number[];
  /** By place, in tenths of a second. */
  readonly means: number[];
  readonly deviations: number[];
}

export function newPersonCredits(): PersonCredits {
  const zeros = () => Array.from({ length: BUCKETS * BUCKET_SIZE }, () => 0);
  return { tags: zeros(), means: zeros(), deviations: zeros() };
}

/** What is believed of a person; `null`: nothing of their own. */
export function personBelief(table: PersonCredits, person: PersonId): Belief | null {
  const place = placeOf(table, hashOf(person));
  if (place < 0) return null;
  return {
    mean: table.means[place]! * MEAN_UNIT_MS,
    variance: (table.deviations[place]! * DEVIATION_UNIT_MS) ** 2,
  };
}

/**
 * Keeps what is believed of a person. Where their bucket is full of others who are known better they are not kept, and the others
 * become a little less sure, up to the deviation `widest` of somebody unknown.
 */
export function keepPerson(table: PersonCredits, person: PersonId, belief: Belief, widest: number): void {
  const hash = hashOf(person);
  const deviation = Math.round(Math.sqrt(belief.variance) / DEVIATION_UNIT_MS);
  let place = placeOf(table, hash);
  if (place < 0) place = vacate(table, bucketOf(hash), deviation, Math.round(widest / DEVIATION_UNIT_MS));
  if (place < 0) return;
  table.tags[place] = tagOf(hash);
  table.means[place] = Math.round(belief.mean / MEAN_UNIT_MS);
  table.deviations[place] = deviation;
}

/** A place for somebody new in the bucket that begins there; -1: there is none. */
function vacate(
  { tags, deviations }: PersonCredits,
  from: number,
  deviation: number,
  widest: number,
): number {
  let least = from;
  for (let place = from; place < from + BUCKET_SIZE; place++) {
    if (tags[place] === 0) return place;
    if (deviations[place]! > deviations[least]!) least = place;
  }
  if (deviations[least]! > deviation) return least;
  for (let place = from; place < from + BUCKET_SIZE; place++)
    deviations[place] = Math.min(widest, deviations[place]! + AGEING);
  return -1;
}

function placeOf({ tags }: PersonCredits, hash: number): number {
  const from = bucketOf(hash);
  const tag = tagOf(hash);
  for (let place = from; place < from + BUCKET_SIZE; place++) if (tags[place] === tag) return place;
  return -1;
}

function bucketOf(hash: number): number {
  return (hash % BUCKETS) * BUCKET_SIZE;
}

function tagOf(hash: number): number {
  return 1 + (Math.floor(hash / BUCKETS) % TAGS);
}

/** FNV-1a, 32 bits. */
function hashOf(person: PersonId): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < person.length; index++)
    hash = Math.imul(hash ^ person.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Together 2,488 people: about 35 KB as JSON. */
const BUCKETS = 311;
const BUCKET_SIZE = 8;
/** Two people of one bucket and one tag are taken for one: once in 12,000 times that somebody new comes. */
const TAGS = 99_991;
const MEAN_UNIT_MS = 100;
const DEVIATION_UNIT_MS = 100;
/** Somebody new who is turned away makes the others of the bucket less sure by so much, in units. */
const AGEING = 10;
