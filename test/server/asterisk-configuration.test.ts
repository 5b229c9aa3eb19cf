import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { stringify } from "yaml";
import type { LiveView } from "../../src/api/live-view.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { isOnAsterisk, parseConfiguration } from "../../src/configuration/configuration.ts";
import { Fault, type FaultCode } from "../../src/faults/faults.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { defaultSkill } from "../../src/operation/default-settings.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { asteriskAccess } from "../../src/server/asterisk/asterisk-access.ts";
import { asteriskGiven, queuesByMode } from "../../src/server/asterisk/asterisk-operation.ts";
import { asteriskSecret } from "../../src/server/asterisk/asterisk-secret.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { realClock } from "../../src/time/real-clock.ts";

const least = {
  trunk: "PJSIP/{number}@trunk",
  queues: [{ queue: "ventas", skill: 7 }],
};
const skills = [
  { id: 7, name: "Ventas" },
  { id: 8, name: "Soporte" },
];

const operationWith = (asterisk: object, name = "Centro") => ({
  name,
  timeZone: "America/Bogota",
  skills,
  exchange: { asterisk: { ...least, ...asterisk } },
});

function parsed(...operations: object[]) {
  return parseConfiguration(stringify({ operations }), "espera.yaml");
}

/** What is said of operations that are refused, without file, line and what all paths begin with. */
function problemsOf(...operations: object[]): string[] {
  try {
    parsed(...operations);
  } catch (error) {
    assert.ok(error instanceof Fault && error.code === "config-invalid", String(error));
    return String(error.details["problems"])
      .trim()
      .split(/\n {2}/)
      .map((line) => line.replace(/^espera\.yaml:\d+: (operations\[0\]\.exchange\.(asterisk\.)?)?/, ""));
  }
  assert.fail("taken");
}

const raises = (code: FaultCode) => (error: unknown) => error instanceof Fault && error.code === code;

describe("an operation on Asterisk", () => {
  test("begins in shadow, with Asterisk's usual ports on this machine", () => {
    const { settings, exchange } = parsed(operationWith({}))[0]!;
    assert.deepEqual(
      settings.skills.map(({ smartWait }) => smartWait),
      ["shadow", "shadow"],
    );
    assert.deepEqual(exchange, {
      kind: "asterisk",
      ami: { host: "127.0.0.1", port: 5038, tls: false, username: "espera" },
      agi: { host: "127.0.0.1", port: 4573 },
      trunk: ["PJSIP/{number}@trunk"],
      prompts: "espera/",
      queues: [{ queue: "ventas", skill: 7, wrapUpMs: 0, holdsAgents: false }],
    });
  });

  test("has a ceiling of callbacks a day by what is usual, unless another is written, or none", () => {
    const perDayOf = (limits: object) => parsed({ ...operationWith({}), limits })[0]!.settings.limits.perDay;
    assert.deepEqual(
      [perDayOf({}), perDayOf({ perDay: "usual" }), perDayOf({ perDay: 300 }), perDayOf({ perDay: "none" })],
      ["usual", "usual", 300, null],
    );
  });

  test("takes everything that may be written", () => {
    const { exchange, settings } = parsed(
      operationWith({
        ami: {
          host: "pbx.example",
          port: 5039,
          tls: { ca: "/etc/espera/ca.pem", serverName: "asterisk.example" },
          username: "e",
          secretFile: "/etc/espera/ami",
        },
        agi: { host: "0.0.0.0", port: 4574, allowed: ["10.0.0.7", "10.1.0.0/16", "fd00::/8"] },
        trunk: ["PJSIP/{national}@claro", "Local/{number}@out/n"],
        callerId: "Clínica <6011234567>",
        cdr: { userfield: "devolución", accountcode: "espera" },
        prompts: "custom/espera/",
        queues: [
          { queue: "ventas-1", skill: 7, wrapUpS: 4.5, holdsAgents: true },
          { queue: "Soporte_2", skill: 8, leastPenalty: 1, mostPenalty: 3 },
          { queue: "Soporte_3", skill: 8, callerId: "Soporte <6017654321>" },
        ],
      }),
    )[0]!;
    assert.ok(exchange.kind === "asterisk");
    assert.deepEqual(settings.ownNumbers, ["+576011234567", "+576017654321"]);
    assert.deepEqual(exchange.trunk, ["PJSIP/{national}@claro", "Local/{number}@out/n"]);
    assert.deepEqual(exchange.cdr, { userfield: "devolución", accountcode: "espera" });
    assert.equal(exchange.queues[2]?.callerId, "Soporte <6017654321>");
    assert.deepEqual(exchange.queues[0], {
      queue: "ventas-1",
      skill: 7,
      wrapUpMs: 4500,
      holdsAgents: true,
    });
    assert.deepEqual(exchange.queues[1], {
      queue: "Soporte_2",
      skill: 8,
      wrapUpMs: 0,
      holdsAgents: false,
      leastPenalty: 1,
      mostPenalty: 3,
    });
    assert.equal(exchange.queues[2]?.skill, 8);
    assert.equal(exchange.ami.secretFile, "/etc/espera/ami");
    assert.deepEqual(exchange.ami.tls, { ca: "/etc/espera/ca.pem", serverName: "asterisk.example" });
    assert.deepEqual(exchange.agi.allowed, ["10.0.0.7", "10.1.0.0/16", "fd00::/8"]);
  });

  const unnamed = (like: string) =>
    `no extension can have this name: give the queue an alias, like alias: ${like}`;
  const never =
    'no alias helps here: give the queue another name in queues.conf, of at most 79 bytes, with no blank at either end, and without control characters, unpaired parentheses and any of " \\ ; $ [ ]';
  const alias = "write up to 68 letters, digits, _ and -, not beginning with _ or -";
  const taken = "the dialplan needs this name for itself: choose another one";
  const trunk =
    'write the channel to dial with {number} or {national} in it once, like "PJSIP/{number}@trunk", or a list of them';
  const mark = "write up to 80 letters, digits, blanks and any of _ . : -";
  const secret = "write a text of up to 128 characters, in quotes";
  const refusals: readonly [what: string, asterisk: object, ...says: string[]][] = [
    ["no trunk", { trunk: undefined }, `trunk: is missing: ${trunk}`],
    ["a trunk without the number", { trunk: "PJSIP/trunk" }, `trunk: ${trunk}`],
    ["a trunk with two numbers", { trunk: "PJSIP/{number}{number}@t" }, `trunk: ${trunk}`],
    ["a trunk of two channels", { trunk: "PJSIP/{number}@a&PJSIP/1@b" }, `trunk: ${trunk}`],
    ["a trunk with arguments", { trunk: "PJSIP/{number}@a,30" }, `trunk: ${trunk}`],
    ["trunks of which one has no number", { trunk: ["PJSIP/{national}@a", "PJSIP/b"] }, `trunk[1]: ${trunk}`],
    ["a trunk with the number twice", { trunk: "PJSIP/{number}{national}@t" }, `trunk: ${trunk}`],
    ["no trunk in the list", { trunk: [] }, `trunk: ${trunk}`],
    ["a mark with a comma", { cdr: { userfield: "a,b" } }, `cdr.userfield: ${mark}`],
    ["no queues", { queues: [] }, "queues: write a list of at least one queue"],
    [
      "a pattern for a queue",
      { queues: [{ queue: "_X.", skill: 7 }] },
      `queues[0].queue: ${unnamed("queue-x")}`,
    ],
    [
      "a queue that would be read as a pattern",
      { queues: [{ queue: "_ventas", skill: 7 }] },
      `queues[0].queue: ${unnamed("ventas")}`,
    ],
    ["a queue with a comma", { queues: [{ queue: "a,b", skill: 7 }] }, `queues[0].queue: ${unnamed("a-b")}`],
    [
      "a queue with an accent",
      { queues: [{ queue: "Atención", skill: 7 }] },
      `queues[0].queue: ${unnamed("atencion")}`,
    ],
    [
      "a queue in another script",
      { queues: [{ queue: "售后", skill: 7 }] },
      `queues[0].queue: ${unnamed("queue-1")}`,
    ],
    [
      "a queue too long for an extension",
      { queues: [{ queue: "a".repeat(69), skill: 7 }] },
      `queues[0].queue: ${unnamed("a".repeat(68))}`,
    ],
    [
      "a queue without a name",
      { queues: [{ queue: "", skill: 7 }] },
      "queues[0].queue: write the queue's name in queues.conf",
    ],
    ...[
      " a",
      "a ",
      "a\tb",
      "a\nb",
      'a"b',
      "a\\b",
      "a;b",
      `a\${EXTEN}`,
      "a[b]",
      "a(b",
      "a)b",
      "é".repeat(40),
    ].map((queue): [string, object, string] => [
      `a queue that no dialplan can name: ${JSON.stringify(queue)}`,
      { queues: [{ queue, alias: "a1", skill: 7 }] },
      `queues[0].queue: ${never}`,
    ]),
    [
      "an alias with a blank",
      { queues: [{ queue: "a b", alias: "a b", skill: 7 }] },
      `queues[0].alias: ${alias}`,
    ],
    [
      "an alias too long",
      { queues: [{ queue: "a b", alias: "a".repeat(69), skill: 7 }] },
      `queues[0].alias: ${alias}`,
    ],
    [
      "an alias of a variable",
      { queues: [{ queue: "a b", alias: "CLASS", skill: 7 }] },
      `queues[0].alias: ${taken}`,
    ],
    [
      "an alias that is not needed",
      { queues: [{ queue: "ventas", alias: "v1", skill: 7 }] },
      "queues[0].alias: leave it out: the dialplan can have the queue's own name",
    ],
    [
      "an alias that is another queue's name",
      {
        queues: [
          { queue: "ventas", skill: 7 },
          { queue: "Ventas y Soporte", alias: "ventas", skill: 8 },
        ],
      },
      "queues[1].alias: a queue above has the extension ventas: give each its own",
    ],
    [
      "a queue named as the hang-up extension",
      { queues: [{ queue: "h", skill: 7 }] },
      `queues[0].queue: ${unnamed("queue-h")}`,
    ],
    [
      "a queue named as the watchdog's",
      { queues: [{ queue: "T", skill: 7 }] },
      `queues[0].queue: ${unnamed("queue-t")}`,
    ],
    [
      "a queue named as a failed call's",
      { queues: [{ queue: "failed", skill: 7 }] },
      `queues[0].queue: ${unnamed("queue-failed")}`,
    ],
    [
      "a queue whose lease would be ESPERA_AT",
      { queues: [{ queue: "AT", skill: 7 }] },
      `queues[0].queue: ${unnamed("at")}`,
    ],
    [
      "a queue of no skill",
      { queues: [{ queue: "ventas", skill: 9 }] },
      "queues[0].skill: there is no skill with the id 9; known: 7, 8",
    ],
    [
      "a queue twice",
      {
        queues: [
          { queue: "a1", skill: 7 },
          { queue: "a1", skill: 8 },
        ],
      },
      "queues[1].queue: the queue a1 is given above: give it once",
    ],
    [
      "queues that differ in a dash",
      {
        queues: [
          { queue: "a-1", skill: 7 },
          { queue: "a1", skill: 8 },
        ],
      },
      "queues[1].queue: Asterisk's dialplan cannot tell a1 from a queue above: a dash counts for nothing there",
    ],
    [
      "wrap-up in words",
      { queues: [{ queue: "a1", skill: 7, wrapUpS: "5 s" }] },
      "queues[0].wrapUpS: write a number from 0 to 3600",
    ],
    [
      "prompts without a slash",
      { prompts: "espera" },
      'prompts: write a folder of letters, digits, _ . - and /, with a slash at its end, like "espera/"',
    ],
    [
      "a folder of prompts that only one of the two sees",
      { prompts: { asterisk: "/var/lib/asterisk/espera/" } },
      "prompts.espera: is missing: write a whole path, like /var/spool/asterisk/espera",
    ],
    [
      "a folder of prompts that Asterisk would look for among its sounds",
      { prompts: { asterisk: "espera/", espera: "/srv/espera" } },
      "prompts.asterisk: write a whole path with a slash at its end, like /var/lib/asterisk/espera/",
    ],
    [
      "prompts with a comma",
      { prompts: "a,b/" },
      'prompts: write a folder of letters, digits, _ . - and /, with a slash at its end, like "espera/"',
    ],
    [
      "prompts that Asterisk would put something in for",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what the dialplan would evaluate.
      { prompts: "${SHELL(id)}/" },
      'prompts: write a folder of letters, digits, _ . - and /, with a slash at its end, like "espera/"',
    ],
    [
      "a caller id of two lines",
      { callerId: "a\nb" },
      'callerId: write it like "Clinic <6011234567>", up to 80 characters',
    ],
    ["a secret that is a number", { ami: { secret: 12345 } }, `ami.secret: ${secret}`],
    ["a secret of two lines", { ami: { secret: "a\r\nAction: Command" } }, `ami.secret: ${secret}`],
    [
      "a user of two lines",
      { ami: { username: "a\nb" } },
      "ami.username: write the user's name in manager.conf",
    ],
    [
      "a file that is not whole",
      { ami: { secretFile: "secret" } },
      "ami.secretFile: write a whole path, like /etc/espera/ami-secret",
    ],
    [
      "two secrets",
      { ami: { secret: "a", secretFile: "/b" } },
      "ami.secretFile: the secret is given above: leave one of them out",
    ],
    ["TLS in words", { ami: { tls: "yes" } }, "ami.tls: write true, or ca and serverName"],
    [
      "an address for the name in a certificate",
      { ami: { tls: { serverName: "10.0.0.7" } } },
      "ami.tls.serverName: write the name in Asterisk's certificate, like asterisk.example.com",
    ],
    [
      "a key of TLS misspelt",
      { ami: { tls: { cA: "/x" } } },
      "ami.tls.cA: there is no such key; did you mean ca?",
    ],
    ["a port that is none", { ami: { port: 70_000 } }, "ami.port: write a whole number from 1 to 65535"],
    [
      "a host with a scheme",
      { agi: { host: "agi://x" } },
      "agi.host: write an address or a host's name, like 127.0.0.1",
    ],
    [
      "a name among the addresses",
      { agi: { allowed: ["pbx"] } },
      "agi.allowed[0]: write an address or a network, like 10.0.0.7 or 10.0.0.0/8",
    ],
    [
      "a network too narrow",
      { agi: { allowed: ["10.0.0.0/33"] } },
      "agi.allowed[0]: write an address or a network, like 10.0.0.7 or 10.0.0.0/8",
    ],
    [
      "a folder for names that is not whole",
      { recordings: { asterisk: "espera", espera: "/srv/names" } },
      "recordings.asterisk: write a whole path, like /var/spool/asterisk/espera",
    ],
    [
      "a folder for names of which only one side is said",
      { recordings: { asterisk: "/var/spool/asterisk/espera" } },
      "recordings.espera: is missing: write a whole path, like /var/spool/asterisk/espera",
    ],
    ["a key misspelt", { trnk: "x" }, "trnk: there is no such key; did you mean trunk?"],
  ];
  for (const [what, asterisk, ...says] of refusals)
    test(`is refused for ${what}`, () => assert.deepEqual(problemsOf(operationWith(asterisk)), says));

  test("is simulated or not: one of the two", () => {
    const simulated = {
      traffic: [{ skill: 7, callsPerDay: 1, meanHandleS: 1, meanPatienceS: 1 }],
      agents: [{ count: 1, skills: [7], shift: "08:00-16:00" }],
    };
    const both = { ...operationWith({}), exchange: { simulated, asterisk: least } };
    assert.deepEqual(problemsOf(both), [
      "operations[0].exchange: an exchange is simulated or an Asterisk: leave one of them out",
    ]);
    assert.deepEqual(problemsOf({ ...operationWith({}), exchange: {} }), [
      "operations[0].exchange: write simulated: and its keys, or asterisk: and its keys",
    ]);
  });

  test("shares neither its port nor its queues with another one", () => {
    assert.deepEqual(problemsOf(operationWith({}), operationWith({}, "Otro")).sort(), [
      "operations[1].exchange.asterisk.agi.port: another operation listens on port 4573: give each its own",
      "operations[1].exchange.asterisk.queues[0].queue: the queue ventas of this Asterisk, or its alias, belongs to another operation: leave it out of one of them",
    ]);
    const aliased = { agi: { port: 4574 }, queues: [{ queue: "Ventas 2", alias: "ventas", skill: 7 }] };
    assert.deepEqual(problemsOf(operationWith({}), operationWith(aliased, "Otro")), [
      "operations[1].exchange.asterisk.queues[0].queue: the queue Ventas 2 of this Asterisk, or its alias, belongs to another operation: leave it out of one of them",
    ]);
    const elsewhere = { ami: { host: "10.0.0.9" }, agi: { port: 4574 } };
    assert.equal(parsed(operationWith({}), operationWith(elsewhere, "Otro")).length, 2);
  });
});

test("a queue is asked about by the mode of its skill, and never for a skill that is not there", () => {
  const of = (id: number, smartWait: "on" | "shadow" | "off") => ({
    ...defaultSkill,
    id,
    name: `${id}`,
    smartWait,
  });
  const queues = [1, 2, 3, 4].map((skill) => ({ queue: `q${skill}`, skill }));
  assert.deepEqual(
    queuesByMode(queues, [of(1, "on"), of(2, "shadow"), of(3, "off")]).map(({ smartWait }) => smartWait),
    ["on", "shadow", "off", "off"],
  );
});

describe("the manager's secret", () => {
  test("is the configuration's, else its file's, else the environment's", async () => {
    const directory = await mkdtemp(join(tmpdir(), "espera-secret-"));
    try {
      const file = join(directory, "ami");
      await writeFile(file, "from-file\n");
      const ami = {};
      const environment = { ESPERA_AMI_SECRET: "from-environment" };
      assert.equal(await asteriskSecret({ ...ami, secret: "own" }, environment), "own");
      assert.equal(await asteriskSecret({ ...ami, secretFile: file }, environment), "from-file");
      assert.equal(await asteriskSecret(ami, environment), "from-environment");
      await assert.rejects(asteriskSecret(ami, {}), raises("asterisk-secret-missing"));
      await writeFile(file, "\n");
      await assert.rejects(
        asteriskSecret({ ...ami, secretFile: file }, environment),
        raises("asterisk-secret-missing"),
      );
      await assert.rejects(
        asteriskSecret({ ...ami, secretFile: join(directory, "none") }, environment),
        raises("asterisk-secret-unreadable"),
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe("the access to the manager", () => {
  const secret = "s";

  test("is in the clear unless it is TLS, with this machine's authorities or with those of a file", async () => {
    const directory = await mkdtemp(join(tmpdir(), "espera-ca-"));
    try {
      const ca = join(directory, "ca.pem");
      const ami = { host: "h", port: 1, username: "u", secret };
      await writeFile(ca, "-----BEGIN CERTIFICATE-----\n");
      assert.deepEqual(await asteriskAccess({ ...ami, tls: false }, {}), { secret });
      assert.deepEqual(await asteriskAccess({ ...ami, tls: true }, {}), { secret, tls: {} });
      assert.deepEqual(await asteriskAccess({ ...ami, tls: { ca, serverName: "a.example" } }, {}), {
        secret,
        tls: { ca: "-----BEGIN CERTIFICATE-----\n", serverName: "a.example" },
      });
      await writeFile(ca, "no certificate\n");
      await assert.rejects(asteriskAccess({ ...ami, tls: { ca } }, {}), raises("asterisk-ca-unreadable"));
      await assert.rejects(
        asteriskAccess({ ...ami, tls: { ca: join(directory, "none") } }, {}),
        raises("asterisk-ca-unreadable"),
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe("a journal", () => {
  const simulated = `
operations:
  - name: Centro
    timeZone: America/Bogota
    skills: [{ id: 7, name: Ventas }]
    exchange:
      simulated:
        historyDays: 0
        traffic: [{ skill: 7, callsPerDay: 10, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 1, skills: [7], shift: "00:00-24:00" }]
`;
  // Ports where nobody is: the operation does not wait for Asterisk.
  const real = stringify({
    operations: [
      {
        ...operationWith({ ami: { port: 1, secret: "s" }, agi: { port: 47_573 } }),
        skills: [{ id: 7, name: "Ventas" }],
      },
    ],
  });

  for (const [first, second, code] of [
    [simulated, real, "operation-simulated"],
    [real, simulated, "operation-recorded"],
  ] as const)
    test(`refuses with ${code} to mix simulated calls with real ones`, async () => {
      const data = await mkdtemp(join(tmpdir(), "espera-kinds-"));
      const start = async (text: string): Promise<RunningServer> => {
        await writeFile(join(data, "espera.yaml"), text);
        return startServer({ data, host: "127.0.0.1", port: 0, print: () => {}, logLevel: "silent" });
      };
      try {
        await (await start(first)).stop();
        await assert.rejects(start(second), raises(code));
        await (await start(first)).stop();
      } finally {
        await rm(data, { recursive: true });
      }
    });

  test("is kept by an operation on Asterisk as real, whose modes are read again without a restart", async () => {
    const data = await mkdtemp(join(tmpdir(), "espera-real-"));
    const printed: string[] = [];
    await writeFile(join(data, "espera.yaml"), real);
    const server = await startServer({
      data,
      host: "127.0.0.1",
      port: 0,
      print: (line) => printed.push(line),
      logLevel: "silent",
    });
    try {
      assert.ok(printed.includes("  Centro"), printed.join("\n"));
      assert.ok(!printed.join("\n").includes("#key="), "a real centre has no link for anyone who started it");
      const tokens = await openSqliteStore({ directory: data });
      const { token } = await createToken(tokens, { operation: (await tokens.operations())[0]!.id }, 0);
      await tokens.close();
      const headers = { authorization: `Bearer ${token}` };
      const live = (await (await fetch(`${server.url}/live.json`, { headers })).json()) as LiveView;
      assert.equal(live.operations[0]!.simulated, false);
      assert.equal(live.operations[0]!.generation, null);
      const ready = await fetch(`${server.url}/readyz`);
      assert.equal(ready.status, 200, "reports are answered without Asterisk");
      assert.equal(
        await ready.text(),
        "ready\n- operation Centro: its exchange is not connected; calls go on without Espera, and return calls wait\n",
      );
      await writeFile(join(data, "espera.yaml"), real.replace("name: Ventas", "$&\n        smartWait: off"));
      await server.reload();
      const store = await openSqliteStore({ directory: data, readOnly: true });
      const [record] = await store.operations();
      const settings = await store.settings(record!.id);
      await store.close();
      assert.equal(record!.simulated, false);
      assert.deepEqual([settings!.version, settings!.skills[0]!.smartWait], [2, "off"]);
    } finally {
      await server.stop();
      await rm(data, { recursive: true });
    }
  });
});

test("a node is called where it listens, or at its machine where it listens on every address; a single server at the printed address", () => {
  const calledAt = (agi: object, machine?: string) => {
    const { exchange } = parsed(operationWith({ agi })).find(isOnAsterisk)!;
    const surroundings = {
      directory: tmpdir(),
      country: "CO",
      clock: realClock,
      random: new RandomSource("1").stream("t"),
      log: { info() {}, warn() {} },
    };
    const given = asteriskGiven(
      exchange,
      { secret: "s" },
      { ...surroundings, ...(machine === undefined ? {} : { machine }) },
    );
    return given.agi.address;
  };
  for (const host of ["0.0.0.0", "::"])
    assert.equal(calledAt({ host }, "node1.example"), "node1.example:4573");
  assert.equal(calledAt({ host: "10.1.0.11", port: 4600 }, "10.0.0.11"), "10.1.0.11:4600");
  assert.equal(calledAt({ host: "0.0.0.0" }), undefined);
});
