import type { PhoneCall } from "../../test/asterisk/bed/phone-call.ts";
import { until } from "../../test/asterisk/bed/until.ts";
import { type Bench, quantile, rounded } from "../measure.ts";
import { answeredAfterMs, Centre, legsByCustomer } from "./centre.ts";
import { ProcessorTime } from "./processor-time.ts";
import { readJournal, type Written } from "./promises.ts";
import { type Group, type KindOfCaller, OFFERING, PASSING, type Schedule, Traffic } from "./traffic.ts";

const whole: Schedule = {
  durationS: 300,
  ratePerS: 5,
  bursts: { everyS: 60, lastS: 10, ratePerS: 25 },
};
const small: Schedule = { durationS: 20, ratePerS: 5, bursts: { everyS: 20, lastS: 5, ratePerS: 25 } };
const QUIET_WITHIN_MS = 60_000;

/** How a call of the load ended, as the phones saw it. */
type Outcome = "answered" | "thanked" | "abandoned" | "lost";

/** Calls come steadily and in bursts: is any of them lost, or a promise forgotten? SIPp's record is the judge. */
export const load: Bench = async ({ quick, say }) => {
  const schedule = quick ? small : whole;
  const centre = await Centre.start({
    queues: [
      { queue: OFFERING, skill: 1, offers: true },
      { queue: PASSING, skill: 2, offers: false },
    ],
    agentsPerQueue: 30,
    agents: { answerAfterMs: 300, hangUpAfterMs: 2_000 },
    customers: { answerAfterMs: 1_000, keys: [{ afterMs: 3_000, key: "1" }] },
  });
  try {
    const processors = new ProcessorTime({
      espera: centre.esperaPid,
      asterisk: centre.asterisk.pid,
      phones: process.pid,
    });
    const traffic = new Traffic(centre);
    say(`calls for ${schedule.durationS} s`);
    await traffic.run(schedule, schedule.durationS * 1000 + QUIET_WITHIN_MS);
    say("the last return calls");
    const late = await until("no promise is open", QUIET_WITHIN_MS, () => centre.espera.openCallbacks === 0)
      .then(() => 0)
      .catch(() => centre.espera.openCallbacks);
    const { shares, load: loadAverage } = processors.end();
    const { loopLateMs, warnings } = centre.espera;
    await centre.stopEspera();
    const written = await readJournal(centre.data);
    const verdict = judge(traffic.groups, centre, written);
    const sippErrors = await Promise.all(traffic.groups.map((group) => group.errors()));
    return {
      what: "calls at a steady rate and in bursts on a real Asterisk, with return calls",
      ratio: null,
      bounds: [
        { of: "lost calls", is: verdict.lost.length, atMost: 0 },
        { of: "broken promises", is: verdict.broken.length + late, atMost: 0 },
      ],
      figures: {
        ...verdict,
        attempts: written.attempts,
        attemptsPerS: rounded(written.attempts / schedule.durationS),
        dialoguesAtOnce: written.dialoguesAtOnce,
        facts: written.facts,
        untilAnswered: {
          passed: delays(traffic.groups, (kind) => kind === "passed"),
          asked: delays(traffic.groups, (kind) => kind !== "passed"),
        },
        ofOneCore: shares,
        loadAverage,
        esperaLoopLateMs: { p99: rounded(loopLateMs.p99), max: rounded(loopLateMs.max) },
        esperaWarnings: warnings,
        complaints: [...sippErrors, await centre.complaints()].join("").slice(0, 2_000),
      },
    };
  } finally {
    await centre.stop();
  }
};

function judge(groups: readonly Group[], centre: Centre, { promises }: Written) {
  const legs = legsByCustomer(centre.agents);
  const outcomes: Record<Outcome, number> = { answered: 0, thanked: 0, abandoned: 0, lost: 0 };
  const promised: Record<string, number> = {};
  const lost: string[] = [];
  const broken: string[] = [];
  for (const { kind, calls } of groups)
    for (const call of calls) {
      const talks = (legs.get(call.number) ?? []).flatMap((leg) => leg.event("answered")?.at ?? []);
      const outcome = outcomeOf(call, kind, talks);
      outcomes[outcome]++;
      if (outcome === "lost") lost.push(`${call.number} ${kind}: ${inWords(call)}`);
      if (outcome !== "thanked") continue;
      const end = promises.get(call.number) ?? "never registered";
      promised[end] = (promised[end] ?? 0) + 1;
      // Who was reached talked to an agent; who was not is always busy.
      if (end !== (kind === "yes" ? "OK" : "FAIL") || (end === "OK") !== talks.length > 0)
        broken.push(`${call.number} ${kind}: ${end}, ${talks.length} talks`);
    }
  return { calls: groups.flatMap(({ calls }) => calls).length, outcomes, promised, lost, broken };
}

/** `talks`: when an agent answered him, in this call or in a return call after it. */
function outcomeOf(call: PhoneCall, kind: KindOfCaller, talks: readonly number[]): Outcome {
  const end = call.event("hung-up");
  if (end === undefined) return "lost";
  if (talks.some((at) => at < end.at)) return "answered";
  if (end.by === "phone") return "abandoned";
  return kind === "yes" || kind === "yes-and-busy-later" ? "thanked" : "lost";
}

function inWords(call: PhoneCall): string {
  return call
    .events()
    .map(({ what, by }) => `${what} by ${by}`)
    .join(", ");
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
