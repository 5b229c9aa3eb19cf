import { DatabaseSync, StatementSync } from "node:sqlite";
import type { Exchange, Order, Report } from "../../src/exchange/port.ts";

/**
 * Where a process can be made to die, by its own hand and without a chance to tidy up. Writes to the journal are
 * told from the SQL that they run, so that everything above SQLite is as it always is.
 */
export const deadlyPoints = {
  migrating: "inside the transaction that makes the schema",
  migrated: "when the schema is made and nothing else",
  recovering: "while the steps since the checkpoint are read",
  "before-append": "a group is concluded, nothing of it is written",
  "in-append": "a group is written and not committed",
  "after-append": "a group is durable, none of its orders is sent",
  "between-orders": "the first order of a group is sent, the second is not",
  "before-dial": "an attempt is durable, the order to dial is not sent",
  "after-dial": "the order to dial is sent",
  "before-thank": "a promise is durable, the caller has not heard it",
  "after-thank": "the order to say the promise is sent",
  "before-leg-seat": "key 1 is durable, the order to seat the customer is not sent",
  "choice-unheard": "the caller's choice arrived and is not written",
  "confirmed-unheard": "key 1 arrived and is not written",
  "in-checkpoint": "a checkpoint is written and not committed",
} as const;

export type DeadlyPoint = keyof typeof deadlyPoints;

/** Lets this process die by SIGKILL when it reaches a point for the n-th time. */
export class Death {
  readonly #at: DeadlyPoint | null;
  #left: number;
  #steers = false;
  #sentOfGroup = 0;

  /** `wanted`: `point:n`; nothing, and it lives. */
  constructor(wanted: string | undefined) {
    const [point = "", n = "1"] = (wanted ?? "").split(":");
    if (point !== "" && !(point in deadlyPoints)) throw new Error(`there is no deadly point ${point}`);
    this.#at = point === "" ? null : (point as DeadlyPoint);
    this.#left = Number(n);
    this.#watchJournal();
  }

  /** The exchange, with the points around its orders and reports. */
  around(exchange: Exchange): Exchange {
    return {
      capabilities: exchange.capabilities,
      connect: (receive) => {
        this.#steers = true;
        exchange.connect((report) => {
          this.#hear(report);
          receive(report);
        });
      },
      disconnect: () => exchange.disconnect(),
      execute: (order) => {
        this.#send(order, () => exchange.execute(order));
      },
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
    if (point === this.#at && --this.#left === 0) process.kill(process.pid, "SIGKILL");
  }

  #watchJournal(): void {
    const reach = (point: DeadlyPoint) => this.#reach(point);
    const steers = () => this.#steers;
    const beginGroup = () => {
      this.#sentOfGroup = 0;
    };
    let migrates = false;

    const database = DatabaseSync.prototype;
    const exec = Reflect.get(database, "exec") as (this: DatabaseSync, sql: string) => void;
    database.exec = function (sql) {
      const commits = sql === "COMMIT";
      if (steers() && sql.startsWith("BEGIN")) {
        beginGroup();
        reach("before-append");
      }
      if (steers() && commits) reach("in-append");
      exec.call(this, sql);
      if (sql.includes("CREATE TABLE steps")) {
        migrates = true;
        reach("migrating");
      }
      if (migrates && commits) {
        migrates = false;
        reach("migrated");
      }
      if (steers() && commits) reach("after-append");
    };

    const statement = StatementSync.prototype;
    const all = Reflect.get(statement, "all") as (this: StatementSync, ...values: unknown[]) => never;
    statement.all = function (this: StatementSync, ...values: unknown[]) {
      const rows = all.apply(this, values);
      if (!steers() && /\bFROM steps\b/.test(this.sourceSQL)) reach("recovering");
      return rows;
    };
    const run = Reflect.get(statement, "run") as (this: StatementSync, ...values: unknown[]) => never;
    statement.run = function (this: StatementSync, ...values: unknown[]) {
      const result = run.apply(this, values);
      if (/\bINTO checkpoints\b/.test(this.sourceSQL)) reach("in-checkpoint");
      return result;
    };
  }
}
