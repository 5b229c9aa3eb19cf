import type { PatienceLaw } from "../laws/patience-law.ts";
import { partialRule } from "../numerics/polynomial-integration.ts";
import { growsWithoutEnd, ParameterError } from "../parameter-error.ts";
import type { QueueParameters } from "./erlang-a.ts";
import type { RegionOfStretches } from "./offered-wait.ts";
import type { WaitStretch } from "./stretch.ts";

/**
 * The nodes of any law of patience, in a region before each of the waits to split at and one after them. The exponent
 * E is highest where arrivals that stay are just as many as can be served; from there, or from the nearest edge, panels go out to
 * both sides until E has fallen by 50. In each, and in its two halves, the law is integrated by the polynomial through
 * 12 nodes; when the two differ the panel is halved.
 */
export function stretchesOfLaw(
  { agents, arrivalRate, serviceRate }: Omit<QueueParameters, "patienceRate">,
  law: PatienceLaw,
  splits: readonly number[],
): RegionOfStretches[] {
  const drain = agents * serviceRate;
  const survival = (wait: number) => {
    const stayed = law.survival(wait);
    if (!(stayed >= 0 && stayed <= 1))
      throw new ParameterError("law-not-understood", "law", `survival is ${stayed} at ${wait}`);
    return stayed;
  };
  const slope = (wait: number) => arrivalRate * survival(wait) - drain;
  const peak = peakOf(slope, 1 / drain);
  const edges = [...new Set([0, ...splits, ...(law.breakpoints ?? [])])].sort((one, other) => one - other);
  let [area, split] = [0, 0];
  const regions: RegionOfStretches[] = [{ leftBefore: 1 - survival(0), stretches: [] }];
  for (const [index, begin] of edges.entries()) {
    if (index > 0 && survival(begin) > survival(edges[index - 1]!) + ROUNDING) throw rises(begin);
    while (split < splits.length && splits[split]! <= begin) {
      regions.push({ leftBefore: 1 - survival(begin), stretches: [] });
      split++;
    }
    const end = edges[index + 1] ?? Number.POSITIVE_INFINITY;
    const reference = Math.min(Math.max(peak, begin), end);
    const { leftBefore, stretches } = regions.at(-1)!;
    const before = integral(survival, begin, reference);
    const areaThere = area + before;
    const after = end === Number.POSITIVE_INFINITY ? 0 : integral(survival, reference, end);
    const stretch: WaitStretch = {
      waits: [],
      weights: [],
      heights: [],
      stayed: [],
      leftSince: [],
      areas: [],
      leftAreas: [],
      toReference: arrivalRate * before - drain * (reference - begin),
      fromReference: arrivalRate * after - drain * (end - reference),
      atEnd: null,
    };
    const take = (wait: number, weight: number, height: number, stayed: number, areaSince: number) => {
      stretch.waits.push(wait);
      stretch.weights.push(weight);
      stretch.heights.push(height);
      stretch.stayed.push(stayed);
      stretch.leftSince.push(1 - leftBefore - stayed);
      stretch.areas.push(areaThere + areaSince);
      stretch.leftAreas.push(wait - areaThere - areaSince);
    };
    for (const [way, length] of [
      [1, end - reference],
      [-1, reference - begin],
    ] as const)
      outwards(
        { survival, arrivalRate, drain, reference, way, length },
        ({ distance, weight, height, stayed, since }) =>
          take(reference + way * distance, weight, height, stayed, way * since),
      );
    stretches.push(stretch);
    area = areaThere + after;
  }
  return regions;
}

/** Where the slope, which never rises, turns negative. */
function peakOf(slope: (wait: number) => number, unit: number): number {
  if (slope(0) <= 0) return 0;
  let high = unit;
  for (; slope(high) > 0; high *= 2) if (high > 1e200 * unit) throw growsWithoutEnd();
  let low = 0;
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}

interface Side {
  readonly survival: (wait: number) => number;
  readonly arrivalRate: number;
  readonly drain: number;
  readonly reference: number;
  readonly way: 1 | -1;
  readonly length: number;
}

interface Node {
  readonly distance: number;
  readonly weight: number;
  readonly height: number;
  readonly stayed: number;
  /** The integral of the survival from the reference, both counted as positive. */
  readonly since: number;
}

/** Panels from the reference to one side. */
function outwards(side: Side, take: (node: Node) => void): void {
  let edge = 0;
  let since = 0;
  let height = 0;
  let stayedLast = side.survival(side.reference);
  let width = Math.min(side.length, 1 / side.drain);
  const smallest = 1e-14 * Math.max(side.reference, 1 / side.drain);
  while (edge < side.length && height > -FAR) {
    width = Math.min(width, side.length - edge);
    const whole = panel(side, edge, width, since, height);
    const first = panel(side, edge, width / 2, since, height);
    const second = panel(side, edge + width / 2, width / 2, first.since, first.height);
    const mass = first.mass + second.mass;
    const alike =
      Math.abs(whole.mass - mass) <= TOLERANCE * mass &&
      Math.abs(whole.massStayed - first.massStayed - second.massStayed) <= TOLERANCE * mass &&
      Math.abs(whole.height - second.height) <= TOLERANCE;
    if (!alike && width > smallest) {
      width /= 2;
      continue;
    }
    for (const node of [...first.nodes, ...second.nodes]) {
      if (side.way * (node.stayed - stayedLast) > ROUNDING)
        throw rises(side.reference + side.way * node.distance);
      stayedLast = node.stayed;
      take(node);
    }
    edge += width;
    if (edge + smallest >= side.length) edge = side.length;
    ({ since, height } = second);
    width *= 2;
  }
}

function panel(
  { survival, arrivalRate, drain, reference, way }: Side,
  from: number,
  width: number,
  sinceFrom: number,
  heightFrom: number,
) {
  const stayed = rule.nodes.map((node) => survival(reference + way * (from + width * node)));
  const within = (row: readonly number[]) =>
    width * row.reduce((sum, weight, index) => sum + weight * stayed[index]!, 0);
  const heightOf = (area: number, length: number) => heightFrom + way * (arrivalRate * area - drain * length);
  let [mass, massStayed] = [0, 0];
  const nodes = rule.nodes.map((node, index): Node => {
    const area = within(rule.partial[index]!);
    const height = heightOf(area, width * node);
    const weight = width * rule.weights[index]!;
    mass += weight * Math.exp(height);
    massStayed += weight * Math.exp(height) * stayed[index]!;
    return { distance: from + width * node, weight, height, stayed: stayed[index]!, since: sinceFrom + area };
  });
  const area = within(rule.weights);
  return { nodes, mass, massStayed, since: sinceFrom + area, height: heightOf(area, width) };
}

/** By panels that are halved until halving changes nothing. */
function integral(law: (wait: number) => number, from: number, to: number): number {
  const over = (begin: number, width: number) =>
    width *
    rule.weights.reduce((sum, weight, index) => sum + weight * law(begin + width * rule.nodes[index]!), 0);
  const halved = (begin: number, width: number, whole: number, depth: number): number => {
    const first = over(begin, width / 2);
    const second = over(begin + width / 2, width / 2);
    if (depth === 0 || Math.abs(first + second - whole) <= 1e-14 * Math.abs(whole)) return first + second;
    return (
      halved(begin, width / 2, first, depth - 1) + halved(begin + width / 2, width / 2, second, depth - 1)
    );
  };
  return to > from ? halved(from, to - from, over(from, to - from), 50) : 0;
}

const rule = partialRule(12);

function rises(wait: number): ParameterError {
  return new ParameterError("law-not-understood", "law", `survival rises near ${wait}`);
}

/** What a law's own sums may be off. */
const ROUNDING = 1e-9;
const FAR = 50;
const TOLERANCE = 1e-12;
