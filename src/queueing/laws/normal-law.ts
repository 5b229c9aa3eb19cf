import { upperGamma } from "./incomplete-gamma.ts";

/** The probability that a standard normal variable is at most `z`, exact in both tails: Q(½, z²/2) is that of beyond ±|z|. */
export function normalAtMost(z: number): number {
  const beyond = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? beyond : 1 - beyond;
}
