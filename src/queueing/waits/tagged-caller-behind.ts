import type { PatienceLaw } from "../laws/patience-law.ts";
import { atMostOne } from "../numerics/at-most-one.ts";
import { partialRule } from "../numerics/polynomial-integration.ts";
import { mustBePositive, mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";

/** What awaits one caller in a line of known people, from now on. */
export interface TaggedCallerBehind {
  readonly probabilityOfAnswerWithin: number;
  readonly probabilityOfService: number;
  /** How long they still wait if they never give up. */
  readonly meanOfferedWait: number;
  readonly meanWaitIfServed: number;
}

/**
 * As `taggedCaller`, with any laws: each of those before them stays with the survival of what is left of their patience
 * (a callback with the constant probability that it is picked up), the head of the line first. Agents, all busy, become
 * free at the rate of all of them together, so the law of the wait follows caller by caller: at the wait v the next one
 * is still there with their survival and takes the agent, and the wait grows by one exponential time, or they are gone and it
 * stays v. Integrated by polynomials in panels of at most 1.5 mean times between two free agents: exact to about 1e-10
 * for smooth laws; a law that jumps is as exact as panels can see it, about 1e-4 of the jump. The work grows with the
 * square of the line.
 *
 * @param ahead what is left of the patience of each before them, in order
 * @param own what is left of their own
 * @param within how long from now, above 0
 * @throws ParameterError
 */
export function taggedCallerBehind(
  { agents, serviceRate }: { readonly agents: number; readonly serviceRate: number },
  ahead: readonly PatienceLaw[],
  own: PatienceLaw,
  within: number,
): TaggedCallerBehind {
  mustBeWhole("agents", agents, 1);
  mustBePositive("serviceRate", serviceRate);
  mustNotBeNegative("within", within);
  const capacity = agents * serviceRate;
  // Nobody waits longer than if nobody before them left.
  const longest = (ahead.length + 1 + 9 * Math.sqrt(ahead.length + 1) + 40) / capacity;
  const horizon = within > 0 ? Math.min(within, longest) : longest;
  const inTime = Math.ceil((horizon * capacity) / 1.5);
  const width = horizon / inTime;
  const panels = Math.ceil(longest / width);
  const count = rule.nodes.length;
  const waits = Float64Array.from(
    { length: panels * count },
    (_, at) => width * (Math.floor(at / count) + rule.nodes[at % count]!),
  );
  const grow = growing(capacity * width);
  const law = waits.map((wait) => capacity * Math.exp(-capacity * wait));
  const staying = new Float64Array(count);
  for (const one of ahead) {
    let carried = 0;
    for (let panel = 0; panel < panels; panel++) {
      const from = panel * count;
      for (let node = 0; node < count; node++) {
        const stayed = law[from + node]! * one.survival(waits[from + node]!);
        staying[node] = stayed;
        law[from + node]! -= stayed;
      }
      for (let node = 0; node < count; node++) {
        const row = grow.toNode[node]!;
        let sum = carried * grow.decay[node]!;
        for (let other = 0; other < count; other++) sum += row[other]! * staying[other]!;
        law[from + node]! += sum;
      }
      carried *= grow.decayAtEnd;
      for (let other = 0; other < count; other++) carried += grow.toEnd[other]! * staying[other]!;
    }
  }
  let [answered, served, offered, waitOfServed] = [0, 0, 0, 0];
  for (const [at, wait] of waits.entries()) {
    const mass = law[at]! * width * rule.weights[at % count]!;
    const stayed = mass * own.survival(wait);
    if (within > 0 && at < inTime * count) answered += stayed;
    served += stayed;
    offered += mass * wait;
    waitOfServed += stayed * wait;
  }
  return {
    probabilityOfAnswerWithin: atMostOne(answered),
    probabilityOfService: atMostOne(served),
    meanOfferedWait: offered,
    meanWaitIfServed: waitOfServed / served,
  };
}

/** What a wait that grows by an exponential time carries from each node to the later ones, in a panel of that many mean times. */
function growing(span: number) {
  const { nodes, weights, partial } = rule;
  return {
    toNode: nodes.map((to, row) =>
      nodes.map((from, column) => span * partial[row]![column]! * Math.exp(span * (from - to))),
    ),
    toEnd: nodes.map((from, column) => span * weights[column]! * Math.exp(span * (from - 1))),
    decay: nodes.map((to) => Math.exp(-span * to)),
    decayAtEnd: Math.exp(-span),
  };
}

const rule = partialRule(10);
