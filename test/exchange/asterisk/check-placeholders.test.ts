import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../../../src/exchange/asterisk/check/findings.ts";
import { whatKeepsFromHolding } from "../../../src/exchange/asterisk/check/queue/placeholder-check.ts";
import { Queues } from "../../../src/exchange/asterisk/queues/queues.ts";
import { AskedAmi, answered, event, fromFiles } from "./adapter-peers.ts";

const FIT = ["strategy=rrmemory", "autofill=yes"];
const ventas = { queue: "ventas", skill: 7, holdsAgents: true };

/** What is found of a queue with these lines, as its sentences in English. */
async function found({
  lines = FIT,
  general = [] as readonly string[],
  running = {},
  others = [] as readonly string[],
  isPrinted = true,
  all = [ventas],
} = {}): Promise<string[]> {
  const ami = new AskedAmi();
  const params = { Queue: "ventas", Strategy: "rrmemory", Weight: "0", ...running };
  ami.items = [
    event("QueueParams", params),
    ...others.map((weight, nth) => event("QueueParams", { Queue: `other${nth}`, Weight: weight })),
  ];
  ami.answer = (_, headers) =>
    String(headers["Variable"]) === "DIALPLAN_EXISTS(espera-hold,ventas,1)"
      ? answered({ Value: isPrinted ? "1" : "0" })
      : fromFiles({ "queues.conf": { ventas: lines, general } }, headers);
  const findings = await whatKeepsFromHolding(ami, [ventas], new Queues(all));
  for (const one of findings)
    for (const language of ["es", "en"] as const) assert.doesNotMatch(sentence(one, language), /[{}?]{2}/);
  return findings.map(({ code, details }) =>
    code === "placeholder-unfit" ? `${details["setting"]}=${details["value"]}` : code,
  );
}

test("in a queue that gives each caller an agent of their own, agents can be held", async () => {
  assert.deepEqual(await found(), []);
  assert.deepEqual(await found({ lines: ["timeout=15"], general: ["autofill=yes"] }), []);
});

for (const [line, running] of [
  ["strategy=ringall", { Strategy: "ringall" }],
  ["autofill=no"],
  ["joinempty=no"],
  ["joinempty=paused,inuse"],
  ["leavewhenempty=strict"],
  ["penaltymemberslimit=5"],
  ["defaultrule=vip"],
  ["maxlen=10"],
] as const)
  test(`with ${line} no agent is held`, async () => {
    assert.deepEqual(await found({ lines: [...FIT, line], running: running ?? {} }), [line]);
  });

test("what neither the queue nor [general] says is as Asterisk has it: autofill is off", async () => {
  assert.deepEqual(await found({ lines: ["strategy=rrmemory"] }), ["autofill=no"]);
});

test("callers of a lighter queue would be kept from agents that both share", async () => {
  assert.deepEqual(await found({ running: { Weight: "10" }, others: ["0"] }), ["weight=10"]);
  assert.deepEqual(await found({ running: { Weight: "10" }, others: ["10", "20"] }), []);
});

test("a queue that is not in the file, or has no context, or is one of several of its skill, holds none", async () => {
  assert.deepEqual(await found({ lines: [] }), ["placeholder-elsewhere"]);
  assert.deepEqual(await found({ isPrinted: false }), ["dialplan-without-placeholder"]);
  const vip = { queue: "vip", skill: 7, holdsAgents: false };
  assert.deepEqual(await found({ all: [ventas, vip] }), ["placeholder-several-queues"]);
});
