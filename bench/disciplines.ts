import type { SkillSettings } from "../src/line/settings.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { usualWillingness } from "../src/replay/centre/centre-day.ts";
import { dayMeasures, type Measures } from "../src/replay/what-if/measures.ts";
import { recordSettings } from "../src/replay/what-if/record-settings.ts";
import { Tally } from "../src/replay/what-if/tally.ts";
import { whatIf } from "../src/replay/what-if/what-if.ts";
import { World } from "../src/replay/what-if/world.ts";
import { type MadeTeam, madeCentreDay } from "./made-centre.ts";
import { type Bench, type Bound, rounded } from "./measure.ts";
import { BANK_ZONE, recordedDays } from "./recorded-days.ts";
import { hasRecordedMonths } from "./recorded-history.ts";

/** What is compared, by name, without smart wait first. */
const WAYS = {
  none: { smartWait: "off" },
  place: { discipline: { kind: "place" } },
  window: { discipline: { kind: "window", widthMs: 30 * 60_000, reserveAgents: 1 } },
  flexible: { discipline: { kind: "flexible" } },
} as const satisfies Record<string, Partial<SkillSettings>>;

type Way = keyof typeof WAYS;
type ByWay = Readonly<Record<Way, Measures>>;
const ways = Object.keys(WAYS) as Way[];

/** Teams that are short of agents in the same 90 minutes of each day. */
const TEAMS = {
  "6 agents": { agents: 6, load: 0.65, surge: 1.2, days: 25 },
  "20 agents": { agents: 20, load: 0.724, surge: 1.2, days: 15 },
  "60 agents": { agents: 60, load: 0.8, surge: 1.2, days: 12 },
} as const satisfies Record<string, MadeTeam & { readonly days: number }>;
/** Days on which a fresh skill learns its line; they are not counted. */
const LEARNING_DAYS = 5;

/** Of these months so many days: of the second one a quarter of the callers gave up. */
const MONTHS = { "1999-02": 7, "1999-03": 5 };

/**
 * What the disciplines do to the same callers, in generated centres and on recorded days of a bank: a discipline that serves callbacks
 * inside a short span is to lose fewer callers than places do, and to call back in half the time of windows.
 */
export const disciplines: Bench = async ({ quick, rounds, say }) => {
  const found: Record<string, ByWay> = {};
  // The smallest team shows that it works; the others take minutes.
  for (const [name, team] of Object.entries(TEAMS).slice(0, quick ? 1 : undefined)) {
    say(name);
    found[name] = ofTeam(team, quick ? LEARNING_DAYS + 1 : team.days);
  }
  for (const [month, days] of !quick && hasRecordedMonths() ? Object.entries(MONTHS) : []) {
    say(month);
    found[month] = await ofMonth(month, days, rounds ?? 1);
  }
  return {
    what: "callers who give up and time to the return call: flexible against place and window",
    ratio: null,
    bounds: Object.entries(found).flatMap(([name, measures]) => boundsOf(name, measures)),
    figures: Object.fromEntries(
      Object.entries(found).map(([name, measures]) => [
        name,
        Object.fromEntries(ways.map((way) => [way, figuresOf(measures[way])])),
      ]),
    ),
  };
};

function ofTeam(team: MadeTeam, days: number): ByWay {
  const random = new RandomSource("made 1");
  return byWay((way) => {
    const world = new World(
      recordSettings("Etc/UTC", new Map([["team", 1]]), {
        judgement: "learned",
        offerAfterMs: 30_000,
        ...WAYS[way],
      }),
      random,
    );
    const tallies: Tally[] = [];
    for (let n = 0; n < days; n++) {
      const made = madeCentreDay(team, n, random);
      const lived = world.live(made, made.day.to);
      if (n >= LEARNING_DAYS) tallies.push(...lived.values());
    }
    world.end();
    return dayMeasures(Tally.of(tallies));
  });
}

async function ofMonth(month: string, days: number, seeds: number): Promise<ByWay> {
  const [, ...offering] = ways;
  const found = await whatIf({
    recording: recordedDays(month, days),
    variants: ({ skillIds, classes }) =>
      offering.map((way) => ({
        settings: recordSettings(BANK_ZONE, skillIds, { judgement: "learned", ...WAYS[way] }, classes),
        willingness: usualWillingness,
      })),
    seeds,
  });
  return byWay((way) => {
    const course = ways.indexOf(way);
    const tallies = found.days.flatMap(({ courses }) => [...courses[course]!.values()]);
    return dayMeasures(Tally.of(tallies), seeds);
  });
}

function byWay(of: (way: Way) => Measures): ByWay {
  return Object.fromEntries(ways.map((way) => [way, of(way)])) as Record<Way, Measures>;
}

function boundsOf(name: string, { place, window, flexible }: ByWay): Bound[] {
  const delays = flexible.meanTimeToCallbackS! / window.meanTimeToCallbackS!;
  return [
    {
      of: `${name}, more callers lost than by place, points`,
      is: rounded(100 * (flexible.abandonedShare! - place.abandonedShare!)),
      atMost: 0,
    },
    { of: `${name}, time to the return call over that of window`, is: rounded(delays), atMost: 0.5 },
    {
      of: `${name}, promises kept, percent`,
      is: rounded((100 * flexible.calledInTime) / flexible.yes),
      atLeast: 95,
    },
  ];
}

function figuresOf(measures: Measures): object {
  const percent = (share: number | null) => (share === null ? null : rounded(100 * share));
  const { yes } = measures;
  return {
    strictPercent: percent(measures.serviceLevelStrict),
    livePercent: percent(measures.serviceLevelLive),
    promisePercent: percent(measures.serviceLevelPromise),
    abandonedPercent: percent(measures.abandonedShare),
    meanWaitS: rounded(measures.meanWaitS ?? 0),
    callbacks: Math.round(yes),
    ...(yes === 0
      ? {}
      : {
          minutesToCallback: rounded((measures.meanTimeToCallbackS ?? 0) / 60),
          p90MinutesToCallback: rounded((measures.p90TimeToCallbackS ?? 0) / 60),
          promisesKeptPercent: percent(measures.calledInTime / yes),
          overtakenBy: rounded(measures.overtakes / yes),
        }),
  };
}
