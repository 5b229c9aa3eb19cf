import { mutants } from "./mutants.ts";
import { type Caught, searchFor } from "./search.ts";

/** A process that looks for one mutant in so many stories, and reports to its parent what it found. */
const [name, stories] = process.argv.slice(2);

/** What it reports. */
export interface Sought {
  readonly caught: Caught | null;
  /** What kept it from looking; `null`: nothing. */
  readonly fault: string | null;
}

async function seek(): Promise<Sought> {
  const mutant = mutants.find((one) => one.name === name);
  if (!mutant) return { caught: null, fault: "there is no such mutant" };
  try {
    return { caught: await searchFor(mutant, Array(Number(stories)).keys()), fault: null };
  } catch (fault) {
    return { caught: null, fault: String(fault) };
  }
}

process.send?.(await seek());
process.disconnect?.();
