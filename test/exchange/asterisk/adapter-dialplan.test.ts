import assert from "node:assert/strict";
import { test } from "node:test";
import { dialplan } from "../../../src/exchange/asterisk/printed/dialplan.ts";

const text = dialplan({
  queues: [{ queue: "ventas" }, { queue: "soporte" }],
  agi: "127.0.0.1:4573",
  prompts: "espera/",
});

/** The steps of an extension of a context, without their priorities. */
function steps(context: string, extension: string): string[] {
  const section = text.slice(text.indexOf(`[${context}]`)).split("\n[")[0]!;
  const lines = section.split("\n");
  const first = lines.findIndex((line) => line.startsWith(`exten => ${extension},1`));
  const last = lines.findIndex((line, index) => index > first && !line.startsWith(" same"));
  return lines.slice(first, last < 0 ? undefined : last);
}

/** What a call goes through from a label on. */
function from(lines: readonly string[], label: string): string[] {
  return lines.slice(lines.findIndex((line) => line.includes(`n(${label})`)));
}

for (const [context, queue] of [
  ["espera-in", "ventas"],
  ["espera-in", "soporte"],
  ["espera-return", "ventas"],
  ["espera-return", "soporte"],
] as const)
  test(`every way through ${context} for ${queue} leads to Queue() or to an end that Espera asked for`, () => {
    const lines = steps(context, queue);
    const agi = lines.findIndex((line) => line.includes("AGI(agi://"));
    assert.ok(lines.findIndex((line) => line.includes("AGIEXITONHANGUP=yes")) < agi, "the watchdog works");
    assert.ok(lines.findIndex((line) => line.includes("TIMEOUT(absolute)=8")) < agi, "the watchdog is wound");
    assert.match(lines[agi + 1] ?? "", /TIMEOUT\(absolute\)=0/);
    assert.match(lines[agi + 2] ?? "", /ExecIf\(\$\["\$\{ESPERA_DO\}" = "bye"\]\?Hangup\(16\)\)/);
    const seat = from(lines, "seat");
    assert.ok(seat.some((line) => line.includes(`Queue(${queue},`)));
    const hangups = lines.filter((line) => line.includes("Hangup("));
    const ends = { "espera-in": 2, "espera-return": 5 };
    assert.equal(
      hangups.length,
      ends[context],
      "those asked for, one behind a talk, one behind a word of regret",
    );
    assert.deepEqual(steps(context, "T"), [
      "exten => T,1,Set(TIMEOUT(absolute)=0)",
      ` same => n,Goto(\${ESPERA_Q},seat)`,
    ]);
    assert.ok(
      lines.slice(0, agi).some((line) => /Set\((__)?ESPERA_Q=/.test(line)),
      "the watchdog knows where to",
    );
  });

test("a call asks only while the lease of its own queue is valid, and has its place before", () => {
  const lines = steps("espera-in", "soporte");
  const gate = lines.findIndex((line) => line.includes("GotoIf"));
  assert.match(lines[gate]!, /FILTER\(0-9,\$\{GLOBAL\(ESPERA_soporte\)\}\)\} > \$\{EPOCH\}\]\?ask:seat/);
  assert.ok(lines.slice(0, gate).some((line) => line.includes(`QUEUE_PRIO=$[1767225600 - \${ESPERA_AT}]`)));
});

test("a call is brought to the node that says it is called there, whenever it is brought, else to the printed address", () => {
  const asks = text
    .split("\n")
    .flatMap((line, index, lines) => (line.includes(",AGI(") ? [lines.slice(index - 2, index + 1)] : []));
  assert.equal(asks.length, 8);
  for (const [read, replaced, brought] of asks) {
    const queue = /queue=(\w+)/.exec(brought!)?.[1];
    assert.equal(read, ` same => n,Set(ESPERA_TO=\${GLOBAL(ESPERAOWNER_${queue})})`);
    assert.match(replaced!, /REGEX\(.* \$\{ESPERA_TO\}\)\} = 0\]\?Set\(ESPERA_TO=127\.0\.0\.1:4573\)\)$/);
    assert.match(brought!, /AGI\(agi:\/\/\$\{ESPERA_TO\}\//);
  }
});

test("only the agent of a return call hears what it is, and their answer is noted", () => {
  assert.ok(
    steps("espera-return", "ventas").some((line) =>
      line.includes(
        `Queue(ventas,,,espera/agent-return-call,,,\${ESPERA_MACRO}espera-served,\${ESPERA_RULE})`,
      ),
    ),
  );
  assert.ok(steps("espera-in", "ventas").some((line) => line.includes("Queue(ventas,,,,)")));
  assert.ok(steps("espera-return", "ventas").some((line) => line.includes(`Set(__ESPERA_Q=\${EXTEN})`)));
  assert.deepEqual(steps("espera-served", "s"), [
    `exten => s,1,Set(DB(espera-served/\${ESPERA_Q}/\${ESPERA_CALL})=\${CHANNEL(name)})`,
    ` same => n,GosubIf($["\${ESPERA_SERVED}" != ""]?\${ESPERA_SERVED},s,1)`,
    " same => n,Return()",
  ]);
});

test("the agent's leg knows its queue by the name that FreePBX asks for, until the call leaves the queue", () => {
  for (const context of ["espera-in", "espera-return"]) {
    const lines = steps(context, "ventas");
    const [into, queue, out, after] = [
      `Set(__NODEST=\${EXTEN})`,
      "Queue(",
      "Set(__NODEST=)",
      "espera-after",
    ].map((step) => lines.findIndex((line) => line.includes(step))) as [number, number, number, number];
    assert.ok(into >= 0 && into < queue && queue < out && out < after, context);
  }
});

test("when a return call is over is noted behind that, whatever the agent did with it", () => {
  const lines = steps("espera-return", "ventas");
  const handler = lines.findIndex((line) =>
    line.includes("Set(CHANNEL(hangup_handler_push)=espera-served,over,1)"),
  );
  assert.ok(handler >= 0 && handler < lines.findIndex((line) => line.includes("AGI(")));
  assert.deepEqual(steps("espera-served", "over"), [
    `exten => over,1,Set(ESPERA_NOTE=\${DB(espera-served/\${ESPERA_Q}/\${ESPERA_CALL})})`,
    ` same => n,ExecIf($["\${ESPERA_NOTE}" != ""]?Set(DB(espera-served/\${ESPERA_Q}/\${ESPERA_CALL})=\${ESPERA_NOTE} \${EPOCH}))`,
    " same => n,Return()",
  ]);
});

test("a caller who is taken out of the queue goes to Espera again where it is, and to the queue in any case", () => {
  const lines = steps("espera-in", "ventas");
  const queue = lines.findIndex((line) => line.includes("Queue(ventas,"));
  assert.match(lines[queue + 1]!, /GotoIf\(\$\["\$\{QUEUESTATUS\}" = "WITHDRAW"\]\?again\)/);
  const again = from(lines, "again").map((line) => line.replace(/^ same => n(\(again\))?,/, ""));
  assert.deepEqual(again, ["Set(QUEUESTATUS=)", "Set(ESPERA_AGAIN=withdrawn)", "Goto(gate)"]);
  assert.match(from(lines, "gate")[0]!, /ESPERA_ventas.*\?ask:seat/);
  assert.ok(lines.some((line) => line.includes(`in?queue=ventas&at=\${ESPERA_AT}&again=\${ESPERA_AGAIN})`)));
  const place = lines.findIndex((line) => line.includes("QUEUE_PRIO="));
  assert.ok(place < lines.indexOf(from(lines, "gate")[0]!), "the place that they have is not computed again");
});

test("the key of who waits leads by the same gate, and the watchdog knows where to", () => {
  assert.deepEqual(steps("espera-key-ventas", "1"), [
    `exten => 1,1,GotoIf($["\${ESPERA_NUM}" != ""]?espera-return,ventas,seat)`,
    " same => n,Set(ESPERA_Q=ventas)",
    " same => n,Set(ESPERA_AGAIN=key)",
    " same => n,Goto(espera-in,ventas,gate)",
  ]);
});

test("a customer who returns is never asked again: out of the queue, by key or otherwise, they are put back at their place", () => {
  const lines = steps("espera-return", "ventas");
  const queue = lines.findIndex((line) => line.includes("Queue(ventas,"));
  assert.match(lines[queue + 1]!, /"WITHDRAW"\]\?again\)/);
  assert.deepEqual(
    from(lines, "again").map((line) => line.replace(/^ same => n(\(again\))?,/, "")),
    ["Set(QUEUESTATUS=)", "Goto(seat)"],
  );
  assert.match(from(lines, "seat")[0]!, /QUEUE_PRIO=/);
});

test("before Asterisk 21 a comma more stands ahead of the routine, however the version is written", () => {
  const [, pattern, older, newer] =
    /Set\(ESPERA_MACRO=\$\{IF\(\$\{REGEX\("([^"]+)" \$\{VERSION\(\)\}\)\}\?(.*):(.*)\)\}\)/.exec(text) ?? [];
  assert.deepEqual([older, newer], [",", ""]);
  const isOlder = (version: string) => new RegExp(pattern!).test(version);
  for (const version of [
    "16.28.0~dfsg-0+deb11u4",
    "18.26.4",
    "20.7.0(20.7.0-1)",
    "certified-18.9-cert5",
    "GIT-20-2f8c",
  ])
    assert.ok(isOlder(version), version);
  for (const version of [
    "21.0.0",
    "22.10.1~dfsg+~cs6.17",
    "certified-22.8-cert1",
    "GIT-master-16ab",
    "23.2.0",
  ])
    assert.ok(!isOlder(version), version);
});

const refusals = ["FULL", "UNKNOWN", "JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL"];

/** The line at which an outcome of `Queue()` is decided upon. */
const decision = (lines: readonly string[], status: string) =>
  lines.find((line) => line.includes("GotoIf") && line.includes(`"\${QUEUESTATUS}" = "${status}"`));

test("a caller that the queue refuses goes to espera-after, or else waits for room as long as they like", () => {
  const lines = steps("espera-in", "ventas");
  const goesOn = lines.findIndex((line) => line.includes("DIALPLAN_EXISTS(espera-after,"));
  for (const status of [...refusals.slice(1), "TIMEOUT"]) {
    const line = decision(lines, status)!;
    assert.match(line, /\?room\)/);
    assert.ok(lines.indexOf(line) > goesOn, "the administrator's own way comes first");
  }
  assert.deepEqual(
    from(lines, "room")
      .slice(0, 3)
      .map((line) => line.replace(/^ same => n(\(room\))?,/, "")),
    ["Set(QUEUESTATUS=)", "MusicOnHold(,2)", "Goto(queue)"],
  );
});

test("a returning customer that the queue refuses waits a minute for room, and is never sent to espera-after", () => {
  const lines = steps("espera-return", "ventas");
  const goesOn = lines.findIndex((line) => line.includes("DIALPLAN_EXISTS(espera-after,"));
  for (const status of refusals) {
    const line = decision(lines, status)!;
    assert.match(line, /\?wait\)/);
    assert.ok(lines.indexOf(line) < goesOn);
  }
  const timeout = decision(lines, "TIMEOUT")!;
  assert.match(
    timeout,
    /\?none\)/,
    "a caller who waited for as long as anybody may has waited for long enough",
  );
  assert.ok(lines.indexOf(timeout) < goesOn);
  assert.match(from(lines, "wait")[0]!, /\$\[\$\{EPOCH\} \+ 60\]/);
  assert.match(from(lines, "wait")[1]!, /\$\{EPOCH\} < \$\{ESPERA_ROOM\}\]\?room:none/);
  const none = from(lines, "none");
  assert.ok(none.some((line) => line.includes("turned-away?queue=ventas")));
  const last = none.findIndex((line) => line.includes("Playback(espera/return-no-agent)"));
  assert.match(none[last + 1]!, /Hangup\(\)/);
});

for (const context of ["espera-in", "espera-return"])
  test(`${context} runs the administrator's routine once before the queue, where there is one`, () => {
    const lines = steps(context, "ventas");
    const hook = lines.findIndex((line) => line.includes("GosubIf("));
    assert.match(
      lines[hook]!,
      /GosubIf\(\$\[\$\{DIALPLAN_EXISTS\(espera-before,\$\{EXTEN\},1\)\}\]\?espera-before,\$\{EXTEN\},1\)/,
    );
    assert.match(lines[hook - 2]!, /GotoIf\(\$\["\$\{ESPERA_BEFORE\}" = "\$\{EXTEN\}"\]\?queue\)/);
    assert.match(lines[hook - 1]!, /Set\(ESPERA_BEFORE=\$\{EXTEN\}\)/);
    assert.ok(from(lines, "queue").some((line) => line.includes("Queue(ventas,")));
    assert.ok(hook < lines.indexOf(from(lines, "queue")[0]!));
  });

test("the penalty limits of a return call are asked for behind the administrator's routine, which may set them", () => {
  const lines = steps("espera-return", "ventas");
  const asked = lines.findIndex((line) =>
    line.includes(`limits?queue=ventas&waited=$[\${EPOCH} - \${ESPERA_AT}])`),
  );
  assert.ok(asked > lines.findIndex((line) => line.includes("GosubIf(")));
  assert.ok(asked < lines.indexOf(from(lines, "queue")[0]!));
});

test("a customer whose Espera hangs is taken back once: the penalty limits are not asked of it", () => {
  const lines = steps("espera-return", "ventas");
  const asked = lines.findIndex((line) => line.includes("AGI(agi://"));
  const kept = lines.findIndex((line) => line.includes(`Set(ESPERA_ASKED=\${AGISTATUS})`));
  assert.ok(
    asked < kept && kept < lines.indexOf(from(lines, "seat")[0]!),
    "where the watchdog does not pass",
  );
  const limits = lines.findIndex((line) => line.includes("limits?queue="));
  assert.match(lines[limits - 5]!, /GotoIf\(\$\["\$\{ESPERA_ASKED\}" != "SUCCESS"\]\?queue\)/);
});

test("credit of a class is part of the place, by the dialplan alone, and Espera hears of it", () => {
  const printed = dialplan({
    queues: [{ queue: "ventas" }],
    agi: "127.0.0.1:4573",
    prompts: "espera/",
    classes: { vip: 180, gold: 60 },
  }).split("\n");
  const at = (part: string) => printed.findIndex((line) => line.includes(part));
  assert.ok(at(`ExecIf($["\${ESPERA_CLASS}" = "vip"]?Set(ESPERA_CREDIT=180))`) > at("Set(ESPERA_CREDIT=)"));
  assert.ok(at(`ExecIf($["\${ESPERA_CLASS}" = "gold"]?Set(ESPERA_CREDIT=60))`) > at("Set(ESPERA_CREDIT=)"));
  const place = at(`Set(QUEUE_PRIO=$[1767225600 - \${ESPERA_AT} + 0\${ESPERA_CREDIT}])`);
  assert.ok(place > at("Set(ESPERA_CREDIT=60)"));
  assert.ok(
    at(`UserEvent(EsperaClass,Call: \${UNIQUEID},Class: \${ESPERA_CLASS},Credit: \${ESPERA_CREDIT})`) > place,
  );
  assert.ok(at(`&class=\${ESPERA_CLASS}&credit=\${ESPERA_CREDIT})`) > place);
  assert.ok(!text.includes("ESPERA_CREDIT"), "where there are no classes nothing is said of them");
});

test("a placeholder leaves by itself, stands right behind its place, and fits no agent", () => {
  assert.deepEqual(steps("espera-hold", "soporte"), [
    `exten => soporte,1,Set(TIMEOUT(absolute)=\${ESPERA_FOR})`,
    ` same => n,Set(QUEUE_PRIO=$[1767225600 - \${ESPERA_AT} - 1])`,
    " same => n,Set(QUEUE_MIN_PENALTY=1000001)",
    " same => n,Queue(soporte)",
    " same => n,Hangup()",
  ]);
});
