import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { Row, Runner, Script, Statement } from "../../sql/script.ts";
import { atOneMoment, immediately } from "./transaction.ts";

/** Runs a script on a connection to its end, without letting others work in between. */
export function runScript<T>(database: DatabaseSync, script: Script<T>): T {
  let step = script.next();
  while (!step.done) step = script.next(rowsOf(database, step.value));
  return step.value;
}

/** Runs scripts on the two connections of a store. */
export function sqliteRunner(writer: DatabaseSync, reader: DatabaseSync): Runner {
  return {
    read: async (script) => runScript(reader, script),
    readMoment: async (script) => atOneMoment(reader, () => runScript(reader, script)),
    write: async (script) => immediately(writer, () => runScript(writer, script())),
  };
}

function rowsOf(database: DatabaseSync, { sql, bound }: Statement): Row[] {
  const statement = preparedFor(database, sql);
  const rows = Array.isArray(bound)
    ? statement.all(...(bound as SQLInputValue[]))
    : statement.all(bound as Record<string, SQLInputValue>);
  return rows as Row[];
}

/** A statement is made ready once for a connection. */
function preparedFor(database: DatabaseSync, sql: string): StatementSync {
  let ofDatabase = prepared.get(database);
  if (!ofDatabase) {
    ofDatabase = new Map();
    prepared.set(database, ofDatabase);
  }
  let statement = ofDatabase.get(sql);
  if (!statement) {
    statement = database.prepare(sql);
    ofDatabase.set(sql, statement);
  }
  return statement;
}

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
