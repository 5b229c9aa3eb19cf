import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SimulatedCaller } from "../../../src/exchange/simulated/traffic/traffic.ts";
import type { Erasure } from "../outside/supervisor.ts";
import type { Story } from "../story.ts";

/**
 * Numbers that a file of the journal holds though Espera said that none does, of people who have not phoned since, nor were
 * on the phone by a call that was not reported before.
 */
export function problemsOfErasedNumbers({
  directory,
  supervisor,
  world: { traffic, observer, presence, slowMs },
}: Pick<Story, "directory" | "supervisor" | "world">): string[] {
  // By its snapshot, where the call came while Espera was away.
  const isTold = (at: number, before: number) => {
    const { from, until } = presence.findLast((one) => one.from <= before)!;
    return Math.max(from, at) + slowMs < Math.min(until ?? before, before);
  };
  const bringsIt = ({ call, number, at }: SimulatedCaller, erased: Erasure & { readonly cleanAt: number }) =>
    number === erased.number &&
    (observer.ends.get(call) ?? at) >= erased.cleanAt &&
    !isTold(at, erased.askedAt);
  const gone = supervisor.erasures
    .filter((erasure): erasure is Erasure & { readonly cleanAt: number } => erasure.cleanAt !== null)
    .filter((erasure) => !traffic.callers.values().some((caller) => bringsIt(caller, erasure)));
  return FILES.flatMap((file) => {
    const path = join(directory, file);
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    return gone
      .filter(({ number }) => bytes.includes(number))
      .map(({ callback }) => `${file} holds the number of ${callback}, whose person was erased`);
  });
}

const FILES = ["espera.db", "espera.db-wal"] as const;
