import { FuzzRun } from "../test/api/fuzz/fuzz-run.ts";
import { grownOf, newProgress } from "../test/api/fuzz/progress.ts";
import { type Bench, rounded } from "./measure.ts";

/**
 * Requests of no good will to both interfaces of a real server, over bare sockets, some of them no whole HTTP, while callers
 * come and wait. One that is answered with a fault of the server's, or with what is not described, ends the bench. What
 * is measured is what they leave behind.
 */
export const hostileRequests: Bench = async ({ quick, say }) => {
  const wanted = quick ? 500 : 100_000;
  const progress = newProgress(1);
  const run = await FuzzRun.start(progress);
  let errors: string[] = [];
  let tookS = 0;
  let asked = 0;
  try {
    say("a tenth, to begin with");
    await run.until(wanted / 10);
    const begin = performance.now();
    asked = progress.requests;
    say(`${wanted} requests`);
    await run.until(asked + wanted);
    tookS = (performance.now() - begin) / 1_000;
    asked = progress.requests - asked;
  } finally {
    errors = await run.stop();
  }
  const [failure] = progress.failures;
  if (failure !== undefined) throw new Error(failure);
  const { heapMiB, processMiB, descriptors } = grownOf(progress.held);
  return {
    what: `${wanted} hostile requests to both interfaces: no fault of the server's, no stack, nothing that is not described`,
    ratio: null,
    bounds: [
      { of: "heap that stays, MiB", is: rounded(heapMiB), atMost: 30 },
      { of: "growth of the whole process, MiB", is: rounded(processMiB), atMost: 150 },
      { of: "descriptors that stay open", is: descriptors, atMost: 20 },
      { of: "errors in the log", is: errors.length, atMost: 0 },
    ],
    figures: { requestsPerS: rounded(asked / tookS), answersByStatus: progress.seen },
  };
};
