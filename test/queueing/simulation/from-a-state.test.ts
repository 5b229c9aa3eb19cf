import { test } from "node:test";
import { exponential } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { expectedServiceLevel, transientErlangA } from "../../../src/queueing/transient.ts";
import { agrees, estimate } from "./batches.ts";
import { EarliestFree } from "./earliest-free.ts";

const parameters = { agents: 20, arrivalRate: 240 / 3600, serviceRate: 1 / 270, patienceRate: 1 / 150 };
const THRESHOLD = 20;
const HORIZON = 300;
const REPLICATIONS = 100_000;

for (const inSystem of [20, 35])
  test(`from ${inSystem} in system the line goes on as the transient formulas say`, () => {
    const source = new RandomSource(`from ${inSystem}`);
    const [gaps, handles, patiences] = [
      source.stream("gaps"),
      source.stream("handles"),
      source.stream("patiences"),
    ];
    const moments = [30, 60, 120, HORIZON];
    const met = moments.map(() => new Float64Array(REPLICATIONS));
    const answered = new Float64Array(REPLICATIONS);
    for (let replication = 0; replication < REPLICATIONS; replication++) {
      // Calls under way last as long again as new ones, and who waits is as patient as who comes: exponential laws.
      const free = new EarliestFree(parameters.agents);
      for (let i = 0; i < parameters.agents; i++) free.add(exponential(handles, 1 / parameters.serviceRate));
      const comes = (now: number): boolean => {
        const wait = Math.max(0, free.first - now);
        if (exponential(patiences, 1 / parameters.patienceRate) < wait) return false;
        free.replaceFirst(now + wait + exponential(handles, 1 / parameters.serviceRate));
        return wait <= THRESHOLD;
      };
      for (let i = parameters.agents; i < inSystem; i++) comes(0);
      let next = 0;
      let now = exponential(gaps, 1 / parameters.arrivalRate);
      for (; next < moments.length; next++) {
        for (; now <= moments[next]!; now += exponential(gaps, 1 / parameters.arrivalRate))
          if (comes(now)) answered[replication]! += 1;
        // Somebody who looks in at that moment: the probability that they would be answered in time.
        const wait = Math.max(0, free.first - moments[next]!);
        met[next]![replication] = wait <= THRESHOLD ? Math.exp(-wait * parameters.patienceRate) : 0;
      }
    }
    for (const [i, moment] of moments.entries()) {
      const exact = transientErlangA(inSystem, [{ ...parameters, duration: moment }], THRESHOLD);
      agrees(`service level after ${moment} s`, estimate(met[i]!), exact.serviceLevel, "probability");
    }
    const exact = expectedServiceLevel(inSystem, [{ ...parameters, duration: HORIZON }], THRESHOLD);
    agrees("answered in time of those who come", estimate(answered), exact.answeredWithin, "mean");
  });
