import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Settings } from "../../line/settings.ts";
import { settingsOf } from "./callbacks/callbacks.ts";
import { type Endpoint, endpoint } from "./schema/endpoint.ts";
import { recentSkills } from "./schema/forms.ts";
import { momentText } from "./schema/moments.ts";
import type { RecentAnswer } from "./schema/recent-answers.ts";
import { skillsSeen } from "./seen-skills.ts";
import type { Sources } from "./sources.ts";

type Usual = RecentAnswer["skills"][number]["quarter"]["usual"];

/** How each skill has done in the last 30 minutes, and how many call, beside what is usual for this quarter of an hour. */
export function recentEndpoint(sources: Sources): Endpoint {
  const usual = new UsualArrivals(sources);
  return endpoint(recentSkills, async ({ operation, rights, signal }) => {
    const { id, timeZone } = operation;
    const settings = await settingsOf(sources, operation);
    const now = sources.now();
    const levels = await levelsOf(sources, id, settings, now, signal);
    const quarter = Math.floor(now / QUARTER_MS) * QUARTER_MS;
    const arrived = await sources.readModels.loadSums(id, quarter, now + 1);
    const usualOf = await usual.at(operation, quarter);
    return {
      at: momentText(now, timeZone),
      skills: skillsSeen(settings.skills, rights).map((skill) => ({
        id: skill.id,
        levels: levels(skill).map(({ from, ...counts }) => ({ from: momentText(from, timeZone), ...counts })),
        quarter: {
          from: momentText(quarter, timeZone),
          arrived: arrived
            .filter((one) => one.skill === skill.id)
            .reduce((sum, { offered }) => sum + offered, 0),
          usual: usualOf(skill.id),
        },
      })),
    };
  });
}

async function levelsOf(
  { readModels }: Pick<Sources, "readModels">,
  operation: number,
  { skills }: Pick<Settings, "skills">,
  now: number,
  signal: AbortSignal,
) {
  const newest = Math.floor(now / STEP_MS) * STEP_MS;
  const begins = Array.from({ length: STEPS }, (_, n) => newest - (STEPS - 1 - n) * STEP_MS);
  const thresholdsMs = [...new Set(skills.map(({ target }) => target.withinMs))];
  const ranges = begins.map((from, group) => ({ from, to: from + STEP_MS, group }));
  const sums = await readModels.callSums(operation, { ranges, skill: null, thresholdsMs }, signal);
  return ({ id, target }: Settings["skills"][number]) =>
    begins.map((from, group) => {
      const found = sums.find((one) => one.skill === id && one.group === group);
      const within = found?.within[thresholdsMs.indexOf(target.withinMs)] ?? 0;
      return { from, finished: found?.finished ?? 0, within };
    });
}

/** Arrivals of a quarter of an hour on the same weekday of earlier weeks, looked up once for each quarter. */
class UsualArrivals {
  readonly #sources: Pick<Sources, "readModels">;
  /** By operation, of the newest quarter that was asked for. */
  readonly #known = new Map<
    number,
    { readonly quarter: number; readonly of: Promise<(skill: number) => Usual> }
  >();

  constructor(sources: Pick<Sources, "readModels">) {
    this.#sources = sources;
  }

  at(operation: OperationRecord, quarter: number): Promise<(skill: number) => Usual> {
    const known = this.#known.get(operation.id);
    if (known?.quarter === quarter) return known.of;
    const of = this.#look(operation, quarter);
    this.#known.set(operation.id, { quarter, of });
    of.catch(() => this.#known.delete(operation.id));
    return of;
  }

  async #look({ id, timeZone }: OperationRecord, quarter: number): Promise<(skill: number) => Usual> {
    const local = Temporal.Instant.fromEpochMilliseconds(quarter).toZonedDateTimeISO(timeZone);
    const weeks: Map<number, number>[] = [];
    for (let back = 1; back <= MOST_WEEKS; back++) {
      const begin = local.subtract({ weeks: back });
      const from = begin.epochMilliseconds;
      const day = begin.startOfDay().epochMilliseconds;
      // A day without any call was closed, or lies before the first.
      if ((await this.#sources.readModels.loadSums(id, day, day + DAY_MS)).length === 0) continue;
      const sums = await this.#sources.readModels.loadSums(id, from, from + QUARTER_MS);
      weeks.push(new Map(sums.map(({ skill, offered }) => [skill, offered])));
    }
    return (skill) => {
      if (weeks.length < LEAST_WEEKS) return null;
      const counts = weeks.map((week) => week.get(skill) ?? 0);
      return { low: Math.min(...counts), high: Math.max(...counts), weeks: weeks.length };
    };
  }
}

const STEP_MS = 5 * 60_000;
const STEPS = 6;
const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const MOST_WEEKS = 8;
const LEAST_WEEKS = 3;
