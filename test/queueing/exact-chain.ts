import type { QueueMeasures, QueueParameters } from "../../src/queueing/erlang/erlang-a.ts";

/**
 * M/M/n+M as a chain, state by state, in whole numbers of well over a thousand bits: the other way to Erlang A. The
 * law of the number in system by products, the wait of a caller who finds `ahead` in line by the negative binomial law of
 * how many leave the line meanwhile. Nothing is shared with the code that is tested.
 */
export function exactChain(parameters: QueueParameters, threshold: number): QueueMeasures {
  const { agents } = parameters;
  const [arrivals, serving, leaving, wait] = [
    parameters.arrivalRate,
    parameters.serviceRate,
    parameters.patienceRate,
    threshold,
  ].map(exactly) as [bigint, bigint, bigint, bigint];
  const capacity = BigInt(agents) * serving;
  const inWait = Number(((capacity + leaving) * wait) >> RATE_BITS) / 2 ** Number(RATE_BITS);
  const bits = 1300n + BigInt(Math.ceil(1.5 * inWait));
  const one = 1n << bits;
  const exponent = (rate: bigint) => (rate * wait * one) >> (2n * RATE_BITS);
  const stay = exponentialOf(exponent(leaving), bits);
  // (1 - exp(-leaving · wait)) / leaving
  const span = leaving === 0n ? (wait * one) >> RATE_BITS : ((one - stay) << RATE_BITS) / leaving;

  let weight = one;
  let free = 0n;
  for (let busy = 0; busy < agents; busy++) {
    free += weight;
    weight = (weight * arrivals) / (BigInt(busy + 1) * serving);
    if (weight > one << 2000n) {
      weight >>= 2000n;
      free >>= 2000n;
    }
  }
  const sums = {
    waiting: 0n,
    queue: 0n,
    served: 0n,
    servedInTime: 0n,
    longer: 0n,
    offered: 0n,
    waitOfServed: 0n,
  };
  let [ofServed, ofOffered] = [
    exponentialOf(exponent(capacity + leaving), bits),
    exponentialOf(exponent(capacity), bits),
  ];
  let [fewerServed, fewerOffered, meanOffered, meanServed] = [0n, 0n, 0n, 0n];
  for (let ahead = 0n; ; ahead++) {
    fewerServed += ofServed;
    fewerOffered += ofOffered;
    ofServed =
      (((ofServed * (capacity + (ahead + 1n) * leaving)) >> RATE_BITS) * span) / (one * (ahead + 1n));
    ofOffered = (((ofOffered * (capacity + ahead * leaving)) >> RATE_BITS) * span) / (one * (ahead + 1n));
    const next = capacity + (ahead + 1n) * leaving;
    meanOffered += (one << RATE_BITS) / (capacity + ahead * leaving);
    meanServed += (one << RATE_BITS) / next;
    const served = (weight * capacity) / next;
    const grown = {
      waiting: weight,
      queue: weight * ahead,
      served,
      servedInTime: (served * (one - fewerServed)) / one,
      longer: (weight * fewerOffered) / one,
      offered: (weight * meanOffered) / one,
      waitOfServed: (served * meanServed) / one,
    };
    let settled = ahead > 4n && next > arrivals;
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) {
      sums[name] += grown[name];
      // Where nobody is served in time, rounding can leave a sum of nothing below zero; shifted, that stays at -1 for ever.
      const sum = sums[name] < 0n ? -sums[name] : sums[name];
      settled &&= grown[name] <= sum >> 110n;
    }
    if (settled) break;
    weight = (weight * arrivals) / next;
    if (weight > one << 2000n) {
      weight >>= 2000n;
      free >>= 2000n;
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] >>= 2000n;
    }
  }

  const all = free + sums.waiting;
  const answered = free + sums.served;
  const inTime = free + sums.servedInTime;
  const abandoned = sums.waiting - sums.served;
  // Still in line at the threshold, less those of them who are answered later.
  const abandonedAfter = (sums.longer * stay) / one - (sums.served - sums.servedInTime);
  const meanQueue = quotient(sums.queue, all);
  return {
    probabilityOfNoWait: quotient(free, all),
    probabilityOfWaiting: quotient(sums.waiting, all),
    probabilityOfAbandonment: quotient(abandoned, all),
    probabilityOfService: quotient(answered, all),
    serviceLevel: quotient(inTime, all),
    serviceLevelOfServed: quotient(inTime, answered),
    serviceLevelWithoutShortAbandons: quotient(inTime, all - (abandoned - abandonedAfter)),
    probabilityOfAbandonmentWithin: quotient(abandoned - abandonedAfter, all),
    probabilityOfAbandonmentAfter: quotient(abandonedAfter, all),
    probabilityOfWaitWithin: quotient(all - (sums.longer * stay) / one, all),
    probabilityOfOfferedWaitWithin: quotient(all - sums.longer, all),
    meanWait: meanQueue / parameters.arrivalRate,
    meanWaitOfServed: quotient(sums.waitOfServed, answered),
    meanWaitOfAbandoned:
      leaving === 0n ? 0 : quotient((sums.queue << RATE_BITS) / arrivals - sums.waitOfServed, abandoned),
    meanOfferedWait: quotient(sums.offered, all),
    meanQueue,
    occupancy: (parameters.arrivalRate * quotient(answered, all)) / (agents * parameters.serviceRate),
  };
}

const RATE_BITS = 300n;

/** A number as it is, in units of 2^-300. */
function exactly(value: number): bigint {
  let [mantissa, shift] = [value, 0n];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    shift++;
  }
  return (BigInt(mantissa) << RATE_BITS) >> shift;
}

/** exp(-x), x in units of 2^-bits. */
function exponentialOf(x: bigint, bits: bigint): bigint {
  const extra = 64n;
  const one = 1n << (bits + extra);
  let [small, halvings] = [x << extra, 0];
  while (small > one >> 8n) {
    small >>= 1n;
    halvings++;
  }
  let [term, sum] = [one, one];
  for (let order = 1n; term !== 0n; order++) {
    term = (term * small) / (one * order);
    sum += order % 2n === 1n ? -term : term;
  }
  for (let step = 0; step < halvings; step++) sum = (sum * sum) / one;
  return sum >> extra;
}

/** The ratio of two whole numbers as a number. */
function quotient(above: bigint, below: bigint): number {
  if (above === 0n) return 0;
  const lengthOf = (value: bigint) => value.toString(16).length * 4;
  const shift = 80 - (lengthOf(above) - lengthOf(below));
  const scaled = shift >= 0 ? (above << BigInt(shift)) / below : above / (below << BigInt(-shift));
  // In two steps, for the power of two alone may not be a number any more.
  return Number(scaled) * 2 ** Math.trunc(-shift / 2) * 2 ** (-shift - Math.trunc(-shift / 2));
}
