import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type Mutant, mutants } from "./mutants.ts";
import type { Sought } from "./seeker.ts";

/**
 * `npm run test:mutants [-- WORDS]`: looks for every mutant, or for those whose name has the words in it, story by
 * story from the first, and prints in which it was found and what the judge said. Fails where one is not found, or
 * cannot be put in.
 */
const MOST_STORIES = 500;

const words = process.argv.slice(2).join(" ");
const queue = mutants.filter(({ name }) => name.includes(words));
const total = queue.length;
const seeker = fileURLToPath(new URL("./seeker.ts", import.meta.url));
let found = 0;

async function seek({ name }: Mutant): Promise<Sought> {
  const child = fork(seeker, [name, String(MOST_STORIES)], { execArgv: [] });
  const ended = once(child, "exit").then(([code]): [Sought] => [
    { caught: null, fault: `its process ended with ${code}` },
  ]);
  const [sought] = (await Promise.race([once(child, "message"), ended])) as [Sought];
  await ended;
  return sought;
}

async function seekAll(): Promise<void> {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { caught, fault } = await seek(mutant);
    if (caught) found++;
    console.log(
      caught
        ? `found in story ${caught.seed}: ${mutant.name}\n    ${caught.sentence}`
        : `NOT FOUND: ${mutant.name}\n    ${fault ?? `${MOST_STORIES} stories held`}`,
    );
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), total) }, seekAll));
console.log(`\n${found} of ${total} mutants found`);
process.exitCode = found === total && total > 0 ? 0 : 1;
