import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { Membership } from "../../src/server/nodes/membership.ts";
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
}

/** A node in a process of its own: it says READY once it has joined, and ends by SIGTERM. */
const told = JSON.parse(process.argv[2]!) as NodeTold;
const log = pino({ level: "warn", base: { node: told.name } }, pino.destination({ fd: 2, sync: true }));
const store = await openPostgresStore({ url: told.address });
const ownership = store.ownership()!;
const readModels = store.readModels();
const clock = timeOfPhones(told.begunAt);
const ports = new Map<number, { readonly name: string; readonly port: number }>();
for (const [name, port] of Object.entries(told.phones)) {
  const { id } = await store.openOperation({ name, timeZone: TIME_ZONE, simulated: true });
  ports.set(id, { name, port });
  if (!(await store.settings(id))) await store.addSettings(id, settingsOfStory, clock.now()).catch(() => {});
}
const membership = await Membership.join({
  ownership,
  node: { id: randomUUID(), name: told.name, address: "" },
  operations: [...ports.keys()],
  log,
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
    return live;
  },
});
process.once("SIGTERM", () => {
  void membership.leave().then(() => process.exit());
});
process.stdout.write("READY\n");
