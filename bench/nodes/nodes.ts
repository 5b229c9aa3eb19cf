import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cluster, postgresPrograms, startCluster } from "../../test/journal/postgres-cluster.ts";
import { recordMorning } from "../large-centre.ts";
import { type Bench, benchDisk, inDirectory, median, rounded } from "../measure.ts";
import { databaseUse } from "./database-use.ts";
import type { Fed, FeedingGiven } from "./feeding-process.ts";
import { monthReport } from "./month-report.ts";

/** Who makes facts durable: so many nodes on PostgreSQL, or with 0 one process with a file of SQLite. */
interface Case {
  readonly nodes: number;
  readonly operations: number;
  /** How many facts become durable together. */
  readonly groupsOf: number;
}

/** What making one fact durable took. */
interface Taken {
  readonly factsPerS: number;
  /** Microseconds of processor a fact, of Espera's processes and of the database's. */
  readonly esperaUs: number;
  readonly databaseUs: number;
  /** Busy on average, by both. */
  readonly cores: number;
  /** A fact, in the database's log and in its tables with their indexes. */
  readonly logBytes: number;
  readonly tableBytes: number;
}

/**
 * Facts of large centres into one PostgreSQL by 1, 2 and 4 nodes, in groups of 100 and as fast as they become durable; against them one
 * process with SQLite on the same disk. Several operations are shared out among the nodes; beside them one operation alone, and groups
 * of 3 as those of small operations are. Taken in turns. All is on one machine: where its cores are all busy, more nodes cannot make
 * more facts durable, and what counts is the processor time of a fact.
 */
export const nodes: Bench = async ({ quick, say, rounds = quick ? 1 : 5 }) => {
  const what =
    "durable facts/s of one operation on PostgreSQL in groups of 100, over those of SQLite on the same disk";
  const programs = postgresPrograms();
  if (programs === null) {
    const lacking = "PostgreSQL is not installed: apt-get install postgresql";
    say(lacking);
    return { what, ratio: null, bounds: [], figures: { lacking } };
  }
  return inDirectory(async (directory) => {
    say("recording a morning of a large centre, starting PostgreSQL");
    const played = (await recordMorning(quick ? 0.05 : 0.5)).slice(0, quick ? 200 : 6_000);
    const reports = join(directory, "reports.json");
    writeFileSync(reports, JSON.stringify(played));
    const cluster = await startCluster(programs, { parent: benchDisk, syncs: true });
    try {
      const operations = quick ? 2 : 4;
      const cases: readonly Case[] = [
        { nodes: 0, operations: 1, groupsOf: 100 },
        { nodes: 1, operations: 1, groupsOf: 100 },
        { nodes: 1, operations, groupsOf: 3 },
        { nodes: 0, operations, groupsOf: 100 },
        ...(quick ? [1, 2] : [1, 2, 4]).map((nodes) => ({ nodes, operations, groupsOf: 100 })),
      ];
      // By their places among the cases: what the others are compared with.
      const [sqliteAlone, nodeAlone, sqlite, oneNode] = [0, 1, 3, 4] as const;
      const taken: readonly Taken[][] = cases.map(() => []);
      for (let round = 0; round < rounds; round++)
        for (const [n, one] of cases.entries()) {
          say(`round ${round + 1}, ${nameOf(one)}`);
          taken[n]!.push(await feed(cluster, one, { directory, reports, name: `${round}/${n}` }));
        }
      say("asking for a month's report");
      const report = await monthReport({ directory, url: cluster.freshAddress() }, quick);
      const ratioTo = (n: number, of: number) =>
        rounded(median(taken[n]!.map(({ factsPerS }, round) => factsPerS / taken[of]![round]!.factsPerS)));
      const ratio = ratioTo(nodeAlone, sqliteAlone);
      return {
        what,
        ratio,
        bounds: [
          { of: "ratio", is: ratio, atLeast: 0.35 },
          { of: "a month's report on PostgreSQL, over SQLite", is: report.ratio, atMost: 3 },
        ],
        figures: {
          cases: Object.fromEntries(
            cases.map((one, n) => [
              nameOf(one),
              n >= sqlite
                ? { ...shown(taken[n]!), toSqlite: ratioTo(n, sqlite), toOneNode: ratioTo(n, oneNode) }
                : shown(taken[n]!),
            ]),
          ),
          report,
          factsOfEach: played.length,
        },
      };
    } finally {
      await cluster.stop();
    }
  });
};

/** Has processes feed fresh operations, and sees what it took. */
async function feed(
  cluster: Cluster,
  { nodes, operations, groupsOf }: Case,
  { directory, reports, name }: { directory: string; reports: string; name: string },
): Promise<Taken> {
  const own = join(directory, name);
  mkdirSync(own, { recursive: true });
  const url = cluster.freshAddress();
  const store = nodes === 0 ? { directory: own } : { url };
  const names = Array.from({ length: operations }, (_, n) => `operation ${n + 1}`);
  const processes = Math.max(1, nodes);
  const children = Array.from({ length: processes }, (_, n) => {
    const shared = names.filter((_name, nth) => nth % processes === n);
    const given: FeedingGiven = { store, operations: shared, reports, groupsOf };
    return fork(PROGRAM, [JSON.stringify(given)]);
  });
  const ends = children.map((child) => once(child, "exit"));
  await Promise.all(children.map(nextMessage));
  const before = await databaseUse(cluster, url);
  const begin = performance.now();
  const fed = await Promise.all(
    children.map((child) => {
      child.send("go");
      return nextMessage(child) as Promise<Fed>;
    }),
  );
  const ms = performance.now() - begin;
  const after = await databaseUse(cluster, url);
  await Promise.all(ends);
  const sum = (of: (one: Fed) => number) => fed.reduce((all, one) => all + of(one), 0);
  const facts = sum(({ facts }) => facts);
  const databaseMs = after.processorMs - before.processorMs;
  const esperaMs = sum(({ processorMs }) => processorMs);
  return {
    factsPerS: (facts * 1_000) / ms,
    esperaUs: (esperaMs * 1_000) / facts,
    databaseUs: (databaseMs * 1_000) / facts,
    cores: (esperaMs + databaseMs) / ms,
    logBytes: (after.logBytes - before.logBytes) / facts,
    tableBytes: (after.tableBytes - before.tableBytes) / facts,
  };
}

/** Rejected when the process ends before it says anything. */
async function nextMessage(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  try {
    return await Promise.race([
      once(child, "message", over).then(([message]) => message),
      once(child, "exit", over).then(([code]) => Promise.reject(new Error(`ended with ${code}`))),
    ]);
  } finally {
    over.abort();
  }
}

function nameOf({ nodes, operations, groupsOf }: Case): string {
  const who = nodes === 0 ? "SQLite" : `PostgreSQL, nodes: ${nodes}`;
  return `${who}; operations: ${operations}, groups of ${groupsOf}`;
}

function shown(taken: readonly Taken[]) {
  const of = (key: keyof Taken) => rounded(median(taken.map((one) => one[key])));
  return {
    factsPerS: of("factsPerS"),
    esperaUsPerFact: of("esperaUs"),
    databaseUsPerFact: of("databaseUs"),
    coresBusy: of("cores"),
    logBytesPerFact: of("logBytes"),
    tableBytesPerFact: of("tableBytes"),
  };
}

const PROGRAM = fileURLToPath(new URL("./feeding-process.ts", import.meta.url));
