import { judge } from "../judge.ts";
import { simulate } from "../simulation.ts";
import type { Mutant } from "./mutants.ts";
import { loadPatched } from "./patched-modules.ts";

export interface Caught {
  readonly seed: number;
  /** What the judge says of it. */
  readonly sentence: string;
}

/**
 * The first of the stories in which the judge finds a mutant by the rule that it breaks; `null`: in none. The judge
 * itself is never changed.
 */
export async function searchFor(mutant: Mutant, seeds: Iterable<number>): Promise<Caught | null> {
  const live = await simulationOf(mutant);
  for (const seed of seeds) {
    const complaints = await live(seed).then(judge, brokenRule);
    const sentence = complaints.find(
      (one) => one.startsWith(`rule ${mutant.rule}:`) && one.includes(mutant.says),
    );
    if (sentence !== undefined) return { seed, sentence };
  }
  return null;
}

async function simulationOf(mutant: Mutant): Promise<(seed: number) => ReturnType<typeof simulate>> {
  if ("mutation" in mutant) return (seed) => simulate(seed, mutant.mutation);
  const module = new URL("../simulation.ts", import.meta.url);
  const patched = await loadPatched<{ simulate: typeof simulate }>(mutant.name, mutant.patch, module);
  return (seed) => patched.simulate(seed);
}

/** A story can end in the middle of itself by a rule that is broken: it may be another one than the mutant's. */
function brokenRule(error: unknown): readonly string[] {
  if (error instanceof Error && /^rule \d+:/.test(error.message)) return [error.message];
  throw error;
}
