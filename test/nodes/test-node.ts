import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { type Owner, ownerHere } from "../../src/desk/owner.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { canBeHandedOver } from "../../src/operation/now/quiet.ts";
import { Membership } from "../../src/server/nodes/membership.ts";
import type { openNodeDoor } from "../../src/server/nodes/node-door.ts";
import { ownerAmongNodes } from "../../src/server/nodes/owner-among-nodes.ts";
import { LiveOperation } from "../../src/server/operations/live-operation.ts";
import { CHECKPOINT_EVERY, settingsOfStory, TIME_ZONE } from "../kill/story-settings.ts";
import { type Dialled, FarPhones } from "./far-phones.ts";
import { timeOfPhones } from "./phones.ts";

interface TestNodeGiven {
  readonly name: string;
  /** Of the database. */
  readonly address: string;
  /** When the time of the phones began, epoch ms of the machine. */
  readonly begunAt: number;
  /** The way to the phones of each operation, by its name. */
  readonly phones: Readonly<Record<string, () => Dialled>>;
  /** As `Membership` is given it. */
  readonly spreadEveryMs?: number | undefined;
  /** Lets other nodes ask it. */
  readonly openDoor: (
    given: Parameters<typeof openNodeDoor>[1],
  ) => Promise<Pick<Awaited<ReturnType<typeof openNodeDoor>>, "address">>;
  readonly log: Logger;
  /** The store as the node uses it; as it is when left out. */
  readonly altered?: (store: Store) => Store;
}

/** A node as a server is one, but that its operations have the phones of a test. */
export interface TestNode {
  readonly membership: Membership;
  /** Asks operations wherever they run. */
  readonly owner: Owner;
}

/** Fulfilled once it has joined. Faults: those of `Membership.join` and of the store. */
export async function beginTestNode(given: TestNodeGiven): Promise<TestNode> {
  const { name, log, spreadEveryMs, altered = (store) => store } = given;
  const store = altered(await openPostgresStore({ url: given.address }));
  const ownership = store.ownership()!;
  const readModels = store.readModels();
  const clock = timeOfPhones(given.begunAt);
  const operations = new Map<number, { readonly name: string; readonly dial: () => Dialled }>();
  for (const [name, dial] of Object.entries(given.phones)) {
    const { id } = await store.openOperation({ name, timeZone: TIME_ZONE, simulated: true });
    operations.set(id, { name, dial });
    if (!(await store.settings(id)))
      await store.addSettings(id, settingsOfStory, clock.now()).catch(() => {});
  }
  const running = new Map<number, LiveOperation>();
  const secret = await ownership.secret();
  const isHere = (id: number) => running.has(id);
  const here = ownerHere(({ id }) => {
    const operation = running.get(id)?.running;
    return operation ? { operation, now: clock.now(), connected: true, lacking: false } : null;
  });
  const door = await given.openDoor({ secret, owner: here, isHere, log });
  const membership = await Membership.join({
    ownership,
    node: { id: randomUUID(), name, address: door.address },
    operations: [...operations.keys()],
    log,
    ...(spreadEveryMs === undefined ? {} : { spreadEveryMs }),
    async start(operation, tenure) {
      const { name: named, dial } = operations.get(operation)!;
      const live = new LiveOperation({
        store,
        readModels,
        record: await store.openOperation({ name: named, timeZone: TIME_ZONE, simulated: true }),
        settings: settingsOfStory,
        exchange: new FarPhones(dial, name),
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
  return { membership, owner: ownerAmongNodes({ here, isHere, ownership, secret }) };
}
