import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { caller } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";

/** What stands in docs/asterisk-facts.md of names of queues, and of how `Queue()` is given them. */

/** Names in quotes, each with whether the queue is found by it. */
const quoted = {
  "Ventas y Soporte": true,
  "Atención (Bogotá), 24/7": true,
  "a & b | c 'd' {e} #f !g *h %i =j <k> ~l ^m @n + o": true,
  ["x".repeat(79)]: true,
  ["y".repeat(80)]: false,
  "with [bracket": false,
  "with ( parenthesis": false,
  'with " quote': false,
  "with \\ backslash": false,
} satisfies Record<string, boolean>;
const LONGEST = "e".repeat(79);
const TOO_LONG = "f".repeat(80);

let asterisk: Asterisk;

before(async () => {
  const names = [...Object.keys(quoted), LONGEST, TOO_LONG];
  const over = ` same => n,UserEvent(Over,Why: \${QUEUESTATUS})`;
  asterisk = await startAsterisk({
    queues: Object.fromEntries(names.map((name) => [name, {}])),
    dialplan: [
      "[callers]",
      // A second in the queue says that the arguments behind the name were understood as well.
      ...Object.keys(quoted).flatMap((name, index) => [
        `exten => q${index},1,Answer()`,
        ` same => n,Queue("${name}",t,,,1)`,
        over,
      ]),
      ...[LONGEST, TOO_LONG].flatMap((name) => [
        `exten => ${name},1,Answer()`,
        ` same => n,Queue(\${EXTEN},t,,,1)`,
        over,
      ]),
      ...[68, 69].flatMap((length) => [`[espera-key-${"k".repeat(length)}]`, "exten => 1,1,Hangup()"]),
      "[trunk]",
      "[agents]",
    ].join("\n"),
  });
});

after(async () => {
  await asterisk?.stop();
});

/** Which queue a caller joined, and how that ended. */
async function joining(to: string): Promise<{ queue: string | undefined; why: string | undefined } | null> {
  const manager = await asterisk.manager();
  const call = await caller(asterisk, { to, number: "3000000002" });
  const found = (name: string) => manager.events.find((event) => event["Event"] === name);
  try {
    await until("the end of the queue, or of the call", 10_000, () => found("UserEvent") ?? call.ended);
    return found("UserEvent")
      ? { queue: found("QueueCallerJoin")?.["Queue"], why: found("UserEvent")?.["Why"] }
      : null;
  } finally {
    call.hangUp();
    manager.close();
  }
}

for (const [index, [name, isFound]] of Object.entries(quoted).entries())
  test(`in quotes ${name} is ${isFound ? "found, and named so by its events" : "not found"}`, async () => {
    const expected = isFound ? { queue: name, why: "TIMEOUT" } : { queue: undefined, why: "UNKNOWN" };
    assert.deepEqual(await joining(`q${index}`), expected);
  });

test("an extension holds 79 characters, and a context as many", async () => {
  assert.deepEqual(await joining(LONGEST), { queue: LONGEST, why: "TIMEOUT" });
  assert.equal(await joining(TOO_LONG), null);
  for (const [length, isThere] of [
    [68, true],
    [69, false],
  ] as const) {
    const shown = await asterisk.cli(`dialplan show espera-key-${"k".repeat(length)}`);
    assert.equal(shown.includes("created by 'pbx_config'"), isThere, shown);
  }
});
