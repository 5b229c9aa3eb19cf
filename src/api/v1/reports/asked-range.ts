import { Fault } from "../../../faults/faults.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { SkillId } from "../../../line/ids.ts";
import type { SkillSettings } from "../../../line/settings.ts";
import { type Rights, seesSkill } from "../../sign-in/rights.ts";
import { momentAsked } from "../schema/moments.ts";
import { skillAsked } from "../seen-skills.ts";
import type { Sources } from "../sources.ts";

/** The calls that a report is about, and its reader. */
export interface AskedRange {
  /** Epoch ms; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  /** The only skill that is asked for. */
  readonly skill: SkillId | undefined;
  /** The skills of the operation's settings. */
  readonly skills: readonly SkillSettings[];
  /** Whether a skill is asked for, and the caller of the API may see it. */
  readonly has: (skill: SkillId) => boolean;
  /** A skill with its name, "" where the settings do not know it. */
  readonly named: (skill: SkillId) => { readonly id: SkillId; readonly name: string };
}

/** What the query of a report asks for. Faults: `date-invalid`, `dates-reversed`, `range-too-long`, `skill-unknown`. */
export async function askedRange(
  { store }: Pick<Sources, "store">,
  { operation, rights }: { readonly operation: OperationRecord; readonly rights: Rights },
  query: { readonly from: string; readonly to: string; readonly skill?: string | undefined },
): Promise<AskedRange> {
  const { timeZone } = operation;
  const range = { from: momentAsked(query.from, timeZone), to: momentAsked(query.to, timeZone) };
  if (range.to < range.from) throw new Fault("dates-reversed", { from: query.from, to: query.to });
  if (range.to - range.from > MAX_RANGE_MS) throw new Fault("range-too-long", { days: MAX_DAYS });
  const skills = (await store.settings(operation.id))?.skills ?? [];
  const skill = query.skill === undefined ? undefined : skillAsked({ skills }, rights, query.skill);
  const names = new Map(skills.map(({ id, name }) => [id, name]));
  return {
    ...range,
    timeZone,
    skill,
    skills,
    has: (id) => seesSkill(rights, id) && (skill ?? id) === id,
    named: (id) => ({ id, name: names.get(id) ?? "" }),
  };
}

const MAX_DAYS = 31;
/** A month that has 31 days is an hour longer where clocks go back in it. */
const MAX_RANGE_MS = MAX_DAYS * 86_400_000 + 3_600_000;
