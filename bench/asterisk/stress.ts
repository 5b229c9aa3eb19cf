import { loadavg } from "node:os";
import { keysAnotherNumber, OTHER, world as wanted } from "../../test/asterisk/stories/another-number.ts";
import { RINGS_BRIEFLY, World } from "../../test/asterisk/stories/world.ts";
import { besideBusyCores } from "../busy-cores.ts";
import type { Bench, BenchOptions, Finding } from "../measure.ts";
import { written } from "./journal.ts";
import { table } from "./judge.ts";
import { boundsOf, HEARD_WITHIN_MS, type Judged, judged, tablesOf, underLoad } from "./load.ts";
import { OFFERING, type Schedule } from "./traffic.ts";
import { Witness } from "./witness.ts";

const ROUNDS = 20;
const minute: Schedule = { durationS: 60, ratePerS: 5 };
const small: Schedule = { durationS: 10, ratePerS: 5 };
const CALLED_BACK_WITHIN_MS = 120_000;

/** A minute of calls, again and again, beside a load that keeps all cores busy. */
export const stressLoad: Bench = (options) =>
  inRounds("a minute of calls at a steady 5/s beside busy cores", options, async () => {
    return underLoad(options.quick ? small : minute, options.say);
  });

/**
 * Somebody keys another number and is called there, again and again, beside a load that keeps all cores busy. It rings
 * for 2 s: a phone that the machine lets answer too late is called a second time.
 */
export const stressStory: Bench = (options) =>
  inRounds("a caller who keys another number and is called there, beside busy cores", options, judgedOnce);

async function judgedOnce(): Promise<Judged> {
  const world = await World.start({ ...wanted, attempts: RINGS_BRIEFLY });
  const witness = await Witness.of(world.asterisk);
  try {
    const call = await keysAnotherNumber(world);
    // What is open then is the judge's.
    await world.event("callback-ended", CALLED_BACK_WITHIN_MS).catch(() => undefined);
    await witness.heardAll(HEARD_WITHIN_MS);
    const { agents, customers } = world;
    const journal = await written(world.store, world.record, world.run);
    const callers = [{ does: "yes", queue: OFFERING, call }] as const;
    const seen = { callers, agents, customers, witness, written: journal };
    const others = customers.calls
      .filter(({ number }) => number !== `+57${OTHER}`)
      .map(({ number }) => `${number} rang, and nobody had keyed it`);
    const one = judged(seen);
    return { ...one, twice: [...one.twice, ...(await world.faultsOfDialling()), ...others] };
  } finally {
    witness.close();
    await world.stop();
  }
}

async function inRounds(
  what: string,
  { quick, rounds = quick ? 1 : ROUNDS, say }: BenchOptions,
  once: () => Promise<Judged>,
): Promise<Finding> {
  const all: Judged[] = [];
  const failed: string[] = [];
  let highestLoad = 0;
  await besideBusyCores(async () => {
    for (let round = 1; round <= rounds; round++) {
      const said = await once().then(
        (one) => {
          all.push(one);
          const { calls, callbacks, silentPhones } = one.verdict;
          const silent = Object.fromEntries(silentPhones);
          return JSON.stringify({
            calls: table(calls),
            callbacks: table(callbacks),
            silent,
            twice: one.twice,
          });
        },
        (error: unknown) => {
          failed.push(`round ${round}: ${String(error)}`);
          return String(error);
        },
      );
      highestLoad = Math.max(highestLoad, loadavg()[0]!);
      say(`round ${round} of ${rounds}: ${said}`);
    }
  });
  return {
    what,
    ratio: null,
    bounds: boundsOf(all),
    // A round that the bed could not play to its end says nothing of Espera.
    figures: { rounds, judged: all.length, failed, highestLoad, ...tablesOf(all) },
  };
}
