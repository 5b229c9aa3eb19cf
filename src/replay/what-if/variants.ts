import type { SkillId } from "../../line/ids.ts";
import type {
  CallerClass,
  DisciplineSettings,
  Settings,
  SkillSettings,
  Target,
} from "../../line/settings.ts";
import { usualWillingness, type Willingness } from "../centre/centre-day.ts";
import { recordSettings } from "./record-settings.ts";
import type { KnownRecording, Variant } from "./what-if.ts";

/** What may be chosen of smart wait. */
export interface SmartWaitChoice {
  readonly discipline?: DisciplineSettings;
  readonly offerAfterS?: number;
  /** Of those asked, who says yes, from 0 to 1. */
  readonly acceptance?: number;
}

/** Settings for recorded skills: those of an operation, or the usual ones, with what was chosen. */
interface VariantSource {
  readonly timeZone: string;
  readonly target?: Target;
  readonly holdOut?: boolean;
  /** Of whose skills the recorded ones are, by name. */
  readonly settings: Settings | null;
}

/** Ids of recorded skills: those of the operation's skills of the same name, and others for the rest. */
export function skillIdsOf(
  settings: Settings | null,
): (names: readonly string[]) => ReadonlyMap<string, SkillId> {
  const ids = new Map((settings?.skills ?? []).map(({ name, id }) => [name, id]));
  return (names) => {
    let next = Math.max(0, ...ids.values());
    return new Map(names.map((name) => [name, ids.get(name) ?? ++next]));
  };
}

export function variantOf(source: VariantSource, choice: SmartWaitChoice, known: KnownRecording): Variant {
  const { acceptance } = choice;
  const willingness =
    acceptance === undefined ? usualWillingness : { ...usualWillingness, accepts: acceptance };
  const { skillIds, classes } = known;
  return { settings: settingsOf(source, choice, skillIds, classes), willingness };
}

/**
 * Settings as an operation has them. Smart wait that switches itself is on all the time: the risk that switches it is computed beside the
 * core, and not here. `willingness`: the same object for all that are compared.
 */
export function variantAsSet(settings: Settings, willingness: Willingness, known: KnownRecording): Variant {
  const skills = settings.skills.map(
    (skill): SkillSettings => ({ ...skill, smartWait: skill.smartWait === "auto" ? "on" : skill.smartWait }),
  );
  return { settings: { ...settings, version: 1, skills, classes: known.classes }, willingness };
}

function settingsOf(
  { timeZone, target, holdOut, settings }: VariantSource,
  { discipline, offerAfterS }: SmartWaitChoice,
  skillIds: ReadonlyMap<string, SkillId>,
  classes: readonly CallerClass[],
): Settings {
  const chosen: Partial<SkillSettings> = {
    ...(target ? { target } : {}),
    ...(holdOut === undefined ? {} : { holdOut }),
    ...(discipline ? { discipline } : {}),
    ...(offerAfterS === undefined ? {} : { offerAfterMs: offerAfterS * 1_000 }),
  };
  if (!settings) {
    const usual = { judgement: "learned", ...offerAfterTarget(target), ...chosen } as const;
    return recordSettings(timeZone, skillIds, usual, classes);
  }
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
