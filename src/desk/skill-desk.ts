import type { OperationRecord, ReadModels, Store } from "../journal/port.ts";
import { lineCounts } from "../line/line-counts.ts";
import { autoNow } from "../line/outlook/auto-switch.ts";
import { freshOutlook } from "../line/outlook/skill-outlook.ts";
import type { Settings, SkillSettings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { skillReasonOf } from "../reports/skill-reasons.ts";
import { operationNamed } from "./operation-named.ts";
import type { SkillList, SkillQuery } from "./schemas.ts";

export interface SkillDeskGiven {
  readonly store: Pick<Store, "operations" | "settingsVersions">;
  readonly readModels: Pick<ReadModels, "callbacks">;
  /** State, time (epoch ms) and whether the exchange is connected; `null` of an operation that does not run. */
  readonly running: (operation: OperationRecord) => RunningSkills | null;
}

export interface RunningSkills {
  readonly state: State;
  readonly now: number;
  readonly connected: boolean;
  /** Whether it lacks something without which nobody is offered anything. */
  readonly lacking: boolean;
}

/** Answers what a supervisor asks about skills. Faults: those of `operationNamed`. */
export class SkillDesk {
  readonly #given: SkillDeskGiven;

  constructor(given: SkillDeskGiven) {
    this.#given = given;
  }

  async list({ operation }: SkillQuery): Promise<SkillList> {
    const record = await operationNamed(this.#given.store, operation);
    const versions = await this.#given.store.settingsVersions(record.id);
    const running = this.#given.running(record);
    const skills: SkillList["skills"] = [];
    for (const skill of versions[0]?.settings.skills ?? []) {
      const { id, name, smartWait } = skill;
      const line = running?.state.skills.get(id);
      const auto = running ? autoNow(skill, line, running.now) : null;
      const counts = running && line ? lineCounts(running.state, line) : null;
      skills.push({
        id,
        name,
        smartWait,
        since: auto?.since ?? sinceWhen(versions, skill),
        risk: running ? (freshOutlook(line, running.now)?.risk ?? null) : null,
        why: skillReasonOf(skill, running),
        waiting: running ? (counts?.live ?? 0) : null,
        freeAgents: running ? (line?.freeAgents ?? 0) : null,
        agents: running ? (line?.agents.size ?? 0) : null,
        callbacks: running ? (counts?.callbacks ?? 0) : await this.#openAtRest(record, skill),
        returning: counts?.returning ?? 0,
      });
    }
    const { name, timeZone } = record;
    return { operation: name, timeZone, at: running?.now ?? Date.now(), skills };
  }

  /** Open callbacks where nothing runs: all of them wait. */
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

/** When the oldest version was kept after which the skill's mode was never another; `versions`: the newest first. */
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
