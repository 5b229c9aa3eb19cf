import { isDeepStrictEqual } from "node:util";
import type { Reloaded } from "../api/v1/schema/administration.ts";
import type { ConfiguredOperation } from "../configuration/configuration.ts";
import { writtenSettings } from "../configuration/written-settings.ts";
import type { OperationId } from "../desk/owner.ts";
import { requireZone } from "./operations/operation-record.ts";
import type { RunningOperation } from "./operations/running-operation.ts";

/** What the operations of a server were configured as when they last took it up, by name. */
export type Configured = Map<string, ConfiguredOperation>;

/** Has an operation, if it is one of these, go on by the newest settings that were saved. */
export async function adoptSaved(
  operations: readonly RunningOperation[],
  configured: Configured,
  { id }: OperationId,
): Promise<void> {
  const operation = operations.find(({ record }) => record.id === id);
  const known = operation && configured.get(operation.record.name);
  if (known) await operation.adopt(known);
}

/**
 * Lets the running operations go on by what is configured now, and says what that changed. An exchange that is configured
 * otherwise, and operations that came or went, are for a restart. Faults: `time-zone-fixed`, and then nothing was
 * changed; `skill-renumbered`.
 */
export async function reload(
  operations: readonly RunningOperation[],
  before: Configured,
  wanted: readonly ConfiguredOperation[],
  licences: Map<number, number>,
): Promise<Reloaded> {
  const running = wanted.flatMap((configured) => {
    const operation = operations.find(({ record }) => record.name === configured.name);
    return operation ? [{ operation, configured }] : [];
  });
  for (const { operation, configured } of running)
    requireZone(operation.record, configured.settings.timeZone);
  const reloaded: Reloaded["operations"] = [];
  for (const { operation, configured } of running) {
    const { name, exchange, licences: count } = configured;
    const earlier = before.get(name);
    await operation.adopt(configured);
    licences.set(operation.record.id, count);
    reloaded.push({
      name,
      changes: earlier ? changesBetween(earlier, configured) : [],
      needsRestart: earlier !== undefined && !isDeepStrictEqual(earlier.exchange, exchange),
    });
    // The exchange stays what it was started as.
    before.set(name, { ...configured, exchange: earlier?.exchange ?? exchange } as ConfiguredOperation);
  }
  // What another node runs is taken over as it is configured now.
  for (const one of wanted)
    if (before.has(one.name) && !running.some(({ configured }) => configured === one))
      before.set(one.name, one);
  const names = (some: readonly { readonly name: string }[]) => new Set(some.map(({ name }) => name));
  // Also those that another node runs.
  const known = new Set(before.keys());
  return { operations: reloaded, needRestart: [...names(wanted).symmetricDifference(known)] };
}

type Change = Reloaded["operations"][number]["changes"][number];

/** What differs between two configurations of an operation, by the keys of the file; not in skills that the page rules. */
function changesBetween(before: ConfiguredOperation, after: ConfiguredOperation): Change[] {
  const { skills: skillsBefore, ...restBefore } = before.written;
  const { skills: skillsAfter, ...restAfter } = after.written;
  const general = differences(restBefore, restAfter).map((change) => ({ skill: null, ...change }));
  const ids = new Set([...skillsBefore, ...skillsAfter].map(({ id }) => id));
  const ofSkills = [...ids].flatMap((id) => {
    const [earlier, later] = [skillsBefore, skillsAfter].map((skills) => skills.find((one) => one.id === id));
    const skill = (later ?? earlier)?.name ?? "";
    if (earlier && later && after.rules === "page") return [];
    if (!earlier || !later)
      return [{ skill, setting: "skill", from: earlier?.name ?? "-", to: later?.name ?? "-" }];
    return differences(earlier, later).map((change) => ({ skill, ...change }));
  });
  return [...general, ...ofSkills];
}

function differences(before: object, after: object): Omit<Change, "skill">[] {
  const [earlier, later] = [writtenSettings(before), writtenSettings(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .map((setting) => ({
      setting,
      from: earlier.get(setting) ?? "-",
      to: later.get(setting) ?? "-",
    }))
    .filter(({ from, to }) => from !== to);
}
