import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Fault } from "../../src/faults/faults.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { addressesOf, placeIn } from "../../src/journal/postgres/connection/addresses.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { CutWire } from "../nodes/cut-wire.ts";
import { until } from "../nodes/until.ts";
import { type Cluster, postgresPrograms, type RunningServer, startCluster } from "./postgres-cluster.ts";
import { recordRun } from "./recorded-run.ts";
import { begin, day } from "./store-suite.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("the address of a database", () => {
  it("names several servers, each with all the rest of it", () => {
    assert.deepEqual(addressesOf("postgresql://espera:s%40@one,two:5433,[::1]:5434/name?sslmode=require"), [
      "postgresql://espera:s%40@one/name?sslmode=require",
      "postgresql://espera:s%40@two:5433/name?sslmode=require",
      "postgresql://espera:s%40@[::1]:5434/name?sslmode=require",
    ]);
  });

  it("is none with another protocol, or with a port that is none", () => {
    for (const text of [
      "",
      "espera",
      "http://one/name",
      "postgres://one:x/name",
      "postgres://one,two:99999/name",
    ])
      assert.deepEqual(addressesOf(text), [], text);
  });

  it("is named without the user and the password", () => {
    assert.equal(placeIn("postgres://espera:secret@one,two:5433/name?sslmode=require"), "one,two:5433/name");
  });
});

describe("a database of several servers", { skip }, () => {
  let cluster: Cluster;
  let standby: RunningServer;
  const history = recordRun({ ...day, seed: 12, calls: 30 });
  const closing: (() => Promise<void> | void)[] = [];

  before(async () => {
    cluster = await startCluster(programs!);
    standby = await cluster.standby();
  });
  after(async () => {
    await standby.stop();
    await cluster.stop();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A wire to a server; its host and port. */
  async function wireTo(socket: string): Promise<{ readonly wire: CutWire; readonly host: string }> {
    const wire = await CutWire.open(socket);
    closing.push(() => wire.close());
    return { wire, host: new URL(wire.through("postgres://localhost/postgres")).host };
  }

  async function opened(hosts: readonly string[], schema: string): Promise<Store> {
    const options = new URL(schema).searchParams.get("options")!;
    const search = new URLSearchParams({ options }).toString();
    const store = await openPostgresStore({ url: `postgres://espera@${hosts.join(",")}/postgres?${search}` });
    closing.push(() => store.close());
    return store;
  }

  it("is found where the first ones are away or only follow", async () => {
    const [gone, follows, leads] = await Promise.all(
      [cluster, standby, cluster].map((one) => wireTo(one.socket)),
    );
    gone!.wire.close();
    const store = await opened([gone!.host, follows!.host, leads!.host], cluster.freshAddress());
    const { run } = await begin(store);
    await store.append(run, history.batch(1, 5));
    assert.equal(await lastSeq(store), 5);
  });

  it("goes on at the standby that was promoted, with everything acknowledged, and never at the former primary, which still takes writes", async () => {
    const schema = cluster.freshAddress();
    const [first, second] = await Promise.all([cluster, standby].map((one) => wireTo(one.socket)));
    const hosts = [first!.host, second!.host];
    const store = await opened(hosts, schema);
    const { run } = await begin(store);
    await store.append(run, history.batch(1, 5));
    await store.append(run, history.batch(6, 5));

    await cluster.die();
    await assert.rejects(lastSeq(store), isUnreachable, "nobody is the primary");
    await cluster.comeBack();
    assert.equal(await lastSeq(store), 10);

    const beside = await opened(hosts, schema);
    assert.equal(await lastSeq(beside), 10);
    await standby.promote();
    assert.equal(await lastSeq(beside), 10);
    first!.wire.cutNext("append_batch", "request");
    await assert.rejects(store.append(run, history.batch(11, 5)), { code: "append-unknown" });
    await store.append(run, history.batch(11, 5));
    await until("the other one leaves the former primary", async () => (await lastSeq(beside)) === 15);
    assert.equal(await lastSeq(await opened(hosts, schema)), 15, "one that knows nothing yet asks both");

    second!.wire.close();
    await assert.rejects(lastSeq(store), isUnreachable, "the former primary is none any more");
  });
});

/** The last step of the only operation's live run. */
async function lastSeq(store: Store): Promise<number> {
  const [operation] = await store.operations();
  return (await store.runs(operation!.id))[0]!.lastSeq;
}

const isUnreachable = (error: unknown) => error instanceof Fault && error.code === "database-unreachable";
