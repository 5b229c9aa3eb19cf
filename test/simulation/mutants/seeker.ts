import { mutants } from "./mutants.ts";
import { type Caught, searchFor } from "./search.ts";

/** A process that looks for the mutants that its parent names, one after another. */

/** What it tells of each. */
export interface Sought {
  readonly name: string;
  readonly caught: Caught | null;
  /** What kept it from looking. */
  readonly fault?: string;
}

process.on("message", async ({ name, seeds }: { name: string; seeds: number }) => {
  const mutant = mutants.find((one) => one.name === name)!;
  const sought = await searchFor(mutant, Array(seeds).keys()).then(
    (caught): Sought => ({ name, caught }),
    (fault: unknown): Sought => ({ name, caught: null, fault: String(fault) }),
  );
  process.send?.(sought);
});
