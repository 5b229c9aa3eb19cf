import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isOnAsterisk, parseConfiguration } from "../../src/configuration/configuration.ts";
import { checkAsterisk } from "../../src/exchange/asterisk/check/check.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { asteriskAccess } from "../../src/server/asterisk/asterisk-access.ts";
import { asteriskExample } from "../../src/server/asterisk/asterisk-example.ts";
import { asteriskGiven } from "../../src/server/asterisk/asterisk-operation.ts";
import { startServer } from "../../src/server/server.ts";
import { realClock } from "../../src/time/real-clock.ts";
import { Authority } from "../exchange/asterisk/certificates.ts";
import { type Asterisk, startAsterisk } from "./bed/asterisk.ts";
import { addresses } from "./bed/configuration.ts";
import { freeTcpPort } from "./bed/free-port.ts";
import { until } from "./bed/until.ts";

let asterisk: Asterisk;
let data: string;
let agiPort: number;
/** manager.conf of the bed, and the user that is printed for an administrator. */
let own: string;
let printed: string;
let yaml: string;

before(async () => {
  asterisk = await startAsterisk({
    agents: ["ana"],
    queues: { ventas: { members: ["ana"] } },
    dialplan: "[callers]\n[trunk]\n[agents]\n",
  });
  agiPort = await freeTcpPort(addresses.asterisk);
  data = await mkdtemp(join(asterisk.directory, "data-"));
  const example = asteriskExample({
    queues: [{ queue: "ventas" }],
    agi: `${addresses.asterisk}:${agiPort}`,
    prompts: "espera/",
    trunks: ["PJSIP/{number}@trunk"],
    secret: "of-the-site",
  });
  own = (await readFile(join(asterisk.directory, "etc/manager.conf"), "utf8")).replace("[espera]", "[bed]");
  printed = example.manager;
  yaml = example.configuration;
});

after(() => asterisk?.stop());

async function manager(text: string): Promise<void> {
  await writeFile(join(asterisk.directory, "etc/manager.conf"), text);
  await asterisk.cli("manager reload");
}

const withAmi = (more: string) => yaml.replace("ami: { ", `ami: { ${more}, `);

/** Until when Asterisk asks Espera, epoch s. */
async function lease(): Promise<number> {
  const said = await asterisk.cli("dialplan show globals");
  return Number(/ESPERA_ventas=(\d+)/.exec(said)?.[1] ?? 0);
}

/** What `/readyz` says once the server has been at Asterisk, with whether it holds the lease. */
async function started(configuration: string): Promise<{ status: number; text: string; leased: boolean }> {
  await asterisk.cli("dialplan set global ESPERA_ventas 0");
  await writeFile(join(data, "espera.yaml"), configuration);
  const server = await startServer({ data, host: "127.0.0.1", port: 0, print: () => {}, logLevel: "silent" });
  try {
    const ready = async () => {
      const answer = await fetch(`${server.url}/readyz`);
      return { status: answer.status, text: await answer.text() };
    };
    await until("it is at Asterisk", 20_000, async () => !/not connected/.test((await ready()).text));
    const said = await ready();
    if (said.status === 200) await until("the lease", 5_000, async () => (await lease()) > 0);
    return { ...said, leased: (await lease()) > 0 };
  } finally {
    await server.stop();
  }
}

const plain = () => withAmi(`port: ${asterisk.ports.manager}`);

describe("a user without a right that a promise needs: not ready, and nobody is brought", () => {
  const lacks = async (line: "read" | "write", right: string) => {
    // A line that begins with a comma gives Asterisk's user every class.
    const without = new RegExp(`^(${line} = (?:.*,)?)${right}\\b,?`, "m");
    await manager(`${own}\n${printed.replace(without, "$1")}`);
    const { status, text, leased } = await started(plain());
    assert.match(text, new RegExp(`user espera lacks rights in manager.conf \\(${line}: ${right}\\)`));
    assert.deepEqual({ status, leased }, { status: 503, leased: false });
  };

  for (const right of ["call", "agent", "user"]) test(`it does not get ${right}`, () => lacks("read", right));
  for (const right of ["originate", "call"]) test(`it may not ${right}`, () => lacks("write", right));

  test("with all of them it is ready, and the lease is held", async () => {
    await manager(`${own}\n${printed}`);
    assert.deepEqual(await started(plain()), { status: 200, text: "ready\n", leased: true });
  });
});

describe("the manager over TLS", () => {
  let tlsPort: number;
  let authority: Authority;

  before(async () => {
    authority = (await Authority.begin())!;
    await writeFile(join(asterisk.directory, "ca.pem"), authority.ca);
    tlsPort = await freeTcpPort(addresses.asterisk);
    await certificate("asterisk.example");
  });

  after(() => authority.end());

  /** Asterisk gets a certificate for a name; with -1 `days` it has expired. */
  async function certificate(name: string, days = 30): Promise<void> {
    const { cert, key } = await authority.sign(name, days);
    const file = (end: string) => join(asterisk.directory, `own.${end}`);
    await writeFile(file("pem"), cert);
    await writeFile(file("key"), key, { mode: 0o644 });
    const tls =
      `tlsenable = yes\ntlsbindaddr = ${addresses.asterisk}:${tlsPort}\n` +
      `tlscertfile = ${file("pem")}\ntlsprivatekey = ${file("key")}`;
    await manager(`${own.replace("[general]", `[general]\n${tls}`)}\n${printed}`);
  }

  const trusted = () => `ca: "${asterisk.directory}/ca.pem", serverName: asterisk.example`;

  /** The code of what `check` says is in the way. */
  async function obstacle(ami: string): Promise<string | undefined> {
    const { exchange } = parseConfiguration(withAmi(ami), "espera.yaml").filter(isOnAsterisk)[0]!;
    const given = asteriskGiven(exchange, await asteriskAccess(exchange.ami, {}), {
      directory: data,
      country: "CO",
      clock: realClock,
      random: new RandomSource(1).stream("check"),
      log: { info() {}, warn() {} },
    });
    return (await checkAsterisk(given)).findings[0]?.code;
  }

  test("a server that knows the authority and the name works as in the clear", async () => {
    const ami = `port: ${tlsPort}, tls: { ${trusted()} }`;
    assert.deepEqual(await started(withAmi(ami)), { status: 200, text: "ready\n", leased: true });
  });

  test("what is wrong with the certificate, or with the port, is said as it is", async () => {
    assert.equal(await obstacle(`port: ${tlsPort}, tls: true`), "ami-tls-unknown-ca");
    assert.equal(
      await obstacle(`port: ${tlsPort}, tls: { ca: "${asterisk.directory}/ca.pem" }`),
      "ami-tls-wrong-name",
    );
    assert.equal(await obstacle(`port: ${tlsPort}`), "ami-speaks-tls");
    assert.equal(
      await obstacle(`port: ${asterisk.ports.manager}, tls: { ${trusted()} }`),
      "ami-speaks-no-tls",
    );
    await certificate("asterisk.example", -1);
    assert.equal(await obstacle(`port: ${tlsPort}, tls: { ${trusted()} }`), "ami-tls-expired");
    await rm(join(data, "espera.yaml"));
  });
});
