import type { PatiencePiece } from "../laws/patience-law.ts";
import { erlangB } from "./erlang-b.ts";
import { pieceStretch } from "./exponential-stretch.ts";
import type { Edge, WaitStretch } from "./stretch.ts";

/** The stretches between two waits, and the share that left before the first. */
export interface RegionOfStretches {
  readonly leftBefore: number;
  readonly stretches: WaitStretch[];
}

/** The offered wait of those who find all agents busy, between two waits: `masses` are probabilities of all callers. */
export interface WaitRegion {
  readonly waits: readonly number[];
  readonly masses: readonly number[];
  /** The share that stays that long; that left before the region began; that left since. */
  readonly stayed: readonly number[];
  readonly leftBefore: number;
  readonly leftSince: readonly number[];
  /** The integrals of the share that stays and of the share that left, from wait 0. */
  readonly areas: readonly number[];
  readonly leftAreas: readonly number[];
}

interface OfferedWait {
  /** The probability that an agent is free. */
  readonly none: number;
  /** One more than there were waits to split at. */
  readonly regions: readonly WaitRegion[];
}

/**
 * The law of the offered wait in M/M/n+G: how long somebody would wait who never gives up. Baccelli and Hebuterne
 * (1981), Zeltyn and Mandelbaum (2005): its density is
 * `arrivalRate · P(agents - 1 in system) · exp(arrivalRate · H(v) - agents · serviceRate · v)`.
 * Heights of the exponent are taken from its peak outwards, so that nothing overflows however long the line is, and
 * every measure is a sum of positive terms, so that small probabilities are as precise as large ones.
 *
 * @throws ParameterError when the line grows without end
 */
export function offeredWait(
  { agents, arrivalRate, serviceRate }: { agents: number; arrivalRate: number; serviceRate: number },
  regionsOfStretches: readonly RegionOfStretches[],
): OfferedWait {
  const all = regionsOfStretches.flatMap(({ stretches }) => stretches);
  const peaks = heightsFromPeak(all);
  const first = all[0]!;
  const atNone = Math.exp(peaks[0]! - first.toReference);
  const scale = arrivalRate * erlangB(agents - 1, arrivalRate / serviceRate);
  let index = 0;
  let waiting = 0;
  const regions = regionsOfStretches.map(({ leftBefore, stretches }) => {
    const waits: number[] = [];
    const masses: number[] = [];
    const stayed: number[] = [];
    const leftSince: number[] = [];
    const areas: number[] = [];
    const leftAreas: number[] = [];
    for (const stretch of stretches) {
      const peak = peaks[index++]!;
      if (peak < UNDERFLOW) continue;
      for (let node = 0; node < stretch.waits.length; node++) {
        const mass = scale * stretch.weights[node]! * Math.exp(peak + stretch.heights[node]!);
        waiting += mass;
        waits.push(stretch.waits[node]!);
        masses.push(mass);
        stayed.push(stretch.stayed[node]!);
        leftSince.push(stretch.leftSince[node]!);
        areas.push(stretch.areas[node]!);
        leftAreas.push(stretch.leftAreas[node]!);
      }
    }
    return { waits, masses, stayed, leftBefore, leftSince, areas, leftAreas };
  });
  const total = atNone + waiting;
  for (const { masses } of regions)
    for (let node = 0; node < masses.length; node++) masses[node] = masses[node]! / total;
  return { none: atNone / total, regions };
}

/** E at each stretch's reference less E at the highest reference of all. */
function heightsFromPeak(stretches: readonly WaitStretch[]): number[] {
  let peak = 0;
  let highest = Number.NEGATIVE_INFINITY;
  let height = 0;
  for (const [index, { toReference, fromReference }] of stretches.entries()) {
    if (height + toReference > highest) {
      highest = height + toReference;
      peak = index;
    }
    height += toReference + fromReference;
  }
  const heights = stretches.map(() => 0);
  for (let index = peak + 1; index < stretches.length; index++)
    heights[index] =
      heights[index - 1]! + stretches[index - 1]!.fromReference + stretches[index]!.toReference;
  for (let index = peak - 1; index >= 0; index--)
    heights[index] =
      heights[index + 1]! - stretches[index + 1]!.toReference - stretches[index]!.fromReference;
  return heights;
}

/** The nodes of a law that is made of pieces, in a region before each of the waits to split at and one after them. */
export function stretchesOfPieces(
  { agents, arrivalRate, serviceRate }: { agents: number; arrivalRate: number; serviceRate: number },
  pieces: readonly PatiencePiece[],
  splits: readonly number[],
): RegionOfStretches[] {
  const atNone = pieces[0]!.remaining + pieces[0]!.leaving;
  let region: RegionOfStretches = { leftBefore: 1 - atNone, stretches: [] };
  const regions = [region];
  // E so far, and where it was highest of where somebody had left since the region began: below it a number sees nothing.
  let [height, highest] = [0, Number.NEGATIVE_INFINITY];
  let edge: Edge = { stayed: atNone, leftSince: 0, area: 0, leftArea: 0 };
  for (const [index, { from, remaining, leaving, rate }] of pieces.entries()) {
    const end = pieces[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    // Where a piece begins the law may jump.
    edge = {
      ...edge,
      stayed: remaining + leaving,
      leftSince: edge.leftSince + (edge.stayed - remaining - leaving),
    };
    for (let begin = from; begin < end; ) {
      while (regions.length <= splits.length && splits[regions.length - 1]! <= begin) {
        region = { leftBefore: region.leftBefore + edge.leftSince, stretches: [] };
        regions.push(region);
        highest = Number.NEGATIVE_INFINITY;
        edge = { ...edge, leftSince: 0 };
      }
      const until = Math.min(end, splits[regions.length - 1] ?? Number.POSITIVE_INFINITY);
      const stretch = pieceStretch({
        from: begin,
        until,
        remaining,
        leaving: leaving * Math.exp(-rate * (begin - from)),
        rate: leaving === 0 ? 0 : rate,
        leftBefore: region.leftBefore,
        leftSince: edge.leftSince,
        area: edge.area,
        leftArea: edge.leftArea,
        faint: height < highest - FAINT,
        arrivalRate,
        capacity: agents * serviceRate,
      });
      region.stretches.push(stretch);
      if (edge.leftSince > 0 || leaving > 0) highest = Math.max(highest, height + stretch.toReference);
      height += stretch.toReference + stretch.fromReference;
      if (stretch.atEnd) edge = stretch.atEnd;
      begin = until;
    }
  }
  return regions;
}

/** Of what lies further below the peak a number holds nothing. */
const UNDERFLOW = -745;
const FAINT = 100;
