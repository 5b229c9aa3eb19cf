import { account } from "./account.ts";
import { judge } from "./judge.ts";
import { type Ended, simulate } from "./simulation.ts";

/**
 * A process that lives through every `step`-th story from `from` to `to` (exclusive), and reports to its parent what became
 * of them.
 */
const [from, to, step] = process.argv.slice(2).map(Number) as [number, number, number];

/** What one process reports when it is done, or when a story went wrong: then it goes no further. */
export interface Told {
  readonly stories: number;
  /** How callbacks ended, and why Espera died. */
  readonly ends: readonly string[];
  readonly deaths: readonly string[];
  /** Of the first story that went wrong; `null`: none did. */
  readonly wrong: { readonly seed: number; readonly account: string } | null;
}

const ends = new Set<string>();
const deaths = new Set<string>();
let stories = 0;
let wrong: Told["wrong"] = null;
for (let seed = from; seed < to && !wrong; seed += step)
  try {
    const ended = await simulate(seed);
    stories++;
    const sentences = judge(ended);
    if (sentences.length > 0) wrong = { seed, account: account(seed, ended, sentences) };
    note(ended);
  } catch (fault) {
    const said = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    wrong = { seed, account: `seed ${seed} was not told to its end: ${said}` };
  }

function note(ended: Ended): void {
  for (const why of ended.deaths) deaths.add(why);
  for (const { steps } of ended.centres)
    for (const { events } of steps)
      for (const event of events)
        if (event.type === "callback-ended") ends.add(`${event.status}: ${event.reason}`);
}

process.send?.({ stories, ends: [...ends], deaths: [...deaths], wrong } satisfies Told);
process.disconnect?.();
