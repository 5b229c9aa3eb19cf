import { Fault } from "../../faults/faults.ts";
import { archiveSteps, restoreSteps } from "../archive/archive.ts";
import type { Store } from "../port/store.ts";
import { liftRecordsOf } from "../sql/lift/lift-records.ts";
import { deletePeople } from "../sql/people/erasure.ts";
import { peopleOf } from "../sql/people/kept-people.ts";
import { accountsOf } from "../sql/registry/accounts.ts";
import { registryOf } from "../sql/registry/registry.ts";
import { journalOf } from "../sql/steps/journal.ts";
import { PostgresAppender } from "./append/append.ts";
import { databaseIn } from "./connection/addresses.ts";
import { type DatabaseAddress, openPool, openReportPool } from "./connection/pool.ts";
import { openMoment, postgresRunner, withClient } from "./connection/run-script.ts";
import { migratePostgres, requireCurrentDatabase, requireNoCopy } from "./migrations.ts";
import { ownerDiallings } from "./ownership/owner-diallings.ts";
import { postgresOwnership } from "./ownership/ownership.ts";
import { postgresReadModels } from "./read-models.ts";
import { AccessMirror } from "./registry/access.ts";

/**
 * Opens the journal in a PostgreSQL database, and makes its tables where there are none. With `readOnly` they must be there, and what would write fails.
 * Faults: those of `migratePostgres`, `requireCurrentDatabase`, `requireNoCopy` and `asDatabaseFault`.
 */
export async function openPostgresStore(
  address: DatabaseAddress,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<Store> {
  const pool = openPool(address, { readOnly });
  const reports = openReportPool(address);
  const runner = postgresRunner(pool);
  const access = new AccessMirror(runner);
  const place = databaseIn(address.url);
  const close = async () => {
    await Promise.all([access.close(), pool.close(), reports.close()]);
  };
  try {
    await withClient(pool, async (client) => {
      await (readOnly ? requireCurrentDatabase(client, place) : migratePostgres(client, place, Date.now()));
      await requireNoCopy(client, place);
    });
    await access.begin();
  } catch (error) {
    await close();
    throw error;
  }
  const appender = new PostgresAppender(pool);
  return {
    ...journalOf(runner, () => openMoment(pool)),
    append: (run, batch) => appender.append(run, batch),
    ...peopleOf(runner),
    diallingsOf: (...asked) => runner.read(ownerDiallings(...asked)),
    async erasePeople(operation, people) {
      const numbers = await runner.write(() => deletePeople(operation, people));
      return { erased: numbers.length, clean: null };
    },
    async forgetPeople(operation, people) {
      await runner.write(() => deletePeople(operation, people));
    },
    ...access.watching(registryOf(runner), ["addToken", "revokeToken", "changeToken", "noteTokenUse"]),
    ...liftRecordsOf(runner),
    token: (id) => access.token(id),
    accounts: {
      ...access.watching(accountsOf(runner), [
        "changeUser",
        "removeUser",
        "addSession",
        "noteSessionUse",
        "endSession",
        "forgetSessions",
      ]),
      session: (secretHash) => access.session(secretHash),
    },
    archive: (run, before, target) => archiveSteps(runner, run, before, target),
    restore: (archived) => restoreSteps(runner, archived),
    // The server looks after its files by itself, and says so when it reads a page that is not what was written.
    damage: async () => [],
    backup: () => Promise.reject(new Fault("backup-by-database")),
    ownership: () => postgresOwnership(address),
    readModels: () => postgresReadModels(pool, reports),
    close,
  };
}
