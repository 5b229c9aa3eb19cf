import { newLearnedLine } from "../src/line/learning/learned-line.ts";
import type { LineView } from "../src/line/learning/line-view.ts";
import { observeJoin } from "../src/line/learning/observe-line.ts";
import type { LineMember } from "../src/line/learning/order/credits.ts";
import { predictWait } from "../src/line/learning/predict-wait.ts";
import { median } from "./measure.ts";

const SIZE = 500;
const NOW = 86_400_000;

/** Microseconds of one prediction with 500 in line and 500 agents of some of five skills, the median of so many. */
export function predictionInCrowd(rounds: number): number {
  const learned = newLearnedLine();
  const agents = Array.from({ length: SIZE }, (_, index) => ({
    skills: [index % 5, (index + 1 + (index % 3)) % 5],
    status: index % 20 === 0 ? ("free" as const) : ("busy" as const),
    since: NOW - ((index * 541) % 600) * 1_000,
  }));
  const member = (index: number, place: number): LineMember => ({
    skill: index % 5,
    class: index % 3 === 0 ? "gold" : null,
    person: index % 4 === 0 ? null : `person ${index}`,
    place,
  });
  for (let index = 0; index < SIZE; index++) {
    const at = NOW - (SIZE - index) * 1_000;
    observeJoin(learned, `call ${index}`, member(index, at), { at, waiting: [], agents });
  }
  const view: LineView = { at: NOW, waiting: Object.values(learned.waiting), agents };
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    predictWait(learned, member(round, NOW), view).quantileMs(0.9);
    took.push((performance.now() - begin) * 1_000);
  }
  // The first rounds are run by the interpreter.
  return median(took.slice(Math.floor(rounds / 3)));
}
