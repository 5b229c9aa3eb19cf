import { storeLocation } from "../../configuration/store-location.ts";
import type { CheckedNode } from "../../exchange/asterisk/check/nodes-check.ts";
import { openStore } from "../../journal/open-store.ts";
import type { Node } from "../../journal/port/ownership.ts";

/** Gives the nodes that are alive, and which of them runs the operation of this name. */
export type NodesNow = (operation: string) => Promise<CheckedNode[]>;

/**
 * Calls `use` with a way to see the nodes of a data directory's database, or with `null` where none is alive. Faults: `config-invalid`,
 * `database-unreachable`.
 */
export async function withNodes<T>(
  directory: string,
  use: (nodesNow: NodesNow | null) => Promise<T>,
): Promise<T> {
  const location = storeLocation(directory);
  if ("directory" in location) return use(null);
  const store = await openStore(location, { readOnly: true });
  const ownership = store.ownership();
  try {
    if (!ownership || (await ownership.nodes()).length === 0) return await use(null);
    return await use(async (name) => {
      const [nodes, owners, records] = await Promise.all([
        ownership.nodes(),
        ownership.owners(),
        store.operations(),
      ]);
      const id = records.find((one) => one.name === name)?.id;
      const owner = owners.find(({ operation }) => operation === id)?.node;
      return nodes.map((node) => checked(node, owner?.id));
    });
  } finally {
    await ownership?.close();
    await store.close();
  }
}

function checked({ id, name, address }: Node, owner: string | undefined): CheckedNode {
  const { hostname, port } = new URL(address);
  return { name, address: { host: hostname, port: Number(port || 80) }, isOwner: id === owner };
}
