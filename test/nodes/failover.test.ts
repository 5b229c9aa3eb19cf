import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, postgresPrograms, type Standby, startCluster } from "../journal/postgres-cluster.ts";
import { CutWire } from "./cut-wire.ts";
import { judgeTheEnd } from "./judge.ts";
import { NodeChild } from "./node-child.ts";
import { Phones } from "./phones.ts";
import { until } from "./until.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("nodes whose database dies, and is replaced by its standby", { skip }, () => {
  let cluster: Cluster;
  let standby: Standby;
  before(async () => {
    cluster = await startCluster(programs!);
    standby = await cluster.standby();
  });
  after(async () => {
    await standby.stop();
    await cluster.stop();
  });

  it("lose no promise, dial nothing twice, steer nothing without it, and go on at the standby", async (context) => {
    const schema = cluster.freshAddress();
    const options = new URL(schema).searchParams.get("options")!;
    const at = (...hosts: string[]) =>
      `postgres://espera@${hosts.join(",")}/postgres?${new URLSearchParams({ options }).toString()}`;
    const wires = await Promise.all([cluster, standby].map(({ socket }) => CutWire.open(socket)));
    const hosts = wires.map((wire) => new URL(wire.through("postgres://localhost/postgres")).host);
    const address = at(...hosts);
    const begunAt = Date.now();
    const phones = await Phones.open("failover", begunAt);
    const nodes: NodeChild[] = [];
    const closing: (() => unknown)[] = [() => phones.close(), ...wires.map((wire) => () => wire.close())];
    const begin = (name: string) => {
      const node = new NodeChild({ name, address, begunAt, phones: { north: phones.port } });
      nodes.push(node);
      return node.ready;
    };
    try {
      const promises = () => phones.observer.hearings.filter(({ what }) => what.what === "promise").length;
      await begin("a");
      await Promise.all(["b", "c"].map(begin));
      await until("there are promises", () => promises() >= 5);
      await cluster.die();
      await until("nobody steers the phones", () => phones.owner === null);
      const [promised, ordered] = [promises(), phones.orders.length];
      await sleep(1_000);
      assert.deepEqual([promises(), phones.orders.length], [promised, ordered]);
      const promotedAt = performance.now();
      await standby.promote();
      await until("somebody runs it again", () => phones.owner !== null);
      context.diagnostic(
        `${Math.round(performance.now() - promotedAt)} ms after the promotion it is run again`,
      );
      await until("there are new promises", () => promises() >= promised + 5);
      phones.traffic.stop();
      const judged = { address: at(hosts[1]!), phones: { north: phones }, nodes };
      assert.deepEqual(await judgeTheEnd(judged), []);
    } finally {
      for (const node of nodes) node.signal("SIGKILL");
      for (const close of closing.toReversed()) await close();
    }
  });
});
