import { listIn, repeated, textsIn, valueIn } from "./configuration-content.ts";
import type { Problem } from "./configuration-problems.ts";
import { contradictingSettings } from "./contradicting-settings.ts";
import { usualAsterisk } from "./schema/asterisk-schema.ts";
import { exchangeHint } from "./schema/configuration-schema.ts";
import { skillId } from "./schema/configuration-values.ts";
import { contradictingSignIn } from "./sign-in-contradictions.ts";

/** Comparisons between parts of a configuration, of those parts that can be read: names and ids, each once and known; settings that cannot hold together. */
export function contradictions(configuration: unknown): Problem[] {
  const operations = listIn(configuration, "operations");
  return [
    ...repeated(operations.map((one) => valueIn(one, "name"))).map(([index, name]) => ({
      path: ["operations", index, "name"],
      says: `another operation is named ${name}: give each its own`,
    })),
    ...operations.flatMap((operation, index) => contradictionsOf(operation, ["operations", index])),
    ...sharedAsterisk(operations),
    ...contradictingSignIn(configuration),
  ];
}

/** Operations that would be brought each other's calls. */
function sharedAsterisk(operations: readonly unknown[]): Problem[] {
  const all = operations.flatMap((operation, index) => {
    const asterisk = valueIn(valueIn(operation, "exchange"), "asterisk");
    return asterisk === undefined
      ? []
      : [{ asterisk, at: ["operations", index, "exchange", "asterisk"] as PropertyKey[] }];
  });
  const agi = all.map(({ asterisk }) => valueIn(valueIn(asterisk, "agi"), "port") ?? usualAsterisk.agi.port);
  const queues = all.flatMap(({ asterisk, at }) => {
    const ami = valueIn(asterisk, "ami");
    const { host, port } = usualAsterisk.ami;
    const manager = JSON.stringify([valueIn(ami, "host") ?? host, valueIn(ami, "port") ?? port]);
    return listIn(asterisk, "queues").flatMap((one, index) => {
      const name = valueIn(one, "queue");
      if (typeof name !== "string") return [];
      const extension = valueIn(one, "alias") ?? name;
      return [{ name, extension, manager, operation: at[1], path: [...at, "queues", index, "queue"] }];
    });
  });
  return [
    ...repeated(agi).map(([index, port]) => ({
      path: [...all[index]!.at, "agi", "port"],
      says: `another operation listens on port ${port}: give each its own`,
    })),
    ...queues
      .filter((one, index) =>
        queues
          .slice(0, index)
          .some(
            (before) =>
              before.operation !== one.operation &&
              before.manager === one.manager &&
              (before.name === one.name || before.extension === one.extension),
          ),
      )
      .map(({ name, path }) => ({
        path,
        says: `the queue ${name} of this Asterisk, or its alias, belongs to another operation: leave it out of one of them`,
      })),
  ];
}

function contradictionsOf(operation: unknown, at: readonly PropertyKey[]): Problem[] {
  const skills = listIn(operation, "skills");
  const ids = skills.map((one) => valueIn(one, "id"));
  const exchange = valueIn(operation, "exchange");
  const simulated = valueIn(exchange, "simulated");
  const classes = listIn(operation, "classes").map((one) => valueIn(one, "name"));
  const named = textsIn(classes);
  const inClasses = listIn(simulated, "classes").map((one) => valueIn(one, "class"));
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
    ...repeated(classes).map(([index, name]) => ({
      path: [...at, "classes", index, "name"],
      says: `another class is named ${name}: give each its own`,
    })),
    ...contradictingSettings(operation, at),
    ...exchangeProblems(exchange, [...at, "exchange"]),
    ...queueProblems(valueIn(exchange, "asterisk"), [...at, "exchange", "asterisk"], unknown),
    ...inTraffic.flatMap((id, index) => unknown(id, [...traffic, index, "skill"])),
    ...repeated(inTraffic).map(([index, id]) => ({
      path: [...traffic, index, "skill"],
      says: `the traffic of skill ${id} is given above: give it once`,
    })),
    ...inClasses.flatMap((name, index) =>
      typeof name === "string" && !named.includes(name)
        ? [
            {
              path: [...at, "exchange", "simulated", "classes", index, "class"],
              says: `there is no class ${name}; known: ${named.join(", ") || "none"}`,
            },
          ]
        : [],
    ),
    ...repeated(inClasses).map(([index, name]) => ({
      path: [...at, "exchange", "simulated", "classes", index, "class"],
      says: `the share of class ${name} is given above: give it once`,
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

function exchangeProblems(exchange: unknown, path: readonly PropertyKey[]): Problem[] {
  if (typeof exchange !== "object" || exchange === null || Array.isArray(exchange)) return [];
  const given = Object.keys(exchange);
  if (given.length === 0) return [{ path, says: exchangeHint }];
  return given.includes("simulated") && given.includes("asterisk")
    ? [{ path, says: "an exchange is simulated or an Asterisk: leave one of them out" }]
    : [];
}

function queueProblems(
  asterisk: unknown,
  at: readonly PropertyKey[],
  unknown: (id: unknown, path: readonly PropertyKey[]) => Problem[],
): Problem[] {
  const queues = listIn(asterisk, "queues");
  const skills = queues.map((one) => valueIn(one, "skill"));
  const names = queues.map((one) => valueIn(one, "queue"));
  const ami = valueIn(asterisk, "ami");
  const extensions = queues.map((one) => valueIn(one, "alias") ?? valueIn(one, "queue"));
  const asAsterisk = extensions.map((name) => (typeof name === "string" ? name.replaceAll("-", "") : name));
  return [
    ...(valueIn(ami, "secret") !== undefined && valueIn(ami, "secretFile") !== undefined
      ? [{ path: [...at, "ami", "secretFile"], says: "the secret is given above: leave one of them out" }]
      : []),
    ...skills.flatMap((id, index) => unknown(id, [...at, "queues", index, "skill"])),
    // To a dialplan an extension is the same with and without its dashes.
    ...repeated(names).map(([index, name]) => ({
      path: [...at, "queues", index, "queue"],
      says: `the queue ${name} is given above: give it once`,
    })),
    ...repeated(asAsterisk)
      .filter(([index]) => !names.slice(0, index).includes(names[index]))
      .map(([index]) => ({
        path: [...at, "queues", index, valueIn(queues[index], "alias") === undefined ? "queue" : "alias"],
        says: extensions.slice(0, index).includes(extensions[index])
          ? `a queue above has the extension ${String(extensions[index])}: give each its own`
          : `Asterisk's dialplan cannot tell ${String(extensions[index])} from a queue above: a dash counts for nothing there`,
      })),
  ];
}
