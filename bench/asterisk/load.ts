import { monitorEventLoopDelay } from "node:perf_hooks";
import { dialledAgain, inWords } from "../../test/asterisk/bed/attempts.ts";
import { until } from "../../test/asterisk/bed/until.ts";
import { type Bench, type Bound, quantile, rounded } from "../measure.ts";
import { accountOf, diallingFaults, type Seen } from "./account.ts";
import { answeredAfterMs, Centre } from "./centre.ts";
import { readJournal } from "./journal.ts";
import { judge, sentences, table, type Verdict } from "./judge.ts";
import { ProcessorTime } from "./processor-time.ts";
import {
  type Group,
  type KindOfCaller,
  OFFERING,
  PASSING,
  queueOf,
  type Schedule,
  Traffic,
} from "./traffic.ts";

const whole: Schedule = {
  durationS: 300,
  ratePerS: 5,
  bursts: { everyS: 60, lastS: 10, ratePerS: 25 },
};
const small: Schedule = { durationS: 20, ratePerS: 5, bursts: { everyS: 20, lastS: 5, ratePerS: 25 } };
const QUIET_WITHIN_MS = 60_000;
/** Until the witness has heard what Espera had heard before. */
export const HEARD_WITHIN_MS = 30_000;
const LOOP_RESOLUTION_MS = 10;

/** Calls come steadily and in bursts: is any of them lost, or a promise forgotten? */
export const load: Bench = async ({ quick, say }) => {
  const { figures, ...one } = await underLoad(quick ? small : whole, say);
  return {
    what: "calls at a steady rate and in bursts on a real Asterisk, with return calls",
    ratio: null,
    bounds: boundsOf([one]),
    figures,
  };
};

/** What the judge said of a run. */
export interface Judged {
  readonly verdict: Verdict;
  /** Attempts that were dialled twice, or at once, in sentences. */
  readonly twice: readonly string[];
  /** Of the callbacks that were dialled more than once, with outcomes and gaps. */
  readonly again: readonly string[];
}

/** What the judge says of what was seen. */
export function judged(seen: Seen): Judged {
  return {
    verdict: judge(accountOf(seen)),
    twice: diallingFaults(seen),
    again: inWords(dialledAgain(seen.written.attempts)),
  };
}

/** A centre under the calls of a schedule, from its start to its end. */
export async function underLoad(
  schedule: Schedule,
  say: (line: string) => void,
): Promise<Judged & { readonly figures: Record<string, unknown> }> {
  const centre = await Centre.start({
    queues: [
      { queue: OFFERING, skill: 1, offers: true },
      { queue: PASSING, skill: 2, offers: false },
    ],
    agentsPerQueue: 30,
    agents: { answerAfterMs: 300, hangUpAfterMs: 2_000, keepsSound: false },
    customers: { answerAfterMs: 1_000, keys: [{ afterMs: 3_000, key: "1" }], keepsSound: false },
  });
  try {
    const processors = new ProcessorTime({
      espera: centre.esperaPid,
      asterisk: centre.asterisk.pid,
      phones: process.pid,
    });
    const phonesLoop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
    phonesLoop.enable();
    const traffic = new Traffic(centre);
    say(`calls for ${schedule.durationS} s`);
    await traffic.run(schedule, schedule.durationS * 1000 + QUIET_WITHIN_MS);
    say("the last return calls");
    // What is open then is the judge's.
    await until("no promise is open", QUIET_WITHIN_MS, () => centre.espera.openCallbacks === 0).catch(
      () => undefined,
    );
    const { shares, load: loadAverage } = processors.end();
    const { loopLateMs, warnings } = centre.espera;
    await centre.stopEspera();
    const written = await readJournal(centre.data);
    const { agents, customers, witness } = centre;
    await witness.heardAll(HEARD_WITHIN_MS);
    const callers = traffic.groups.flatMap(({ kind, calls }) =>
      calls.map((call) => ({ does: kind, queue: queueOf(kind), call })),
    );
    const seen: Seen = { callers, agents, customers, witness, written };
    const one = judged(seen);
    for (const [phone, times] of one.verdict.silentPhones)
      say(`the phone ${phone} fell silent ${times} times`);
    say(`Espera's loop came round ${rounded(loopLateMs.max)} ms late at most`);
    const sippErrors = await Promise.all(traffic.groups.map((group) => group.errors()));
    const late = (nanoseconds: number) => rounded(Math.max(0, nanoseconds / 1e6 - LOOP_RESOLUTION_MS));
    const figures = {
      calls: callers.length,
      ...tablesOf([one]),
      attempts: written.attempts.length,
      attemptsPerS: rounded(written.attempts.length / schedule.durationS),
      dialoguesAtOnce: written.dialoguesAtOnce,
      facts: written.facts,
      untilAnswered: {
        passed: delays(traffic.groups, (kind) => kind === "passed"),
        asked: delays(traffic.groups, (kind) => kind !== "passed"),
      },
      ofOneCore: shares,
      loadAverage,
      esperaLoopLateMs: { p99: rounded(loopLateMs.p99), max: rounded(loopLateMs.max) },
      phonesLoopLateMs: { p99: late(phonesLoop.percentile(99)), max: late(phonesLoop.max) },
      esperaWarnings: warnings,
      complaints: [...sippErrors, await centre.complaints()].join("").slice(0, 2_000),
    };
    return { ...one, figures };
  } finally {
    await centre.stop();
  }
}

/** Nothing is lost, and no promise is broken, by Espera or by Asterisk; what the bench's own phones did is a figure. */
export function boundsOf(runs: readonly Judged[]): Bound[] {
  const by = (fates: (verdict: Verdict) => Verdict["calls"]) =>
    runs.flatMap(({ verdict }) => sentences(fates(verdict), "Espera", "Asterisk")).length;
  return [
    { of: "calls lost by Espera or Asterisk", is: by(({ calls }) => calls), atMost: 0 },
    { of: "promises broken by Espera or Asterisk", is: by(({ callbacks }) => callbacks), atMost: 0 },
    { of: "attempts dialled twice or at once", is: runs.flatMap(({ twice }) => twice).length, atMost: 0 },
  ];
}

/** What became of all calls and callbacks of some runs, and in a sentence each of those that did not go as they should. */
export function tablesOf(runs: readonly Judged[]): Record<string, unknown> {
  const calls = runs.flatMap(({ verdict }) => verdict.calls);
  const callbacks = runs.flatMap(({ verdict }) => verdict.callbacks);
  const silent: Record<string, number> = {};
  for (const { verdict } of runs)
    for (const [phone, times] of verdict.silentPhones) silent[phone] = (silent[phone] ?? 0) + times;
  const notAsTheyShould = [calls, callbacks].flatMap((fates) =>
    sentences(fates, "Espera", "Asterisk", "phones"),
  );
  return {
    outcomes: table(calls),
    promised: table(callbacks),
    silentPhones: silent,
    notAsTheyShould: notAsTheyShould.slice(0, 100),
    twice: runs.flatMap(({ twice }) => twice),
    dialledAgain: runs.flatMap(({ again }) => again),
  };
}

function delays(groups: readonly Group[], which: (kind: KindOfCaller) => boolean) {
  const all = groups
    .filter(({ kind }) => which(kind))
    .flatMap(({ calls }) => calls.map(answeredAfterMs))
    .filter((value) => !Number.isNaN(value));
  return {
    calls: all.length,
    p50Ms: rounded(quantile(all, 0.5)),
    p99Ms: rounded(quantile(all, 0.99)),
    maxMs: rounded(Math.max(...all)),
  };
}
