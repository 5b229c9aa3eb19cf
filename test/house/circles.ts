import { posix } from "node:path";
import { importsOf } from "./rooms.ts";

/** The circles of imports among these files, of types too: each as the files that reach one another. */
export function circles(sources: Readonly<Record<string, string>>): string[][] {
  const imported = new Map(
    Object.entries(sources).map(([file, source]) => [
      file,
      importsOf(source)
        .filter((name) => name.startsWith("."))
        .map((name) => posix.normalize(posix.join(posix.dirname(file), name)))
        .filter((name) => name in sources),
    ]),
  );
  return stronglyConnected(imported).filter((files) => files.length > 1);
}

/** Tarjan's algorithm (1972): nodes that reach one another, in groups. */
function stronglyConnected(next: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    open.push(node);
    for (const other of next.get(node)!) {
      if (!order.has(other)) visit(other);
      if (open.includes(other)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(other)!));
    }
    if (lowest.get(node) === order.get(node)) found.push(open.splice(open.indexOf(node)).sort());
  };
  for (const node of next.keys()) if (!order.has(node)) visit(node);
  return found;
}
