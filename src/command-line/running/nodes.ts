import type { Command } from "commander";
import { Fault } from "../../faults/faults.ts";
import type { Node } from "../../journal/port/ownership.ts";
import type { Store } from "../../journal/port/store.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import { seeNodes } from "../../server/nodes/see-nodes.ts";
import { withStore } from "../journal-access.ts";
import { type Format, printLists, withFormats } from "../output.ts";
import { dataCommand } from "../program.ts";
import { toReader } from "../reader.ts";

export function addNodes(program: Command): void {
  withFormats(
    dataCommand(
      program,
      "nodes",
      toReader(
        "los nodos de la base de datos, y cuál atiende qué operación",
        "the nodes of the database, and which operations each of them runs",
      ),
    ),
  ).action(async ({ data, ...format }: Format & { readonly data: string }) => {
    const nodes = await withStore(data, (store) => nodesIn(store, data), { readOnly: true });
    printLists(format, [{ nodes }], {
      table: () => tableOfNodes(nodes),
      text: () =>
        nodes.length === 0
          ? toReader("No hay nodos.", "There are no nodes.")
          : tableText(tableOfNodes(nodes)),
    });
  });
}

/** A living node with the operations that it runs; the last has those that nobody runs, and no name. */
interface NodeLine extends Pick<Node, "name" | "address"> {
  readonly operations: readonly string[];
  /** `null`: it does not answer from here. */
  readonly version: string | null;
  readonly since: string | null;
}

async function nodesIn(store: Store, directory: string): Promise<NodeLine[]> {
  const ownership = store.ownership();
  if (!ownership) throw new Fault("store-not-named", { directory });
  try {
    const { nodes, nobodys } = await seeNodes(ownership, store, Date.now);
    const lines = nodes.map(({ name, address, operations, version, since }) => ({
      name,
      address,
      operations: operations.map((one) => one.name),
      version,
      since: since === null ? null : new Date(since).toISOString(),
    }));
    if (nobodys.length === 0) return lines;
    const operations = nobodys.map((one) => one.name);
    return [...lines, { name: "", address: "", operations, version: null, since: null }];
  } finally {
    await ownership.close();
  }
}

function tableOfNodes(nodes: readonly NodeLine[]): Table {
  const columns: Column<NodeLine>[] = [
    { key: "node", title: toReader("nodo", "node"), left: true, value: ({ name }) => name || null },
    {
      key: "address",
      title: toReader("dirección", "address"),
      left: true,
      value: ({ address }) => address || null,
    },
    {
      key: "operations",
      title: toReader("operaciones", "operations"),
      left: true,
      value: ({ operations }) => operations.join(", ") || null,
    },
    { key: "version", title: toReader("versión", "version"), left: true, value: ({ version }) => version },
    { key: "since", title: toReader("desde", "since"), left: true, value: ({ since }) => since },
  ];
  return tableOf(columns, nodes);
}
