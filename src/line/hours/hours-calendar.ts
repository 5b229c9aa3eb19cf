import { intersection, type Stretch, stretchesIn, type ZoneHours } from "./zone-hours.ts";

/**
 * The stretches of time in which hours hold in all of some zones at once. Some countries have thirty, and the same day is
 * asked for again and again, so what was found of a day is kept; it follows from hours and clocks alone, and the same question has
 * the same answer whatever was asked before. Times at which a clock is not known lie in no stretch.
 */
export class HoursCalendar {
  readonly #hours: readonly ZoneHours[];
  /** By day of UTC. */
  readonly #days = new Map<number, readonly Stretch[]>();

  constructor(hours: readonly ZoneHours[]) {
    this.#hours = hours;
  }

  /** The stretch that `at` (epoch ms) lies in. It ends with a day of UTC at the latest, where another may begin. */
  at(at: number): Stretch | undefined {
    return this.#on(Math.floor(at / DAY_MS)).find(({ from, until }) => from <= at && at < until);
  }

  /** Whether the hours hold at `at` and for so many ms after it. */
  lasts(at: number, ms: number): boolean {
    const until = this.endOf(at, at + ms + 1);
    return until !== null && until > at + ms;
  }

  /** When the hours end that hold at `at`, epoch ms, or `latest`, should that come first; `null` when they do not hold. */
  endOf(at: number, latest: number): number | null {
    let stretch = this.at(at);
    if (!stretch) return null;
    let { until } = stretch;
    while (until < latest) {
      stretch = this.at(until);
      if (!stretch) return until;
      until = stretch.until;
    }
    return Math.min(until, latest);
  }

  /** The stretches that end after `at` and begin before `latest`, in their order. */
  *stretchesFrom(at: number, latest: number): Iterable<Stretch> {
    if (Math.abs(at) > LATEST) return;
    for (let day = Math.floor(at / DAY_MS); day * DAY_MS < latest; day++)
      for (const stretch of this.#on(day)) if (stretch.until > at && stretch.from < latest) yield stretch;
  }

  #on(day: number): readonly Stretch[] {
    let stretches = this.#days.get(day);
    if (!stretches) {
      if (this.#days.size >= KEPT_DAYS) this.#days.clear();
      stretches = this.#computed(day);
      this.#days.set(day, stretches);
    }
    return stretches;
  }

  #computed(day: number): readonly Stretch[] {
    const from = day * DAY_MS;
    const until = from + DAY_MS;
    let stretches: readonly Stretch[] = [{ from, until }];
    for (const hours of this.#hours) {
      if (stretches.length === 0) break;
      stretches = intersection(stretches, stretchesIn(hours, from, until));
    }
    return stretches;
  }
}

const DAY_MS = 86_400_000;
/** No date lies further from 1970, ms. */
const LATEST = 8.64e15;
/** More than one question looks at. */
const KEPT_DAYS = 100;
