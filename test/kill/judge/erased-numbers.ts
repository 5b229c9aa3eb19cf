import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Story } from "../story.ts";

/** Numbers that a file of the journal holds though Espera said that none does, of people who have not phoned since. */
export function problemsOfErasedNumbers({
  directory,
  supervisor,
  world: { traffic, observer },
}: Pick<Story, "directory" | "supervisor" | "world">): string[] {
  const phonedSince = (number: string, at: number) =>
    [...traffic.callers.values()].some(
      (caller) => caller.number === number && (observer.ends.get(caller.call) ?? at) >= at,
    );
  const gone = supervisor.erasures.filter(
    ({ number, cleanAt }) => cleanAt !== null && !phonedSince(number, cleanAt),
  );
  return FILES.flatMap((file) => {
    const path = join(directory, file);
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    return gone
      .filter(({ number }) => bytes.includes(number))
      .map(({ callback }) => `${file} holds the number of ${callback}, whose person was erased`);
  });
}

const FILES = ["espera.db", "espera.db-wal"] as const;
