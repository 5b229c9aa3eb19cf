import { createConnection } from "node:net";
import { pino } from "pino";
import type { Store } from "../../src/journal/port/store.ts";
import { openNodeDoor } from "../../src/server/nodes/node-door.ts";
import { beginTestNode } from "./test-node.ts";

/** What a node is given. */
export interface NodeTold {
  readonly name: string;
  /** Of the database. */
  readonly address: string;
  /** When the time of the phones began, epoch ms of the machine. */
  readonly begunAt: number;
  /** The phones of each operation, by its name: a port of the loopback. */
  readonly phones: Readonly<Record<string, number>>;
  /** As `Membership` is given it. */
  readonly spreadEveryMs?: number;
  /** What it does when a supervisor's order is about to be durable, or was just made so: it is killed, or stands still. */
  readonly order?: "dies before" | "dies after" | "stops after";
}

/** A node in a process of its own: it says READY once it has joined, and ends by SIGTERM. */
const told = JSON.parse(process.argv[2]!) as NodeTold;
// A test of what it gives away reads that in its log.
const level = told.spreadEveryMs === undefined ? "warn" : "info";
const log = pino({ level, base: { node: told.name } }, pino.destination({ fd: 2, sync: true }));
const altered = (opened: Store): Store => ({
  ...opened,
  async append(run, batch) {
    const isOrdered = batch.steps.some(({ fact }) => fact.type === "supervisor-ordered");
    if (isOrdered && told.order === "dies before") process.kill(process.pid, "SIGKILL");
    await opened.append(run, batch);
    if (isOrdered && told.order === "dies after") process.kill(process.pid, "SIGKILL");
    if (isOrdered && told.order === "stops after") process.kill(process.pid, "SIGSTOP");
  },
});
const { membership } = await beginTestNode({
  ...told,
  phones: Object.fromEntries(
    Object.entries(told.phones).map(([name, port]) => [
      name,
      () => createConnection({ host: "127.0.0.1", port, noDelay: true }),
    ]),
  ),
  openDoor: (given) => openNodeDoor({ host: "127.0.0.1", port: 0 }, given),
  log,
  altered,
});
process.once("SIGTERM", () => {
  void membership.leave().then(() => process.exit());
});
process.stdout.write("READY\n");
