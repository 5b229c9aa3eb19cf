import { IN_MEMORY } from "../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { localDays } from "../src/lift/calls/local-days.ts";
import { recordedCall } from "../src/lift/calls/recorded-calls.ts";
import type { KnownAgents } from "../src/lift/centre/known-crew.ts";
import { reportedAgents } from "../src/lift/centre/reported-agents.ts";
import { LiftMeasure } from "../src/lift/estimate.ts";
import { DEFINITIONS, type Definition, type Level, levelsOf, liftOf, sumOf } from "../src/lift/levels.ts";
import type { LiftDay } from "../src/lift/lift-call.ts";
import type { Settings } from "../src/line/settings.ts";
import { localDateOf } from "../src/time/local-time.ts";
import { datesFrom, demonstrationIn, liveThrough } from "./demonstration-days.ts";
import { settings, timeZone } from "./large-centre.ts";
import { type Bench, rounded } from "./measure.ts";

const DAYS = 10;
const FIRST = "2026-11-01";
const withinMsOf = (skill: string) => settings.skills.find(({ id }) => String(id) === skill)!.target.withinMs;

/**
 * The lift that is found of the demonstration against the true one: the same callers phone in on the same days, with smart wait and
 * without. Where nobody is called back, none must be found.
 */
export const liftDemonstration: Bench = async ({ quick, days, say }) => {
  const dates = datesFrom(FIRST, quick ? 1 : (days ?? DAYS));
  const live = (world: string, judged: Settings) => lived(dates, { judged, quick, say, world });
  const treated = await live("with smart wait", settings);
  const plain = await live("without", {
    ...settings,
    skills: settings.skills.map((skill) => ({ ...skill, smartWait: "off" })),
  });
  say("measuring both");
  const [measure, measureOfPlain] = [treated, plain].map(
    ({ calls, agents }) => new LiftMeasure(calls, withinMsOf, (day) => agents[day] ?? null),
  );
  const of = (skill: string | null) => {
    const chosen = skill === null ? undefined : new Set([skill]);
    const [estimate, ofPlain] = [measure!.estimate(chosen), measureOfPlain!.estimate(chosen)];
    return {
      ...Object.fromEntries(
        DEFINITIONS.map((definition) => {
          const { value, low, high } = estimate.lift[definition];
          const found = { found: rounded(value), low: low && rounded(low), high: high && rounded(high) };
          return [definition, { ...trueLift(treated.calls, plain.calls, { definition, skill }), ...found }];
        }),
      ),
      validationError: rounded(estimate.validationError),
      withoutSmartWait: {
        found: rounded(ofPlain.lift.promise.value),
        validationError: rounded(ofPlain.validationError),
      },
    } as Compared;
  };
  const all = of(null);
  const off = (definition: Definition) => rounded(Math.abs(all[definition].found - all[definition].true));
  return {
    what: "the lift that is found of the demonstration's days, less the true one; in points",
    ratio: null,
    bounds: [
      { of: "|found less true|, promise", is: off("promise"), atMost: 0.5 },
      { of: "|validation error|", is: Math.abs(all.validationError), atMost: 1 },
      { of: "|found| of days without smart wait", is: Math.abs(all.withoutSmartWait.found), atMost: 0.5 },
      {
        of: "|validation error| of days without smart wait",
        is: Math.abs(all.withoutSmartWait.validationError),
        atMost: 1,
      },
    ],
    figures: {
      days: dates.length,
      calls: treated.calls.flat().length,
      all,
      ...Object.fromEntries(settings.skills.map(({ id }) => [`skill ${id}`, of(String(id))])),
    },
  };
};

/** Percentage points. */
type Compared = Readonly<
  Record<Definition, TrueLift & { readonly found: number; readonly low: number; readonly high: number }>
> & {
  readonly validationError: number;
  /** What is found of the days without smart wait, where the true lift is 0. */
  readonly withoutSmartWait: { readonly found: number; readonly validationError: number };
};

interface TrueLift {
  readonly true: number;
  /** Of the true lift, as its days differ: the two worlds part by chance too. */
  readonly standardError: number;
}

/** The calls of the days, and who was there. */
interface LivedDays {
  readonly calls: readonly LiftDay[];
  readonly agents: readonly (KnownAgents | null)[];
}

async function lived(
  dates: readonly string[],
  given: {
    readonly world: string;
    readonly judged: Settings;
    readonly quick: boolean;
    readonly say: (line: string) => void;
  },
): Promise<LivedDays> {
  const store = await openSqliteStore({ file: IN_MEMORY });
  // The hold-out is drawn by this key: the same days each time.
  const record = { ...(await demonstrationIn(store)), personKey: new Uint8Array(32) };
  for (const date of dates) {
    given.say(`${date}, ${given.world}`);
    await liveThrough(store, record, date, { nineHours: given.quick, judged: given.judged });
  }
  const rows = await store.liftCalls(record.id, 0, Number.MAX_SAFE_INTEGER);
  const agents: (KnownAgents | null)[] = [];
  for (const day of Map.groupBy(rows, ({ arrivedAt }) => localDateOf(arrivedAt, timeZone)).values())
    agents.push(await reportedAgents(store, record, day));
  await store.close();
  const calls = rows.map((row) => recordedCall(row, withinMsOf(String(row.skill))));
  return { calls: localDays(calls, timeZone), agents };
}

function trueLift(
  treated: readonly LiftDay[],
  plain: readonly LiftDay[],
  { definition, skill }: { readonly definition: Definition; readonly skill: string | null },
): TrueLift {
  const levelOf = (calls: LiftDay): Level =>
    sumOf(
      calls
        .filter((call) => skill === null || call.skill === skill)
        .map((call) => levelsOf(call, withinMsOf(call.skill))[definition]),
    );
  const daily = treated.map((calls, day) => liftOf(levelOf(calls), levelOf(plain[day]!)));
  const mean = daily.reduce((sum, value) => sum + value, 0) / daily.length;
  const squares = daily.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    true: rounded(liftOf(levelOf(treated.flat()), levelOf(plain.flat()))),
    standardError: rounded(Math.sqrt(squares / (daily.length - 1) / daily.length)),
  };
}
