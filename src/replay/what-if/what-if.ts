import type { LoggedCall } from "../../history/call-log.ts";
import type { SkillId } from "../../line/ids.ts";
import type { CallerClass, Settings } from "../../line/settings.ts";
import { RandomSource } from "../../queueing/random.ts";
import { type CentreDay, centreDay, classesOf, type Willingness } from "../centre/centre-day.ts";
import type { DayCalls } from "../centre/day-calls.ts";
import { type DayPresence, dayPresence } from "../centre/presence.ts";
import type { RecordSurvey } from "../centre/record-survey.ts";
import { Courses, type LivedDay } from "./courses.ts";
import { type OpenRecording, type Recording, type SurveyedRecording, surveyRecording } from "./record.ts";
import { World } from "./world.ts";

/** One way to have smart wait. */
export interface Variant {
  readonly settings: Settings;
  readonly willingness: Willingness;
}

/** A recording as it was surveyed, with what settings for it have to name. */
export interface KnownRecording {
  readonly survey: RecordSurvey;
  /** By the log's names. */
  readonly skillIds: ReadonlyMap<string, SkillId>;
  /** By whose credit the line is served. */
  readonly classes: readonly CallerClass[];
}

interface WhatIfWanted {
  readonly recording: Recording;
  /** Ids for the log's names of skills; left out: from 1, in the order of the names. */
  readonly skillIds?: (names: readonly string[]) => ReadonlyMap<string, SkillId>;
  /** What to compare, at least one; all are measured by the targets of the first. */
  readonly variants: (known: KnownRecording) => readonly Variant[];
  /** What they are compared with; left out: the first without smart wait. */
  readonly base?: (known: KnownRecording) => Variant;
  /** Each draws again what the record does not say. */
  readonly seeds: number;
  /** Called now and then with how many calls of how many were lived through, in all courses together. */
  readonly progress?: (done: number, of: number) => void;
}

/** Recorded days, and the same days lived through as the base has them, which is without smart wait as a rule, and in each variant. */
export interface WhatIf {
  readonly known: KnownRecording;
  readonly surveyed: SurveyedRecording;
  readonly seeds: number;
  readonly days: readonly LivedDay[];
  /** By seed, all days together. */
  readonly runs: Courses["runs"];
}

/** Callers who are in dialogue or in line when a day ends are still heard of so long into the next. */
const AFTERMATH_MS = 3 * 3_600_000;

/**
 * What smart wait would have done on recorded days: they are lived through by the real core on a virtual clock, with the callers and
 * agents of the record, once without smart wait and once for each variant, and so again for each seed. In all of them the same people
 * come and are of the same mind (common random numbers). Faults: those of `surveyRecording`.
 */
export async function whatIf(wanted: WhatIfWanted): Promise<WhatIf> {
  const recording = await surveyRecording(wanted.recording);
  try {
    return await lifeOf(recording, wanted);
  } finally {
    recording.close();
  }
}

async function lifeOf({ days, ...surveyed }: OpenRecording, wanted: WhatIfWanted): Promise<WhatIf> {
  const { seeds, progress } = wanted;
  const { survey } = surveyed;
  const known: KnownRecording = {
    survey,
    skillIds: wanted.skillIds?.(survey.skillNames) ?? numbered(survey.skillNames),
    classes: classesOf(survey.order.credits),
  };
  const variants = wanted.variants(known);
  const [first] = variants;
  if (!first) throw new Error("there is nothing to compare");
  const base = wanted.base?.(known) ?? { ...first, settings: withoutSmartWait(first.settings) };
  const courses = new Courses(first.settings, variants.length, seeds);
  const worlds = Array.from({ length: seeds }, (_, seed) => {
    const random = new RandomSource(`replay ${seed + 1}`);
    const lives = [base, ...variants].map(({ settings, willingness }) => ({
      willingness,
      world: new World(settings, random, first.settings),
    }));
    return { random, courses: lives };
  });
  const all = survey.calls * seeds * (1 + variants.length);
  let done = 0;
  let last: { readonly day: DayCalls; readonly presence: DayPresence } | null = null;
  const live = (today: DayCalls, presence: DayPresence, next: DayCalls | null) => {
    // A day is over before the next begins.
    const until = Math.min(today.to + AFTERMATH_MS, next?.calls[0]?.arrivedAt ?? Number.POSITIVE_INFINITY);
    courses.begin(today, known.skillIds);
    for (const [seed, { random, courses: lives }] of worlds.entries()) {
      const centres = new Map<Willingness, CentreDay>();
      for (const [course, { world, willingness }] of lives.entries()) {
        const centre =
          centres.get(willingness) ??
          centreDay(today, presence, { survey, skillIds: known.skillIds, willingness, random });
        centres.set(willingness, centre);
        courses.lived(seed, course, world.live(centre, until));
        done += today.calls.length;
        progress?.(done, all);
      }
    }
  };
  for await (const { day, logged } of days()) {
    if (last) live(last.day, last.presence, day);
    const turnOf = (call: LoggedCall) => call.arrivedAt - survey.order.creditMs(call, day.date);
    last = { day, presence: dayPresence(day.calls, survey.skillsOf, logged, turnOf) };
  }
  if (last) live(last.day, last.presence, null);
  for (const { courses: lives } of worlds) for (const { world } of lives) world.end();
  return { known, surveyed, seeds, ...courses.end() };
}

function numbered(names: readonly string[]): ReadonlyMap<string, SkillId> {
  return new Map(names.map((name, index) => [name, index + 1]));
}

function withoutSmartWait(settings: Settings): Settings {
  return { ...settings, skills: settings.skills.map((skill) => ({ ...skill, smartWait: "off" })) };
}
