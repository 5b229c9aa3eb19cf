import type { Mutation } from "../espera-process.ts";
import { type Found, injected } from "./injected.ts";
import { type Patch, patches } from "./patches.ts";

/** One thing wrong with Espera, switched in by the harness alone: around Espera, or in the text of one of its files. */
export type Mutant = Found & ({ readonly mutation: Mutation } | { readonly patch: Patch });

/** The judge must find every one. */
export const mutants: readonly Mutant[] = [...injected, ...patches];
