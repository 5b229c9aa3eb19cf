import { isDeepStrictEqual } from "node:util";
import type { ConfiguredOperation } from "../configuration/configuration.ts";
import { writtenSettings } from "../configuration/written-settings.ts";
import type { Reloaded } from "../desk/schemas.ts";
import { requireZone } from "./operations/operation-record.ts";
import type { RunningOperation } from "./operations/running-operation.ts";

/** What the operations of a server were configured as when they last took it up, by name. */
export type Configured = Map<string, ConfiguredOperation>;

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
  const known = wanted.flatMap((configured) => {
    const operation = operations.find(({ record }) => record.name === configured.name);
    return operation ? [{ operation, configured }] : [];
  });
  for (const { operation, configured } of known) requireZone(operation.record, configured.settings.timeZone);
  const reloaded: Reloaded["operations"] = [];
  for (const { operation, configured } of known) {
    const { name, settings, exchange, licences: count } = configured;
    const earlier = before.get(name);
    await operation.adopt(settings);
    licences.set(operation.record.id, count);
    reloaded.push({
      name,
      changes: earlier ? changesBetween(earlier, configured) : [],
      needsRestart: earlier !== undefined && !isDeepStrictEqual(earlier.exchange, exchange),
    });
    // The exchange stays what it was started as.
    before.set(name, { ...configured, exchange: earlier?.exchange ?? exchange } as ConfiguredOperation);
  }
  const names = (some: readonly { readonly name: string }[]) => new Set(some.map(({ name }) => name));
  const running = names(operations.map(({ record }) => record));
  return { operations: reloaded, needRestart: [...names(wanted).symmetricDifference(running)] };
}

type Change = Reloaded["operations"][number]["changes"][number];

/** What differs between two configurations of an operation, by the keys of the file. */
function changesBetween(before: ConfiguredOperation, after: ConfiguredOperation): Change[] {
  const { skills: skillsBefore, ...restBefore } = before.written;
  const { skills: skillsAfter, ...restAfter } = after.written;
  const general = differences(restBefore, restAfter).map((change) => ({ skill: null, ...change }));
  const ids = new Set([...skillsBefore, ...skillsAfter].map(({ id }) => id));
  const ofSkills = [...ids].flatMap((id) => {
    const [earlier, later] = [skillsBefore, skillsAfter].map((skills) => skills.find((one) => one.id === id));
    const skill = (later ?? earlier)?.name ?? "";
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
