import type { OperationRecord } from "../../journal/port/registry.ts";
import type { V1Skill } from "./schema/answers.ts";
import { type Endpoint, endpoint } from "./schema/endpoint.ts";
import { listSkills } from "./schema/forms.ts";
import { knownMomentText, momentText } from "./schema/moments.ts";
import { skillsSeen } from "./seen-skills.ts";
import type { Sources } from "./sources.ts";

/** The skills of an operation with their lines as they are now. */
export function skillsEndpoint(sources: Sources): Endpoint {
  return endpoint(listSkills, async ({ operation, rights }) => {
    const { skills, silentSince } = await skillsNow(sources, operation);
    return {
      operation: operation.name,
      timeZone: operation.timeZone,
      simulated: operation.simulated,
      at: momentText(sources.now(), operation.timeZone),
      silentSince,
      skills: [...skillsSeen(skills, rights)],
    };
  });
}

/** Skills as they are now, and since when the operation has not answered. */
interface SkillsNow {
  readonly skills: readonly V1Skill[];
  readonly silentSince: string | null;
}

/** Each skill of the settings, and what is known of its line where the operation runs. */
export async function skillsNow(
  { skills, owner }: Pick<Sources, "skills" | "owner">,
  operation: OperationRecord,
): Promise<SkillsNow> {
  const { timeZone } = operation;
  const all = (await skills.now(operation)).map(({ modeSince, open, now, ...skill }) => ({
    ...skill,
    modeSince: knownMomentText(modeSince, timeZone),
    openCallbacks: open,
    line: now?.line ?? null,
    freeAgents: now?.freeAgents ?? null,
    agents: now?.agents ?? null,
    outlook: now?.outlook ? { ...now.outlook, asOf: momentText(now.outlook.asOf, timeZone) } : null,
    auto: now?.auto ? { ...now.auto, since: knownMomentText(now.auto.since, timeZone) } : null,
    holdOut: now?.holdOut ?? null,
    today: now?.today ?? null,
  }));
  return { skills: all, silentSince: knownMomentText(owner.silentSince(operation), timeZone) };
}
