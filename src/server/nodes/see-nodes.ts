import type { NodeItself, NodeSeen, NodesSeen } from "../../desk/nodes-seen.ts";
import type { Node, Owned, Ownership } from "../../journal/port/ownership.ts";
import type { Registry } from "../../journal/port/registry.ts";

/** Who runs what among the nodes of a database, and what each node says of itself. `now`: epoch ms. Faults: `database-unreachable`. */
export async function seeNodes(
  ownership: Pick<Ownership, "nodes" | "owners" | "secret">,
  store: Pick<Registry, "operations">,
  now: () => number,
): Promise<NodesSeen> {
  const [nodes, owned, records, secret] = await Promise.all([
    ownership.nodes(),
    ownership.owners(),
    store.operations(),
    ownership.secret(),
  ]);
  const those = (are: (one: Owned) => boolean) =>
    owned.filter(are).map(({ operation }) => ({
      operation,
      name: records.find(({ id }) => id === operation)?.name ?? String(operation),
    }));
  return {
    nodes: await Promise.all(
      nodes.map(async (node): Promise<NodeSeen> => {
        const itself = await askedOf(node, secret);
        return {
          ...node,
          version: itself?.version ?? null,
          since: itself ? now() - itself.upMs : null,
          operations: those((one) => one.node?.id === node.id),
        };
      }),
    ),
    // An operation that was only imported has nothing to run.
    nobodys: those(({ node, epoch }) => node === null && epoch > 0),
  };
}

/** `null`: it does not answer, or is of a version that knows no answer. */
async function askedOf({ address }: Node, secret: string): Promise<NodeItself | null> {
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${secret}` },
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    return response.ok ? ((await response.json()) as NodeItself) : null;
  } catch {
    return null;
  }
}

/** A node that takes longer to answer counts as away. */
const ANSWERED_WITHIN_MS = 1_000;
