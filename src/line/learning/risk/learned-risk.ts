import type { Target } from "../../settings.ts";
import {
  type LogisticModel,
  learnOutcome,
  logitOf,
  newLogistic,
  probabilityOf,
} from "../statistics/logistic-model.ts";
import type { LocalInterval } from "./interval.ts";
import {
  type IntervalTally,
  levelReached,
  newIntervalTally,
  runningIn,
  takeFinished,
  tallyEnd,
  tallyGone,
  tallyOffered,
} from "./interval-tally.ts";
import { RISK_FEATURE_NAMES, riskFeatures } from "./risk-features.ts";
import type { RiskScope, RiskView } from "./risk-view.ts";
import { newUsualCourse, observeInterval, type UsualCourse } from "./usual-course.ts";

/**
 * What an operation learns of how its intervals end: a plain JSON object of constant size per skill. The `observe…` functions
 * alone change it, in place.
 */
export interface LearnedRisk {
  readonly scopes: Record<RiskScope, ScopeRisk>;
  /** By part of the interval, of {@link PARTS}: for skills, and for all together. Empty before the first interval was learned from. */
  readonly ofSkills: LogisticModel[];
  readonly ofAll: LogisticModel[];
}

interface ScopeRisk {
  readonly tally: IntervalTally;
  readonly course: UsualCourse;
  /** By part of the running interval, the features by which it was looked at; `null`: not yet. */
  looks: (readonly number[] | null)[];
  /** The same of the interval before, until it is known how it ended. */
  looksBefore: (readonly number[] | null)[];
  /** The interval that `looks` are of, epoch ms. */
  lookedAt: number;
}

export function newLearnedRisk(): LearnedRisk {
  return { scopes: {} as Record<RiskScope, ScopeRisk>, ofSkills: [], ofAll: [] };
}

/** What is learned of a scope. */
function scopeRisk(risk: LearnedRisk, scope: RiskScope): ScopeRisk {
  risk.scopes[scope] ??= {
    tally: newIntervalTally(),
    course: newUsualCourse(),
    looks: noLooks(),
    looksBefore: noLooks(),
    lookedAt: 0,
  };
  return risk.scopes[scope];
}

/** Somebody came. */
export function observeOffered(risk: LearnedRisk, scope: RiskScope, interval: LocalInterval): void {
  tallyOffered(scopeRisk(risk, scope).tally, interval);
}

/** Somebody who came at `arrivedAt` is in the line no more and counts for nothing: called back later, or passed on. */
export function observeGone(risk: LearnedRisk, scope: RiskScope, arrivedAt: number): void {
  tallyGone(scopeRisk(risk, scope).tally, arrivedAt);
}

/** Somebody was answered, or gave up. */
export function observeEnd(
  risk: LearnedRisk,
  scope: RiskScope,
  end: Parameters<typeof tallyEnd>[1],
  target: Target,
): void {
  tallyEnd(scopeRisk(risk, scope).tally, end, target);
}

/** Whether features are wanted now: of the first look in each part of an interval. */
export function wantsLook(
  risk: LearnedRisk,
  scope: RiskScope,
  { at, interval }: Pick<RiskView, "at" | "interval">,
): boolean {
  const part = partOf(at, interval);
  const own = risk.scopes[scope];
  return (
    part >= 1 && part < PARTS && !(own && own.lookedAt === interval.start && own.looks[part - 1] !== null)
  );
}

/** How much was learned of the part of an interval that goes on at `at`: so many intervals, of any skill or of all together. */
export function intervalsLearned(
  risk: LearnedRisk,
  scope: RiskScope,
  { at, interval }: Pick<RiskView, "at" | "interval">,
): number {
  const part = Math.min(PARTS - 1, Math.max(1, partOf(at, interval)));
  return modelsOf(risk, scope)[part - 1]?.count ?? 0;
}

/**
 * The risk was looked at by these features: the first look of each part of an interval is learned from when the interval is over.
 * Times pass by looks; between two of them nothing is learned. `null`: only time passes.
 */
export function observeLook(
  risk: LearnedRisk,
  scope: RiskScope,
  { at, interval }: Pick<RiskView, "at" | "interval">,
  features: readonly number[] | null,
  target: Target,
): void {
  finish(risk, scope, at, target);
  const own = scopeRisk(risk, scope);
  runningIn(own.tally, interval);
  const part = partOf(at, interval);
  if (own.lookedAt !== interval.start) {
    own.looksBefore = own.looks;
    own.looks = noLooks();
    own.lookedAt = interval.start;
  }
  if (features && part >= 1 && part < PARTS) own.looks[part - 1] ??= features;
}

/** Learns from an interval that is over, if there is one. */
function finish(risk: LearnedRisk, scope: RiskScope, at: number, target: Target): void {
  const own = scopeRisk(risk, scope);
  const over = takeFinished(own.tally, at, target);
  if (!over) return;
  const level = over.offered > 0 ? levelReached(over) : null;
  observeInterval(own.course, over.interval, over.offered, level);
  const looks = own.lookedAt === over.interval.start ? own.looks : own.looksBefore;
  const models = modelsOf(risk, scope);
  if (level !== null)
    for (const [part, features] of looks.entries()) {
      if (!features) continue;
      while (models.length < PARTS - 1) models.push(newLogistic(RISK_FEATURE_NAMES.length));
      learnOutcome(models[part]!, features, level < target.share);
    }
  looks.fill(null);
}

/** The probability that the running interval ends below its target, and the features that it was estimated by. */
export function riskNow(
  risk: LearnedRisk,
  scope: RiskScope,
  view: RiskView,
  target: Target,
): { readonly risk: number; readonly features: readonly number[] } {
  const own = risk.scopes[scope] ?? { tally: newIntervalTally(), course: newUsualCourse() };
  const features = riskFeatures(own.tally, own.course, target, view);
  const models = modelsOf(risk, scope);
  const { start, end } = view.interval;
  // The models stand at the ends of the parts; between two of them the logit is in between.
  const at = Math.min(PARTS - 2, Math.max(0, ((view.at - start) / (end - start)) * PARTS - 1));
  const part = Math.min(PARTS - 3, Math.floor(at));
  const logit = (index: number) => (models.length > 0 ? logitOf(models[index]!, features) : 0);
  return { risk: probabilityOf(logit(part) + (at - part) * (logit(part + 1) - logit(part))), features };
}

function modelsOf({ ofAll, ofSkills }: LearnedRisk, scope: RiskScope): LogisticModel[] {
  return scope === "*" ? ofAll : ofSkills;
}

/** Which of the {@link PARTS} of an interval `at` lies in. */
function partOf(at: number, { start, end }: LocalInterval): number {
  return Math.floor(((at - start) / (end - start)) * PARTS);
}

function noLooks(): null[] {
  return Array.from({ length: PARTS - 1 }, () => null);
}

/** Of 5 minutes, in a half hour. */
const PARTS = 6;
