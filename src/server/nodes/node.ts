import { randomUUID } from "node:crypto";
import { networkInterfaces } from "node:os";
import type { NodesSeen } from "../../desk/nodes-seen.ts";
import { type Owner, ownerHere } from "../../desk/owner.ts";
import type { Ownership } from "../../journal/port/ownership.ts";
import { canBeHandedOver, isQuiet } from "../../operation/now/quiet.ts";
import { realClock } from "../../time/real-clock.ts";
import { atWork } from "../operations/at-work.ts";
import { beginBeside } from "../operations/beside-operation.ts";
import type { OperationBase } from "../operations/operation-base.ts";
import { operationRecord } from "../operations/operation-record.ts";
import type { RunningOperation } from "../operations/running-operation.ts";
import { startOperation } from "../operations/start-operation.ts";
import { adoptSaved, type Configured } from "../reload.ts";
import { Membership } from "./membership.ts";
import { openNodeDoor } from "./node-door.ts";
import { ownerAmongNodes } from "./owner-among-nodes.ts";
import { seeNodes } from "./see-nodes.ts";

/** The name and address by which a server is a node. */
export interface NodeWanted {
  readonly name: string;
  /** Where the other nodes reach it, and at the same host Asterisk; left out: the machine's first address, at any free port. */
  readonly address?: { readonly host: string; readonly port: number };
}

export interface RunningNode {
  /** Asks operations wherever they run. */
  readonly owner: Owner;
  /** What is wrong, a sentence; `null`: nothing. */
  readonly lacking: string | null;
  /** Which operations it runs, a sentence. */
  readonly lines: readonly string[];
  /** All nodes, and what each runs. Fault: `database-unreachable`. */
  nodes(): Promise<NodesSeen>;
  /** Gives up its operations, and leaves. */
  leave(): Promise<void>;
}

/**
 * Joins the nodes of a database. The configured operations that this node takes run while they are its own, and are in
 * `operations` for that time. Faults: `database-unreachable`, `address-unusable`, and those of the operations' records.
 */
export async function joinNodes(
  base: OperationBase,
  ownership: Ownership,
  given: {
    readonly wanted: NodeWanted;
    /** As they are read again, too: what it takes it starts by the newest. */
    readonly configured: Configured;
    readonly operations: RunningOperation[];
  },
): Promise<RunningNode> {
  const { wanted, configured, operations } = given;
  const { store, log } = base;
  const names = new Map<number, string>();
  for (const one of configured.values()) names.set((await operationRecord(store, one)).id, one.name);
  const secret = await ownership.secret();
  const here = ownerHere(
    (operation) => atWork(operations, operation),
    (operation) => adoptSaved(operations, configured, operation),
  );
  const isHere = (id: number) => operations.some(({ record }) => record.id === id);
  const address = wanted.address ?? { host: firstAddress(), port: 0 };
  const machine = address.host;
  const door = await openNodeDoor(address, { secret, owner: here, isHere, log });
  let membership: Membership;
  try {
    membership = await Membership.join({
      ownership,
      node: { id: randomUUID(), name: wanted.name, address: door.address },
      operations: [...names.keys()],
      log,
      async start(number, tenure) {
        const operation = await startOperation(
          { ...base, tenure, machine },
          configured.get(names.get(number)!)!,
        );
        operations.push(operation);
        const endBeside = beginBeside(operation, base);
        return {
          // Callers of a simulated exchange are in the process, and end with it.
          get canBeHandedOver() {
            const { running, record } = operation;
            return running !== null && (record.simulated ? isQuiet(running) : canBeHandedOver(running));
          },
          async stop() {
            operations.splice(operations.indexOf(operation), 1);
            await Promise.all([operation.stop(), endBeside()]);
          },
        };
      },
    });
  } catch (error) {
    await door.close();
    throw error;
  }
  return {
    owner: ownerAmongNodes({
      here,
      isHere,
      ownership,
      secret,
    }),
    get lacking() {
      return membership.lacking;
    },
    get lines() {
      const names = operations.map(({ record }) => record.name);
      return [`node ${wanted.name} runs: ${names.join(", ") || "no operation"}`];
    },
    nodes: () => seeNodes(ownership, store, () => realClock.now()),
    async leave() {
      await membership.leave();
      await door.close();
    },
  };
}

/** The machine's first address on a network; the loopback address where there is none. */
function firstAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return all.find(({ internal, family }) => !internal && family === "IPv4")?.address ?? "127.0.0.1";
}
