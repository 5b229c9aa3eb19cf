import type { Random } from "../../../src/queueing/random.ts";
import { Batches } from "./batches.ts";
import { EarliestFree } from "./earliest-free.ts";

/** A line in which everybody keeps the place of their arrival. Times in one unit. */
interface FirstComeModel {
  readonly agents: number;
  readonly gap: () => number;
  readonly handle: () => number;
  readonly patience: () => number;
  readonly threshold: number;
  /** Anyone who would have to wait longer than `from` is offered a return call at their place. */
  readonly returnCalls?: {
    readonly from: number;
    readonly accepted: number;
    readonly reached: number;
    readonly random: Random;
  };
}

const MEASURES = [
  "customers",
  "waiting",
  "offeredWaitWithin",
  "offeredWait",
  "offered",
  "accepted",
  "delay",
  "reached",
  "reachedWithin",
  "abandoned",
  "abandonedWithin",
  "wait",
  "answered",
  "answeredWithin",
  "waitOfAnswered",
  "busy",
  "agentTime",
] as const;

/**
 * Plays a line of customers, one after the other. In the order of arrival nobody's turn depends on who comes later, so the turn of
 * each is the earliest time at which an agent is free of those before them (Kiefer and Wolfowitz 1955); who has given up by then, or is
 * not reached, takes no agent. This shares nothing with the formulas: no state of a chain, no exponential law, no rate.
 */
export function playFirstComeLine(
  model: FirstComeModel,
  customers: number,
  batches = 40,
): Batches<(typeof MEASURES)[number]> {
  const sums = new Batches(MEASURES, batches);
  const at = Object.fromEntries(MEASURES.map((name) => [name, sums.of(name)])) as Record<
    (typeof MEASURES)[number],
    Float64Array
  >;
  const free = new EarliestFree(model.agents);
  for (let agent = 0; agent < model.agents; agent++) free.add(0);
  const { gap, handle, patience, threshold, returnCalls } = model;
  const size = Math.floor(customers / batches);
  let now = 0;
  // The first batch, thrown away, fills the line.
  for (let batch = -1; batch < batches; batch++) {
    const began = now;
    for (let i = 0; i < size; i++) {
      now += gap();
      const wait = Math.max(0, free.first - now);
      const patient = patience();
      const offered = returnCalls !== undefined && wait > returnCalls.from;
      const accepted = offered && returnCalls.random.uniform() < returnCalls.accepted;
      const reached = accepted && returnCalls.random.uniform() < returnCalls.reached;
      const answered = accepted ? reached : patient >= wait;
      const handled = answered ? handle() : 0;
      if (answered) free.replaceFirst(now + wait + handled);
      if (batch < 0) continue;
      at.customers[batch]! += 1;
      at.offeredWait[batch]! += wait;
      at.busy[batch]! += handled;
      if (wait > 0) at.waiting[batch]! += 1;
      if (wait <= threshold) at.offeredWaitWithin[batch]! += 1;
      if (offered) at.offered[batch]! += 1;
      if (accepted) {
        at.accepted[batch]! += 1;
        at.delay[batch]! += wait;
        if (reached) at.reached[batch]! += 1;
        if (reached && wait <= threshold) at.reachedWithin[batch]! += 1;
      } else if (answered) {
        at.answered[batch]! += 1;
        at.wait[batch]! += wait;
        at.waitOfAnswered[batch]! += wait;
        if (wait <= threshold) at.answeredWithin[batch]! += 1;
      } else {
        at.abandoned[batch]! += 1;
        at.wait[batch]! += patient;
        if (patient <= threshold) at.abandonedWithin[batch]! += 1;
      }
    }
    if (batch >= 0) at.agentTime[batch] = (now - began) * model.agents;
  }
  return sums;
}
