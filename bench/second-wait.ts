import { roster } from "../src/exchange/simulated/roster.ts";
import { SimulatedExchange } from "../src/exchange/simulated/simulated-exchange.ts";
import { configuredTraffic } from "../src/exchange/simulated/traffic/configured-traffic.ts";
import { IN_MEMORY } from "../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import type { JudgementName, Settings } from "../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../src/operation/default-settings.ts";
import { Operation } from "../src/operation/operation.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { VirtualClock } from "../src/replay/virtual-clock.ts";
import { IdleAgents } from "./idle-agents.ts";
import { type Bench, quantile, rounded } from "./measure.ts";
import { SecondWaits } from "./second-waits.ts";

const timeZone = "America/Bogota";
/** A Monday. */
const firstDay = Date.parse("2026-11-16T00:00:00-05:00");
const DAY_MS = 86_400_000;
const everyDay = <T>(hours: T): T[] => Array.from({ length: 7 }, () => hours);
const workday = { fromMinute: 8 * 60, toMinute: 20 * 60 };

/** Centres of every size under the same pressure: about 145 callers a day for each agent, who talk for five minutes. */
const centres = [
  { agents: 1, callsPerDay: 130 },
  { agents: 2, callsPerDay: 270 },
  { agents: 5, callsPerDay: 700 },
  { agents: 22, callsPerDay: 3_200 },
  { agents: 50, callsPerDay: 7_250 },
] as const;

type Centre = (typeof centres)[number];

/**
 * How long those who were called back and pressed 1 wait for an agent then, in centres of every size and with both judgements, with an
 * agent held for them and without, and for how long agents idle while somebody waits. No baseline: what is wanted are bounds.
 */
export const secondWait: Bench = async ({ quick, say }) => {
  const figures: Record<string, unknown> = {};
  const bounds: { of: string; is: number; atMost: number }[] = [];
  for (const centre of quick ? centres.slice(0, 2) : centres) {
    // The small ones call few back: more days make up for it.
    const days = quick ? 2 : Math.ceil(DAYS_OF_AGENTS / centre.agents);
    for (const judgement of ["plain", "learned"] as const)
      for (const reserves of [true, false]) {
        say(
          `${centre.agents} agents, ${days} days, ${judgement}, ${reserves ? "with" : "without"} reservation`,
        );
        const result = await liveThrough(centre, { days, reserves, judgement });
        const name = `${centre.agents} agents, ${judgement}, ${reserves ? "one held" : "none held"}`;
        figures[name] = result;
        if (!reserves) continue;
        bounds.push({ of: `${name}: hung up, share`, is: result.hungUpShare, atMost: 0.03 });
        bounds.push({ of: `${name}: median second wait, s`, is: result.medianS, atMost: 10 });
        // Nine in ten are kept by what is learned, and nearly all by the plain rule.
        const broken = judgement === "plain" ? 0 : 0.1;
        bounds.push({ of: `${name}: promises broken, share`, is: result.lateShare, atMost: broken });
        if (centre.agents < 50) continue;
        bounds.push({ of: `${name}: mean second wait, s`, is: result.meanS, atMost: 5 });
        bounds.push({
          of: `${name}: idle for them while somebody waits, share`,
          is: result.idleForItShare,
          atMost: 0.03,
        });
      }
  }
  return { what: "what customers wait again after they pressed 1", ratio: null, bounds, figures };
};

/** Lives through the days of one centre, and gives what became of those who were promised a call. */
async function liveThrough(
  { agents, callsPerDay }: Centre,
  {
    days,
    reserves,
    judgement,
  }: { readonly days: number; readonly reserves: boolean; readonly judgement: JudgementName },
) {
  const to = firstDay + days * DAY_MS;
  const clock = new VirtualClock(firstDay);
  const traffic = { skill: 1, callsPerDay, meanHandleMs: 300_000, meanPatienceMs: 600_000 };
  const group = { count: agents, skills: [1], shift: workday, wrapUpMs: 0 };
  const exchange = new SimulatedExchange({
    clock,
    random: new RandomSource("second wait"),
    traffic: configuredTraffic({ seed: "second wait", timeZone, skills: [traffic], from: firstDay, to }),
    agents: roster({ timeZone, groups: [group], from: firstDay, to: to + DAY_MS }),
    options: { reserves },
  });
  const store = await openSqliteStore({ file: IN_MEMORY });
  const record = await store.openOperation({ name: "centre", timeZone, simulated: true });
  const run = await store.openRun(record.id, { kind: "generated", name: "days" });
  const waits = new SecondWaits();
  const idle = new IdleAgents();
  const operation = await Operation.open({
    store,
    stepsAtOnce: 5_000,
    record,
    run,
    exchange,
    clock,
    settings: { ...settings, skills: settings.skills.map((skill) => ({ ...skill, judgement })) },
    newPersonId: () => crypto.randomUUID(),
    onFault: (fault) => {
      throw fault;
    },
  });
  operation.start();
  await clock.run(to + DAY_MS / 2, () => operation.settled());
  await operation.stop();
  exchange.close();
  for await (const steps of store.steps(run, 0))
    for (const step of steps) {
      waits.see(step);
      idle.see(step);
    }

  await store.close();
  const second = waits.seconds;
  const workS = days * agents * (workday.toMinute - workday.fromMinute) * 60;
  return {
    promised: waits.promised,
    pressed1: second.length,
    hungUpShare: rounded(waits.hungUp / second.length),
    meanS: rounded(second.reduce((sum, one) => sum + one, 0) / second.length),
    medianS: rounded(quantile(second, 0.5)),
    p90S: rounded(quantile(second, 0.9)),
    lateShare: rounded(waits.late / waits.promised),
    lateOnPhone: waits.lateOnPhone,
    calledEarly: waits.early,
    intoHold: waits.intoHold,
    overtakesEach: rounded(waits.overtakes / waits.promised),
    medianMinutesToTheCall: rounded(quantile(waits.minutesToTheCall, 0.5)),
    promisedSpanMinutes: rounded(quantile(waits.spanMinutes, 0.5)),
    idleShare: rounded(idle.seconds / workS),
    idleForItShare: rounded(idle.heldSeconds / workS),
    callersWhoGaveUp: rounded(waits.abandoned / waits.calls),
  };
}

const settings: Settings = {
  ...defaultSettings(timeZone),
  callingHours: everyDay({ fromMinute: 0, toMinute: 1_440 }),
  skills: [
    {
      ...defaultSkill,
      id: 1,
      name: "centre",
      smartWait: "on",
      offerAfterMs: 60_000,
      holdOut: false,
      // When its agents work: nothing is promised for after that.
      openingHours: everyDay(workday),
    },
  ],
};

/** Days that all agents of a centre work together. */
const DAYS_OF_AGENTS = 120;
