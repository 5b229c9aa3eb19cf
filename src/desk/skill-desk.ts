import type { ReadModels } from "../journal/port/questions.ts";
import type { OperationRecord, Registry } from "../journal/port/registry.ts";
import type { SkillId } from "../line/ids.ts";
import type { Settings, SkillSettings } from "../line/settings.ts";
import type { SkillLineNow } from "../operation/now/line-now.ts";
import { skillReasonOf } from "../operation/now/skill-reason-of.ts";
import type { SkillReason } from "../words/reasons/skill-reasons.ts";
import type { HeardOwner } from "./heard-owner.ts";

interface SkillDeskGiven {
  readonly store: Pick<Registry, "settings" | "settingsVersions">;
  readonly readModels: Pick<ReadModels, "callbacks">;
  readonly owner: Pick<HeardOwner, "lines" | "silentSince">;
}

/** A skill as it is now; times are epoch ms. */
export interface SkillNow
  extends Pick<SkillSettings, "id" | "name" | "target" | "smartWait" | "offerAfterMs"> {
  /** Since when it has had its mode without a break; `null`: not known. */
  readonly modeSince: number | null;
  readonly why: SkillReason;
  /** Open callbacks in its line. */
  readonly open: number;
  /** `null` where the operation does not run, or does not answer. */
  readonly now: Omit<SkillLineNow, "skill" | "why" | "open"> | null;
}

/** Answers what a supervisor asks about skills. */
export class SkillDesk {
  readonly #given: SkillDeskGiven;
  /** By operation: since when each mode holds, as of a version of the settings. */
  readonly #since = new Map<number, { readonly version: number; readonly of: Map<SkillId, number | null> }>();

  constructor(given: SkillDeskGiven) {
    this.#given = given;
  }

  /** The skills of the newest settings. */
  async now(record: OperationRecord): Promise<SkillNow[]> {
    const settings = await this.#given.store.settings(record.id);
    if (!settings) return [];
    const since = await this.#sinceWhen(record, settings);
    const { owner } = this.#given;
    const lines = await owner.lines(record, settings.skills);
    const isSilent = lines === null && owner.silentSince(record) !== null;
    const skills: SkillNow[] = [];
    for (const [n, skill] of settings.skills.entries()) {
      const { id, name, target, smartWait, offerAfterMs } = skill;
      const { why, open, now } = ofLine(lines?.[n]) ?? {
        why: isSilent ? ("not-answering" as const) : skillReasonOf(skill, null),
        open: await this.#openAtRest(record, skill),
        now: null,
      };
      const modeSince = since.get(id) ?? null;
      skills.push({ id, name, target, smartWait, offerAfterMs, modeSince, why, open, now });
    }
    return skills;
  }

  async #sinceWhen(record: OperationRecord, { version }: Settings): Promise<Map<SkillId, number | null>> {
    const known = this.#since.get(record.id);
    if (known?.version === version) return known.of;
    const versions = await this.#given.store.settingsVersions(record.id);
    const of = new Map(
      versions[0]?.settings.skills.map((skill) => [skill.id, sinceWhen(versions, skill)] as const),
    );
    this.#since.set(record.id, { version, of });
    return of;
  }

  async #openAtRest({ id }: OperationRecord, skill: SkillSettings): Promise<number> {
    let count = 0;
    for (let after: string | null | undefined; after !== null; ) {
      const wanted = { open: true, skill: skill.id, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page = await this.#given.readModels.callbacks(id, wanted);
      count += page.callbacks.length;
      after = page.next;
    }
    return count;
  }
}

function ofLine(line: SkillLineNow | undefined): Pick<SkillNow, "why" | "open" | "now"> | null {
  if (!line) return null;
  const { skill: _, why, open, ...now } = line;
  return { why, open, now };
}

/** When the oldest version since which the skill's mode has not changed was kept; `versions`: the newest first. */
function sinceWhen(
  versions: readonly { readonly at: number; readonly settings: Settings }[],
  { id, smartWait }: SkillSettings,
): number | null {
  let since: number | null = null;
  for (const { at, settings } of versions) {
    if (settings.skills.find((one) => one.id === id)?.smartWait !== smartWait) break;
    since = at;
  }
  return since;
}

const PAGE = 1000;
