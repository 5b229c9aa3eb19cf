import { writeSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";
import type { Exchange, Order, Report } from "../../../src/exchange/port.ts";
import { sqliteMigrations } from "../../../src/journal/sqlite/database/migrations.ts";
import { type Deadly, type DeadlyPoint, readDeadly } from "./deadly-points.ts";

/**
 * Lets this process die by SIGKILL when it reaches a point for the n-th time, without a chance to tidy up. Writes to the
 * journal are told from the SQL that they run, so that everything above SQLite is as it always is.
 */
export class Death {
  readonly #wanted: Deadly | null;
  #left: number;
  #sentOfGroup = 0;

  /** `wanted`: see `readDeadly`. */
  constructor(wanted: string | undefined) {
    this.#wanted = readDeadly(wanted);
    this.#left = this.#wanted?.n ?? 0;
    watchJournal((point) => this.#reach(point));
  }

  /** The exchange, with the points around its orders and reports. */
  around(exchange: Exchange): Exchange {
    return {
      capabilities: exchange.capabilities,
      connect: (receive) => {
        this.#reach("recovered");
        exchange.connect((report) => {
          this.#hear(report);
          receive(report);
        });
      },
      disconnect: () => exchange.disconnect(),
      execute: (order) => this.#send(order, () => exchange.execute(order)),
    };
  }

  #hear(report: Report): void {
    if (report.type === "choice-made") this.#reach("choice-unheard");
    if (report.type === "attempt-progressed" && report.progress === "confirmed")
      this.#reach("confirmed-unheard");
  }

  #send(order: Order, send: () => void): void {
    if (this.#sentOfGroup === 1) this.#reach("between-orders");
    this.#sentOfGroup++;
    if (order.type === "dial") this.#reach("before-dial");
    if (order.type === "thank") this.#reach("before-thank");
    if (order.type === "seat" && order.call.includes("~")) this.#reach("before-leg-seat");
    send();
    if (order.type === "dial") this.#reach("after-dial");
    if (order.type === "thank") this.#reach("after-thank");
  }

  #reach(point: DeadlyPoint): void {
    if (point === "before-append") this.#sentOfGroup = 0;
    if (point !== this.#wanted?.point || --this.#left !== 0) return;
    if (this.#wanted.announces) writeSync(ANNOUNCEMENTS, `${point}\n`);
    else process.kill(process.pid, "SIGKILL");
  }
}

/** Of a transaction under way, what it is. */
interface Transaction {
  migrates: boolean;
  /** Of the steps in it; `null`: none yet. */
  run: unknown;
  hasOrder: boolean;
}

function watchJournal(reach: (point: DeadlyPoint) => void): void {
  let transaction: Transaction | null = null;

  const database = DatabaseSync.prototype;
  const exec = Reflect.get(database, "exec") as (this: DatabaseSync, sql: string) => void;
  database.exec = function (sql) {
    const commits = sql === "COMMIT" ? transaction : null;
    if (commits?.run === LIVE) reach("in-append");
    if (sql === "ROLLBACK") transaction = null;
    exec.call(this, sql);
    if (sql === "BEGIN IMMEDIATE") transaction = { migrates: false, run: null, hasOrder: false };
    if (transaction && SCHEMAS.has(sql)) {
      transaction.migrates = true;
      reach("migrating");
    }
    if (!commits) return;
    transaction = null;
    if (commits.migrates) reach("migrated");
    if (commits.run === LIVE) reach("after-append");
    else if (commits.run !== null) reach("after-upload");
    if (commits.hasOrder) reach("after-order");
  };

  const statement = StatementSync.prototype;
  const all = Reflect.get(statement, "all") as (this: StatementSync, ...values: unknown[]) => never;
  statement.all = function (this: StatementSync, ...values: unknown[]) {
    const rows = all.apply(this, values);
    if (!transaction && /\bFROM steps\b/.test(this.sourceSQL)) reach("recovering");
    if (this.sourceSQL.startsWith("DELETE FROM people")) reach("in-erasure");
    return rows;
  };
  const run = Reflect.get(statement, "run") as (this: StatementSync, ...values: unknown[]) => never;
  statement.run = function (this: StatementSync, ...values: unknown[]) {
    const sql = this.sourceSQL;
    if (transaction && transaction.run === null && /^\s*UPDATE runs SET last_seq\b/.test(sql)) {
      transaction.run = values[3];
      if (transaction.run === LIVE) reach("before-append");
    }
    const result = run.apply(this, values);
    const written = /^\s*(?:INSERT(?: OR REPLACE)? INTO|UPDATE) (\w+)/.exec(sql)?.[1];
    if (transaction?.migrates && written === "calls") reach("rebuilding");
    if (transaction?.run === LIVE && written !== undefined && ROWS.has(written)) reach("in-rows");
    if (written === "counts") reach("in-roll-ups");
    if (written === "checkpoints") reach("in-checkpoint");
    if (transaction?.run !== LIVE && transaction?.run !== null && written === "steps") reach("in-upload");
    if (transaction && written === "supervisor_orders") {
      transaction.hasOrder = true;
      reach("in-order");
    }
    return result;
  };
}

const SCHEMAS: ReadonlySet<string> = new Set(sqliteMigrations.map(({ sql }) => sql));
const ROWS: ReadonlySet<string> = new Set(["calls", "callbacks", "attempts"]);
/** The run in which a server of a story writes what happens: its first. */
const LIVE = 1;
/** The descriptor on which the killer listens. */
const ANNOUNCEMENTS = 3;
