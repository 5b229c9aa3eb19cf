import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { type CheckGiven, checkAsterisk } from "../../src/exchange/asterisk/check/check.ts";
import { type FindingCode, findings as known } from "../../src/exchange/asterisk/check/findings.ts";
import { queueOptions } from "../../src/exchange/asterisk/check/queue/queue-options.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { agiSecret } from "../../src/server/asterisk/agi-secret.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { realClock } from "../../src/time/real-clock.ts";
import { type Asterisk, startAsterisk } from "./bed/asterisk.ts";
import { runInChroot } from "./bed/chroot.ts";
import { addresses, managerUser } from "./bed/configuration.ts";
import { freeTcpPort } from "./bed/free-port.ts";
import { caller, type Phones, startPhones } from "./bed/sipp.ts";
import { until } from "./bed/until.ts";
import { putDown } from "./stories/story.ts";

const root = join(import.meta.dirname, "../..");
const environment = { ...process.env, ESPERA_AMI_SECRET: managerUser.secret };

let asterisk: Asterisk;
let agents: Phones;
let espera: RunningServer | null = null;
let data: string;
/** What the command printed, by part, and what the bed wrote before. */
let printed: { extensions: string; manager: string; configuration: string };
let bedGeneral: string;
let agiPort: number;

/** Runs the command line as an administrator does. */
function command(...args: string[]): Promise<{ exit: number; text: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, "bin/espera.js"), ...args],
      { env: environment },
      (error, out, err) => {
        resolve({ exit: error ? Number(error.code) : 0, text: `${out}${err}` });
      },
    );
  });
}

const etc = (file: string) => join(asterisk.directory, "etc", file);

async function put(file: string, text: string, reload: string): Promise<void> {
  await writeFile(etc(file), text);
  await asterisk.cli(reload);
}

/** Puts a printed part into a file of its own that Asterisk's includes, as the documentation says. */
async function include(file: string, own: string, printedPart: string, reload: string): Promise<void> {
  await writeFile(etc(`espera-${file}`), printedPart);
  await put(file, `${own}\n#include espera-${file}\n`, reload);
}

const callers =
  "[callers]\nexten => ventas,1,Goto(espera-in,ventas,1)\nexten => direct,1,Answer()\n same => n,Queue(ventas)\n";
const putDialplan = (text: string) => include("extensions.conf", callers, text, "dialplan reload");
const putManager = (text: string) => include("manager.conf", bedGeneral, text, "manager reload");

function given(): CheckGiven {
  return {
    ami: {
      host: addresses.asterisk,
      port: asterisk.ports.manager,
      username: managerUser.name,
      secret: managerUser.secret,
    },
    agi: { host: addresses.asterisk, port: agiPort, secret: () => agiSecret(data) },
    queues: [{ queue: "ventas", skill: 1 }],
    trunks: ["PJSIP/{number}@trunk"],
    callerId: "Clínica <6011234567>",
    prompts: prompts(),
    clock: realClock,
    random: new RandomSource(Math.random()).stream("check"),
  };
}

/** The codes of what is found, sorted. */
async function found(change: Partial<CheckGiven> = {}): Promise<FindingCode[]> {
  const { findings } = await checkAsterisk({ ...given(), ...change });
  for (const { code, details } of findings)
    for (const language of ["es", "en"] as const)
      for (const [, name] of known[code][language].matchAll(/\{(\w+)\}/g))
        assert.ok(name! in details, `${code} does not say ${name}`);
  return findings.map(({ code }) => code).sort();
}

const prompts = () => `${asterisk.directory}/sounds/es/`;

before(async () => {
  asterisk = await startAsterisk({
    agents: ["ana"],
    queues: { ventas: { members: ["ana"] } },
    dialplan: "[callers]\n[trunk]\n[agents]\n",
    prompts: join(root, "prompts"),
  });
  agents = await startPhones(asterisk, "agents");
  agiPort = await freeTcpPort(addresses.asterisk);
  data = await mkdtemp(join(asterisk.directory, "data-"));
  const part = async (name: string) => {
    const agi = ["--agi", `${addresses.asterisk}:${agiPort}`, "--prompts", prompts(), "--data", data];
    const { exit, text } = await command("asterisk", "dialplan", "--queue", "ventas", ...agi, "--part", name);
    assert.equal(exit, 0, text);
    return text;
  };
  printed = {
    extensions: await part("extensions"),
    manager: await part("manager"),
    configuration: await part("configuration"),
  };
  const bedManager = await readFile(etc("manager.conf"), "utf8");
  bedGeneral = bedManager
    .slice(0, bedManager.indexOf(`[${managerUser.name}]`))
    .replace(/^channelvars=.*$/m, "");
  await putManager(printed.manager);
  await putDialplan(printed.extensions);
  // Only the manager's port is another one at the bed.
  const atTheBed = `exchange:\n      asterisk:\n        ami: { port: ${asterisk.ports.manager} }`;
  printed.configuration = printed.configuration.replace("exchange:\n      asterisk:", atTheBed);
  await writeFile(join(data, "espera.yaml"), printed.configuration);
  await startEspera();
});

after(async () => {
  await espera?.stop();
  await agents?.kill();
  await asterisk?.stop();
});

async function startEspera(): Promise<void> {
  process.env["ESPERA_AMI_SECRET"] = managerUser.secret;
  espera = await startServer({ data, host: "127.0.0.1", port: 0, print: () => {}, logLevel: "silent" });
  await until("the lease", 5_000, async () => (await lease()) > Date.now() / 1000);
}

/** Until when Asterisk asks Espera, epoch s. */
async function lease(): Promise<number> {
  const said = await asterisk.cli("dialplan show globals");
  return Number(/ESPERA_ventas=(\d+)/.exec(said)?.[1] ?? 0);
}

test("with what was printed nothing is missing, and a caller waits at their place", async () => {
  assert.deepEqual(await found(), []);
  const { exit, text } = await command("asterisk", "check", "--data", data, "--lang", "en");
  assert.equal(exit, 0, text);
  assert.match(text, /Mi centro: Asterisk 22\.\d+/);
  assert.match(text, /Nothing is missing\./);
  const call = await caller(asterisk, { to: "ventas", number: "3001112233" });
  await until("they wait", 5_000, async () => /prio:/.test(await asterisk.cli("queue show ventas")));
  assert.match(await asterisk.cli("queue show ventas"), /prio: -\d{6,}/);
  assert.deepEqual(await found(), []);
  call.hangUp();
  await until("the caller is gone", 5_000, async () =>
    /No Callers/.test(await asterisk.cli("queue show ventas")),
  );
  assert.doesNotMatch(await asterisk.log(), /(WARNING|ERROR).*(pbx|extensions|manager)/i);
});

test("a skill that is switched off is not asked about any more, and is again when it is switched on", async () => {
  const configure = async (mode: string) => {
    await writeFile(
      join(data, "espera.yaml"),
      printed.configuration.replace("smartWait: shadow", `smartWait: ${mode}`),
    );
    await espera!.reload();
  };
  await configure("off");
  await until("no lease", 5_000, async () => (await lease()) === 0);
  await configure("on");
  await until("the lease", 8_000, async () => (await lease()) > Date.now() / 1000);
  await configure("shadow");
  assert.ok((await lease()) > Date.now() / 1000);
});

test("the first return call, as the documentation describes it, and what queue_log says of it", async () => {
  const customers = await startPhones(asterisk, "customers");
  try {
    await writeFile(
      join(data, "espera.yaml"),
      printed.configuration
        .replace("smartWait: shadow", "smartWait: on, offerAfterS: 0, holdOut: false")
        .replace("    exchange:", "    callingHours: 00:00-24:00\n    exchange:"),
    );
    await espera!.reload();
    agents.behave("ana", { answerAfterMs: 100 });
    let served = agents.calls.length;
    const attended = async (number: string) => {
      const call = await caller(asterisk, { to: "ventas", number });
      const agent = await agents.call("ana", 8_000, served++);
      await agent.until("answered", 5_000);
      return { call, agent };
    };
    for (const number of ["3000000001", "3000000002", "3000000003"]) {
      const { call, agent } = await attended(number);
      await putDown(agent);
      await call.end(5_000);
    }
    const last = await attended("3000000004");
    const asked = await caller(asterisk, {
      to: "ventas",
      number: "3000000005",
      keys: [
        { afterMs: 1_500, key: "1" },
        { afterMs: 3_500, key: "1" },
      ],
    });
    // It is their turn as soon as they have put the phone down.
    customers.behave("+573000000005", { answerAfterMs: 200, keys: [{ afterMs: 600, key: "1" }] });
    assert.equal((await asked.end(30_000)).by, "exchange");
    await putDown(last.agent);
    await customers.call("+573000000005", 10_000);
    const returned = await agents.call("ana", 15_000, served);
    await returned.until("answered", 5_000);
    const logged = (verb: string) =>
      until(verb, 10_000, async () =>
        (await asterisk.queueLog()).some((line) => line.includes("|espera-") && line.includes(`|${verb}|`)),
      );
    await logged("CONNECT");
    await putDown(returned);
    await logged("COMPLETEAGENT");

    const log = (await asterisk.queueLog()).map((line) => line.split("|").slice(1));
    const ofCustomer = log.filter(([id]) => id?.startsWith("espera-"));
    assert.deepEqual(
      ofCustomer.map(([, queue, , verb]) => `${queue} ${verb}`),
      ["ventas ENTERQUEUE", "ventas CONNECT", "ventas COMPLETEAGENT"],
      "their return call is an ordinary call, known by its id",
    );
    assert.match(ofCustomer[0]!.join("|"), /3000000005/);
    assert.equal(
      log.filter((line) => line[3] === "ENTERQUEUE" && /3000000005/.test(line.join("|"))).length,
      1,
      "their own call, which they ended by saying yes, was in no queue",
    );
  } finally {
    await customers.kill();
    await writeFile(join(data, "espera.yaml"), printed.configuration);
    await espera!.reload();
    agents.behave("ana", {});
  }
});

test("a test call goes all the way to an agent, says where it stopped otherwise, and is in no report", async () => {
  const customers = await startPhones(asterisk, "customers");
  const counted = () => {
    const journal = new DatabaseSync(join(data, "espera.db"), { readOnly: true });
    const tables = ["calls", "callbacks", "attempts"];
    const counts = tables.map((table) => journal.prepare(`SELECT count(*) AS n FROM ${table}`).get()!["n"]);
    journal.close();
    return counts;
  };
  const call = (number: string) =>
    command("asterisk", "check", "--data", data, "--lang", "en", "--call", number);
  try {
    const before = counted();
    agents.behave("ana", { answerAfterMs: 100 });
    customers.behave("+573000000006", { answerAfterMs: 200, keys: [{ afterMs: 1_500, key: "1" }] });
    const nth = agents.calls.length;
    const calling = call("3000000006");
    const agent = await agents.call("ana", 40_000, nth);
    await agent.until("answered", 5_000);
    const { exit, text } = await calling;
    assert.equal(exit, 0, text);
    assert.deepEqual(
      text
        .trim()
        .split("\n")
        .slice(-9)
        .map((line) => line.trim()),
      [
        "Asterisk took the order to dial.",
        "The phone rings.",
        "Somebody picked up.",
        "The dialogue is heard: have them press 1.",
        "They pressed 1.",
        "The call is in the queue.",
        "An agent's phone rings.",
        "An agent answered.",
        "All of it worked, from dialling to the agent.",
      ],
    );
    await putDown(agent);
    assert.doesNotMatch(await asterisk.cli("database show espera-served"), /espera-test-/);

    customers.behave("+573000000007", { refuse: { status: 486, afterMs: 100 } });
    const busy = await call("3000000007");
    assert.equal(busy.exit, 1, busy.text);
    assert.match(busy.text, /Asterisk took the order to dial\.\n +The phone rings\.\nIt stopped there: busy/);
    customers.behave("+573000000008", { answerAfterMs: 200, keys: [{ afterMs: 1_500, key: "2" }] });
    assert.match((await call("3000000008")).text, /It stopped there: they pressed 2/);
    const forbidden = await call("123");
    assert.equal(forbidden.exit, 1);
    assert.match(forbidden.text, /That number is not dialled/);
    assert.deepEqual(counted(), before, "nothing of it is journaled");
  } finally {
    await customers.kill();
    agents.behave("ana", {});
  }
});

describe("a part that is broken is named:", () => {
  const lacks = async (codes: FindingCode[], change: Partial<CheckGiven> = {}) =>
    assert.deepEqual(await found(change), codes.toSorted());
  const ami = (change: Partial<CheckGiven["ami"]>): Partial<CheckGiven> => ({
    ami: {
      host: addresses.asterisk,
      port: asterisk.ports.manager,
      username: managerUser.name,
      secret: managerUser.secret,
      ...change,
    },
  });

  test("a manager that is not there, is another program, or refuses", async () => {
    await lacks(["ami-unreachable"], ami({ port: await freeTcpPort(addresses.asterisk) }));
    await lacks(["ami-refused"], ami({ secret: "wrong" }));
    await lacks(["ami-refused"], ami({ username: "nobody" }));
    const page = new URL(espera!.url);
    // It says nothing until it is spoken to.
    await lacks(["ami-silent"], ami({ host: page.hostname, port: Number(page.port) }));
  });

  test("rights of the manager's user, each class by itself", async () => {
    const without = (line: "read" | "write", name: string) =>
      putManager(
        printed.manager.replace(new RegExp(`^${line} = (.*)$`, "m"), (_, all: string) => {
          const left = all.split(",").filter((one) => one !== name);
          return `${line} = ${left.join(",")}`;
        }),
      );
    for (const name of ["call", "agent", "user"]) {
      await without("read", name);
      await lacks(["ami-may-not-read"]);
    }
    await without("write", "call");
    await lacks(["ami-may-not-write", "ami-may-not-write"]);
    await without("write", "originate");
    await lacks(["ami-may-not-write"]);
    await without("write", "reporting");
    await lacks(["ami-may-not-write", "ami-may-not-write", "check-may-not"]);
    for (const more of ["command", "system"]) {
      await putManager(printed.manager.replace(/^write = /m, `write = ${more},`));
      await lacks(["ami-may-too-much"]);
    }
    await putManager(printed.manager);
  });

  test("the printed user has no shell on Asterisk's machine, and may all that Espera does", async () => {
    const manager = await asterisk.manager();
    const says = async (action: string, headers: Record<string, string>) => {
      const { Response, Value } = await manager.action(action, headers);
      return Value === undefined ? Response : `${Response} ${Value}`.trim();
    };
    const call = { Channel: "Local/direct@callers", Data: "touch /tmp/shell" };
    assert.equal(await says("Originate", { ...call, Application: "System" }), "Error");
    assert.equal(await says("Originate", { ...call, Application: "TrySystem" }), "Error");
    assert.equal(await says("Command", { Command: "core show version" }), "Error");
    assert.doesNotMatch((await says("Getvar", { Variable: "SHELL(id)" })) ?? "", /uid=/);
    assert.equal(await says("GetConfig", { Filename: "manager.conf" }), "Error");
    const option = (section: string) => `AST_CONFIG(queues.conf,"${section}",strategy,-1)`;
    assert.equal(await says("Getvar", { Variable: option("VENTAS") }), "Success leastrecent");
    assert.equal(await says("Getvar", { Variable: option("nowhere") }), "Success");
    assert.equal(await says("ModuleLoad", { LoadType: "reload" }), "Error");
    const leg = "espera-served/ventas/espera-a%2fb~1";
    const notes = () => asterisk.cli("database show espera-served");
    assert.equal(await says("Setvar", { Variable: `DB(${leg})`, Value: "a note" }), "Error");
    await asterisk.cli("database put espera-served/ventas espera-a%2fb~1 noted");
    assert.match(await notes(), /ventas\/espera-a%2fb~1 *: noted/);
    assert.equal(await says("Setvar", { Variable: `DB_DELETE(${leg})`, Value: "" }), "Success");
    assert.doesNotMatch(await notes(), /espera-a%2fb~1/);
    manager.close();
  });

  test("a dialplan with an earlier secret, or none", async () => {
    const plan = printed.extensions;
    const secret = agiSecret(data)!;
    await putDialplan(plan.replaceAll(`/${secret}/`, "/an-earlier-one/"));
    await lacks(["dialplan-other-secret", "dialplan-other-secret"]);
    await putDialplan(plan.replaceAll(`/${secret}/`, "/"));
    await lacks(["dialplan-other-secret", "dialplan-other-secret"]);
    await lacks(["dialplan-without-secret", "dialplan-without-secret"], {
      agi: { host: addresses.asterisk, port: agiPort, secret: () => null },
    });
    await putDialplan(plan);
    await lacks([]);
  });

  test("the site's channelvars, which an earlier Espera replaced", async () => {
    const own = bedGeneral.replace("[general]", "[general]\nchannelvars = CAMPAIGN");
    const earlier = `[general](+)\nchannelvars = QUEUE_PRIO\n${printed.manager}`;
    await include("manager.conf", own, earlier, "manager reload");
    await lacks(["channelvars-replaced"]);
    await include("manager.conf", own, printed.manager, "manager reload");
    await lacks([]);
    assert.match(await asterisk.cli("manager show settings"), /Channel vars: +CAMPAIGN/);
    await putManager(printed.manager);
  });

  test("contexts, queues, places and the watchdog of the dialplan", async () => {
    const plan = printed.extensions;
    const returning = plan.slice(plan.indexOf("[espera-return]"));
    await putDialplan(returning);
    await lacks(["dialplan-lacking"]);
    await putDialplan(plan.replaceAll("exten => ventas,1", "exten => otra,1"));
    await lacks(["dialplan-queue-lacking", "dialplan-queue-lacking"]);
    await putDialplan(plan.replace("exten => T,1", "exten => t,1"));
    await lacks(["dialplan-without-watchdog"]);
    await putDialplan(plan.replace("Set(QUEUE_PRIO=", "Set(NOTHING="));
    await lacks(["dialplan-without-place"]);
    await putDialplan(plan.replace("}espera-served,", "},"));
    await lacks(["dialplan-without-note"]);
    await putDialplan(plan.slice(0, plan.indexOf("[espera-served]")));
    await lacks(["dialplan-lacking"]);
    await putDialplan(plan.replaceAll(`:${agiPort})`, ":4)"));
    await lacks(["dialplan-elsewhere", "dialplan-elsewhere"]);
    await putDialplan(plan);
    await lacks([]);
  });

  test("what asking who waits already needs: a way back, a key's context, and the queue that knows it", async () => {
    const asking = (byKey: boolean, byWait: boolean): Partial<CheckGiven> => ({
      queues: [{ queue: "ventas", skill: 1, asksWaiting: { byKey, byWait } }],
    });
    const file = await readFile(etc("queues.conf"), "utf8");
    await lacks([], asking(false, true));
    await lacks(["key-without-context"], asking(true, false));
    await put(
      "queues.conf",
      file.replace(/^member=/m, "context=espera-key-ventas\nmember="),
      "queue reload all",
    );
    await lacks([], asking(true, true));
    const plan = printed.extensions;
    await putDialplan(plan.replace("ESPERA_AGAIN=withdrawn", "NOTHING=withdrawn"));
    await lacks(["dialplan-without-way-back"], asking(true, true));
    await putDialplan(plan.replace("[espera-key-ventas]", "[espera-key-otra]"));
    await lacks(["dialplan-lacking"], asking(true, true));
    await lacks([], asking(false, true));
    await putDialplan(plan);
    await put("queues.conf", file, "queue reload all");
  });

  test("a queue and a trunk that Asterisk does not have", async () => {
    await lacks(["dialplan-queue-lacking", "dialplan-queue-lacking", "queue-unknown"], {
      queues: [{ queue: "soporte", skill: 1 }],
    });
    await lacks(["trunk-unknown"], { trunks: ["PJSIP/{number}@nowhere"] });
    await lacks(["trunk-context-unknown"], { trunks: ["Local/{number}@nowhere"] });
    const { callerId: _, ...without } = given();
    const { findings } = await checkAsterisk(without);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["caller-id-lacking"],
    );
  });

  test("prompts, some or all", async () => {
    const one = join(prompts(), "question-busy.wav");
    await rename(one, `${one}.away.wav`);
    await lacks(["prompts-incomplete"]);
    await rename(`${one}.away.wav`, one);
    await lacks(["prompts-lacking"], { prompts: `${asterisk.directory}/nothing/` });
    const sounds = join(asterisk.directory, "lib/sounds");
    await mkdir(sounds, { recursive: true });
    await cp(prompts(), join(sounds, "es/espera"), { recursive: true });
    // At the bed Asterisk's data is inside the chroot, where this process does not see it.
    assert.ok(["prompts-elsewhere", "prompts-lacking"].includes((await found({ prompts: "espera/" }))[0]!));
  });

  test("somebody who waits without a place", async () => {
    const call = await caller(asterisk, { to: "direct", number: "3009998877" });
    await call.until("answered", 5_000);
    await until("they wait", 5_000, async () => /prio: 0/.test(await asterisk.cli("queue show ventas")));
    await lacks(["caller-without-place"]);
    call.hangUp();
    await until("they are gone", 5_000, async () =>
      /No Callers/.test(await asterisk.cli("queue show ventas")),
    );
  });

  test("settings of the queue that will surprise, without being called missing", async () => {
    const file = await readFile(etc("queues.conf"), "utf8");
    const set = (more: string) =>
      put("queues.conf", file.replace(/^member=/m, `${more}\nmember=`), "queue reload all");
    const surprises: [string, FindingCode][] = [
      ["announce-position=yes", "announces-position"],
      ["joinempty=paused,inuse", "refuses-when-empty"],
      ["ringinuse=yes", "rings-in-use"],
      ["autofill=no", "serves-one-by-one"],
      ["weight=5", "weight-differs"],
      ["context=elsewhere", "key-leads-away"],
      ["member=Local/luz@agents,0,luz", "member-without-state"],
      ["member=Local/luz@agents/n,0,luz", "member-half-seen"],
      ["member=PJSIP/luz,5,luz", "member-with-penalty"],
      ["wrapuptime=10", "wrap-up-differs"],
    ];
    for (const [line, code] of surprises) {
      await set(line);
      await lacks([code]);
    }
    await put(
      "queues.conf",
      file.replace("[general]", "[general]\nforce_longest_waiting_caller=yes"),
      "queue reload all",
    );
    await lacks(["forces-longest-waiting"]);
    await set("wrapuptime=10");
    await lacks([], { queues: [{ queue: "ventas", skill: 1, wrapUpMs: 10_000 }] });
    const { exit, text } = await command("asterisk", "check", "--data", data);
    assert.equal(exit, 0, text);
    assert.match(text, /wrap-up-differs/);
    await put("queues.conf", file, "queue reload all");
  });

  test("every option of this Asterisk's own example is weighed", async () => {
    const samples = "/usr/share/doc/asterisk-config/examples/configs/samples/queues.conf.sample";
    const text = await runInChroot(asterisk.directory, ["cat", samples]);
    const options = [...text.matchAll(/^;? ?([a-z][\w-]*) *=>? *\S/gm)].map(([, name]) => name!);
    assert.ok(options.length > 60, `only ${options.length} were found`);
    const weighed = new Set(queueOptions.flatMap(({ names }) => names));
    assert.deepEqual(
      [...new Set(options)].filter((name) => !weighed.has(name)),
      [],
    );
  });

  test("an Espera that is not started, with an exit of 1", async () => {
    await espera?.stop();
    espera = null;
    await lacks(["agi-unreachable"]);
    const { exit, text } = await command("asterisk", "check", "--data", data, "--wait", "1", "--lang", "es");
    assert.match(text, /^Espera aún no escucha en .*: se le dan 1 s para arrancar/m);
    assert.equal(exit, 1, text);
    assert.match(text, /FALTA {2}agi-unreachable {2}Espera no escucha/);
    await rm(join(data, "espera.yaml"));
  });
});
