import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { withStore } from "../../src/command-line/journal-access.ts";
import { readConfiguration } from "../../src/configuration/configuration.ts";
import { storeLocation } from "../../src/configuration/store-location.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { startServer } from "../../src/server/server.ts";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { BUSY_CLINIC } from "./busy-clinic.ts";

describe("where the journal is", () => {
  let data: string;
  before(async () => {
    data = await mkdtemp(join(tmpdir(), "espera-store-"));
  });
  after(() => rm(data, { recursive: true }));
  const write = (text: string) => writeFile(join(data, "espera.yaml"), text);

  it("is the data folder where its espera.yaml names no database, whatever else is wrong with that", async () => {
    assert.deepEqual(storeLocation(data), { directory: data });
    await write("operations: nonsense");
    assert.deepEqual(storeLocation(data), { directory: data });
  });

  it("is the database that it names, with the password that is in a file", async () => {
    const passwordFile = join(data, "password");
    await writeFile(passwordFile, "secret\n");
    const url = "postgres://espera@db.example/espera?sslmode=verify-full";
    await write(`store: { address: "${url}", passwordFile: ${passwordFile} }`);
    assert.deepEqual(storeLocation(data), { url, password: "secret" });
  });

  it("is never guessed: what cannot be read is a fault", async () => {
    for (const text of [
      "store: { address: mysql://db }",
      "store: postgres",
      "store: {",
      "store: { address: 'postgres://x/y', passwordFile: /no/file }",
    ]) {
      await write(text);
      assert.throws(() => storeLocation(data), { code: "config-invalid" }, text);
    }
  });

  it("is named in the espera.yaml of the data folder and in no other", async () => {
    const file = join(data, "other.yaml");
    const text = `store: { address: "postgres://x/y" }\n${BUSY_CLINIC}`;
    await writeFile(file, text);
    await assert.rejects(readConfiguration({ directory: data, file }), { code: "config-invalid" });
    await write(text);
    assert.equal((await readConfiguration({ directory: data })).operations.length, 1);
  });
});

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("a server with its journal in PostgreSQL", { skip }, () => {
  let cluster: Cluster;
  let data: string;
  before(async () => {
    cluster = await startCluster(programs!);
    data = await mkdtemp(join(tmpdir(), "espera-store-"));
    const address = cluster.freshAddress();
    await writeFile(join(data, "espera.yaml"), `store: { address: "${address}" }\n${BUSY_CLINIC}`);
  });
  after(async () => {
    await cluster.stop();
    await rm(data, { recursive: true });
  });
  const start = () => startServer({ data, host: "127.0.0.1", port: 0, print: () => {}, logLevel: "silent" });

  it("goes on where it was, takes a token made beside it, and has a journal that verifies", async () => {
    const lived = async () => {
      const server = await start();
      const ready = await fetch(`${server.url}/readyz`);
      assert.equal(ready.status, 200);
      const { token } = await withStore(data, async (store) => {
        const [operation] = await store.operations();
        return createToken(store, { operation: operation!.id, scopes: ["read"] }, Date.now());
      });
      let skills = await fetch(`${server.url}/v1/skills`, { headers: { authorization: `Bearer ${token}` } });
      // Within half a second.
      while (skills.status === 401)
        skills = await fetch(`${server.url}/v1/skills`, { headers: { authorization: `Bearer ${token}` } });
      assert.equal(skills.status, 200);
      await server.stop();
    };
    const lastSeq = () =>
      withStore(data, async (store) => {
        const [run] = await store.runs(1);
        assert.deepEqual((await verifyRun(store, run!, { all: true })).problems, []);
        return run!.lastSeq;
      });
    await lived();
    const before = await lastSeq();
    assert.ok(before > 0);
    await lived();
    assert.ok((await lastSeq()) > before);
    assert.equal(existsSync(join(data, "espera.db")), false);
  });
});
