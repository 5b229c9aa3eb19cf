import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Node, Ownership } from "../../src/journal/port/ownership.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { appendDurably } from "../../src/operation/tenure/durable-append.ts";
import { NodeTenure } from "../../src/server/nodes/node-tenure.ts";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { recordRun } from "../journal/recorded-run.ts";
import { begin, day } from "../journal/store-suite.ts";
import { type Cut, CutWire } from "./cut-wire.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";
const TTL_MS = 60_000;
const SAID = {
  request: "the request",
  answer: "the answer",
  stall: "the answer, on a connection that stands,",
};

describe("the owner of an operation in a database", { skip }, () => {
  let cluster: Cluster;
  let address: string;
  let store: Store;
  let ownership: Ownership;
  let client: pg.Client;
  let operation: number;
  let live: Run;
  const history = recordRun({ ...day, seed: 11, calls: 30 });
  const closing: (() => Promise<void> | void)[] = [];

  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  beforeEach(async () => {
    address = cluster.freshAddress();
    store = await opened(address);
    ownership = ownershipOf(store);
    client = new pg.Client({ connectionString: address });
    client.on("error", () => {});
    await client.connect();
    closing.push(() => client.end());
    const begun = await begin(store);
    operation = begun.operation.id;
    live = begun.run;
  });

  async function opened(url: string): Promise<Store> {
    const one = await openPostgresStore({ url });
    closing.push(() => one.close());
    return one;
  }

  function ownershipOf(of: Store): Ownership {
    const one = of.ownership()!;
    closing.push(() => one.close());
    return one;
  }

  async function joined(name: string): Promise<Node> {
    const node = { id: randomUUID(), name, address: `http://${name}` };
    await ownership.beat(node, TTL_MS);
    return node;
  }

  const ownerlessFor = async (node: Node) => (await ownership.look(node, TTL_MS)).ownerless;
  const dies = ({ id }: Node) =>
    client.query("UPDATE nodes SET beats_until = '-infinity' WHERE id = $1", [id]);
  const lastSeq = async () => (await store.runs(operation)).find(({ name }) => name === "live")!.lastSeq;

  /** How many rows each table has. */
  async function rowCounts(): Promise<unknown> {
    const { rows } = await client.query(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1",
    );
    const counts: unknown[] = [];
    for (const { name } of rows)
      counts.push([name, (await client.query(`SELECT count(*) AS rows FROM ${name}`)).rows[0].rows]);
    return counts;
  }

  it("is the node that took it, until that beats no more or lets it go", async () => {
    const [one, other] = [await joined("one"), await joined("other")];
    assert.deepEqual(await ownerlessFor(one), [{ operation, epoch: 0, because: "free" }]);
    assert.equal(await ownership.takeOver(one, { operation, epoch: 0 }), 1);
    assert.deepEqual(await ownerlessFor(other), []);
    assert.deepEqual(await ownerlessFor(one), [{ operation, epoch: 1, because: "own" }]);
    assert.deepEqual(await ownership.owners(), [{ operation, epoch: 1, node: one }]);
    await dies(one);
    assert.deepEqual(await ownerlessFor(other), [{ operation, epoch: 1, because: "dead" }]);
    assert.deepEqual(await ownership.owners(), [{ operation, epoch: 1, node: null }]);
    assert.equal((await ownership.look(other, TTL_MS)).nodes, 1);
    assert.equal(await ownership.takeOver(other, { operation, epoch: 1 }), 2);
    assert.equal(await ownership.takeBack(one, { operation, epoch: 1 }), null);
    await ownership.giveUp(one, { operation, epoch: 2 });
    assert.deepEqual((await ownership.owners())[0]?.node, other, "only the owner lets it go");
    await ownership.giveUp(other, { operation, epoch: 2 });
    assert.deepEqual(await ownerlessFor(one), [{ operation, epoch: 2, because: "free" }]);
  });

  it("is one of those who take it at the same time", async () => {
    const nodes = await Promise.all(["a", "b", "c", "d"].map(joined));
    const epochs = await Promise.all(nodes.map((node) => ownership.takeOver(node, { operation, epoch: 0 })));
    assert.deepEqual(
      epochs.filter((epoch) => epoch !== null),
      [1],
    );
  });

  it("is nobody whose beat reaches further ahead than a beat can: that clock is another machine's", async () => {
    const [one, other] = [await joined("one"), await joined("other")];
    await ownership.takeOver(one, { operation, epoch: 0 });
    await client.query("UPDATE nodes SET beats_until = now() + interval '1 day' WHERE id = $1", [one.id]);
    assert.deepEqual(await ownerlessFor(other), [{ operation, epoch: 1, because: "dead" }]);
  });

  it("writes it alone: of what its former owner appends not one row is left", async () => {
    const [one, other] = [await joined("one"), await joined("other")];
    await ownership.takeOver(one, { operation, epoch: 0 });
    await store.append({ ...live, epoch: 1 }, history.batch(1, 40));
    await ownership.takeOver(other, { operation, epoch: 1 });
    const before = await rowCounts();
    await assert.rejects(store.append({ ...live, epoch: 1 }, history.batch(41, 40)), { code: "not-owner" });
    assert.deepEqual(await rowCounts(), before);
    await assert.rejects(store.diallingsOf({ ...live, epoch: 1 }, "+573001234567", 0), { code: "not-owner" });
    assert.equal(await store.diallingsOf({ ...live, epoch: 2 }, "+573001234567", 0), 0);
    const second = await opened(address);
    await second.append({ ...live, epoch: 2 }, history.batch(41, 40));
    assert.equal(await lastSeq(), 80);
  });

  it("gets another fault for appending in the wrong order than a former owner gets for appending", async () => {
    const one = await joined("one");
    await ownership.takeOver(one, { operation, epoch: 0 });
    await assert.rejects(store.append({ ...live, epoch: 1 }, history.batch(41, 40)), {
      code: "journal-conflict",
    });
  });

  for (const first of ["append", "takeover"] as const)
    it(`is clear where both wait for the same row, the ${first} before the other`, async () => {
      const [one, other] = [await joined("one"), await joined("other")];
      await ownership.takeOver(one, { operation, epoch: 0 });
      await client.query("BEGIN");
      await client.query("SELECT FROM runs FOR UPDATE");
      const append = () =>
        store.append({ ...live, epoch: 1 }, history.batch(1, 10)).then(() => "landed", codeOf);
      const takeOver = () => ownership.takeOver(other, { operation, epoch: 1 });
      const before = await waiting();
      const begun = first === "append" ? [append()] : [takeOver()];
      while ((await waiting()) === before) await sleep(1);
      begun.push(first === "append" ? takeOver() : append());
      while ((await waiting()) === before + 1) await sleep(1);
      await client.query("COMMIT");
      const results = await Promise.all(begun);
      const [landed, epoch] = first === "append" ? results : results.toReversed();
      assert.equal(epoch, 2);
      assert.equal(await lastSeq(), landed === "landed" ? 10 : 0);
      assert.equal(landed, first === "append" ? "landed" : "not-owner");
    });

  /** How many sessions wait for a lock. */
  async function waiting(): Promise<number> {
    const { rows } = await client.query(
      "SELECT count(*) AS sessions FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    );
    return Number(rows[0].sessions);
  }

  describe("over a wire that fails", () => {
    for (const cut of ["request", "answer", "stall"] as const satisfies readonly Cut[])
      for (const text of ["append_batch", "take_back"] as const)
        it(`goes on, with each step written once, when ${SAID[cut]} of ${text} is lost`, async () => {
          const wire = await CutWire.open(`${new URL(address).searchParams.get("host")}/.s.PGSQL.5432`);
          closing.push(() => wire.close());
          const far = await opened(wire.through(address));
          const owned = ownershipOf(far);
          const node = await joined("one");
          const epoch = (await owned.takeOver(node, { operation, epoch: 0 }))!;
          const lease = { holds: true, term: 0 };
          const tenure = new NodeTenure({
            ownership: owned,
            node,
            taken: { operation, epoch },
            lease,
            onLost: () => assert.fail("nobody else is there"),
          });
          const append = (from: number, count: number) =>
            appendDurably(far, { run: live, tenure, lastSeq: from + count - 1 }, history.batch(from, count));
          await append(1, 20);
          wire.cutNext("append_batch", text === "append_batch" ? cut : "request");
          if (text === "take_back") wire.cutNext("take_back", cut);
          await append(21, 20);
          await append(41, 20);
          assert.equal(wire.cuts, text === "append_batch" ? 1 : 2);
          assert.equal(await lastSeq(), 60);
          const steps: unknown[] = [];
          for await (const chunk of store.steps(live, 0)) steps.push(...chunk);
          assert.deepEqual(steps, history.steps.slice(0, 60));
          assert.ok(tenure.epoch > epoch);
        });
  });

  it("is not sure of an append whose wait for a standby was cut short", async () => {
    const one = await joined("one");
    await ownership.takeOver(one, { operation, epoch: 0 });
    await client.query("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    await client.query("SELECT pg_reload_conf()");
    const appended = store.append({ ...live, epoch: 1 }, history.batch(1, 10)).then(() => "sure", codeOf);
    const waits = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    try {
      while ((await client.query(`SELECT pg_cancel_backend(pid) ${waits}`)).rowCount === 0) await sleep(1);
      assert.equal(await appended, "append-unknown");
    } finally {
      await client.query("ALTER SYSTEM RESET synchronous_standby_names");
      await client.query("SELECT pg_reload_conf()");
    }
    assert.deepEqual(await ownership.takeBack(one, { operation, epoch: 1 }), { epoch: 2, lastSeq: 10 });
  });
});

function codeOf(fault: unknown): unknown {
  return (fault as { readonly code?: unknown }).code;
}
