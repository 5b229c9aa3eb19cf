import assert from "node:assert/strict";
import type { AttemptResult } from "../../../src/line/events.ts";
import type { Behaviour } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import { registered, seen, story } from "./story.ts";
import { RINGS_BRIEFLY, type World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const agents = ["ana"];
const attempts = { max: 1 };
const confirms: Behaviour = { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] };
const refuses = (status: 486 | 603 | 404 | 503): Behaviour => ({
  ringAfterMs: null,
  refuse: { status, afterMs: 50 },
});

async function results(world: World): Promise<AttemptResult[]> {
  return (await world.events()).flatMap((event) => (event.type === "attempt-ended" ? [event.result] : []));
}

/** What a carrier's answer means, whatever the dialplan on the way does with it. */
const answers: readonly (readonly [does: Behaviour, result: AttemptResult])[] = [
  [refuses(404), "invalid"],
  [refuses(486), "busy"],
  [refuses(603), "busy"],
  [refuses(503), "failed"],
  [{}, "no-answer"],
];

/** How sites dial out by a dialplan of theirs. */
const ways = {
  "hands the cause on": `exten => _+57X.,1,Dial(PJSIP/\${EXTEN}@trunk)\n same => n,Hangup(\${HANGUPCAUSE})\n`,
  "ends with Dial()": `exten => _+57X.,1,Dial(PJSIP/\${EXTEN}@trunk)\n`,
  "ends with tones": [
    `exten => _+57X.,1,Dial(PJSIP/\${EXTEN}@trunk)`,
    ` same => n,Goto(s-\${DIALSTATUS},1)`,
    "exten => _s-.,1,Congestion(10)",
    "exten => s-BUSY,1,Busy(10)",
    "exten => s-NOANSWER,1,Hangup()",
    "",
  ].join("\n"),
};

for (const [way, steps] of Object.entries(ways))
  for (const [does, result] of answers)
    story(
      `by a dialplan that ${way}, ${does.refuse?.status ?? "nobody's answer"} is ${result}`,
      {
        agents,
        attempts: { ...attempts, ...RINGS_BRIEFLY },
        dialplan: `\n[out]\n${steps}`,
        exchange: { trunks: ["Local/{number}@out"] },
      },
      async (world) => {
        world.customers.behave(DIALLED, does);
        await registered(world, NUMBER);
        await world.event("callback-ended", 40_000);
        assert.deepEqual(await results(world), [result]);
        assert.equal(world.customers.calls.length, 1);
      },
    );

for (const { first, behaves } of [
  { first: "does not exist", behaves: null },
  { first: "has no free line", behaves: refuses(503) },
])
  story(
    `where the first trunk ${first} the next one is dialled, in the same attempt`,
    {
      agents,
      attempts,
      exchange: {
        trunks: [behaves ? "PJSIP/9{number}@trunk" : "PJSIP/{number}@nowhere", "PJSIP/{number}@trunk"],
      },
    },
    async (world) => {
      world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
      if (behaves) world.customers.behave(`9${DIALLED}`, behaves);
      world.customers.behave(DIALLED, confirms);
      await registered(world, NUMBER);
      assert.equal((await world.event("callback-ended", 40_000)).status, "OK");
      assert.deepEqual(await results(world), ["joined"]);
      assert.deepEqual(
        world.customers.calls.map(({ number }) => number),
        behaves ? [`9${DIALLED}`, DIALLED] : [DIALLED],
      );
    },
  );

for (const { phone, does, result } of [
  { phone: "is busy", does: refuses(486), result: "busy" },
  { phone: "rings in vain", does: {}, result: "no-answer" },
  {
    phone: "rings, and then the line breaks",
    does: { refuse: { status: 503, afterMs: 500 } },
    result: "failed",
  },
] as const)
  story(
    `no second trunk is dialled where the phone ${phone}`,
    {
      agents,
      attempts: { ...attempts, ...RINGS_BRIEFLY },
      exchange: { trunks: ["PJSIP/9{number}@trunk", "PJSIP/{number}@trunk"] },
    },
    async (world) => {
      world.customers.behave(`9${DIALLED}`, does);
      world.customers.behave(DIALLED, confirms);
      await registered(world, NUMBER);
      await world.event("callback-ended", 40_000);
      assert.deepEqual(await results(world), [result]);
      assert.deepEqual(
        world.customers.calls.map(({ number }) => number),
        [`9${DIALLED}`],
      );
    },
  );

story(
  "a carrier of the country gets the number without its country, and the phone sees who calls",
  { agents, exchange: { trunks: ["PJSIP/{national}@trunk"], callerId: "Ventas <6015550000>" } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(NUMBER, confirms);
    await registered(world, NUMBER);
    assert.equal((await world.event("callback-ended", 40_000)).status, "OK");
    const [call] = world.customers.calls;
    assert.match(call!.messages[0]!.text, /^From: "Ventas" <sip:6015550000@/m);
    assert.equal(seen(call!)[0], "invited");
  },
);

story(
  "the CDR of a return call says what it is",
  {
    agents,
    exchange: { cdr: { userfield: "devolucion", accountcode: "espera" } },
    modules: ["cdr_manager.so", "func_cdr.so"],
    files: { "cdr.conf": "[general]\nenable=yes\n", "cdr_manager.conf": "[general]\nenabled=yes\n" },
  },
  async (world) => {
    const manager = await world.asterisk.manager();
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(DIALLED, confirms);
    await registered(world, NUMBER);
    assert.equal((await world.event("callback-ended", 40_000)).status, "OK");
    const cdr = await until("the CDR", 30_000, () =>
      manager.events.find(
        (event) => event["Event"] === "Cdr" && (event["UniqueID"] ?? "").startsWith("espera-"),
      ),
    );
    assert.deepEqual([cdr["UserField"], cdr["AccountCode"]], ["devolucion", "espera"]);
    const other = manager.events.find(
      (event) => event["Event"] === "Cdr" && !(event["UniqueID"] ?? "").startsWith("espera-"),
    );
    assert.equal(other?.["UserField"], "");
    manager.close();
  },
);
