import { rmSync } from "node:fs";
import { after, before, describe } from "node:test";
import { copyStore } from "../../src/journal/copy/copy-store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { corpusSuite } from "./corpus/corpus-suite.ts";
import { corpusEntries, unpackEntry } from "./corpus/entries.ts";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("journals of all versions, copied into PostgreSQL", { skip }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(() => cluster.stop());

  for (const entry of corpusEntries())
    corpusSuite(entry, ", in PostgreSQL", async () => {
      const directory = unpackEntry(entry);
      const database = { url: cluster.freshAddress() };
      await copyStore({ directory, database, to: "database" });
      rmSync(directory, { recursive: true });
      const store = await openPostgresStore(database);
      return { store, close: () => store.close() };
    });
});
