/** What can be bound to a statement, and what a column holds. */
export type Value = string | number | null | Uint8Array;
export type Row = Record<string, Value>;

/** What is bound: in the order of the places, or by name. */
export type Bound = readonly Value[] | Readonly<Record<string, Value>>;

/**
 * A statement in SQL that every store understands. Places are `?`, `?1`, or `:name`; names with capitals are compared as they
 * are written; truth is 1 or 0; `CROSS JOIN … ON` asks for the order in which tables are looked through, where a store can be asked.
 */
export interface Statement {
  readonly sql: string;
  readonly bound: Bound;
}

/**
 * Work of one or more statements, written once for all stores. It yields a statement and is given its rows, so that one
 * text runs at once over SQLite, and over a connection on which each answer is awaited.
 */
export type Script<T> = Generator<Statement, T, Row[]>;

/** The rows that a statement gives; of one that writes, those of its `RETURNING`. */
export function* all(sql: string, bound: Bound = []): Script<Row[]> {
  return yield { sql, bound };
}

/** The first of them, if there is one. */
export function* first(sql: string, bound: Bound = []): Script<Row | undefined> {
  return (yield { sql, bound })[0];
}

/** Runs a statement for each of these, one after the other. */
export function* each(sql: string, bounds: Iterable<Bound>): Script<void> {
  for (const bound of bounds) yield { sql, bound };
}

/** So many places, between commas. */
export function places(count: number): string {
  return Array.from({ length: count }, () => "?").join(", ");
}

/** SQL: whether what stands before it is one of so many that are bound; one of none is nothing. */
export function amongPlaces(count: number): string {
  return count === 0 ? "IN (SELECT NULL WHERE false)" : `IN (${places(count)})`;
}

/** Runs scripts in a store. */
export interface Runner {
  /** Reads. What its statements see need not be of one moment. */
  readonly read: <T>(script: Script<T>) => Promise<T>;
  /** Reads what belongs together, whatever is written meanwhile. */
  readonly readMoment: <T>(script: Script<T>) => Promise<T>;
  /** Writes all or nothing; what it reads still holds when it writes. It may be run more than once until it succeeds. */
  readonly write: <T>(script: () => Script<T>) => Promise<T>;
}
