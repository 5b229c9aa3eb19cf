import { atMostOne } from "../numerics/at-most-one.ts";
import { mustBeProbability, mustNotBeNegative } from "../parameter-error.ts";
import { mustBeQueue, type QueueParameters } from "./erlang-a.ts";
import { offeredWait, stretchesOfPieces, type WaitRegion } from "./offered-wait.ts";

/** Which callers are offered a return call, and what becomes of it. */
export interface VirtualHoldOffer {
  /** Offered to who would wait longer than this, in units of time; 0 is everybody who has to wait. */
  readonly offerAfter: number;
  /** The share of the offered who say yes. */
  readonly acceptance: number;
  /** The share of the return calls that are picked up; the others cost no agent's time. */
  readonly reached: number;
}

/** Probabilities are of all who call, unless it is said. */
export interface VirtualHoldMeasures {
  readonly probabilityOfNoWait: number;
  readonly probabilityOfOffer: number;
  readonly probabilityOfAcceptance: number;
  /** Called back and reached; called back and not reached. */
  readonly probabilityOfReached: number;
  readonly probabilityOfMissed: number;
  /** Of those who hold the line. */
  readonly probabilityOfAbandonment: number;
  readonly liveAnsweredWithin: number;
  /** Reached, and with an agent within the threshold of the first arrival. */
  readonly callbackConnectedWithin: number;
  /** With an agent within the threshold of the first arrival, of all who call. */
  readonly strictServiceLevel: number;
  /** Answered within the threshold, of those who hold the line. */
  readonly liveServiceLevel: number;
  /** Answered within the threshold, or reached as was promised, of all who call. */
  readonly promiseServiceLevel: number;
  readonly meanOfferedWait: number;
  /** From the arrival to the agent, of who is called back. */
  readonly meanCallbackDelay: number;
  readonly occupancy: number;
}

/**
 * A line in which callbacks keep their place (virtual hold): one order of arrival, live callers who give up, callbacks
 * who do not. The offered wait has the law of M/M/n+G with `survival` replaced by the share that will take an agent's
 * time: exp(-patienceRate · v) up to `offerAfter`, acceptance · reached + (1 - acceptance) · exp(-patienceRate · v)
 * beyond (level crossing, as Adan, Hathaway and Kulkarni 2018).
 *
 * @throws ParameterError, `line-grows-without-end` when callbacks alone are more than the agents can serve
 */
export function virtualHold(
  parameters: QueueParameters,
  { offerAfter, acceptance, reached }: VirtualHoldOffer,
  threshold: number,
): VirtualHoldMeasures {
  mustBeQueue(parameters);
  mustNotBeNegative("offerAfter", offerAfter);
  mustBeProbability("acceptance", acceptance);
  mustBeProbability("reached", reached);
  mustNotBeNegative("threshold", threshold);
  const { agents, arrivalRate, serviceRate, patienceRate } = parameters;
  const beyond = {
    from: offerAfter,
    remaining: acceptance * reached,
    leaving: (1 - acceptance) * Math.exp(-patienceRate * offerAfter),
    rate: patienceRate,
  };
  const before = { from: 0, remaining: 0, leaving: 1, rate: patienceRate };
  const [first, second] = [Math.min(offerAfter, threshold), Math.max(offerAfter, threshold)];
  const { none, regions } = offeredWait(
    parameters,
    stretchesOfPieces(parameters, offerAfter === 0 ? [beyond] : [before, beyond], [first, second]),
  );
  const early = sumsOf(regions[0]!, patienceRate);
  const middle = sumsOf(regions[1]!, patienceRate);
  const late = sumsOf(regions[2]!, patienceRate);
  const unoffered = offerAfter <= threshold ? [early] : [early, middle];
  const offered = offerAfter <= threshold ? [middle, late] : [late];
  const total = (regionsOf: readonly Sums[], of: keyof Sums) =>
    regionsOf.reduce((sum, one) => sum + one[of], 0);

  const probabilityOfOffer = atMostOne(total(offered, "mass"));
  const probabilityOfAcceptance = acceptance * probabilityOfOffer;
  const probabilityOfReached = probabilityOfAcceptance * reached;
  // Offered, and in time all the same: between the two waits, when the threshold is the longer one.
  const offeredInTime = offerAfter <= threshold ? [middle] : [];
  const liveAnsweredWithin = atMostOne(
    none + early.patient + (1 - acceptance) * total(offeredInTime, "patient"),
  );
  const callbackConnectedWithin = atMostOne(acceptance * reached * total(offeredInTime, "mass"));
  const served = none + [early, middle, late].reduce((sum, one) => sum + one.stayed, 0);
  return {
    probabilityOfNoWait: none,
    probabilityOfOffer,
    probabilityOfAcceptance,
    probabilityOfReached,
    probabilityOfMissed: probabilityOfAcceptance * (1 - reached),
    probabilityOfAbandonment: atMostOne(
      total(unoffered, "impatient") + (1 - acceptance) * total(offered, "impatient"),
    ),
    liveAnsweredWithin,
    callbackConnectedWithin,
    strictServiceLevel: atMostOne(liveAnsweredWithin + callbackConnectedWithin),
    liveServiceLevel: atMostOne(liveAnsweredWithin / (1 - probabilityOfAcceptance)),
    promiseServiceLevel: atMostOne(liveAnsweredWithin + probabilityOfReached),
    meanOfferedWait: early.wait + middle.wait + late.wait,
    meanCallbackDelay: probabilityOfOffer === 0 ? 0 : total(offered, "wait") / probabilityOfOffer,
    occupancy: atMostOne((arrivalRate * served) / (agents * serviceRate)),
  };
}

interface Sums {
  readonly mass: number;
  /** Who would still be, and who would no more be in line if they were never offered. */
  readonly patient: number;
  readonly impatient: number;
  /** Who takes an agent's time. */
  readonly stayed: number;
  readonly wait: number;
}

function sumsOf({ waits, masses, stayed }: WaitRegion, patienceRate: number): Sums {
  const sums = { mass: 0, patient: 0, impatient: 0, stayed: 0, wait: 0 };
  for (const [node, mass] of masses.entries()) {
    const wait = waits[node]!;
    sums.mass += mass;
    sums.patient += mass * Math.exp(-patienceRate * wait);
    sums.impatient -= mass * Math.expm1(-patienceRate * wait);
    sums.stayed += mass * stayed[node]!;
    sums.wait += mass * wait;
  }
  return sums;
}
