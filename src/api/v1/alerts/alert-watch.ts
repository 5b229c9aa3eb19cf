import { type AlertKind, alertKinds } from "../../../words/alert-sentences.ts";

/** How far something is gone: 1 at its bound. */
export interface AlertReading {
  readonly kind: AlertKind;
  /** `null`: of the whole operation. */
  readonly skill: number | null;
  readonly measure: number;
}

/** Something that needs a supervisor's attention. Times are epoch ms. */
export interface Alert {
  /** Names this occurrence of it. */
  readonly id: string;
  readonly kind: AlertKind;
  readonly skill: number | null;
  /** When the bound was crossed, the delay before the alert included. */
  readonly since: number;
  readonly beganAt: number;
  /** `null`: it goes on. */
  readonly endedAt: number | null;
}

/**
 * Turns readings into alerts. One begins when its bound was crossed without a break for a minute, and ends below four fifths
 * of it: what swings around its bound is one alert, and what is over by itself is none.
 */
export class AlertWatch {
  /** By kind and skill: since when it is over its bound, epoch ms. */
  readonly #over = new Map<string, number>();
  /** By kind and skill, those that go on. */
  readonly #open = new Map<string, Alert>();
  /** The newest first. */
  #ended: readonly Alert[];

  /** `kept`: what was known when the server stopped; what went on then goes on until a look finds it over. */
  constructor(kept: readonly Alert[] = []) {
    for (const alert of kept) if (alert.endedAt === null) this.#open.set(keyOf(alert), alert);
    this.#ended = kept.filter(({ endedAt }) => endedAt !== null);
  }

  /** Readings of one moment, epoch ms. What is not among them is over where they are all that there are; else it stays as it was. */
  look(at: number, readings: readonly AlertReading[], { areAll = true } = {}): void {
    const now = new Map(readings.map((one) => [keyOf(one), one]));
    const measureOf = (key: string, before: number) => now.get(key)?.measure ?? (areAll ? 0 : before);
    for (const [key, alert] of this.#open) {
      if (measureOf(key, DEAD_BAND) >= DEAD_BAND) continue;
      this.#open.delete(key);
      this.#ended = [{ ...alert, endedAt: at }, ...this.#ended].slice(0, MOST_KEPT);
    }
    for (const key of this.#over.keys()) if (measureOf(key, 1) < 1) this.#over.delete(key);
    for (const [key, { kind, skill, measure }] of now) {
      if (measure < 1 || this.#open.has(key)) continue;
      const since = this.#over.get(key) ?? at;
      this.#over.set(key, since);
      if (at - since >= DELAY_MS)
        this.#open.set(key, { id: `${key} ${since}`, kind, skill, since, beganAt: at, endedAt: null });
    }
  }

  /** Those that go on, the most serious first and of these the oldest, and after them those that ended, the newest first. */
  all(): readonly Alert[] {
    const rank = ({ kind }: Alert) => alertKinds.indexOf(kind);
    const open = this.#open.values().toArray();
    return [...open.sort((a, b) => rank(a) - rank(b) || a.since - b.since), ...this.#ended];
  }
}

function keyOf({ kind, skill }: Pick<AlertReading, "kind" | "skill">): string {
  return `${kind} ${skill ?? "all"}`;
}

const DELAY_MS = 60_000;
const DEAD_BAND = 0.8;
const MOST_KEPT = 200;
