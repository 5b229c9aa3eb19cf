import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

/**
 * Records the corpus entry of a tree's versions: `node test/journal/corpus/record.ts [FOLDER]`, of this tree when left
 * out, else of the one checked out in FOLDER. It lives through the first stories of that tree's fault simulation and
 * keeps the journal, as its Espera wrote it, at the moment that has most in it: callbacks open in different phases,
 * steps after the newest checkpoint. What it needs of a tree has been there since version 1.
 */
const MOST_STEPS = 300;
const LEAST_AFTER_CHECKPOINT = 5;
const STORIES = 60;
const LEVEL = 9;

const here = fileURLToPath(new URL("../../../", import.meta.url));
const root = process.argv[2] ?? here;
const load = (file: string) => import(pathToFileURL(join(root, file)).href);

type Method<Given extends readonly unknown[], Result> = (this: DatabaseSync, ...given: Given) => Result;
const prepare = Reflect.get(DatabaseSync.prototype, "prepare") as Method<[string], StatementSync>;
const exec = Reflect.get(DatabaseSync.prototype, "exec") as Method<[string], void>;

/** Every database that was opened: stories keep theirs to themselves. */
const databases = new Set<DatabaseSync>();
DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string) {
  databases.add(this);
  return prepare.call(this, sql);
};
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  exec.call(this, sql);
  if (sql.trim() === "COMMIT" && databases.has(this)) keepIfBetter(this);
};

/** The best journal so far. */
const best = { score: 0, seed: -1, bytes: new Uint8Array() };
let seed = 0;

function keepIfBetter(database: DatabaseSync): void {
  const score = scoreOf(database);
  if (score > best.score) Object.assign(best, { score, seed, bytes: database.serialize() });
}

/** How much a journal shows; 0: too little of it, or too much. */
function scoreOf(database: DatabaseSync): number {
  const one = (sql: string) => Number(Object.values(prepare.call(database, sql).get() ?? {})[0] ?? 0);
  if (one("SELECT count(*) FROM sqlite_schema WHERE name = 'checkpoints'") === 0) return 0;
  const steps = one("SELECT count(*) FROM steps");
  if (steps > MOST_STEPS) return 0;
  const after = one(
    `SELECT min(last_seq - (SELECT coalesce(max(seq), last_seq) FROM checkpoints
       WHERE operation = runs.operation AND run = runs.run)) FROM runs`,
  );
  if (after < LEAST_AFTER_CHECKPOINT) return 0;
  const open = one("SELECT count(*) FROM callbacks WHERE ended_at IS NULL");
  const ended = one("SELECT count(DISTINCT reason) FROM callbacks WHERE ended_at IS NOT NULL");
  const kinds = one(
    "SELECT count(DISTINCT json_extract(value, '$.type')) FROM steps, json_each(steps.events)",
  );
  return open === 0 ? 0 : kinds + ended + Math.min(open, 6) + after / 1_000;
}

const { simulate } = (await load("test/simulation/simulation.ts")) as {
  readonly simulate: (seed: number) => Promise<unknown>;
};
for (seed = 0; seed < STORIES; seed++) {
  databases.clear();
  // An older tree's story may break off at its end; what was kept of it is what that Espera wrote.
  await simulate(seed).catch(() => undefined);
}
if (best.score === 0) throw new Error("no story has a journal worth keeping");

const { CORE_VERSION, STATE_VERSION } = await load("src/line/core-version.ts");
const two = (version: number) => String(version).padStart(2, "0");
const file = join(
  dirname(fileURLToPath(import.meta.url)),
  "journals",
  `state-${two(STATE_VERSION)}-core-${two(CORE_VERSION)}.db.gz`,
);
mkdirSync(dirname(file), { recursive: true });
const packed = gzipSync(best.bytes, { level: LEVEL });
writeFileSync(file, packed);
console.log(`${file}: story ${best.seed}, ${Math.round(packed.length / 1024)} KB`);
