import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import { after, before, describe, it } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { openPool } from "../../src/journal/postgres/connection/pool.ts";
import { openMoment, postgresRunner } from "../../src/journal/postgres/connection/run-script.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { first, type Script } from "../../src/journal/sql/script.ts";
import { CutWire } from "../nodes/cut-wire.ts";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.ts";
import { recordRun } from "./recorded-run.ts";
import { begin, day } from "./store-suite.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("a database that falls silent", { skip }, () => {
  let cluster: Cluster;
  let wire: CutWire;
  before(async () => {
    cluster = await startCluster(programs!);
    wire = await CutWire.open(cluster.socket);
  });
  after(async () => {
    wire.close();
    await cluster.stop();
  });

  async function swallowed(text: string, asking: () => Promise<unknown>): Promise<Promise<unknown>[]> {
    const cuts = wire.cuts;
    wire.cutNext(text, "stall");
    const asked = asking();
    asked.catch(() => {});
    while (wire.cuts === cuts) await nextTurn();
    // Not the promise itself, which nobody is to wait for yet.
    return [asked];
  }

  it("is unreachable after a while, and asked again over another connection", async (context) => {
    const store = await openPostgresStore({ url: wire.through(cluster.freshAddress()) });
    const { operation } = await begin(store);
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const [asked] = await swallowed("number_hash", () => store.findPeople(operation.id, ["ab"]));
    context.mock.timers.tick(15_000);
    await assert.rejects(asked!, { code: "database-unreachable" });
    assert.deepEqual(await store.findPeople(operation.id, ["ab"]), [null]);
    await store.close();
  });

  it("holds up nobody who stops: what waits for its answer is cut", async (context) => {
    const store = await openPostgresStore({ url: wire.through(cluster.freshAddress()) });
    const { operation, run } = await begin(store);
    const history = recordRun({ ...day, seed: 4, calls: 5 });
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const [written] = await swallowed("erased_meanwhile", () => store.keepOutOfImports(operation.id, ["ab"]));
    const [appended] = await swallowed("append_batch", () => store.append(run, history.batch(1, 5)));
    const closing = store.close();
    context.mock.timers.tick(5_000);
    await closing;
    await assert.rejects(written!, { code: "database-unreachable" });
    await assert.rejects(appended!, { code: "append-unknown" });
  });

  it("leaves no connection standing that nobody used when the line was cut", async (context) => {
    const pool = openPool({ url: wire.through(cluster.freshAddress()) }, { readOnly: false });
    const streams: Duplex[] = [];
    pool.on("connect", (client) => {
      streams.push((client as unknown as { connection: { stream: Duplex } }).connection.stream);
    });
    await pool.query("SELECT 1");
    wire.silence();
    context.mock.timers.enable({ apis: ["setTimeout"] });
    await pool.close();
    context.mock.timers.tick(5_000);
    assert.deepEqual(
      streams.map(({ destroyed }) => destroyed),
      [true],
    );
  });

  it("ends a transaction that waits for a node, but not soon one that only reads", async () => {
    const pool = openPool({ url: cluster.freshAddress() }, { readOnly: false });
    function* bound(): Script<unknown> {
      return (yield* first("SELECT current_setting('idle_in_transaction_session_timeout') AS bound"))![
        "bound"
      ];
    }
    const moment = await openMoment(pool);
    assert.deepEqual([await postgresRunner(pool).write(bound), await moment.read(bound())], ["10s", "10min"]);
    await moment.close();
    await pool.close();
  });
});
