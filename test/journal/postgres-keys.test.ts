import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

/** The tables with a column for the operation that are the installation's all the same, and why. */
const OF_THE_INSTALLATION: Readonly<Record<string, string>> = {
  audit: "an act of an administrator belongs to no operation",
  tokens: "a request shows its token before an operation is known",
  users: "a user may see every operation, and signs in by name alone",
};

/** What Citus asks of tables that are distributed by operation, and what docs/scaling.md says of the schema. */
describe("the schema in PostgreSQL", { skip }, () => {
  let cluster: Cluster;
  let client: pg.Client;
  let ofOperations: readonly string[];
  before(async () => {
    cluster = await startCluster(programs!);
    const url = cluster.freshAddress();
    await (await openPostgresStore({ url })).close();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    const withOperation = await named(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema() AND column_name = 'operation' ORDER BY 1`,
    );
    ofOperations = withOperation.filter((table) => !(table in OF_THE_INSTALLATION));
    assert.ok(Object.keys(OF_THE_INSTALLATION).every((table) => withOperation.includes(table)));
  });
  after(async () => {
    await client.end();
    await cluster.stop();
  });

  const named = async (sql: string, values: readonly unknown[] = []) =>
    (await client.query<{ name: string }>(sql, [...values])).rows.map(({ name }) => name);

  it("has the journal, the people and the read models among the tables of operations", () => {
    for (const table of ["steps", "runs", "people", "calls", "callbacks", "counts", "ownership"])
      assert.ok(ofOperations.includes(table), table);
  });

  it("begins every primary and unique key of a table of operations with the operation", async () => {
    const { rows } = await client.query<{ table: string; key: string; first: string }>(
      `SELECT relation.relname AS "table", key.relname AS key, attribute.attname AS first
       FROM pg_index AS index
       JOIN pg_class AS key ON key.oid = index.indexrelid
       JOIN pg_class AS relation ON relation.oid = index.indrelid
       JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum = index.indkey[0]
       WHERE index.indisunique AND relation.relnamespace = current_schema()::regnamespace AND relation.relname = ANY ($1)`,
      [ofOperations],
    );
    assert.deepEqual(new Set(rows.map(({ table }) => table)), new Set(ofOperations), "each has a key");
    assert.deepEqual(
      rows.filter(({ first }) => first !== "operation"),
      [],
    );
  });

  it("lets no table of operations be without its operation", async () => {
    const without = await named(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema() AND column_name = 'operation' AND is_nullable = 'YES' AND table_name = ANY ($1)`,
      [ofOperations],
    );
    assert.deepEqual(without, []);
  });

  it("has no trigger, foreign key or numbering on a table of operations", async () => {
    const found = await named(
      `SELECT tgrelid::regclass || ': ' || tgname AS name FROM pg_trigger WHERE tgrelid::regclass::text = ANY ($1)
       UNION ALL
       SELECT conrelid::regclass || ': ' || conname FROM pg_constraint
       WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1)
       UNION ALL
       SELECT table_name || ': ' || column_name FROM information_schema.columns
       WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name = ANY ($1)`,
      [ofOperations],
    );
    assert.deepEqual(found, []);
  });

  it("keeps beside them only what is few and the same for all", async () => {
    const others = await named(
      `SELECT relname AS name FROM pg_class
       WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND NOT relname = ANY ($1) ORDER BY 1`,
      [ofOperations],
    );
    assert.deepEqual(others, [
      "access_version",
      "audit",
      "migrations",
      "node_secret",
      "nodes",
      "operations",
      "sessions",
      "sign_in_links",
      "tokens",
      "users",
    ]);
  });
});
