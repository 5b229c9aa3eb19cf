import { Fault } from "../../faults/faults.ts";
import { COPY_MARK } from "../sql/copy-mark.ts";
import { all, first, type Row, type Runner, type Script, type Value } from "../sql/script.ts";
import { type CopiedTable, copiedTables } from "./copied-tables.ts";

/** One side of a copy. */
interface CopySide {
  /** For people. */
  readonly place: string;
  readonly runner: Runner;
}

/**
 * Copies a journal into an empty one, table by table in the order of their keys, so that a copy that broke off goes on where
 * it was. Until it is done the target says that it is none yet. Gives how many rows were copied. Nobody may write to either
 * side meanwhile. Faults: `copy-target-used`, and `copy-source-changed` where the source is not what the copy began with.
 */
export async function copyJournal(given: {
  readonly from: CopySide;
  readonly to: CopySide;
  /** The columns of a table that both sides have. */
  readonly columnsOf: (table: CopiedTable) => Promise<readonly string[]>;
  /** Called after each piece with how many rows were copied so far. */
  readonly onProgress?: (rows: number) => void;
}): Promise<number> {
  const { from, to, columnsOf, onProgress } = given;
  const source = await from.runner.readMoment(sourceState());
  await to.runner.write(() => beginCopy(source, to.place));
  let copied = 0;
  for (const [table, key] of Object.entries(copiedTables) as [CopiedTable, readonly string[]][]) {
    const columns = await columnsOf(table);
    let after = await to.runner.read(lastKey(table, key));
    for (;;) {
      const rows = await from.runner.read(rowsAfter(table, columns, key, after));
      if (rows.length === 0) break;
      await to.runner.write(() => putRows(table, columns, rows));
      after = keyOf(rows.at(-1)!, key);
      copied += rows.length;
      onProgress?.(copied);
    }
  }
  await to.runner.write(endCopy);
  return copied;
}

/** How far every run of the source is, as text. */
function* sourceState(): Script<string> {
  const rows = yield* all("SELECT operation, run, name, last_seq FROM runs ORDER BY operation, run");
  return JSON.stringify(rows.map((row) => Object.values(row)));
}

function* beginCopy(source: string, place: string): Script<void> {
  yield* all(`CREATE TABLE IF NOT EXISTS ${COPY_MARK} (source TEXT NOT NULL)`);
  const begun = yield* first(`SELECT source FROM ${COPY_MARK}`);
  if (begun && begun["source"] !== source) throw new Fault("copy-source-changed", { place });
  if (begun) return;
  if (yield* first("SELECT id FROM operations LIMIT 1")) throw new Fault("copy-target-used", { place });
  yield* all(`INSERT INTO ${COPY_MARK} (source) VALUES (?)`, [source]);
}

function* endCopy(): Script<void> {
  yield* all(`DROP TABLE ${COPY_MARK}`);
}

/** The key of the last row that was copied; `null`: none was. */
function* lastKey(table: CopiedTable, key: readonly string[]): Script<readonly Value[] | null> {
  const order = key.map((column) => `${column} DESC`).join(", ");
  const row = yield* first(`SELECT ${key.join(", ")} FROM ${table} ORDER BY ${order} LIMIT 1`);
  return row ? keyOf(row, key) : null;
}

function keyOf(row: Row, key: readonly string[]): readonly Value[] {
  return key.map((column) => row[column]!);
}

function* rowsAfter(
  table: CopiedTable,
  columns: readonly string[],
  key: readonly string[],
  after: readonly Value[] | null,
): Script<Row[]> {
  const where = after ? `WHERE (${key.join(", ")}) > (${key.map(() => "?").join(", ")})` : "";
  return yield* all(
    `SELECT ${namesOf(columns)} FROM ${table} ${where} ORDER BY ${key.join(", ")} LIMIT ${AT_A_TIME}`,
    after ?? [],
  );
}

function* putRows(table: CopiedTable, columns: readonly string[], rows: readonly Row[]): Script<void> {
  const row = `(${columns.map(() => "?").join(", ")})`;
  yield* all(
    `INSERT INTO ${table} (${namesOf(columns)}) VALUES ${rows.map(() => row).join(", ")} ON CONFLICT DO NOTHING`,
    rows.flatMap((values) => columns.map((column) => values[column]!)),
  );
}

function namesOf(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}

/** Rows read and written at once: with the widest table still fewer values than a statement takes. */
const AT_A_TIME = 500;
