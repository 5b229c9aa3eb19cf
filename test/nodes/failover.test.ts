import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  type Cluster,
  postgresPrograms,
  type RunningServer,
  startCluster,
} from "../journal/postgres-cluster.ts";
import { CutWire } from "./cut-wire.ts";
import { judgeTheEnd } from "./judge.ts";
import { NodeChild } from "./node-child.ts";
import { Phones } from "./phones.ts";
import { until } from "./until.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("nodes under load whose database is replaced by its standby, again and again", { skip }, () => {
  let cluster: Cluster;
  let standby: RunningServer;
  before(async () => {
    cluster = await startCluster(programs!);
    standby = await cluster.standby();
  });
  after(async () => {
    cluster.wake();
    await standby.stop();
    await cluster.stop();
  });

  it("lose no promise, dial nothing twice, steer nothing without it, go on at the standby, and never go back", async (context) => {
    const options = new URL(cluster.freshAddress()).searchParams.get("options")!;
    const search = new URLSearchParams({ options }).toString();
    const at = (...hosts: string[]) => `postgres://espera@${hosts.join(",")}/postgres?${search}`;
    const wires = await Promise.all([cluster, standby].map(({ socket }) => CutWire.open(socket)));
    const hosts = wires.map((wire) => new URL(wire.through("postgres://localhost/postgres")).host);
    const begunAt = Date.now();
    const phones = await Phones.open("failover", begunAt);
    const nodes: NodeChild[] = [];
    const begin = (name: string) => {
      const node = new NodeChild({ name, address: at(...hosts), begunAt, phones: { north: phones.port } });
      nodes.push(node);
      return node.ready;
    };
    const promises = () => phones.observer.hearings.filter(({ what }) => what.what === "promise").length;
    const morePromises = async (after: string) => {
      const before = promises();
      await until(`there are new promises ${after}`, () => promises() >= before + 5);
    };
    /** The primary is lost in some way, and its follower promoted once nobody steers the phones. */
    const replaced = async (how: string, lost: Promise<void> | void, follower: RunningServer) => {
      await lost;
      await until(`nobody steers the phones when the primary ${how}`, () => phones.owner === null);
      const [promised, ordered] = [promises(), phones.orders.length];
      await sleep(1_000);
      assert.deepEqual([promises(), phones.orders.length], [promised, ordered], how);
      await follower.promote();
      const promotedAt = performance.now();
      await until(`somebody runs it again after the primary ${how}`, () => phones.owner !== null);
      context.diagnostic(
        `the primary ${how}; ${Math.round(performance.now() - promotedAt)} ms after the promotion it is run again`,
      );
      await morePromises(`after the primary ${how}`);
    };
    const former = new pg.Client({ host: dirname(cluster.socket), ...AS_ESPERA, options });
    former.on("error", () => {});
    const lastSeq = async () =>
      (await former.query("SELECT last_seq FROM runs WHERE name = 'live'")).rows[0].last_seq as string;
    const sessions = async () => Number((await former.query(SESSIONS)).rows[0].n);
    try {
      await begin("a");
      await begin("b");
      await morePromises("at first");
      await replaced("died", cluster.die(), standby);
      await cluster.follow(standby);
      await replaced("was shut down", standby.shutDown(), cluster);
      await standby.follow(cluster);
      await morePromises("with the former primary as the standby");
      await replaced("froze", cluster.freeze(), standby);

      cluster.wake();
      await former.connect();
      const before = await lastSeq();
      // All have to find the primary again, and one knows nothing yet; of both, the former one still takes writes.
      wires[1]!.drop();
      await begin("c");
      await morePromises("beside the former primary");
      await until("nobody speaks with the former primary", async () => (await sessions()) === 0);
      phones.traffic.stop();
      const judged = { address: at(hosts[1]!), phones: { north: phones }, nodes };
      assert.deepEqual(await judgeTheEnd(judged), []);
      assert.deepEqual([await lastSeq(), await sessions()], [before, 0], "the former primary");
    } finally {
      for (const node of nodes) node.signal("SIGKILL");
      phones.close();
      await former.end();
      for (const wire of wires) wire.close();
    }
  });
});

const AS_ESPERA = { user: "espera", database: "postgres" };
/** Those that are not left over from before: what was asked then may wait for a standby that is its own no more. */
const SESSIONS = `
  SELECT count(*) AS n FROM pg_stat_activity
  WHERE application_name = 'espera' AND wait_event IS DISTINCT FROM 'SyncRep'`;
