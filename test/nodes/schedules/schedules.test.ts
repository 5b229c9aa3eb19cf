import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import { type Cluster, postgresPrograms, startCluster } from "../../journal/postgres-cluster.ts";
import { type RanSchedule, runSchedule } from "./run-schedule.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";
/** How many schedules are run. */
const SCHEDULES = Number(process.env["ESPERA_NODE_SCHEDULES"] ?? 3);
/** Only this one. */
const SEED = process.env["ESPERA_NODE_SCHEDULE"];
/** A file with a line for each that was run: those are not run again. */
const RECORD = process.env["ESPERA_NODE_RECORD"];
/** They mostly wait for the database. */
const AT_ONCE = 6;

interface Recorded extends Pick<RanSchedule, "problems" | "judged" | "blows"> {
  readonly seed: number;
  /** Of one with problems. */
  readonly told?: readonly string[];
}

describe("three nodes, whatever befalls them and their connections", { skip }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());

  it("lose no promise, dial nothing twice, and carry each order out once", async (context) => {
    const wanted = SEED === undefined ? Array.from({ length: SCHEDULES }, (_, n) => n + 1) : [Number(SEED)];
    const before = RECORD !== undefined && existsSync(RECORD) ? readFileSync(RECORD, "utf8") : "";
    const recorded = before
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Recorded);
    const left = wanted.filter((seed) => !recorded.some((one) => one.seed === seed));
    const names = Array.from({ length: Math.min(AT_ONCE, left.length) }, (_, n) => `world${n}`);
    const client = new pg.Client({
      host: dirname(cluster.socket),
      user: "espera",
      database: "postgres",
    });
    await client.connect();
    for (const name of names) await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    await Promise.all(
      names.map(async (name) => {
        for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
          const { problems, judged, blows, told } = await runSchedule(seed, { socket: cluster.socket, name });
          const one: Recorded = { seed, problems, judged, blows, ...(problems.length > 0 ? { told } : {}) };
          recorded.push(one);
          if (RECORD !== undefined) appendFileSync(RECORD, `${JSON.stringify(one)}\n`);
          if (SEED !== undefined) for (const line of told) context.diagnostic(line);
        }
      }),
    );
    const ran = recorded.filter(({ seed }) => wanted.includes(seed));
    for (const what of ["promises", "rings", "orders", "takeovers"] as const) {
      const count = ran.reduce((sum, { judged }) => sum + judged[what], 0);
      context.diagnostic(`${what}: ${count}`);
      assert.ok(count >= ran.length, `there were ${what}`);
    }
    assert.deepEqual(
      ran.filter(({ problems }) => problems.length > 0).map(({ seed, problems }) => ({ seed, problems })),
      [],
      "run one again: ESPERA_NODE_SCHEDULE=SEED npm test -- test/nodes/schedules/schedules.test.ts",
    );
  });
});
