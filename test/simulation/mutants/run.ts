import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { mutants } from "./mutants.ts";
import type { Sought } from "./seeker.ts";

/**
 * `npm run test:mutants`: looks for every mutant, story by story from the first, and prints in which it was found and
 * what the judge said. Fails where one is not found within 500, or cannot be put in.
 */
const MOST_STORIES = 500;

const wanted = process.argv.slice(2);
const queue = mutants.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const total = queue.length;
const sought: Sought[] = [];
const seeker = fileURLToPath(new URL("./seeker.ts", import.meta.url));

async function seek(): Promise<void> {
  const child = fork(seeker, { execArgv: [] });
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    child.send({ name: mutant.name, seeds: MOST_STORIES });
    const [found] = (await Promise.race([
      once(child, "message"),
      once(child, "exit").then(([code]) => [
        { name: mutant.name, caught: null, fault: `its process ended with ${code}` },
      ]),
    ])) as [Sought];
    sought.push(found);
    console.log(lineOf(found));
    if (!child.connected) return seek();
  }
  child.disconnect();
}

function lineOf({ name, caught, fault }: Sought): string {
  if (caught) return `found in story ${caught.seed}: ${name}\n    ${caught.sentence}`;
  return `NOT FOUND: ${name}${fault === undefined ? ` in ${MOST_STORIES} stories` : `\n    ${fault}`}`;
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), total) }, seek));
const found = sought.filter(({ caught }) => caught !== null).length;
console.log(`\n${found} of ${total} mutants found`);
process.exitCode = found === total && total > 0 ? 0 : 1;
