import { decisionInCrowd } from "./crowded-decision.ts";
import { predictionInCrowd } from "./crowded-line.ts";
import { type Bench, median, rounded } from "./measure.ts";
import { hasRecordedMonths, playHistory, readMonths } from "./recorded-history.ts";
import { RiskFigures } from "./risk-figures.ts";
import { BOOSTED, WaitFigures } from "./wait-figures.ts";

const LOOKS_EVERY_MS = 300_000;

/** How well waits and the risk of half hours are predicted on recorded months, each after the months before it. */
export const prediction: Bench = async ({ quick, say }) => {
  const what = "the error of predicted waits, over that of the plain rule, on recorded months";
  if (!hasRecordedMonths()) {
    say("the recorded calls (../shared/data) are not on this machine");
    return { what, ratio: null, bounds: [], figures: { recordedMonths: "not on this machine" } };
  }
  const months = ["1999-01", ...Object.keys(BOOSTED)].slice(0, quick ? 2 : undefined);
  const calls = await readMonths(months);
  const waits = new WaitFigures();
  const risks = new RiskFigures(calls);
  say(`${calls.length} calls`);
  playHistory(calls, {
    arrival: (call, view, learned) => waits.arrival(call, view, learned),
    arrived: (call) => risks.arrived(call),
    ended: (call, at, skills, learned) => {
      waits.ended(call, at, skills, learned);
      risks.ended(call, at);
    },
    every: LOOKS_EVERY_MS,
    tick: (view, learned) => risks.look(view, learned),
  });
  const judged = months.slice(1);
  const rounds = quick ? 30 : 3_000;
  const [learnedUs, plainUs] = [decisionInCrowd("learned", rounds), decisionInCrowd("plain", rounds)];
  return {
    what,
    ratio: rounded(
      median(judged.map((month) => waits.errorOf(month, "learned") / waits.errorOf(month, "plain"))),
    ),
    bounds: [
      ...judged.flatMap((month) => waits.bounds(month)),
      ...risks.bounds(),
      {
        of: "a decision by what is learned over one by the plain rule, 500 in line and 500 agents",
        is: rounded(learnedUs / plainUs),
        atMost: 1.5,
      },
    ],
    figures: {
      waits: Object.fromEntries(judged.map((month) => [month, waits.figures(month)])),
      microsecondsPerPrediction: rounded(median(waits.microseconds)),
      microsecondsInCrowd: {
        prediction: rounded(predictionInCrowd(rounds)),
        decision: rounded(learnedUs),
        plainDecision: rounded(plainUs),
      },
      risk: risks.figures(),
    },
  };
};
