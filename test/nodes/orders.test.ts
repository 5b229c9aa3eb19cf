import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { sourcesOf } from "../../src/api/v1/sources.ts";
import { isUnanswered } from "../../src/desk/answers.ts";
import { NOTHING_RUNS, type Owner } from "../../src/desk/owner.ts";
import type { Ownership } from "../../src/journal/port/ownership.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { ownerAmongNodes } from "../../src/server/nodes/owner-among-nodes.ts";
import { ScriptedCentre } from "../api/scripted-centre.ts";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { STORY_BEGINS } from "../kill/story-settings.ts";
import { NodeChild } from "./node-child.ts";
import { SPEED } from "./phones.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("what a supervisor asks and orders among nodes", { skip }, () => {
  let cluster: Cluster;
  let store: Store;
  let ownership: Ownership;
  let centre: ScriptedCentre;
  let nodes: NodeChild[];
  let begin: (name: string, order?: "dies before" | "dies after" | "stops after") => NodeChild;

  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());
  beforeEach(async () => {
    const address = cluster.freshAddress();
    nodes = [];
    begin = (name, order) => {
      // Its phone system is away: nothing happens but what is ordered.
      const begunAt = Date.now() - (centre.clock.now() - STORY_BEGINS) / SPEED;
      const told = { name, address, begunAt, phones: { clinic: 0 }, ...(order ? { order } : {}) };
      const node = new NodeChild(told);
      nodes.push(node);
      return node;
    };
    store = await openPostgresStore({ url: address });
    ownership = store.ownership()!;
    centre = await ScriptedCentre.open(store);
    await centre.begin();
    await centre.operation.stop();
  });
  afterEach(async () => {
    for (const node of nodes) node.signal("SIGKILL");
    await ownership.close();
    await store.close();
  });

  /** The owner as a node sees it that runs nothing. */
  const ownerFromOutside = async () =>
    ownerAmongNodes({
      here: NOTHING_RUNS,
      isHere: () => false,
      ownership,
      secret: await ownership.secret(),
    });

  /** Gives the order again until it is answered, however long a takeover lasts on a machine under load. */
  async function outcomeOf(owner: Owner, ...order: Parameters<Owner["order"]>): Promise<string> {
    for (;;) {
      try {
        return await owner.order(...order);
      } catch (error) {
        assert.ok(isUnanswered(error), String(error));
        assert.deepEqual(nodes.map(({ fault }) => fault).filter(Boolean), []);
      }
    }
  }

  it("is shown from the journal while the owner is dead, with since when, and from the next owner after that", async () => {
    const { record } = centre;
    const owner = await ownerFromOutside();
    const readModels = store.readModels();
    const { callbacks, owner: heard } = sourcesOf({
      store,
      readModels,
      now: () => Date.now(),
      live: async () => ({ version: "0", operations: [] }),
      owner,
    });
    const reasons = async () =>
      (await callbacks.page(record, { status: "open" }, { limit: 9 }, false)).callbacks.map(
        ({ id, waits }) => [id, waits] as const,
      );
    const a = begin("a");
    await a.ready;
    const known = await reasons();
    assert.ok(known.length > 0 && known.every(([, waits]) => waits !== "not-answering"));
    assert.equal(heard.silentSince(record), null);
    a.signal("SIGKILL");
    await a.gone;
    const begun = Date.now();
    assert.deepEqual(
      await reasons(),
      known.map(([id]) => [id, "not-answering"]),
    );
    assert.ok(heard.silentSince(record)! >= begun);
    await begin("b").ready;
    while (heard.silentSince(record) !== null) await reasons();
    assert.deepEqual(await reasons(), known);
    await readModels.close();
  });

  for (const how of ["dies before", "dies after", "stops after"] as const)
    it(`is carried out once where its owner ${how} it is durable, and the answer is right`, async () => {
      const { record } = centre;
      await begin("a", how).ready;
      begin("b");
      const order = {
        order: "the only one",
        callback: "leo",
        act: { type: "cancel" },
        author: "luz",
        why: "they wrote",
      } as const;
      const owner = await ownerFromOutside();
      // Another one would be refused: the callback is not open any more.
      assert.equal(await outcomeOf(owner, record, order, Number.MAX_SAFE_INTEGER), "done");
      assert.equal((await ownership.ownerOf(record.id))?.name, "b");
      assert.equal(await outcomeOf(owner, record, order, Number.MAX_SAFE_INTEGER), "done");
      const models = store.readModels();
      const { callback, orders } = (await models.callback(record.id, "leo"))!;
      await models.close();
      assert.deepEqual([callback.status, callback.reason], ["FAIL", "cancelled"]);
      assert.deepEqual(
        orders.map(({ order, outcome }) => [order, outcome]),
        [["the only one", "done"]],
      );
    });
});
