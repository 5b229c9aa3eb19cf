import { readFile } from "node:fs/promises";
import { type ConfiguredOperation, parseConfiguration } from "../../configuration/configuration.ts";
import { disciplineSettings } from "../../configuration/configuration-settings.ts";
import { discipline as disciplineSchema } from "../../configuration/schema/skill-schema.ts";
import type { SkillId } from "../../line/ids.ts";
import type {
  CallerClass,
  DisciplineSettings,
  Settings,
  SkillSettings,
  Target,
} from "../../line/settings.ts";
import { usualWillingness } from "../../replay/centre/centre-day.ts";
import { recordSettings } from "../../replay/what-if/record-settings.ts";
import type { KnownRecording, Variant } from "../../replay/what-if/what-if.ts";
import { wrongUse } from "../program.ts";
import { say } from "../reader.ts";

/** What may be chosen of smart wait, as options say it. */
export interface Choice {
  readonly discipline?: DisciplineName;
  readonly offerAfterS?: number;
  /** Of those asked, who says yes, from 0 to 1. */
  readonly acceptance?: number;
}

/** As espera.yaml has them. */
export type DisciplineName = "place" | "window";
export const disciplineNames = ["place", "window"] as const satisfies readonly DisciplineName[];

/** Settings for recorded skills: those of a file, or the usual ones, with what was chosen. */
export interface VariantSource {
  readonly timeZone: string;
  readonly target?: Target;
  readonly holdOut?: boolean;
  /** Of whose skills the recorded ones are, by name. */
  readonly operation: ConfiguredOperation | null;
}

/** The only operation of an espera.yaml. Faults: those of the file; it ends the command where there are several. */
export async function operationIn(file: string): Promise<ConfiguredOperation> {
  const [operation, ...others] = parseConfiguration(await readFile(file, "utf8"), file);
  if (!operation || others.length > 0)
    wrongUse(
      say(
        `error: --settings ${file}: tiene varias operaciones; debe tener una`,
        `error: --settings ${file}: it has several operations; it must have one`,
      ),
    );
  return operation;
}

/** Ids of recorded skills: those of the operation's skills of the same name, and others for the rest. */
export function skillIdsOf(
  operation: ConfiguredOperation | null,
): (names: readonly string[]) => ReadonlyMap<string, SkillId> {
  const ids = new Map((operation?.settings.skills ?? []).map(({ name, id }) => [name, id]));
  return (names) => {
    let next = Math.max(0, ...ids.values());
    return new Map(names.map((name) => [name, ids.get(name) ?? ++next]));
  };
}

export function variantOf(source: VariantSource, choice: Choice, known: KnownRecording): Variant {
  const { acceptance } = choice;
  const willingness =
    acceptance === undefined ? usualWillingness : { ...usualWillingness, accepts: acceptance };
  const { skillIds, classes } = known;
  return { settings: settingsOf(source, choice, skillIds, classes), willingness };
}

function settingsOf(
  { timeZone, target, holdOut, operation }: VariantSource,
  { discipline, offerAfterS }: Choice,
  skillIds: ReadonlyMap<string, SkillId>,
  classes: readonly CallerClass[],
): Settings {
  const chosen: Partial<SkillSettings> = {
    ...(target ? { target } : {}),
    ...(holdOut === undefined ? {} : { holdOut }),
    ...(discipline ? { discipline: disciplineNamed(discipline) } : {}),
    ...(offerAfterS === undefined ? {} : { offerAfterMs: offerAfterS * 1_000 }),
  };
  if (!operation) {
    const usual = { judgement: "learned", ...offerAfterTarget(target), ...chosen } as const;
    return recordSettings(timeZone, skillIds, usual, classes);
  }
  const { settings } = operation;
  const recorded = recordSettings(timeZone, skillIds, { smartWait: "off" });
  const configured = new Map(settings.skills.map((skill) => [skill.id, skill]));
  const skills = recorded.skills.map((skill): SkillSettings => {
    const own = configured.get(skill.id);
    if (!own) return { ...skill, ...(target ? { target } : {}) };
    return { ...own, ...chosen, smartWait: own.smartWait === "off" ? "off" : "on" };
  });
  return { ...settings, version: 1, skills, classes };
}

/** Nobody is offered a call sooner than the target's time. */
function offerAfterTarget(target: Target | undefined): Partial<SkillSettings> {
  return target ? { offerAfterMs: Math.max(30_000, target.withinMs) } : {};
}

function disciplineNamed(name: DisciplineName): DisciplineSettings {
  return disciplineSettings(disciplineSchema.parse(name));
}
