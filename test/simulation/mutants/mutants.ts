import type { Mutation } from "../espera-process.ts";
import { injected } from "./injected.ts";
import { type Patch, patches } from "./patches.ts";

/** What is known of something wrong that is put in on purpose. */
export interface Found {
  /** Goes on from "it is found when". */
  readonly name: string;
  /** The rule by which the judge finds it, and what its sentence has in it. */
  readonly rule: number;
  readonly says: string;
  /** A story in which it was found: looked at first. */
  readonly seed: number;
}

/** One thing wrong with Espera, switched in by the harness alone: around Espera, or in the text of one of its files. */
export type Mutant = Found & ({ readonly mutation: Mutation } | { readonly patch: Patch });

/** The judge must find every one. */
export const mutants: readonly Mutant[] = [...injected, ...patches];
