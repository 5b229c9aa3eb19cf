import { exponential } from "../../../src/queueing/laws/distributions.ts";
import type { RandomSource } from "../../../src/queueing/random.ts";
import { Batches } from "./batches.ts";
import { EarliestFree } from "./earliest-free.ts";

/** Live callers come first; a callback is dialled only while more than `reserved` agents are free. All laws exponential. */
export interface DeferredModel {
  readonly agents: number;
  readonly arrivalRate: number;
  readonly serviceRate: number;
  readonly patienceRate: number;
  readonly threshold: number;
  /** A return call is offered to who finds all agents busy and at least so many live callers waiting. */
  readonly offeredFromQueue: number;
  readonly accepted: number;
  readonly reserved: number;
}

const MEASURES = [
  "customers",
  "waiting",
  "offered",
  "accepted",
  "abandoned",
  "answeredWithin",
  "wait",
  "delay",
  "called",
  "busy",
  "time",
  "agentTime",
] as const;

/** Events in the order of time: an arrival, the end of a call, the end of somebody's patience. */
export function playDeferredCallbacks(
  model: DeferredModel,
  source: RandomSource,
  customers: number,
  batches = 40,
): Batches<(typeof MEASURES)[number]> {
  const sums = new Batches(MEASURES, batches);
  const at = Object.fromEntries(MEASURES.map((name) => [name, sums.of(name)])) as Record<
    (typeof MEASURES)[number],
    Float64Array
  >;
  const { agents, threshold, offeredFromQueue, reserved } = model;
  const gaps = source.stream("deferred", "gaps");
  const handles = source.stream("deferred", "handles");
  const patiences = source.stream("deferred", "patiences");
  const choices = source.stream("deferred", "choices");
  const busy = new EarliestFree(agents);
  // Live callers in order of arrival, few at any time; callbacks as a ring of the times at which they were accepted.
  const cameAt = new Float64Array(4096);
  const leavesAt = new Float64Array(4096);
  let live = 0;
  const acceptedAt = new Float64Array(1 << 16);
  let [firstCallback, callbacks] = [0, 0];
  const size = Math.floor(customers / batches);
  let batch = -1;
  let inBatch = 0;
  let began = 0;
  let nextArrival = exponential(gaps, 1 / model.arrivalRate);

  const begin = (now: number) => {
    const handled = exponential(handles, 1 / model.serviceRate);
    busy.add(now + handled);
    if (batch >= 0) at.busy[batch]! += handled;
  };
  const removeLive = (index: number) => {
    live--;
    cameAt.copyWithin(index, index + 1, live + 1);
    leavesAt.copyWithin(index, index + 1, live + 1);
  };

  for (;;) {
    let leaver = -1;
    let nextLeaving = Number.POSITIVE_INFINITY;
    for (let i = 0; i < live; i++)
      if (leavesAt[i]! < nextLeaving) {
        nextLeaving = leavesAt[i]!;
        leaver = i;
      }
    const nextEnd = busy.first;
    if (nextArrival <= nextEnd && nextArrival <= nextLeaving) {
      const now = nextArrival;
      nextArrival = now + exponential(gaps, 1 / model.arrivalRate);
      if (inBatch++ === size) {
        if (batch >= 0) {
          at.time[batch] = now - began;
          at.agentTime[batch] = (now - began) * agents;
        }
        batch++;
        began = now;
        inBatch = 1;
        if (batch === batches) return sums;
      }
      if (batch >= 0) at.customers[batch]! += 1;
      if (busy.count < agents) {
        begin(now);
        if (batch >= 0) at.answeredWithin[batch]! += 1;
        continue;
      }
      if (batch >= 0) at.waiting[batch]! += 1;
      if (live >= offeredFromQueue) {
        if (batch >= 0) at.offered[batch]! += 1;
        if (choices.uniform() < model.accepted) {
          if (batch >= 0) at.accepted[batch]! += 1;
          acceptedAt[(firstCallback + callbacks++) & 0xffff] = now;
          continue;
        }
      }
      cameAt[live] = now;
      leavesAt[live++] = now + exponential(patiences, 1 / model.patienceRate);
    } else if (nextEnd <= nextLeaving) {
      const now = nextEnd;
      busy.removeFirst();
      if (live > 0) {
        const waited = now - cameAt[0]!;
        removeLive(0);
        begin(now);
        if (batch >= 0) at.wait[batch]! += waited;
        if (batch >= 0 && waited <= threshold) at.answeredWithin[batch]! += 1;
      } else if (callbacks > 0 && agents - busy.count > reserved) {
        begin(now);
        if (batch >= 0) {
          at.delay[batch]! += now - acceptedAt[firstCallback & 0xffff]!;
          at.called[batch]! += 1;
        }
        firstCallback++;
        callbacks--;
      }
    } else {
      const waited = nextLeaving - cameAt[leaver]!;
      removeLive(leaver);
      if (batch >= 0) {
        at.wait[batch]! += waited;
        at.abandoned[batch]! += 1;
      }
    }
  }
}
