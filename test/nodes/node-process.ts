import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { ownerHere } from "../../src/desk/owner.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { canBeHandedOver } from "../../src/operation/now/quiet.ts";
import { Membership } from "../../src/server/nodes/membership.ts";
import { openNodeDoor } from "../../src/server/nodes/node-door.ts";
import { LiveOperation } from "../../src/server/operations/live-operation.ts";
import { CHECKPOINT_EVERY, settingsOfStory, TIME_ZONE } from "../kill/story-settings.ts";
import { FarPhones } from "./far-phones.ts";
import { timeOfPhones } from "./phones.ts";

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
const opened = await openPostgresStore({ url: told.address });
const store: Store = {
  ...opened,
  async append(run, batch) {
    const isOrdered = batch.steps.some(({ fact }) => fact.type === "supervisor-ordered");
    if (isOrdered && told.order === "dies before") process.kill(process.pid, "SIGKILL");
    await opened.append(run, batch);
    if (isOrdered && told.order === "dies after") process.kill(process.pid, "SIGKILL");
    if (isOrdered && told.order === "stops after") process.kill(process.pid, "SIGSTOP");
  },
};
const ownership = store.ownership()!;
const readModels = store.readModels();
const clock = timeOfPhones(told.begunAt);
const ports = new Map<number, { readonly name: string; readonly port: number }>();
for (const [name, port] of Object.entries(told.phones)) {
  const { id } = await store.openOperation({ name, timeZone: TIME_ZONE, simulated: true });
  ports.set(id, { name, port });
  if (!(await store.settings(id))) await store.addSettings(id, settingsOfStory, clock.now()).catch(() => {});
}
const running = new Map<number, LiveOperation>();
const door = await openNodeDoor(
  { host: "127.0.0.1", port: 0 },
  {
    secret: await ownership.secret(),
    owner: ownerHere(({ id }) => {
      const operation = running.get(id)?.running;
      return operation ? { operation, now: clock.now(), connected: true, lacking: false } : null;
    }),
    isHere: (id) => running.has(id),
    log,
  },
);
const membership = await Membership.join({
  ownership,
  node: { id: randomUUID(), name: told.name, address: door.address },
  operations: [...ports.keys()],
  log,
  ...(told.spreadEveryMs === undefined ? {} : { spreadEveryMs: told.spreadEveryMs }),
  async start(operation, tenure) {
    const { name, port } = ports.get(operation)!;
    const live = new LiveOperation({
      store,
      readModels,
      record: await store.openOperation({ name, timeZone: TIME_ZONE, simulated: true }),
      settings: settingsOfStory,
      exchange: new FarPhones(port, told.name),
      clock,
      log,
      checkpointEvery: CHECKPOINT_EVERY,
      tenure,
    });
    await live.start();
    running.set(operation, live);
    return {
      get canBeHandedOver() {
        return live.running !== null && canBeHandedOver(live.running);
      },
      async stop() {
        running.delete(operation);
        await live.stop();
      },
    };
  },
});
process.once("SIGTERM", () => {
  void membership.leave().then(() => process.exit());
});
process.stdout.write("READY\n");
