import { type Logger, pino } from "pino";
import { ownerAnswerOf } from "../../../src/desk/answers.ts";
import { askOwner, type OwnerMessage } from "../../../src/desk/owner-messages.ts";
import { Fault } from "../../../src/faults/faults.ts";
import type { openNodeDoor } from "../../../src/server/nodes/node-door.ts";
import type { Phones } from "../phones.ts";
import { beginTestNode, type TestNode } from "../test-node.ts";
import type { Ask } from "./machine-globals.ts";
import type { Machine, VirtualWorld } from "./virtual-world.ts";
import { WireEnd } from "./wire.ts";

type Door = Parameters<typeof openNodeDoor>[1];

/** A node on a machine of its own. */
export interface WorldNode {
  readonly machine: Machine;
  /** Once it has joined. */
  joined: TestNode | null;
}

/** The nodes of a world. One that died, or was stopped, is begun again under another name a moment later. */
export class NodesOfWorld {
  /** All that are or were there. */
  readonly all: WorldNode[] = [];
  /** What they logged, and when, ms. */
  readonly said: string[] = [];
  readonly problems: string[] = [];
  readonly #world: VirtualWorld;
  readonly #phones: ReadonlyMap<string, Phones>;
  readonly #phoneSystem: Machine;
  readonly #address: string;
  #mayBegin = true;

  constructor(
    world: VirtualWorld,
    given: {
      readonly phones: ReadonlyMap<string, Phones>;
      /** On which the phones are. */
      readonly phoneSystem: Machine;
      /** Of the database. */
      readonly address: string;
    },
  ) {
    this.#world = world;
    this.#phones = given.phones;
    this.#phoneSystem = given.phoneSystem;
    this.#address = given.address;
  }

  /** Those that are not dead. */
  get living(): readonly WorldNode[] {
    return this.all.filter(({ machine }) => !machine.isDead);
  }

  begin(name: string): WorldNode {
    const machine = this.#world.machine(name);
    const node: WorldNode = { machine, joined: null };
    this.all.push(node);
    machine.onDeath.push(() => {
      doors.delete(machine.name + doorsOf(this.#world));
      const again = RESTARTS_AFTER_MS * (0.1 + machine.random.uniform());
      this.#world.at(this.#world.now + again, () => {
        if (this.#mayBegin) this.begin(`${name}'`);
      });
    });
    machine
      .run(() => this.#join(machine))
      .then(
        (joined) => {
          node.joined = joined;
        },
        (error: unknown) => {
          // As a server that ends with that fault, and is started again.
          if (!(error instanceof Fault && error.code === "database-unreachable"))
            this.problems.push(`${name} could not begin: ${String(error)}`);
          machine.die();
        },
      );
    return node;
  }

  /** Stops one in good order. */
  async stop({ machine, joined }: WorldNode): Promise<void> {
    if (joined) await machine.run(() => joined.membership.leave());
    machine.die();
  }

  /** No more are begun. */
  endBeginning(): void {
    this.#mayBegin = false;
  }

  #join(machine: Machine): Promise<TestNode> {
    return beginTestNode({
      name: machine.name,
      address: this.#address,
      begunAt: machine.aheadMs,
      phones: Object.fromEntries(
        [...this.#phones].map(([name, phones]) => [
          name,
          () => WireEnd.dial(machine, this.#phoneSystem, (end) => phones.serve(end)),
        ]),
      ),
      openDoor: async (door) => {
        const address = machine.name + doorsOf(this.#world);
        doors.set(address, { machine, door });
        return { address };
      },
      log: this.#log(machine),
    });
  }

  #log(machine: Machine): Logger {
    const write = (line: string) => {
      const { msg, err, operation, epoch, because } = JSON.parse(line) as Record<string, unknown>;
      const error = err === undefined ? undefined : (err as { readonly message: string }).message;
      const rest = JSON.stringify({ operation, epoch, because, error });
      this.said.push(`${this.#world.now.toFixed(1)} ${machine.name}: ${String(msg)} ${rest}`);
    };
    return pino({ level: "info" }, { write });
  }
}

const doors = new Map<string, { readonly machine: Machine; readonly door: Door }>();
const worlds = new WeakMap<VirtualWorld, string>();
let worldCount = 0;

/** What distinguishes the addresses of a world. */
function doorsOf(world: VirtualWorld): string {
  const known = worlds.get(world) ?? `@${++worldCount}`;
  worlds.set(world, known);
  return known;
}

/** A question of one node to another, as HTTP brings it: it may be answered late or not at all. */
export const askOtherNode: Ask = (from, address, { body, signal }) =>
  new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("no answer")));
    const at = doors.get(address);
    if (!at) {
      from.after(from.latencyMs(), () => reject(new Error("connect ECONNREFUSED")));
      return;
    }
    const { machine, door } = at;
    const message = JSON.parse(body as string) as OwnerMessage;
    from.world.at(from.world.now + from.latencyMs(), () =>
      machine.after(machine.latencyMs(), () => {
        void ownerAnswerOf(
          async () => {
            if (message.ask === "erased" && !door.isHere(message.operation))
              throw new Fault("operation-closed");
            return askOwner(door.owner, message);
          },
          (error) => door.log.error({ err: error }, "a question of another node failed"),
        ).then((answer) => from.after(machine.latencyMs(), () => resolve(Response.json(answer))));
      }),
    );
  });

const RESTARTS_AFTER_MS = 2_000;
