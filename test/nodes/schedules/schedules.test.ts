import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import { type Cluster, postgresPrograms, startCluster } from "../../journal/postgres-cluster.ts";
import { loadPatched } from "../../simulation/mutants/patched-modules.ts";
import type { Patch } from "../../simulation/mutants/patches.ts";
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

/** What could be wrong with Espera, and what the judge says of it then. */
const MUTANTS: readonly {
  readonly name: string;
  readonly says: RegExp;
  /** Of schedules that find it; others are run where these do not any more. */
  readonly seeds: readonly number[];
  readonly patch: Patch;
}[] = [
  {
    name: "a lease that has run out is ignored",
    says: /after its successor/,
    seeds: [7, 6, 5],
    patch: {
      within: "src/server/nodes/",
      find: "return !this.#ended && this.#lease.holds && this.#lease.term === this.#term;",
      replace: "return !this.#ended;",
    },
  },
  {
    name: "an append of which nobody knows is taken as durable",
    says: /nobody knows of|not in the journal/,
    seeds: [1, 4, 7],
    patch: {
      within: "src/operation/tenure/",
      find: "if (!tenure || !isUncertain(fault)) throw fault;",
      replace: "if (isUncertain(fault)) return;\n      throw fault;",
    },
  },
];
const OTHER_SCHEDULES = 10;

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

  async function createDatabases(names: readonly string[]): Promise<void> {
    const client = new pg.Client({ host: dirname(cluster.socket), user: "espera", database: "postgres" });
    await client.connect();
    for (const name of names) await client.query(`CREATE DATABASE ${name}`);
    await client.end();
  }

  it("lose no promise, dial nothing twice, and carry each order out once", async (context) => {
    const wanted = SEED === undefined ? Array.from({ length: SCHEDULES }, (_, n) => n + 1) : [Number(SEED)];
    const before = RECORD !== undefined && existsSync(RECORD) ? readFileSync(RECORD, "utf8") : "";
    const recorded = before
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Recorded);
    const left = wanted.filter((seed) => !recorded.some((one) => one.seed === seed));
    const names = Array.from({ length: Math.min(AT_ONCE, left.length) }, (_, n) => `world${n}`);
    await createDatabases(names);
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

  if (SEED === undefined && RECORD === undefined)
    for (const [nth, { name, says, seeds, patch }] of MUTANTS.entries())
      it(`are seen to be wrong where ${name}`, async () => {
        const module = new URL("./run-schedule.ts", import.meta.url);
        const patched = await loadPatched<{ runSchedule: typeof runSchedule }>(name, patch, module);
        const others = Array.from({ length: OTHER_SCHEDULES }, (_, n) => n + 1);
        const database = `wrong${nth}`;
        await createDatabases([database]);
        for (const seed of new Set([...seeds, ...others])) {
          const { problems } = await patched.runSchedule(seed, { socket: cluster.socket, name: database });
          if (problems.some((one) => says.test(one))) return;
        }
        assert.fail("it was found in no schedule");
      });
});
