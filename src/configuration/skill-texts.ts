import { parse, stringify } from "yaml";
import { Fault } from "../faults/faults.ts";
import type { Settings, SkillSettings } from "../line/settings.ts";
import { type Problem, problemsOf } from "./configuration-problems.ts";
import { skillSettings } from "./configuration-settings.ts";
import { contradictingSettings } from "./contradicting-settings.ts";
import { writeWeek } from "./schema/calling-hours.ts";
import { skill as skillSchema } from "./schema/skill-schema.ts";
import { writeTarget } from "./schema/target.ts";

/** The settings of a skill by the keys of `espera.yaml`, such as `limits.pending`, each as it is written there on one line; "" where it is left out. */
type SkillTexts = Readonly<Record<string, string>>;

/** Its settings as they are written. Those that the version lacks, being older than they are, are left out. */
export function skillTexts(skill: SkillSettings): SkillTexts {
  const { auto, discipline, dialling, limits, queueOffers, dialogue } = skill;
  return {
    name: text(skill.name),
    target: writeTarget(skill.target),
    smartWait: text(skill.smartWait),
    "auto.onAbove": text(auto.onAbove),
    "auto.offBelow": text(auto.offBelow),
    "auto.leastOnS": text(inUnits(auto.leastOnMs, SECOND_MS)),
    offerAfterS: text(inUnits(skill.offerAfterMs, SECOND_MS)),
    offerAgain: text(skill.offerAgain),
    judgement: text(skill.judgement),
    promiseKeptBy: text(skill.promiseKeptBy),
    holdOut: text(skill.holdOut),
    registersNew: text(skill.registersNew),
    servesPending: text(skill.servesPending),
    discipline:
      discipline.kind === "window"
        ? `{ windowMinutes: ${discipline.widthMs / MINUTE_MS}, reserveAgents: ${discipline.reserveAgents} }`
        : discipline.kind,
    "dialling.kappa": text(dialling.kappa),
    "dialling.reserve": text(dialling.reserve),
    openingHours: skill.openingHours ? weekText(skill.openingHours) : "",
    atClosing: text(skill.atClosing),
    rulePack: text(skill.rulePack),
    "limits.pending": text(limits.pending),
    "limits.alive": text(limits.alive),
    "limits.longestPromiseH": text(inUnits(limits.longestPromiseMs, HOUR_MS)),
    "queueOffers.byKey": text(queueOffers.byKey),
    "queueOffers.afterS": text(inUnits(queueOffers.afterMs, SECOND_MS)),
    "queueOffers.leastAhead": text(queueOffers.leastAhead),
    "dialogue.confirmNumber": text(dialogue.confirmNumber),
    "dialogue.otherNumber": text(dialogue.otherNumber),
    "dialogue.recordName": text(dialogue.recordName),
    "dialogue.laterMinutes":
      dialogue.laterMs.length > 0 ? `[${dialogue.laterMs.map((ms) => ms / MINUTE_MS).join(", ")}]` : "",
  };
}

/**
 * The settings of a skill of an operation out of such texts; what is "" is as usual. Fault: `settings-refused`, with a line for
 * each thing that is wrong, as a configuration's.
 */
export function skillOfTexts(
  id: SkillSettings["id"],
  texts: SkillTexts,
  { callingHours, callbackExpiresAfterMs }: Settings,
): SkillSettings {
  const content: Record<string, unknown> = { id };
  const unread: Problem[] = [];
  for (const [key, value] of Object.entries(texts)) {
    if (value.trim() === "") continue;
    const path = key.split(".");
    try {
      put(content, path, parse(value));
    } catch {
      unread.push({
        path,
        says: "put this value in quotes: its first character has a meaning of its own in YAML",
      });
    }
  }
  const parsed = skillSchema.safeParse(content);
  const operation = {
    skills: [content],
    callingHours: writeWeek(callingHours),
    callbackExpiresAfterH: callbackExpiresAfterMs / HOUR_MS,
  };
  const within = contradictingSettings(operation, []).map(({ path, says }) => ({
    path: path.slice(2),
    says,
  }));
  const problems = [
    ...unread,
    ...problemsOf(parsed.error?.issues ?? [], IN_FILE).map(({ path, says }) => ({
      path: path.slice(IN_FILE.length),
      says,
    })),
    ...within,
  ];
  if (parsed.success && problems.length === 0) return skillSettings(parsed.data, "shadow");
  const lines = problems.map(({ path, says }) => `\n  ${path.map(String).join(".")}: ${says}`);
  throw new Fault("settings-refused", { problems: [...new Set(lines)].join("") });
}

function put(into: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = (into[key] ?? {}) as Record<string, unknown>;
  into[key] = inner;
  put(inner, rest, value);
}

/** A value on one line of YAML. */
function text(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? "" : stringify(value, { lineWidth: 0 }).trim();
}

function weekText(hours: NonNullable<SkillSettings["openingHours"]>): string {
  const week = writeWeek(hours);
  if (typeof week === "string") return week;
  const days = Object.entries(week).map(([day, open]) => `${day}: ${open}`);
  return `{ ${days.join(", ")} }`;
}

function inUnits(ms: number | null | undefined, unitMs: number): number | null {
  return ms === null || ms === undefined ? null : ms / unitMs;
}

/** Where a skill stands in the file, by which its keys are known. */
const IN_FILE = ["operations", 0, "skills", 0];
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
