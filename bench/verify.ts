import type { Step } from "../src/journal/port/run.ts";
import type { Store } from "../src/journal/port/store.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { verifyOperation } from "../src/journal/verify/verify.ts";
import { apply } from "../src/line/apply.ts";
import { decide } from "../src/line/decide.ts";
import { emptyState, type State } from "../src/line/state.ts";
import { datesFrom, demonstrationIn, liveThrough } from "./demonstration-days.ts";
import { settings } from "./large-centre.ts";
import { type Bench, type BenchOptions, inDirectory, median, processorTime, rounded } from "./measure.ts";

/**
 * `espera journal verify --all` over days of the demonstration, against replaying their steps: reading each one and
 * applying its events, as a start does that finds no checkpoint. And whether a step costs the same in a month as in a few
 * days.
 */
export const verify: Bench = async (options) => {
  const [few, many] = options.quick ? [1, 2] : [4, 31];
  const short = await measured(few, options);
  const long = await measured(many, options);
  const ratio = rounded(long.verifyMs / long.replayMs);
  return {
    what: `verify --all over ${many} days of the demonstration, over reading their steps and applying their events`,
    ratio,
    bounds: [
      { of: "ratio", is: ratio, atMost: 3 },
      {
        of: `a step's share of it, over that with ${few} days`,
        is: rounded(long.verifyMs / long.steps / (short.verifyMs / short.steps)),
        atMost: 1.3,
      },
    ],
    figures: {
      steps: long.steps,
      verifyMs: rounded(long.verifyMs),
      replayMs: rounded(long.replayMs),
      decidingAgainMs: rounded(long.decidingMs),
      overDecidingAgain: rounded(long.verifyMs / long.decidingMs),
      stepsPerS: Math.round((long.steps / long.verifyMs) * 1_000),
    },
  };
};

interface Measured {
  readonly steps: number;
  readonly verifyMs: number;
  /** Reading each step and applying its events. */
  readonly replayMs: number;
  /** Reading each step and deciding on its fact again. */
  readonly decidingMs: number;
}

/** Medians of rounds in which the three take turns. */
function measured(days: number, { quick, say }: BenchOptions): Promise<Measured> {
  return inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    try {
      const record = await demonstrationIn(store);
      say(`${days} days are lived through`);
      for (const date of datesFrom("2026-11-02", days))
        await liveThrough(store, record, date, { nineHours: quick });
      const took = { verify: [] as number[], replay: [] as number[], deciding: [] as number[] };
      for (let round = 0; round < (quick ? 1 : 5); round++) {
        say(`round ${round + 1}`);
        took.verify.push(await processorTime(() => verified(store, record.id)));
        took.replay.push(await processorTime(() => replayed(store, record.id, applyEvents)));
        took.deciding.push(await processorTime(() => replayed(store, record.id, decideAgain)));
      }
      return {
        steps: (await store.runs(record.id)).reduce((sum, { lastSeq }) => sum + lastSeq, 0),
        verifyMs: median(took.verify),
        replayMs: median(took.replay),
        decidingMs: median(took.deciding),
      };
    } finally {
      await store.close();
    }
  });
}

async function verified(store: Store, operation: number): Promise<void> {
  for await (const { problems } of verifyOperation(store, operation, { all: true }))
    if (problems.length > 0) throw new Error(problems[0]);
}

async function replayed(
  store: Store,
  operation: number,
  replay: (state: State, step: Step) => void,
): Promise<void> {
  for (const run of await store.runs(operation)) {
    const state = emptyState(settings);
    for await (const steps of store.steps(run, 0)) for (const step of steps) replay(state, step);
  }
}

function applyEvents(state: State, { fact, events }: Step): void {
  for (const event of events) apply(state, event, fact.at);
}

function decideAgain(state: State, { fact }: Step): void {
  decide(state, fact);
}
