import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { nodesAnswer } from "../../src/api/accounts/nodes/node-forms.ts";
import { newLinkKey } from "../../src/api/sign-in/sessions.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { addUser } from "../../src/api/sign-in/users.ts";
import { withStore } from "../../src/command-line/journal-access.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { version as installed } from "../../src/server/version.ts";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { BUSY_CLINIC } from "../server/busy-clinic.ts";
import { espera } from "../server/command-line.ts";
import { until } from "./until.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

/** Far more than anything here takes, also on a machine under load. */
const HANGS_AFTER_MS = 2 * 60_000;

const CONFIGURATION = (address: string) => `
store: { address: "${address}" }
${BUSY_CLINIC}    settings: page
`;

/** The same server, which its test may stop before all are stopped. */
function stoppedOnce(server: RunningServer): RunningServer {
  let stopped: Promise<void> | null = null;
  return {
    ...server,
    stop() {
      stopped ??= server.stop();
      return stopped;
    },
  };
}

describe("servers that are nodes of one database", { skip, timeout: 4 * HANGS_AFTER_MS }, () => {
  let cluster: Cluster;
  const folders: string[] = [];
  /** All that were begun, also one that runs only once its test is over. */
  const begun: Promise<RunningServer>[] = [];
  before(async () => {
    cluster = await startCluster(programs!);
    const address = cluster.freshAddress();
    for (let nth = 0; nth < 3; nth++) {
      const data = await mkdtemp(join(tmpdir(), "espera-node-"));
      await writeFile(join(data, "espera.yaml"), CONFIGURATION(address));
      folders.push(data);
    }
  });
  afterEach(
    async () => {
      // One that cannot be stopped is no reason to leave the others running.
      const running = (await Promise.allSettled(begun.splice(0))).filter((one) => one.status === "fulfilled");
      const stopped = await Promise.allSettled(running.map(({ value }) => value.stop()));
      for (const one of stopped) if (one.status === "rejected") throw one.reason;
    },
    { timeout: HANGS_AFTER_MS },
  );
  after(async () => {
    await cluster.stop();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  const start = (nth: number, name?: string) => {
    const node = name === undefined ? {} : { node: { name, address: { host: "127.0.0.1", port: 0 } } };
    const server = startServer({
      data: folders[nth]!,
      host: "127.0.0.1",
      port: 0,
      print: () => {},
      logLevel: "silent",
      ...node,
    }).then(stoppedOnce);
    begun.push(server);
    return server;
  };
  const asked = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, signal: AbortSignal.timeout(HANGS_AFTER_MS) });
  const readyOf = async ({ url }: RunningServer) => (await asked(`${url}/readyz`)).text();

  it("answer what the other one runs, and go on with it when that is stopped", async () => {
    const begun = performance.now();
    const [north, south] = [await start(0, "north"), await start(1, "south")];
    assert.match(await readyOf(north), /^ready\n.*- node north runs: clinic\n/s);
    assert.match(await readyOf(south), /^ready\n.*- node south runs: no operation\n/s);
    const { token } = await withStore(folders[0]!, (store) =>
      createToken(store, { operation: 1, scopes: ["read"] }, Date.now()),
    );
    /** The line of the only skill, and how many of today's calls count in its level; `null`: nobody knows it. */
    const skillAt = async ({ url }: RunningServer) => {
      const ask = () => asked(`${url}/v1/skills`, { headers: { authorization: `Bearer ${token}` } });
      let answer = await ask();
      await until("the token is known, which takes half a second", async () => {
        if (answer.status === 401) answer = await ask();
        return answer.status !== 401;
      });
      type Skill = { readonly line: unknown; readonly today: { readonly offered: number } | null };
      const { skills } = (await answer.json()) as { readonly skills: [Skill] };
      return skills[0];
    };
    assert.notEqual((await skillAt(south)).line, null);
    await until(
      "south knows today's calls of the one that north runs",
      async () => ((await skillAt(south)).today?.offered ?? 0) > 0,
    );
    const { code, out } = await espera(["nodes", "--data", folders[1]!, "--lang", "en"]);
    assert.equal(code, 0);
    assert.match(
      out,
      /north +http:\/\/127\.0\.0\.1:\d+ +clinic +\d+\.\d+\.\d+\S* +\d{4}-\S+Z\n *south +http/,
    );
    const ana = await startedSession(south);
    const seen = nodesAnswer.parse(await ana("GET", "/v1/nodes"));
    assert.deepEqual(
      seen.nodes!.map(({ name, version, operations }) => [name, version, operations]),
      [
        ["north", installed, [{ id: 1, name: "clinic" }]],
        ["south", installed, []],
      ],
    );
    assert.deepEqual(seen.nobodys, []);
    for (const { since } of seen.nodes!) {
      const aliveForMs = Date.now() - Date.parse(since!);
      assert.ok(aliveForMs >= 0 && aliveForMs <= performance.now() - begun + 1, `${aliveForMs} ms`);
    }
    await north.stop();
    await until("south runs the clinic", async () =>
      (await readyOf(south)).includes("- node south runs: clinic"),
    );
    assert.notEqual((await skillAt(south)).line, null);
  });

  it("have the one that runs an operation go on by settings that are saved on the other", async () => {
    const [north, south] = [await start(0, "north"), await start(1, "south")];
    assert.match(await readyOf(north), /- node north runs: clinic\n/);
    const ana = await startedSession(south);
    const known = await ana("GET", "/v1/settings");
    const [{ values }] = known["skills"] as [{ readonly values: object }];
    const saved = await ana("POST", "/v1/settings/skills/1", {
      version: known["version"],
      why: "more calls",
      values: { ...values, offerAfterS: "45" },
    });
    assert.equal(saved["version"], Number(known["version"]) + 1);
    const adopted = () =>
      withStore(folders[0]!, async (store) => {
        const [live] = await store.runs(1);
        for await (const steps of store.steps(live!, 0))
          if (steps.some(({ settingsVersion }) => settingsVersion === saved["version"])) return true;
        return false;
      });
    await until("the saved settings are adopted", adopted);
  });

  /** An administrator who is signed in at a server: asks it something, and gives the answer. */
  async function startedSession({ url }: RunningServer) {
    const key = await withStore(folders[0]!, async (store) => {
      const by = { user: null, session: null, address: null };
      const user =
        (await store.accounts.userNamed("Ana")) ??
        (await addUser(store, "Ana", { role: "administrator" }, { by, now: Date.now() }));
      return newLinkKey(store.accounts, user, Date.now());
    });
    let cookie = "";
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await asked(`${url}${path}`, {
        method,
        headers: { origin: url, cookie, "content-type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      assert.equal(answer.status, 200, await answer.clone().text());
      cookie ||= answer.headers.get("set-cookie")?.split(";")[0] ?? "";
      return (await answer.json()) as Readonly<Record<string, unknown>>;
    };
    await ask("POST", "/v1/session/link", { key });
    return ask;
  }

  it("share a database with no server that is none", async () => {
    const north = await start(0, "north");
    await assert.rejects(start(2), { code: "nodes-running" });
    await north.stop();
    const alone = await start(2);
    assert.match(await readyOf(alone), /^ready\n/);
    assert.deepEqual(await (await startedSession(alone))("GET", "/v1/nodes"), { nodes: null, nobodys: [] });
  });

  it("take no address of IPv6, from which Asterisk's dialplan could not tell the port", async () => {
    for (const address of ["[fd00::11]:8090", "fd00::11:8090"]) {
      const typed = ["start", "--node", "north", "--node-address", address, "--lang", "en"];
      // One that starts all the same would run for ever.
      const { code, err } = await espera(typed, {}, { timeout: HANGS_AFTER_MS });
      assert.notEqual(code, 0);
      assert.match(err, /an IPv6 address does not work here: write a name that leads to it/);
    }
  });

  it("need one: a journal in a file is one server's", async () => {
    const data = await mkdtemp(join(tmpdir(), "espera-node-"));
    folders.push(data);
    await writeFile(join(data, "espera.yaml"), CONFIGURATION("").replace(/store:.*/, ""));
    const wanted = {
      data,
      host: "127.0.0.1",
      port: 0,
      print: () => {},
      logLevel: "silent",
      node: { name: "north" },
    };
    const started = startServer(wanted).then(stoppedOnce);
    begun.push(started);
    await assert.rejects(started, { code: "store-not-named" });
    const { code, err } = await espera(["nodes", "--data", data, "--lang", "en"]);
    assert.equal(code, 1);
    assert.match(err, /names no database/);
  });
});
