import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Cluster, postgresPrograms, startCluster } from "../journal/postgres-cluster.ts";
import { DatabaseDisk } from "./database-disk.ts";
import { judge } from "./judge.ts";
import { simulate } from "./simulation.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";
/**
 * `ESPERA_POSTGRES_SEEDS=100` tells so many stories, `ESPERA_SEED=123` that one. Otherwise these, in which Espera dies before, inside and
 * after a write, before an order, and with its clock set wrong.
 */
const { ESPERA_POSTGRES_SEEDS: many, ESPERA_SEED: only } = process.env;
const seeds =
  only !== undefined
    ? [Number(only)]
    : many !== undefined
      ? Array.from({ length: Number(many) }, (_, seed) => seed)
      : [5, 9, 15, 34];

describe("whatever goes wrong with the journal in PostgreSQL, judged as on a file", { skip }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());

  for (const seed of seeds)
    it(`what must always hold does in story ${seed}`, async (context) => {
      const ended = await simulate(seed, undefined, await DatabaseDisk.open(cluster.freshAddress()));
      for (const why of ended.deaths) context.diagnostic(`Espera died ${why}`);
      assert.deepEqual(judge(ended), []);
    });
});
