import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { judgeTheEnd } from "./judge.ts";
import { NodeChild } from "./node-child.ts";
import { Phones } from "./phones.ts";
import { until } from "./until.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("a node that joins where another runs all operations", { skip }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());

  it("is given one in a moment in which nobody is spoken with, and nobody on the phone notices", async (context) => {
    const address = cluster.freshAddress();
    const begunAt = Date.now();
    const all = await Promise.all(OPERATIONS.map((name) => Phones.open(name, begunAt)));
    const phones = Object.fromEntries(OPERATIONS.map((name, n) => [name, all[n]!.port]));
    const nodes: NodeChild[] = [];
    const closing: (() => unknown)[] = all.map((one) => () => one.close());
    const begin = async (name: string) => {
      const node = new NodeChild({ name, address, begunAt, phones, spreadEveryMs: 500 });
      nodes.push(node);
      await node.ready;
      return node;
    };
    try {
      await begin("a");
      // From then on somebody is always being asked or called back.
      await until("all are busy", () => all.every((at) => promisesOf(at) >= 5));
      // Where a stands still for longer than its lease, b takes one before any is given.
      for (let n = 1; n <= TRIES && givenBy(nodes).length === 0; n++) {
        const b = await begin(`b${n}`);
        all[0]!.traffic.stop();
        await until(
          "each runs one",
          () => all.every(({ owner }) => owner) && all[0]!.owner !== all[1]!.owner,
        );
        if (givenBy(nodes).length > 0) break;
        await b.stop();
        await until("a runs both", () => all.every(({ owner }) => owner === "a"));
      }
      const given = givenBy(nodes);
      assert.ok(given.length > 0);
      for (const { operation, node, time } of given) {
        const at = all[operation - 1]!;
        const departure = at.departures.find((one) => one.node === node && one.at >= time);
        context.diagnostic(`${node} gave ${OPERATIONS[operation - 1]}: ${JSON.stringify(departure)}`);
        assert.equal(departure?.cutShort, 0);
      }
      for (const { traffic } of all) traffic.stop();
      assert.deepEqual(
        await judgeTheEnd({
          address,
          phones: Object.fromEntries(OPERATIONS.map((name, n) => [name, all[n]!])),
          nodes,
        }),
        [],
      );
    } finally {
      for (const node of nodes) node.signal("SIGKILL");
      for (const close of closing.toReversed()) await close();
    }
  });
});

const promisesOf = ({ observer }: Phones) =>
  observer.hearings.filter(({ what }) => what.what === "promise").length;

interface Given {
  readonly operation: number;
  readonly node: string;
  readonly time: number;
  readonly msg: string;
}

/** What nodes logged of operations that they gave to another. */
function givenBy(nodes: readonly NodeChild[]): Given[] {
  const lines = nodes.flatMap(({ said }) => said.split("\n").filter((line) => line.endsWith("}")));
  return lines
    .map((line) => JSON.parse(line) as Given)
    .filter(({ msg }) => msg === "operation given to a node that has fewer");
}

/** In the order in which the first node makes them, which numbers them. */
const OPERATIONS = ["calm", "busy"];
/** Each is needed only where a node stood still for seconds. */
const TRIES = 5;
