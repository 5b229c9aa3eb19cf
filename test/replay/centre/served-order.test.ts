import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoggedCall } from "../../../src/history/call-log.ts";
import { exponential } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { ServedOrder } from "../../../src/replay/centre/served-order.ts";
import { logged } from "./logged-calls.ts";

/** A busy day of one agent who takes the caller who arrived first, or had arrived by their credit earlier. */
function dayOf(seed: string, creditS: (customer: string) => number): LoggedCall[] {
  const random = new RandomSource(seed).stream("day");
  let at = 0;
  const coming = Array.from({ length: 1_000 }, (_, n) => {
    at += Math.ceil(exponential(random, 70));
    const customer = Math.floor(random.uniform() * 40);
    return { n, at, customer: customer < 30 ? `${customer}` : null };
  });
  const calls: LoggedCall[] = [];
  const line = [...coming];
  let free = 0;
  while (line.length > 0) {
    const now = Math.max(free, line[0]!.at);
    const here = line.filter((one) => one.at <= now);
    const turn = (one: (typeof line)[number]) => one.at - (one.customer ? creditS(one.customer) : 0);
    const next = here.reduce((first, one) => (turn(one) < turn(first) ? one : first));
    line.splice(line.indexOf(next), 1);
    const handleS = Math.ceil(exponential(random, 60));
    free = now + handleS;
    calls.push(logged(`${next.n}`, next.at, { waitS: now - next.at, handleS, customer: next.customer }));
  }
  return calls.sort((one, other) => one.arrivedAt - other.arrivedAt);
}

/** Thirty customers: ten without credit, ten with 90 s, ten with 180 s; others are unknown and have none. */
const classes = (customer: string) => [0, 90, 180][Number(customer) % 3]!;
const serves = () => ["sales"];

test("credits of customers are learned from who was taken while who else waited", () => {
  const order = new ServedOrder();
  for (const day of [1, 2, 3]) order.add(`day ${day}`, dayOf(`credits ${day}`, classes), serves);
  const learned = order.learn();
  const misses = Array.from({ length: 30 }, (_, customer) => {
    const credit = learned.creditMs(logged("x", 0, { customer: `${customer}` }), "day 1") / 1_000;
    return Math.abs(credit - classes(`${customer}`));
  });
  assert.ok(Math.max(...misses) <= 30, `misses: ${misses.join()}`);
  assert.ok(learned.creditMs(logged("x", 0, { customer: null }), "day 1") <= 30_000);
});

test("a line that is served by arrival has no credits", () => {
  const order = new ServedOrder();
  order.add(
    "day",
    dayOf("arrival", () => 0),
    serves,
  );
  const learned = order.learn();
  assert.deepEqual(learned.credits, [0]);
  assert.equal(learned.creditMs(logged("x", 0, { customer: "1" }), "day"), 0);
});

test("days before credits began are served by arrival", () => {
  const order = new ServedOrder();
  order.add(
    "before",
    dayOf("before", () => 0),
    serves,
  );
  for (const day of [1, 2]) order.add(`after ${day}`, dayOf(`after ${day}`, classes), serves);
  const learned = order.learn();
  const vip = logged("x", 0, { customer: "2" });
  assert.equal(learned.creditMs(vip, "before"), 0);
  assert.ok(learned.creditMs(vip, "after 1") >= 150_000);
});

test("nothing is learned from a record in which nobody waited", () => {
  const order = new ServedOrder();
  order.add("day", [logged("a", 0), logged("b", 100)], serves);
  assert.deepEqual(order.learn().credits, [0]);
});
