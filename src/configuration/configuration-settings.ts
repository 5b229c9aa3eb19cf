import type {
  CallerClass,
  DisciplineSettings,
  Settings,
  SkillSettings,
  SmartWaitMode,
} from "../line/settings.ts";
import { telephoneOf } from "../operation/number-rules.ts";
import type { ParsedConfiguration, UsualOfExchange } from "./schema/configuration-schema.ts";
import { discipline as disciplineSchema } from "./schema/skill-schema.ts";

type Parsed = ParsedConfiguration["operations"][number];

/** The settings of an operation as the core reads them, out of its configuration. */
export function configuredSettings(parsed: Parsed, usual: UsualOfExchange): Omit<Settings, "version"> {
  const { attempts, holidays, limits, retention } = parsed;
  const perDay = limits.perDay ?? usual.perDay;
  return {
    timeZone: parsed.timeZone,
    country: parsed.country,
    countries: parsed.countries ?? [parsed.country],
    sharedNumbers: parsed.sharedNumbers ?? [],
    ownNumbers: ownNumbersOf(parsed),
    classes: callerClasses(parsed),
    skills: parsed.skills.map((skill) => skillSettings(skill, usual.smartWait)),
    attempts: {
      max: attempts.max,
      ringForMs: wholeMilliseconds(attempts.ringForS),
      gapMs: {
        busy: wholeMilliseconds(attempts.gapS.busy),
        "no-answer": wholeMilliseconds(attempts.gapS["no-answer"]),
        machine: wholeMilliseconds(attempts.gapS.machine),
        failed: wholeMilliseconds(attempts.gapS.failed),
      },
      maxOf: attempts.maxOf,
      keepPlaceWithinMs: wholeMilliseconds(attempts.keepPlaceWithinS),
    },
    callingHours: parsed.callingHours,
    holidays: { country: holidays.country ?? null, dates: holidays.dates ?? [] },
    limits: { ...limits, perDay: perDay === "none" ? null : perDay, alive: limits.alive ?? null },
    retention: {
      namesMs: wholeMilliseconds(retention.namesH * HOUR_S),
      forgetNumbersAfterDays:
        retention.forgetNumbersAfterDays === "never" ? null : retention.forgetNumbersAfterDays,
      ...(retention.journalMonths === "never" ? {} : { journalMonths: retention.journalMonths }),
    },
    callbackExpiresAfterMs: wholeMilliseconds(parsed.callbackExpiresAfterH * HOUR_S),
  };
}

/** Those that are named, and what return calls show: customers who see it phone it. */
function ownNumbersOf({ ownNumbers, country, exchange }: Parsed): string[] {
  const { callerId, queues = [] } = exchange.asterisk ?? {};
  const shown = [callerId, ...queues.map((queue) => queue.callerId)].flatMap((one) => {
    const telephone = one === undefined ? null : telephoneOf(numberIn(one), country);
    return telephone ? [telephone.number] : [];
  });
  return [...new Set([...(ownNumbers ?? []), ...shown])].toSorted();
}

/** The number in `Name <number>`, or the whole where it has no name. */
function numberIn(callerId: string): string {
  return /<([^>]*)>/.exec(callerId)?.[1] ?? callerId;
}

/** The classes of callers of an operation. */
export function callerClasses({ classes = [] }: Pick<Parsed, "classes">): CallerClass[] {
  return classes.map(({ name, creditS }) => ({ name, creditMs: wholeMilliseconds(creditS) }));
}

/** The settings of one of its skills. */
export function skillSettings(skill: Parsed["skills"][number], usualMode: SmartWaitMode): SkillSettings {
  const { auto, discipline, dialling, limits, queueOffers, dialogue } = skill;
  const { longestPromiseH } = limits;
  return {
    id: skill.id,
    name: skill.name,
    target: skill.target,
    smartWait: skill.smartWait ?? usualMode,
    auto: {
      onAbove: auto.onAbove,
      offBelow: auto.offBelow,
      leastOnMs: auto.leastOnS === undefined ? null : wholeMilliseconds(auto.leastOnS),
    },
    offerAfterMs: wholeMilliseconds(skill.offerAfterS),
    offerAgain: skill.offerAgain,
    holdOut: skill.holdOut,
    serviceLevelUp: skill.serviceLevelUp,
    registersNew: skill.registersNew,
    servesPending: skill.servesPending,
    discipline: disciplineSettings(discipline),
    judgement: skill.judgement,
    promiseKeptBy: skill.promiseKeptBy,
    dialling: { kappa: dialling.kappa ?? null, reserve: dialling.reserve },
    openingHours: skill.openingHours ?? null,
    atClosing: skill.atClosing,
    rulePack: skill.rulePack,
    limits: {
      pending: limits.pending ?? null,
      alive: limits.alive ?? null,
      longestPromiseMs: longestPromiseH === undefined ? null : wholeMilliseconds(longestPromiseH * HOUR_S),
    },
    queueOffers: {
      byKey: queueOffers.byKey,
      afterMs: queueOffers.afterS === undefined ? null : wholeMilliseconds(queueOffers.afterS),
      leastAhead: queueOffers.leastAhead,
    },
    dialogue: {
      confirmNumber: dialogue.confirmNumber,
      otherNumber: dialogue.otherNumber,
      recordName: dialogue.recordName,
      laterMs: (dialogue.laterMinutes ?? []).map((minutes) => wholeMilliseconds(minutes * MINUTE_S)),
    },
  };
}

/** How callbacks stand in a line, from the value that the schema gives. */
function disciplineSettings(discipline: Parsed["skills"][number]["discipline"]): DisciplineSettings {
  if (typeof discipline === "string") return { kind: discipline };
  const { windowMinutes, reserveAgents } = discipline;
  return { kind: "window", widthMs: wholeMilliseconds(windowMinutes * MINUTE_S), reserveAgents };
}

/** The disciplines by their names, as espera.yaml has them. */
export const disciplineNames = [
  "place",
  "window",
  "flexible",
] as const satisfies readonly DisciplineSettings["kind"][];

/** A discipline with its usual members. */
export function disciplineNamed(name: DisciplineSettings["kind"]): DisciplineSettings {
  return disciplineSettings(disciplineSchema.parse(name));
}

/** Whole milliseconds; no -0, which JSON does not keep. */
export function wholeMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) + 0;
}

const MINUTE_S = 60;
const HOUR_S = 3600;
