import { gaussLegendre, type QuadratureRule } from "../numerics/gauss-legendre.ts";
import { growsWithoutEnd } from "../parameter-error.ts";
import type { WaitStretch } from "./stretch.ts";

/** A stretch of wait in which the share that stays is `remaining + leaving · exp(-rate · (wait - from))`. */
interface ExponentialStretch {
  readonly from: number;
  /** May be infinite. */
  readonly until: number;
  readonly remaining: number;
  readonly leaving: number;
  readonly rate: number;
  /** The share that left before the region, and in the region before this stretch. */
  readonly leftBefore: number;
  readonly leftSince: number;
  /** The integrals of the share that stays, and of the share that left, from wait 0 to the begin. */
  readonly area: number;
  readonly leftArea: number;
  /** E has fallen so far that, if it does not rise again, this stretch adds nothing: no nodes are needed. */
  readonly faint: boolean;
  readonly arrivalRate: number;
  /** Callers that all agents together can serve in a unit of time. */
  readonly capacity: number;
}

/**
 * The nodes of such a stretch. With `growth` = arrivalRate · leaving and `drain` = capacity - arrivalRate · remaining
 * the exponent is E(w) = growth · (1 - exp(-rate · w)) / rate - drain · w: it has one peak, from which the panels of
 * the integration go out to both sides. In none does E fall by more than 10 or `rate · w` grow by more than 4, for
 * which 16 nodes of Gauss are exact to the precision of numbers; they end where E has fallen by 50.
 */
export function pieceStretch(given: ExponentialStretch): WaitStretch {
  const {
    from,
    until,
    remaining,
    leaving,
    rate,
    leftBefore,
    leftSince,
    area,
    leftArea,
    faint,
    arrivalRate,
    capacity,
  } = given;
  const length = until - from;
  const growth = arrivalRate * leaving;
  const drain = capacity - arrivalRate * remaining;
  const peak = peakOf(growth, drain, rate, length);
  const inside = peak > 0 && peak < length;
  const growthAtPeak = inside ? drain : growth * Math.exp(-rate * peak);
  const slopeAtPeak = inside ? 0 : growthAtPeak - drain;
  // Of E below the peak, at a distance from it. Waits may be too long to tell two near the peak apart; distances are not.
  const drop = (distance: number) => distance * (growthAtPeak * lag(rate * distance) - slopeAtPeak);
  const areaUntil = (wait: number) => wait * (remaining + leaving * meanOfDecay(rate * wait));
  const leftAreaUntil = (wait: number) => wait * (leftBefore + leftSince + leaving * lag(rate * wait));

  const stretch = {
    waits: [] as number[],
    weights: [] as number[],
    heights: [] as number[],
    stayed: [] as number[],
    leftSince: [] as number[],
    areas: [] as number[],
    leftAreas: [] as number[],
    toReference: peak === 0 ? 0 : drop(-peak),
    fromReference: length === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : -drop(length - peak),
    atEnd:
      length === Number.POSITIVE_INFINITY
        ? null
        : {
            stayed: remaining + leaving * Math.exp(-rate * length),
            leftSince: leftSince - leaving * Math.expm1(-rate * length),
            area: area + areaUntil(length),
            leftArea: leftArea + leftAreaUntil(length),
          },
  };
  if (faint && peak === 0) return stretch;
  const addPanel = (begin: number, width: number, rule: QuadratureRule) => {
    for (let node = 0; node < rule.nodes.length; node++) {
      const distance = begin + width * rule.nodes[node]!;
      const wait = peak + distance;
      stretch.waits.push(from + wait);
      stretch.weights.push(width * rule.weights[node]!);
      stretch.heights.push(-drop(distance));
      stretch.stayed.push(remaining + leaving * Math.exp(-rate * wait));
      stretch.leftSince.push(leftSince - leaving * Math.expm1(-rate * wait));
      stretch.areas.push(area + areaUntil(wait));
      stretch.leftAreas.push(leftArea + leftAreaUntil(wait));
    }
  };

  for (let edge = 0; edge < length - peak && drop(edge) < FAR; ) {
    const here = growthAtPeak * Math.exp(-rate * edge);
    const width = Math.min(
      FALL / Math.max(0, drain - here),
      Math.max(Math.sqrt((2 * FALL) / (here * rate)), FALL / here),
      rate * (peak + edge) < GONE ? 4 / rate : Number.POSITIVE_INFINITY,
      length - peak - edge,
    );
    addPanel(edge, width, ruleFor(width, Math.abs(drain) + here, rate));
    edge += width;
  }
  for (let edge = 0; edge < peak && drop(-edge) < FAR; ) {
    const here = growthAtPeak * Math.exp(rate * edge);
    const width = Math.min(
      FALL / Math.max(0, here - drain),
      Math.sqrt((1.3 * FALL) / (here * rate)),
      1 / rate,
      peak - edge,
    );
    addPanel(-edge - width, width, ruleFor(width, Math.abs(drain) + here, rate));
    edge += width;
  }
  return stretch;
}

/** Where in the stretch E is highest. */
function peakOf(growth: number, drain: number, rate: number, length: number): number {
  const slopeAtLast = rate === 0 ? growth - drain : -drain;
  if (length === Number.POSITIVE_INFINITY && slopeAtLast >= 0) throw growsWithoutEnd();
  if (growth <= drain) return 0;
  if (rate === 0 || drain <= 0) return length;
  return Math.min(length, Math.log1p((growth - drain) / drain) / rate);
}

/** (1 - exp(-x)) / x, the mean of exp(-t) over t from 0 to x. */
function meanOfDecay(x: number): number {
  return x === 0 ? 1 : -Math.expm1(-x) / x;
}

/** 1 - (1 - exp(-x)) / x, for x of either sign, without cancellation near 0. */
function lag(x: number): number {
  if (Math.abs(x) > 0.5) return 1 + Math.expm1(-x) / x;
  let term = x / 2;
  let sum = term;
  for (let factor = 3; Math.abs(term) > Math.abs(sum) * 1e-17; factor++) {
    term *= -x / factor;
    sum += term;
  }
  return sum;
}

/** As few nodes as are exact for what changes within the panel. */
function ruleFor(width: number, steepness: number, rate: number): QuadratureRule {
  const change = width * (steepness + rate);
  return change < 0.1 ? coarse : change < 2 ? medium : fine;
}

const coarse = gaussLegendre(4);
const medium = gaussLegendre(8);
const fine = gaussLegendre(16);
/** By how much E may fall in a panel, on account of its slope, and again on account of its bend. */
const FALL = 5;
/** Where E has fallen by this much nothing is left that a number could hold beside the peak. */
const FAR = 50;
/** Where rate · wait is more than this nobody is left who would leave. */
const GONE = 45;
