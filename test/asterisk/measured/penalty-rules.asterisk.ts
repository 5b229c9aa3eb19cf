import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { caller, type Phones, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";

/** What stands in docs/asterisk-facts.md of the rules that change by the time waited which agents are rung. */

const dialplan = `
[callers]
exten => limited,1,Set(QUEUE_MAX_PENALTY=0)
 same => n,Set(QUEUE_MIN_PENALTY=0)
 same => n,Set(QUEUE_RAISE_PENALTY=0)
 same => n,Goto(join,1)
exten => free,1,Goto(join,1)
exten => join,1,Answer()
 same => n,Queue(sales)
exten => unruled,1,Set(QUEUE_MAX_PENALTY=0)
 same => n,Answer()
 same => n,Queue(sales,,,,,,,espera-none)
[trunk]
[agents]
`;

let asterisk: Asterisk;
let agents: Phones;

before(async () => {
  asterisk = await startAsterisk({
    agents: ["ana", "beto"],
    queues: {
      sales: {
        members: [],
        timeoutS: 60,
        lines: ["defaultrule=growing", "member=PJSIP/ana,0,ana", "member=PJSIP/beto,5,beto"],
      },
    },
    dialplan,
    files: { "queuerules.conf": "[growing]\npenaltychange => 2,+2,+1,+1\npenaltychange => 4,+3\n" },
  });
  agents = await startPhones(asterisk, "agents");
  const manager = await asterisk.manager();
  await manager.action("QueuePause", { Interface: "PJSIP/ana", Paused: "true" });
});

after(async () => {
  await agents?.kill();
  await asterisk?.stop();
});

/** When beto, whose penalty is 5, is rung for a caller: ms since the join; `null`: not within 7 s. And the limits then. */
async function seen(to: string) {
  const manager = await asterisk.manager();
  const call = await caller(asterisk, { to, number: "3000000002" });
  try {
    const joined = await until("the join", 10_000, () =>
      manager.events.find((event) => event["Event"] === "QueueCallerJoin"),
    );
    const at = Date.now();
    const rung = () => manager.events.find((event) => event["Event"] === "AgentCalled");
    await until("beto rings, or never", 10_000, () => rung() !== undefined || Date.now() - at > 7_000);
    const afterMs = rung() ? Date.now() - at : null;
    const limits: (string | undefined)[] = [];
    for (const limit of ["MAX", "MIN", "RAISE"]) {
      const Variable = `QUEUE_${limit}_PENALTY`;
      limits.push((await manager.action("Getvar", { Channel: joined["Channel"] ?? "", Variable }))["Value"]);
    }
    return { afterMs, limits };
  } finally {
    call.hangUp();
    await call.end(10_000);
    manager.close();
  }
}

test("a rule moves the limits that the channel says, and each change comes once its time is waited", async () => {
  const { afterMs, limits } = await seen("limited");
  assert.ok(afterMs !== null && afterMs > 3_000 && afterMs < 6_500, `${afterMs}`);
  assert.deepEqual(limits, ["5", "1", "1"]);
});

test("a limit that the channel does not say stays unlimited", async () => {
  const { afterMs, limits } = await seen("free");
  assert.ok(afterMs !== null && afterMs < 1_500, `${afterMs}`);
  console.log(limits);
});

test("a rule of a name that no file knows is none, without a word in the log", async () => {
  const { afterMs, limits } = await seen("unruled");
  assert.equal(afterMs, null);
  assert.equal(limits[0], "0");
  assert.doesNotMatch(await asterisk.log(), /espera-none.*not found|WARNING.*rule/i);
});
