import { randomUUID } from "node:crypto";
import { Fault } from "../../faults/faults.ts";
import type { Node, Ownership } from "../../journal/port/ownership.ts";
import type { Tenure } from "../../operation/tenure/tenure.ts";
import { TTL_MS } from "./lease.ts";
import { NodeTenure } from "./node-tenure.ts";

/** How a server that is no node holds its operations. */
interface SoleTenures {
  /** Takes an operation. Fault: `not-owner` where somebody takes it at the same time. */
  take(operation: number): Promise<Tenure>;
  /** To be called before each operation stops: a database that does not answer from then on is waited for as long as a node would. */
  stopping(): void;
}

/**
 * Takes operations for a server that is not a node. It keeps each until somebody else takes it: the server does not
 * beat, so a node may take its operations at any time, and then they are lost to it for good. Fault: `nodes-running`.
 */
export async function soleTenures(
  ownership: Pick<Ownership, "nodes" | "owners" | "takeOver" | "takeBack">,
  monotonic: () => number = () => performance.now(),
): Promise<SoleTenures> {
  const nodes = await ownership.nodes();
  if (nodes.length > 0) throw new Fault("nodes-running", { nodes: nodes.map(({ name }) => name).join(", ") });
  const node: Node = { id: randomUUID(), name: "", address: "" };
  let until = Number.POSITIVE_INFINITY;
  const lease = {
    get holds() {
      return monotonic() < until;
    },
    term: 0,
  };
  return {
    async take(operation) {
      const seen = (await ownership.owners()).find((one) => one.operation === operation);
      const epoch = await ownership.takeOver(node, { operation, epoch: seen?.epoch ?? 0 });
      if (epoch === null) throw new Fault("not-owner", { operation });
      return new NodeTenure({ ownership, node, taken: { operation, epoch }, lease, onLost: () => {} });
    },
    stopping() {
      if (lease.holds) until = monotonic() + TTL_MS;
    },
  };
}
