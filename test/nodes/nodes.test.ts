import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { scheduleOf } from "./schedule.ts";
import { tellStory } from "./story.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";
/** How many stories are played. */
const STORIES = Number(process.env["ESPERA_NODE_STORIES"] ?? 1);
/** Only this one. */
const SEED = process.env["ESPERA_NODE_SEED"];

describe("nodes that are killed, frozen and stopped lose no promise, and dial nothing twice", {
  skip,
}, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());

  const seeds = SEED === undefined ? Array.from({ length: STORIES }, (_, n) => n + 1) : [Number(SEED)];
  for (const seed of seeds)
    it(`story ${seed}`, async (context) => {
      const { problems, judged, told } = await tellStory(scheduleOf(seed), seed, cluster);
      for (const line of [...told, JSON.stringify(judged)]) context.diagnostic(line);
      assert.deepEqual(
        problems,
        [],
        `tell it again: ESPERA_NODE_SEED=${seed} npm test -- test/nodes/nodes.test.ts`,
      );
      for (const [what, count] of Object.entries(judged)) assert.ok(count >= 5, `under load: ${what}`);
    });
});
