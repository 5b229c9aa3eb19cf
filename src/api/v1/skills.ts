import { defaultSettings } from "../../operation/default-settings.ts";
import type { SkillNow } from "./schema/answers.ts";
import { type Endpoint, endpoint } from "./schema/endpoint.ts";
import { listSkills } from "./schema/forms.ts";
import { told, toldIfKnown } from "./schema/moments.ts";
import type { Sources } from "./sources.ts";

/** The skills of an operation with their lines as they are now. */
export function skillsEndpoint(sources: Sources): Endpoint {
  return endpoint(listSkills, async ({ operation }) => ({
    operation: operation.name,
    timeZone: operation.timeZone,
    simulated: operation.simulated,
    at: told(sources.now(), operation.timeZone),
    skills: await skillsNow(sources, operation),
  }));
}

/** Each skill of the settings, and what is known of its line where the operation runs. */
export async function skillsNow(
  { store, live }: Pick<Sources, "store" | "live">,
  { id, timeZone }: { readonly id: number; readonly timeZone: string },
): Promise<SkillNow[]> {
  const { skills } = (await store.settings(id)) ?? defaultSettings(timeZone);
  const lines = new Map(
    live()
      .operations.find((one) => one.id === id)
      ?.skills.map((line) => [line.id, line]),
  );
  return skills.map(({ id, name, target, smartWait }) => {
    const line = lines.get(id);
    return {
      id,
      name,
      target,
      smartWait,
      line: line?.line ?? null,
      freeAgents: line?.freeAgents ?? null,
      outlook: line?.outlook ? { ...line.outlook, asOf: told(line.outlook.asOf, timeZone) } : null,
      auto: line?.auto ? { ...line.auto, since: toldIfKnown(line.auto.since, timeZone) } : null,
      holdOut: line?.holdOut ?? null,
      today: line?.today ?? null,
    };
  });
}
