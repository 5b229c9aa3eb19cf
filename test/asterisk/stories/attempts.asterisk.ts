import assert from "node:assert/strict";
import type { AttemptResult, FinalStatus } from "../../../src/line/events.ts";
import type { Behaviour } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import { putDown, registered, seen, story } from "./story.ts";
import { RINGS_BRIEFLY } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const key = (what: string) => [{ afterMs: 300, key: what }];

const cases: readonly {
  readonly phone: string;
  readonly does: Behaviour;
  readonly result: AttemptResult;
  /** How often it is dialled; two attempts are allowed. */
  readonly dialled: number;
  readonly status: FinalStatus;
  /** What the phone sees of the exchange, the last time. */
  readonly sees: readonly string[];
}[] = [
  {
    phone: "is busy",
    does: { refuse: { status: 486, afterMs: 50 } },
    result: "busy",
    dialled: 2,
    status: "FAIL",
    sees: ["invited", "ringing", "refused 486"],
  },
  {
    phone: "refuses",
    does: { refuse: { status: 603, afterMs: 50 } },
    result: "busy",
    dialled: 2,
    status: "FAIL",
    sees: ["invited", "ringing", "refused 603"],
  },
  {
    phone: "is behind a line that fails",
    does: { ringAfterMs: null, refuse: { status: 503, afterMs: 50 } },
    result: "failed",
    dialled: 2,
    status: "FAIL",
    sees: ["invited", "refused 503"],
  },
  {
    phone: "is switched off",
    does: { ringAfterMs: null, refuse: { status: 480, afterMs: 50 } },
    result: "no-answer",
    dialled: 2,
    status: "FAIL",
    sees: ["invited", "refused 480"],
  },
  {
    phone: "has a number that does not exist",
    does: { ringAfterMs: null, refuse: { status: 404, afterMs: 50 } },
    result: "invalid",
    dialled: 1,
    status: "FAIL",
    sees: ["invited", "refused 404"],
  },
  {
    phone: "rings in vain",
    does: {},
    result: "no-answer",
    dialled: 2,
    status: "FAIL",
    sees: ["invited", "ringing", "cancelled", "refused 487"],
  },
  {
    phone: "is behind a dead trunk",
    does: { dead: true },
    result: "failed",
    dialled: 2,
    status: "FAIL",
    sees: ["invited"],
  },
  {
    phone: "is picked up and put down",
    does: { answerAfterMs: 50, hangUpAfterMs: 300 },
    result: "hung-up",
    dialled: 2,
    status: "FAIL",
    sees: ["invited", "ringing", "answered", "hung-up"],
  },
  {
    phone: "is somebody else's, who presses 2",
    does: { answerAfterMs: 50, keys: key("2") },
    result: "declined",
    dialled: 1,
    status: "NO USER",
    sees: ["invited", "ringing", "answered", "key 2", "hung-up"],
  },
];

const endsByItself = ({ refuse, answerAfterMs }: Behaviour) =>
  refuse !== undefined || answerAfterMs !== undefined;

for (const { phone, does, result, dialled, status, sees } of cases)
  story(
    `a phone that ${phone} is dialled ${dialled} times, then ${status}`,
    { agents: ["ana"], ...(endsByItself(does) ? {} : { attempts: RINGS_BRIEFLY }) },
    async (world) => {
      world.customers.behave(DIALLED, does);
      await registered(world, NUMBER);
      const ended = await world.event("callback-ended", 30_000);
      assert.equal(ended.status, status);
      const results = (await world.events()).flatMap((event) =>
        event.type === "attempt-ended" ? [event.result] : [],
      );
      assert.deepEqual(
        results,
        Array.from({ length: dialled }, () => result),
      );
      assert.equal(world.customers.calls.length, dialled);
      await until(
        "the phone is left alone",
        30_000,
        () => seen(world.customers.calls.at(-1)!).length === sees.length,
      );
      assert.deepEqual(seen(world.customers.calls.at(-1)!), sees);
      assert.equal(world.agents.calls.length, 0, "no agent is rung for nobody");
      const row = await world.diagram2();
      assert.deepEqual([row["treatment"], row["recall_ok"], row["recall_fail"]], ["1", "0", "1"]);
    },
  );

story(
  "a machine that picks up is asked twice, then let go",
  { agents: ["ana"], attempts: { max: 1 } },
  async (world) => {
    world.customers.behave(DIALLED, { answerAfterMs: 50 });
    await registered(world, NUMBER);
    const ended = await world.event("callback-ended", 40_000);
    assert.equal(ended.status, "FAIL");
    const attempt = await world.event("attempt-ended", 1_000);
    assert.equal(attempt.result, "machine");
    const [call] = world.customers.calls;
    assert.equal((await call!.end(30_000)).by, "exchange");
    assert.equal(world.agents.calls.length, 0);
  },
);

story("a phone that is busy first is reached the second time", { agents: ["ana"] }, async (world) => {
  // Not before "a return call" was said to her: she would be rung again.
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
  world.customers.behave(DIALLED, { refuse: { status: 486, afterMs: 50 } });
  await registered(world, NUMBER);
  await world.event("attempt-ended", 30_000);
  world.customers.behave(DIALLED, { answerAfterMs: 50, keys: key("1") });
  assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
  assert.deepEqual(
    (await world.events()).flatMap((event) => (event.type === "attempt-ended" ? [event.result] : [])),
    ["busy", "joined"],
  );
});

story(
  "a phone that is picked up when it no longer rings is called again, and each attempt is dialled once",
  { agents: ["ana"], attempts: { ringForMs: 5_000 } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(DIALLED, { answerAfterMs: 7_000 });
    await registered(world, NUMBER);
    const late = await world.customers.call(DIALLED, 30_000);
    world.customers.behave(DIALLED, { answerAfterMs: 50, keys: key("1") });
    assert.equal((await world.event("callback-ended", 60_000)).status, "OK");
    assert.deepEqual(seen(late), ["invited", "ringing", "cancelled", "refused 487"]);
    const attempts = await world.attempts();
    assert.deepEqual(
      attempts.map(({ result }) => result),
      ["no-answer", "joined"],
    );
    assert.deepEqual(
      world.managerLine.diallings.map(({ attempt }) => attempt),
      attempts.map(({ attempt }) => attempt),
    );
  },
);

story(
  "a customer who phones again before their turn stands at the place they earned, and is not dialled any more",
  { agents: ["ana"] },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50 });
    const talking = await world.call("3000000009");
    const first = await world.agents.call("ana", 30_000);
    await first.until("answered", 30_000);
    const ahead = await world.call("3000000002");
    await until("one waits", 30_000, async () => (await world.queue()).length === 1);
    await registered(world, NUMBER);
    const behind = await world.call("3000000003");
    await until("two wait", 30_000, async () => (await world.queue()).length === 2);
    const again = await world.call(NUMBER);
    await until("they stand between them", 30_000, async () => {
      const queue = await world.queue();
      return queue.join() === ["3000000002", NUMBER, "3000000003"].join();
    });
    await putDown(first);
    for (const [nth, served] of [ahead, again, behind].entries()) {
      const ringing = await world.agents.call("ana", 30_000, nth + 1);
      await ringing.until("answered", 30_000);
      await putDown(ringing);
      assert.equal((await served.end(30_000)).by, "exchange");
    }
    assert.equal((await talking.end(1_000)).by, "exchange");
    assert.equal((await world.event("callback-ended", 30_000)).status, "STOP NEW");
    assert.equal(world.customers.calls.length, 0);
  },
);
