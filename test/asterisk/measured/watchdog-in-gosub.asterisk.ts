import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { addresses } from "../bed/configuration.ts";
import { caller } from "../bed/sipp.ts";

/** Takes connections and says nothing, as an Espera that hangs. */
const connections = new Set<Socket>();
const hanging = createServer((socket) => void connections.add(socket.on("error", () => undefined)));
let asterisk: Asterisk;

const watchdogS = 2;
const note = (where: string) => `UserEvent(Noted,Where: ${where})`;
const extension = (name: string, steps: readonly string[]) =>
  steps.map((step, index) => (index === 0 ? `exten => ${name},1,${step}` : ` same => n,${step}`)).join("\n");

before(async () => {
  await new Promise<void>((resolve) => hanging.listen(0, addresses.asterisk, resolve));
  const address = hanging.address();
  assert.ok(address !== null && typeof address === "object");
  const asks = [
    "Set(AGIEXITONHANGUP=yes)",
    `Set(TIMEOUT(absolute)=${watchdogS})`,
    `AGI(agi://${addresses.asterisk}:${address.port}/in)`,
    note("after AGI"),
    "Return()",
  ];
  const calling = (routine: string) => ["Answer()", `Gosub(${routine},s,1)`, note("after Gosub"), "Hangup()"];
  const taking = (where: string, then: string) => ["Set(TIMEOUT(absolute)=0)", note(`T of ${where}`), then];
  asterisk = await startAsterisk({
    dialplan: [
      "[callers]",
      extension("own", calling("with-own")),
      extension("included", calling("with-included")),
      extension("none", calling("without")),
      extension("T", taking("the caller", "Hangup()")),
      "[with-own]",
      extension("s", asks),
      extension("T", taking("the routine", "Return()")),
      "[with-included]",
      "include => taken-back",
      extension("s", asks),
      "[taken-back]",
      extension("T", taking("an included context", "Return()")),
      "[without]",
      extension("s", asks),
      "",
    ].join("\n"),
  });
});

after(async () => {
  await asterisk?.stop();
  for (const socket of connections) socket.destroy();
  hanging.close();
});

const found: readonly [string, string, readonly string[]][] = [
  [
    "own",
    "a T of the routine's own context takes it, and Return goes on after Gosub",
    ["T of the routine", "after Gosub"],
  ],
  [
    "included",
    "a T that the routine's context includes does the same",
    ["T of an included context", "after Gosub"],
  ],
  ["none", "with a T in the calling context only, the call is hung up", []],
];
for (const [to, what, where] of found)
  test(`a server hangs inside a Gosub: ${what}`, async () => {
    const manager = await asterisk.manager();
    const call = await caller(asterisk, { to, number: "6001" });
    const end = await call.end(15_000);
    assert.equal(end.by, "exchange");
    const noted = manager.events.filter((event) => event["UserEvent"] === "Noted");
    assert.deepEqual(
      noted.map((event) => event["Where"]),
      where,
    );
    const hangup = manager.events.find((event) => event["Event"] === "Hangup");
    console.log(
      `${to}: over ${Math.round(end.at - (call.event("answered")?.at ?? 0))} ms after the answer, Cause ${hangup?.["Cause"]}`,
    );
    manager.close();
  });
