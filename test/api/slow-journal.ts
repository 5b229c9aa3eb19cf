import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Every reader of the table now counts so far before, for each question. Gives what makes it as quick as it was. */
export function slowDown(directory: string, table: string, to: number): () => void {
  const database = new DatabaseSync(join(directory, "espera.db"));
  database.exec(
    `BEGIN IMMEDIATE;
     ALTER TABLE ${table} RENAME TO quick_${table};
     CREATE VIEW ${table} AS SELECT quick_${table}.* FROM
       (SELECT count(*) AS counted FROM (
         WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT ${to}) SELECT x FROM n))
       CROSS JOIN quick_${table} WHERE counted > 0;
     COMMIT`,
  );
  return () => {
    database.exec(
      `BEGIN IMMEDIATE; DROP VIEW ${table}; ALTER TABLE quick_${table} RENAME TO ${table}; COMMIT`,
    );
    database.close();
  };
}
