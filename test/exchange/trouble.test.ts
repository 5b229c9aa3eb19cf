import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { agent, bareReturn, begin, caller, dial, passAll, returnCall, trafficOf } from "./under-test.ts";

const M = 60_000;
const DAY = 86_400_000;

test("a queue that is configured so turns out everybody at its next poll once its last agent is gone", async () => {
  for (const leaveEmpty of [true, false]) {
    const hall = begin({
      options: { leaveEmpty },
      agents: [
        agent("ana", { shifts: [{ from: 0, to: 30_000 }] }),
        agent("bea", { shifts: [{ from: 0, to: M }] }),
      ],
      callers: [
        caller("talks", 0, { handleMs: M + 5_000 }),
        caller("talks too", 1, { handleMs: 40_000 }),
        caller("waits", 2_000),
        caller("waits too", 3_000, { patienceMs: 10 * M }),
      ],
    });
    hall.exchange.connect(passAll(hall));
    await hall.clock.run(9 * M);
    const left = hall.said().filter((line) => line.includes("left"));
    if (!leaveEmpty) assert.deepEqual(left, []);
    else {
      // The agent whose shift is over leaves with the end of the call they are in; the other is free and gone at once.
      const times = hall.reported.filter(({ report }) => report.type === "call-left").map(({ at }) => at);
      const gone = Math.max(
        ...hall.reported.flatMap(({ at, report }) =>
          report.type === "agent-changed" && report.status === "away" ? [at] : [],
        ),
      );
      assert.deepEqual(
        left.map((line) => line.replace(/^\d+ /, "")),
        ["left waits too empty"],
      );
      assert.ok(
        times.every((at) => at > gone && at <= gone + 1_000),
        `${times.join()} after ${gone}`,
      );
      assert.deepEqual(hall.observer.heardBy("waits too"), ["queue-music", "sorry"]);
    }
  }
});

test("an agent who comes back before the poll keeps their callers in the queue", async () => {
  for (let seed = 0; seed < 10; seed++) {
    const hall = begin({
      seed,
      options: { leaveEmpty: true, pollMs: 10_000, joinEmpty: true },
      agents: [
        agent("ana", {
          shifts: [
            { from: 0, to: 30_000 },
            { from: 30_001, to: DAY },
          ],
        }),
      ],
      callers: [caller("talks", 0, { handleMs: 29_000 }), caller("waits", 29_500)],
    });
    hall.exchange.connect(passAll(hall));
    await hall.clock.run(M);
    assert.ok(!hall.said().some((line) => line.includes("left")));
  }
});

test("a queue with a longest wait turns out who waited so long, unless an agent's ring is taken in time", async () => {
  const hall = begin({
    options: { maxWaitMs: 20_000 },
    agents: [agent("ana")],
    callers: [caller("talks", 0, { handleMs: M }), caller("waits", 1_000)],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(2 * M);
  assert.ok(hall.said().includes("21002 left waits timeout"));
  assert.deepEqual(hall.observer.heardBy("waits"), ["queue-music", "sorry"]);

  for (const missProbability of [0, 1]) {
    const rung = begin({
      options: {
        maxWaitMs: 3_000,
        ringForMs: 10_000,
        missProbability,
        agentAnswersAfterMs: { from: 5_000, to: 5_000 },
      },
      agents: [agent("ana")],
      callers: [caller("a", 0)],
    });
    rung.exchange.connect(passAll(rung));
    await rung.clock.run(M);
    assert.equal(rung.said().includes("10002 left a timeout"), missProbability === 1);
    assert.equal(rung.observer.services.length, 1 - missProbability);
  }
});

test("an agent who pauses in a call is paused at once, talks on, and takes no other until the pause is over", async () => {
  const hall = begin({
    agents: [agent("ana", { wrapUpMs: 2_000, pauses: { share: 1, meanMs: 5 * M } })],
    callers: [caller("a", 0, { handleMs: 30_000 }), caller("b", 1_000)],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(DAY);
  const said = hall.said().map((line) => line.replace(/^\d+ /, ""));
  const about = said.slice(said.indexOf("answered a ana"), said.indexOf("rung b ana") + 1);
  assert.deepEqual(about, [
    "answered a ana",
    "arrived b",
    "joined b",
    "agent ana paused",
    "ended a",
    "agent ana free",
    "rung b ana",
  ]);
  assert.equal(hall.observer.ends.get("a"), 30_002);
});

test("whose pause is over before their call is, is busy again", async () => {
  const hall = begin({
    agents: [agent("ana", { pauses: { share: 1, meanMs: 1 } })],
    callers: [caller("a", 0, { handleMs: M })],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(2 * M);
  assert.deepEqual(
    hall
      .said()
      .filter((line) => line.includes("agent"))
      .map((line) => line.replace(/^\d+ /, "")),
    ["agent ana paused", "agent ana busy", "agent ana free"],
  );
});

test("an agent who leaves while they are paused is gone, and nobody calls them back from it", async () => {
  const hall = begin({
    agents: [
      agent("ana", {
        pauses: { share: 1, meanMs: 10 * DAY },
        shifts: [
          { from: 0, to: 10 * M },
          { from: 2 * DAY, to: 3 * DAY },
        ],
      }),
    ],
    callers: [caller("a", 0, { handleMs: 30_000 })],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(3 * DAY - 1);
  const told = hall.reported.flatMap(({ at, report }) =>
    report.type === "agent-changed" ? [[at, report.status]] : [],
  );
  assert.deepEqual(told.slice(1), [
    [10 * M, "away"],
    [2 * DAY, "free"],
  ]);
});

test("an agent whose shift, or whose phone system, ended before the planned pause does not pause", async () => {
  const pauses = { share: 1, meanMs: 5 * M };
  const statuses = (hall: ReturnType<typeof begin>) =>
    hall.reported.flatMap(({ report }) => (report.type === "agent-changed" ? [report.status] : []));
  for (let seed = 0; seed < 10; seed++) {
    const leaves = begin({
      seed,
      agents: [agent("ana", { pauses, shifts: [{ from: 0, to: 10 }] })],
      callers: [caller("a", 0)],
    });
    leaves.exchange.connect(passAll(leaves));
    await leaves.clock.run(DAY);
    assert.equal(leaves.observer.services.length, 1);
    assert.ok(!statuses(leaves).includes("paused"));

    const restarts = begin({ seed, agents: [agent("ana", { pauses })], callers: [caller("a", 0)] });
    restarts.exchange.connect(passAll(restarts));
    await restarts.clock.run(3);
    restarts.exchange.restart(1);
    await restarts.clock.run(DAY);
    assert.ok(!statuses(restarts).includes("paused"));
  }
});

test("a caller who is passed on joins the other skill's queue at the place they have, unannounced, and their agent is free for others", async () => {
  const hall = begin({
    agents: [agent("ana"), agent("bea", { skills: [2] })],
    callers: [
      caller("bea's", 0, { skill: 2, handleMs: 50_000 }),
      caller("a", 1_000, { transfer: { to: 2, afterMs: 10_000, patienceMs: DAY }, handleMs: 30_000 }),
      caller("later", 5_000, { skill: 2 }),
    ],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(5 * M);
  assert.deepEqual(
    hall.said().filter((line) => / a( |$)|ana/.test(line)),
    [
      "1000 arrived a",
      "1002 joined a",
      "1002 rung a ana",
      "1002 answered a ana",
      "11002 joined a",
      "11002 agent ana free",
      ...hall.said().filter((line) => line.endsWith(" a bea")),
      hall.said().find((line) => line.endsWith("ended a"))!,
    ],
  );
  assert.deepEqual(
    hall.observer.services.map(({ call, skill, place }) => [call, skill, place]),
    [
      ["bea's", 2, 0],
      ["a", 1, 1_000],
      ["a", 2, 1_000],
      ["later", 2, 5_000],
    ],
  );
});

test("a customer who was called back may be passed on too; who is passed on and waits in vain hangs up", async () => {
  const transfer = { to: 2, afterMs: 10_000, patienceMs: 20_000 };
  const hall = begin({
    agents: [agent("ana"), agent("bea", { skills: [2] })],
    traffic: trafficOf([caller("bea's", 0, { skill: 2, handleMs: DAY })], {
      handleMs: 5_000,
      returnCall: () => returnCall(),
      transfer,
    }),
  });
  hall.exchange.connect(passAll(hall));
  hall.exchange.execute(dial);
  await hall.clock.run(2 * M);
  const about = hall.said().filter((line) => line.includes("c~1"));
  // Confirmed at 9,002 and seated by the exchange 8 s later.
  assert.deepEqual(about.slice(3), [
    "17002 joined c~1",
    "17002 rung c~1 ana",
    "17002 answered c~1 ana",
    "27002 joined c~1",
    "47002 ended c~1",
  ]);
  assert.equal(hall.observer.didOf("c~1").at(-1), "hung-up");
});

test("a call that nobody announced is first heard of when it is in the queue", async () => {
  const hall = begin({ agents: [agent("ana")], callers: [caller("a", 1_000, { unannounced: true })] });
  hall.exchange.connect(hall.receive);
  await hall.clock.run(2_000);
  assert.deepEqual(hall.said().slice(1), ["1000 joined a", "1000 rung a ana", "1000 answered a ana"]);
});

test("an exchange that restarts loses every call without a word, and says what is left in a snapshot when it is back", async () => {
  const hall = begin({
    options: { maxLength: 2 },
    agents: [agent("ana"), agent("bea", { shifts: [{ from: 0, to: 25_000 }] })],
    callers: [
      caller("talks", 0, { handleMs: DAY }),
      caller("talks too", 1, { handleMs: DAY }),
      caller("waits", 2_000),
      caller("asked", 29_000),
      caller("meanwhile", 35_000),
      caller("after", 45_000),
    ],
  });
  hall.exchange.connect(passAll(hall));
  const dial = {
    type: "dial",
    attempt: "c~1",
    callback: "c",
    person: "p",
    skill: 1,
    place: 0,
    ringForMs: DAY,
    number: "+573001234567",
    dialogue: bareReturn,
  } as const;
  hall.exchange.execute(dial);
  await hall.clock.run(29_001);
  const before = hall.reported.length;
  hall.exchange.restart(10_000);
  for (const call of ["talks", "talks too", "waits", "asked", "c~1"])
    assert.equal(hall.observer.ends.get(call), 29_001, call);
  hall.exchange.execute({ ...dial, attempt: "c~2" });
  await hall.clock.run(39_000);
  assert.equal(hall.reported.length, before, "it reports nothing while it is down");
  assert.equal(hall.observer.ends.get("meanwhile"), 35_000);
  await hall.clock.run(39_001);
  const { report } = hall.reported.at(-1)!;
  assert.ok(report.type === "snapshot");
  assert.deepEqual([report.calls, report.attempts], [[], []]);
  assert.deepEqual(
    report.agents.map(({ agent: id, status }) => [id, status]),
    [
      ["ana", "free"],
      ["bea", "away"],
    ],
  );
  await hall.clock.run(50_000);
  assert.equal(hall.observer.services.at(-1)!.call, "after");
  assert.deepEqual(hall.observer.outages, [29_001]);
  assert.equal(hall.observer.rings.length, 1, "it never carries out what was ordered while it was down");
});

test("a customer who rang when the exchange went down rings no more, and is not dialled again for the same attempt", async () => {
  const hall = begin({ traffic: trafficOf([], { handleMs: 1, returnCall: () => returnCall() }) });
  hall.exchange.connect(hall.receive);
  hall.exchange.execute(dial);
  await hall.clock.run(3_000);
  hall.exchange.restart(1_000);
  await hall.clock.run(10_000);
  hall.exchange.execute(dial);
  await hall.clock.run(M);
  assert.deepEqual(
    hall.observer.rings.map(({ at, until, how }) => [at, until, how]),
    [[1_002, 3_000, "cancelled"]],
  );
});

test("an order that was on its way when the exchange went down is lost, also if it is back at once", async () => {
  const hall = begin({ agents: [agent("ana")], callers: [caller("a", 1_000)] });
  hall.exchange.connect(hall.receive);
  await hall.clock.run(999);
  hall.exchange.execute(dial);
  hall.exchange.restart(1);
  await hall.clock.run(M);
  assert.equal(hall.observer.rings.length, 0);
});

test("two restarts in a row are one outage that ends with the second; who connects meanwhile hears when it is back", async () => {
  const hall = begin({ agents: [agent("ana")] });
  hall.exchange.restart(10_000);
  await hall.clock.run(5_000);
  hall.exchange.restart(10_000);
  hall.exchange.connect(hall.receive);
  assert.deepEqual(hall.said(), []);
  await hall.clock.run(14_999);
  assert.deepEqual(hall.said(), []);
  await hall.clock.run(M);
  assert.deepEqual(hall.said(), ["15000 snapshot"]);
});

test("a caller who lost their call with the exchange phones again like one who gave up; so does one who reached nobody", async () => {
  const redial = {
    afterAbandonMs: 20_000,
    afterYesMs: null,
    call: (at: number) => caller(`again at ${at}`, at),
  };
  const hall = begin({
    agents: [agent("ana")],
    callers: [caller("lost", 1_000, { redial }), caller("nobody", 12_000, { redial })],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(10_000);
  hall.exchange.restart(5_000);
  await hall.clock.run(M);
  const arrived = hall.said().filter((line) => line.includes("arrived"));
  assert.deepEqual(arrived.slice(1), ["30000 arrived again at 30000", "32000 arrived again at 32000"]);
});

test("whatever goes wrong, a caller on the phone is served, hears that nobody can attend, or hangs up by themselves", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        maxLength: fc.constantFrom(null, 1, 3),
        maxWaitMs: fc.constantFrom(null, 20_000),
        leaveEmpty: fc.boolean(),
        joinEmpty: fc.boolean(),
      }),
      fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 3 }),
      fc.array(
        fc.record({
          at: fc.nat(120_000),
          patienceMs: fc.integer({ min: 1_000, max: 100_000 }),
          handleMs: fc.integer({ min: 1, max: 40_000 }),
          unannounced: fc.boolean(),
          transferAfterMs: fc.option(fc.nat(20_000)),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      async ({ seed, ...options }, shiftEnds, drawn) => {
        const hall = begin({
          seed,
          options: { ...options, missProbability: 0.3, agentAnswersAfterMs: { from: 0, to: 6_000 } },
          agents: shiftEnds.map((to, i) =>
            agent(`agent-${i}`, {
              skills: [(i % 2) + 1, 2 - (i % 2)],
              wrapUpMs: 3_000,
              pauses: { share: 0.5, meanMs: 20_000 },
              shifts: [{ from: 0, to }],
            }),
          ),
          callers: drawn.map(({ at, patienceMs, handleMs, unannounced, transferAfterMs }, i) =>
            caller(`c${i}`, at, {
              patienceMs,
              handleMs,
              ...(unannounced ? { unannounced } : {}),
              ...(transferAfterMs === null
                ? {}
                : { transfer: { to: 2, afterMs: transferAfterMs, patienceMs: 30_000 } }),
            }),
          ),
        });
        hall.exchange.connect(passAll(hall));
        await hall.clock.run(Number.MAX_SAFE_INTEGER);
        const { observer } = hall;
        for (const [i, { handleMs, transferAfterMs }] of drawn.entries()) {
          const call = `c${i}`;
          const endedAt = observer.ends.get(call);
          assert.ok(endedAt !== undefined, `${call} never ended`);
          const services = observer.services.filter((one) => one.call === call);
          const passedOn = services.length === 1 && transferAfterMs !== null;
          const servedToItsEnd =
            services.length > 0 && !passedOn && services.at(-1)!.at + handleMs === endedAt;
          const heard = observer.heardBy(call);
          const did = observer.didOf(call);
          const ends = [servedToItsEnd, heard.at(-1) === "sorry", did.at(-1) === "hung-up"];
          assert.equal(ends.filter(Boolean).length, 1, `${call}: ${heard.join()} / ${did.join()}`);
          // The exchange and the observer agree on every stay in a queue.
          const joins = hall.said().filter((line) => line.endsWith(`joined ${call}`)).length;
          assert.equal(observer.stays.filter((one) => one.call === call).length, joins);
        }
      },
    ),
    { numRuns: 200 },
  ));
