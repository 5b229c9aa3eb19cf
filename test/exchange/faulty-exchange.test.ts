import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exchange, Report } from "../../src/exchange/port.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { faultyReports, type ReportFaults } from "./faulty-exchange.ts";

const SENT = 2_000;

/** Sends 2,000 numbered reports, one per 100 ms, over a connection with these faults. */
async function received(faults: Partial<ReportFaults>, dropAt?: number) {
  const clock = new VirtualClock(0);
  let receiver: ((report: Report) => void) | null = null;
  const inner: Exchange = {
    capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
    connect: (receive) => {
      receiver = receive;
      receive({ type: "snapshot", calls: [], agents: [], attempts: [] });
    },
    disconnect: () => {
      receiver = null;
    },
    execute: () => undefined,
  };
  for (let n = 0; n < SENT; n++) clock.at(n * 100, () => receiver?.({ type: "call-ended", call: String(n) }));
  const exchange = faultyReports(inner, { clock, random: new RandomSource(7).stream("faults"), ...faults });
  const came: { at: number; what: string }[] = [];
  exchange.connect((report) => {
    came.push({ at: clock.now(), what: report.type === "call-ended" ? report.call : report.type });
  });
  if (dropAt !== undefined) clock.at(dropAt, () => exchange.drop(5_000));
  await clock.run(1e9);
  const numbers = came.filter(({ what }) => what !== "snapshot").map(({ what }) => Number(what));
  return { came, numbers, snapshots: came.length - numbers.length };
}

function isAbout(count: number, share: number): boolean {
  return Math.abs(count - share * SENT) < 4 * Math.sqrt(share * (1 - share) * SENT);
}

test("without faults everything comes, at once and in order, after a snapshot", async () => {
  const { came, numbers } = await received({});
  assert.equal(came[0]!.what, "snapshot");
  assert.deepEqual(
    numbers,
    Array.from({ length: SENT }, (_, n) => n),
  );
  assert.ok(came.slice(1).every(({ at, what }) => at === Number(what) * 100));
});

test("reports are lost as often as configured", async () => {
  const { numbers } = await received({ lose: 0.1 });
  assert.ok(isAbout(SENT - numbers.length, 0.1));
});

test("reports come twice as often as configured, the second time later", async () => {
  const { numbers } = await received({ repeat: 0.1 });
  assert.ok(isAbout(numbers.length - SENT, 0.1));
  assert.equal(new Set(numbers).size, SENT);
});

test("late reports come within the configured time, and hold up those after them", async () => {
  const { came, numbers } = await received({ delay: 0.05, delayMs: 3_000 });
  assert.deepEqual(
    numbers,
    Array.from({ length: SENT }, (_, n) => n),
  );
  const delays = came.slice(1).map(({ at, what }) => at - Number(what) * 100);
  assert.ok(Math.max(...delays) > 1_000 && Math.max(...delays) <= 3_000);
});

test("after a drop there is a snapshot first, and nothing of what happened between", async () => {
  const { came, snapshots } = await received({ delay: 1, delayMs: 400 }, 10_000);
  assert.equal(snapshots, 2);
  const again = came.findLastIndex(({ what }) => what === "snapshot");
  assert.ok(came[again]!.at >= 15_000);
  // What was under way when the connection dropped is lost with it.
  assert.ok(came[again - 1]!.at <= 10_000);
  assert.ok(Number(came[again + 1]!.what) >= 150);

  const often = await received({ drop: 0.01, dropMs: 1_000 });
  assert.ok(often.snapshots > 5 && often.numbers.length < SENT);
});
