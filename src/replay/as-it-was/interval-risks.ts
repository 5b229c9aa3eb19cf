import type { LoggedCall } from "../../history/call-log.ts";
import { lineViewOf } from "../../line/dialling/line-view.ts";
import type { SkillId } from "../../line/ids.ts";
import type { LocalInterval } from "../../line/learning/risk/interval.ts";
import {
  newLearnedRisk,
  observeEnd,
  observeLook,
  observeOffered,
  riskNow,
} from "../../line/learning/risk/learned-risk.ts";
import { type RiskScope, riskViewOf } from "../../line/learning/risk/risk-view.ts";
import type { Target } from "../../line/settings.ts";
import type { State } from "../../line/state.ts";
import type { RecordedStep } from "./recorded-steps.ts";

/** How likely an interval was to end below its target, as it could be known within it, and how it ended. */
export interface IntervalRisk {
  /** The skill, or `*`: all of them together. */
  readonly scope: RiskScope;
  /** Epoch ms. */
  readonly start: number;
  readonly minutesIn: number;
  readonly offeredSoFar: number;
  /** Answered within the target's time, of those for which that is known by then, 0 to 1; `null`: of nobody. */
  readonly levelSoFar: number | null;
  readonly risk: number;
  readonly offered: number;
  readonly level: number;
}

interface Count {
  readonly interval: LocalInterval;
  offered: number;
  met: number;
  /** Gave up, or are waiting for longer than the target's time. */
  readonly waiting: Map<LoggedCall, number>;
  missed: number;
  readonly marks: Omit<IntervalRisk, "offered" | "level">[];
}

/**
 * Looks at the risk of every running half hour each five minutes, from nothing that came later; of intervals in which somebody
 * called, `found` gets all looks once it is known how the interval ended.
 */
export class IntervalRisks {
  readonly #target: Target;
  readonly #found: (risk: IntervalRisk) => void;
  readonly #intervalAt: (at: number) => LocalInterval;
  readonly #scopes: readonly RiskScope[];
  readonly #learned = newLearnedRisk();
  readonly #counts = new Map<RiskScope, Count[]>();
  #next = Number.NEGATIVE_INFINITY;

  constructor(given: {
    readonly target: Target;
    readonly skills: readonly SkillId[];
    readonly intervalAt: (at: number) => LocalInterval;
    readonly found: (risk: IntervalRisk) => void;
  }) {
    this.#target = given.target;
    this.#found = given.found;
    this.#intervalAt = given.intervalAt;
    this.#scopes = [...given.skills, "*"];
  }

  /** Looks at all moments up to `at` (epoch ms) at which it has to, as the line stands. */
  lookUntil(at: number, state: State): void {
    if (this.#next === Number.NEGATIVE_INFINITY) this.#next = Math.ceil(at / EVERY_MS) * EVERY_MS;
    // Nothing is learned from a night in which nobody calls.
    if (at - this.#next > NOBODY_CALLS_MS) {
      this.#look(this.#next, state);
      this.#next = Math.floor((at - NOBODY_CALLS_MS / 2) / EVERY_MS) * EVERY_MS;
    }
    for (; this.#next <= at; this.#next += EVERY_MS) this.#look(this.#next, state);
  }

  step({ at, kind, call }: RecordedStep, skill: SkillId): void {
    const isOver = kind === "answered" || kind === "gave-up";
    if (kind !== "arrived" && !isOver) return;
    for (const scope of [skill, "*"] as const) {
      const interval = this.#intervalAt(call.arrivedAt);
      if (kind === "arrived") {
        observeOffered(this.#learned, scope, interval);
        const count = this.#countOf(scope, interval);
        count.offered++;
        count.waiting.set(call, call.arrivedAt);
        continue;
      }
      const answered = kind === "answered";
      observeEnd(this.#learned, scope, { arrivedAt: call.arrivedAt, at, answered }, this.#target);
      const count = this.#counts.get(scope)?.find((one) => one.interval.start === interval.start);
      if (!count) continue;
      count.waiting.delete(call);
      if (answered && at - call.arrivedAt <= this.#target.withinMs) count.met++;
      else count.missed++;
    }
  }

  /** Gives what is left when the record ends. */
  end(): void {
    for (const scope of this.#scopes) for (const count of this.#counts.get(scope) ?? []) this.#tell(count);
    this.#counts.clear();
  }

  #look(at: number, state: State): void {
    const interval = this.#intervalAt(at);
    const view = lineViewOf(state, at);
    for (const scope of this.#scopes) {
      this.#finish(scope, at);
      const seen = riskViewOf(state.learnedLine, scope, view, interval);
      const { risk, features } = riskNow(this.#learned, scope, seen, this.#target);
      observeLook(this.#learned, scope, seen, features, this.#target);
      const minutesIn = Math.round((at - interval.start) / 60_000);
      if (minutesIn <= 0) continue;
      const count = this.#countOf(scope, interval);
      const late = [...count.waiting.values()].filter((since) => at - since > this.#target.withinMs).length;
      const known = count.met + count.missed + late;
      count.marks.push({
        scope,
        start: interval.start,
        minutesIn,
        offeredSoFar: count.offered,
        levelSoFar: known === 0 ? null : count.met / known,
        risk,
      });
    }
  }

  #countOf(scope: RiskScope, interval: LocalInterval): Count {
    const counts = this.#counts.get(scope) ?? [];
    this.#counts.set(scope, counts);
    let count = counts.find((one) => one.interval.start === interval.start);
    if (!count) {
      count = { interval, offered: 0, met: 0, missed: 0, waiting: new Map(), marks: [] };
      counts.push(count);
    }
    return count;
  }

  /** Those intervals are over of which nobody can be answered in time any more. */
  #finish(scope: RiskScope, at: number): void {
    const counts = this.#counts.get(scope);
    while (counts?.[0] && at > counts[0].interval.end + this.#target.withinMs) this.#tell(counts.shift()!);
  }

  #tell({ offered, met, marks }: Count): void {
    if (offered > 0) for (const mark of marks) this.#found({ ...mark, offered, level: met / offered });
  }
}

const EVERY_MS = 300_000;
const HALF_HOUR_MS = 1_800_000;
/** No interval is looked at in which nobody calls, nor the one before it. */
const NOBODY_CALLS_MS = 2 * HALF_HOUR_MS;
