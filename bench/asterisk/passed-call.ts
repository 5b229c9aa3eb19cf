import { callers } from "../../test/asterisk/bed/sipp.ts";
import { until } from "../../test/asterisk/bed/until.ts";
import { type Bench, median, quantile, rounded } from "../measure.ts";
import { answeredAfterMs, Centre, legsByCustomer, numberOf } from "./centre.ts";

const RATE_PER_S = 5;
const ways = { asked: "ventas", notAsked: "soporte" } as const;
type Way = keyof typeof ways;

/**
 * What Espera adds to a call that it passes: calls to a queue whose callers Espera decides on, and in turns with them
 * calls to a queue with the same dialplan for which there is no lease. By SIPp's own record.
 */
export const passedCall: Bench = async ({ quick, rounds = quick ? 2 : 10, say }) => {
  const callsPerRound = quick ? 15 : 50;
  const centre = await Centre.start({
    queues: [{ queue: ways.asked, skill: 1, offers: false }],
    without: [ways.notAsked],
    agentsPerQueue: 12,
    agents: { answerAfterMs: 100, hangUpAfterMs: 1_000 },
  });
  try {
    const answered: Record<Way, number[]> = { asked: [], notAsked: [] };
    const rung: Record<Way, number[]> = { asked: [], notAsked: [] };
    const addedPerRound: number[] = [];
    let n = 0;
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      const ofRound: Record<Way, number[]> = { asked: [], notAsked: [] };
      const turns: Way[] = round % 2 === 0 ? ["asked", "notAsked"] : ["notAsked", "asked"];
      for (const way of turns) {
        const numbers = Array.from({ length: callsPerRound }, () => numberOf(++n));
        const group = await callers(centre.asterisk, { to: ways[way], numbers, ratePerS: RATE_PER_S });
        await until("the round's end", 60_000, () => !group.running());
        const legs = legsByCustomer(centre.agents);
        for (const call of group.calls) {
          const invited = call.event("invited")?.at ?? Number.NaN;
          ofRound[way].push(answeredAfterMs(call));
          rung[way].push((legs.get(call.number)?.[0]?.messages[0]?.at ?? Number.NaN) - invited);
        }
        answered[way].push(...ofRound[way]);
      }
      addedPerRound.push(median(ofRound.asked) - median(ofRound.notAsked));
    }
    const spread = (values: readonly number[]) => ({
      calls: values.filter((value) => !Number.isNaN(value)).length,
      p50Ms: rounded(quantile(values, 0.5)),
      p99Ms: rounded(quantile(values, 0.99)),
      maxMs: rounded(Math.max(...values)),
    });
    const added = (share: number) =>
      rounded(quantile(answered.asked, share) - quantile(answered.notAsked, share));
    return {
      what: "INVITE to 200 OK of a call that Espera passes, over one of the same dialplan without a lease (p50)",
      ratio: rounded(median(answered.asked) / median(answered.notAsked)),
      bounds: [],
      figures: {
        addedP50Ms: added(0.5),
        addedP99Ms: added(0.99),
        addedP50OfEachRoundMs: addedPerRound.map(rounded),
        untilAnswered: { asked: spread(answered.asked), notAsked: spread(answered.notAsked) },
        untilAnAgentsPhoneIsCalled: { asked: spread(rung.asked), notAsked: spread(rung.notAsked) },
        complaints: await centre.complaints(),
      },
    };
  } finally {
    await centre.stop();
  }
};
