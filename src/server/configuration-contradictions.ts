import type { Problem } from "./configuration-problems.ts";
import { skillId } from "./configuration-values.ts";

/** Comparisons between parts of a configuration, of those parts that can be read: names and ids, each once and known. */
export function contradictions(configuration: unknown): Problem[] {
  const operations = listIn(configuration, "operations");
  return [
    ...repeated(operations.map((one) => valueIn(one, "name"))).map(([index, name]) => ({
      path: ["operations", index, "name"],
      says: `another operation is named ${name}: give each its own`,
    })),
    ...operations.flatMap((operation, index) => contradictionsOf(operation, ["operations", index])),
  ];
}

function contradictionsOf(operation: unknown, at: readonly PropertyKey[]): Problem[] {
  const skills = listIn(operation, "skills");
  const ids = skills.map((one) => valueIn(one, "id"));
  const simulated = valueIn(valueIn(operation, "exchange"), "simulated");
  const inTraffic = listIn(simulated, "traffic").map((one) => valueIn(one, "skill"));
  const inAgents = listIn(simulated, "agents").map((one) => listIn(one, "skills"));
  const traffic = [...at, "exchange", "simulated", "traffic"];
  const agents = [...at, "exchange", "simulated", "agents"];
  // Where ids are to be mended first, which one was meant is not known.
  const settled = ids.every((id) => skillId.safeParse(id).success) && new Set(ids).size === ids.length;
  const unknown = (id: unknown, path: readonly PropertyKey[]): Problem[] =>
    settled && typeof id === "number" && !ids.includes(id)
      ? [{ path, says: `there is no skill with the id ${id}; known: ${ids.join(", ")}` }]
      : [];
  return [
    ...repeated(ids).map(([index, id]) => ({
      path: [...at, "skills", index, "id"],
      says: `another skill has the id ${id}: give each its own`,
    })),
    ...repeated(skills.map((one) => valueIn(one, "name"))).map(([index, name]) => ({
      path: [...at, "skills", index, "name"],
      says: `another skill is named ${name}: give each its own`,
    })),
    ...inTraffic.flatMap((id, index) => unknown(id, [...traffic, index, "skill"])),
    ...repeated(inTraffic).map(([index, id]) => ({
      path: [...traffic, index, "skill"],
      says: `the traffic of skill ${id} is given above: give it once`,
    })),
    ...inAgents.flatMap((group, index) => [
      ...group.flatMap((id, place) => unknown(id, [...agents, index, "skills", place])),
      ...repeated(group).map(([place, id]) => ({
        path: [...agents, index, "skills", place],
        says: `skill ${id} is in this list already: leave it out`,
      })),
    ]),
  ];
}

/** The texts and numbers that stand in the list before, with their indexes. */
function repeated(values: readonly unknown[]): [number, string | number][] {
  const seen = new Set<string | number>();
  return values.flatMap((value, index): [number, string | number][] => {
    if (typeof value !== "string" && typeof value !== "number") return [];
    const plain = typeof value === "string" ? value.normalize() : value;
    if (seen.has(plain)) return [[index, plain]];
    seen.add(plain);
    return [];
  });
}

function valueIn(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = valueIn(value, key);
  return Array.isArray(list) ? list : [];
}
