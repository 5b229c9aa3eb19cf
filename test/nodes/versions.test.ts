import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type { Ownership } from "../../src/journal/port/ownership.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import { Membership } from "../../src/server/nodes/membership.ts";
import { ScriptedCentre } from "../api/scripted-centre.ts";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { STORY_BEGINS } from "../kill/story-settings.ts";
import { NodeChild } from "./node-child.ts";
import { SPEED } from "./phones.ts";
import { until } from "./until.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("a node beside nodes of another version", { skip }, () => {
  let cluster: Cluster;
  let store: Store;
  let ownership: Ownership;
  let centre: ScriptedCentre;
  let run: Run;
  let node: NodeChild | null;
  let begin: () => NodeChild;

  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());
  beforeEach(async () => {
    const address = cluster.freshAddress();
    store = await openPostgresStore({ url: address });
    ownership = store.ownership()!;
    centre = await ScriptedCentre.open(store);
    await centre.begin();
    await centre.operation.stop();
    run = (await store.runs(centre.record.id))[0]!;
    node = null;
    begin = () => {
      const begunAt = Date.now() - (centre.clock.now() - STORY_BEGINS) / SPEED;
      node = new NodeChild({ name: "this", address, begunAt, phones: { clinic: 0 } });
      return node;
    };
  });
  afterEach(async () => {
    node?.signal("SIGKILL");
    await ownership.close();
    await store.close();
  });

  /** A step that a version of the core wrote last. */
  const appendBy = (coreVersion: number) =>
    store.append(run, {
      steps: [
        {
          seq: centre.operation.lastSeq + 1,
          fact: { type: "woke", at: centre.clock.now() },
          events: [],
          commands: [],
          coreVersion,
          settingsVersion: centre.operation.settings.version,
        },
      ],
      changes: new Changes(),
      people: [],
    });

  async function lastStep(): Promise<number> {
    let last = 0;
    for await (const steps of store.steps(run, 0)) last = steps.at(-1)!.seq;
    return last;
  }

  const ownerIs = (name: string | null) =>
    until(
      `its owner is ${name}`,
      async () => ((await ownership.ownerOf(run.operation))?.name ?? null) === name,
    );

  it("goes on with what an older one wrote", async () => {
    await appendBy(CORE_VERSION - 1);
    await begin().ready;
    await ownerIs("this");
    await node!.stop();
    assert.equal(node!.fault, null);
    // Stopped in good order it leaves the state that it went on from.
    assert.equal((await store.checkpoint(run))!.seq, centre.operation.lastSeq + 1);
  });

  it("leaves to a newer one what that wrote, and writes nothing", async (context) => {
    await appendBy(CORE_VERSION + 1);
    await begin().ready;
    await ownerIs(null);
    const newer = await Membership.join({
      ownership,
      node: { id: "00000000-0000-4000-8000-000000000001", name: "newer", address: "" },
      operations: [run.operation],
      log: { info: () => {}, warn: () => {}, error: () => {} },
      start: async () => ({ stop: async () => {} }),
    });
    context.after(() => newer.leave());
    await ownerIs("newer");
    await node!.stop();
    assert.match(node!.said, /line-newer/);
    assert.equal(await lastStep(), centre.operation.lastSeq + 1);
  });
});
