import type { SkillId } from "../../ids.ts";
import {
  type Learning,
  type LinearModel,
  modelValue,
  newModel,
  observeValue,
} from "../statistics/recursive-least-squares.ts";
import { FEATURE_NAMES, type WaitFeatures } from "./wait-feature-names.ts";
import { newWaitSpread, observeRatio, type WaitSpread } from "./wait-spread.ts";

/** What the formula's waits are corrected by. A plain JSON object; {@link learnWait} changes it, in place. */
export interface WaitModel {
  readonly ofAll: LinearModel;
  readonly bySkill: Record<SkillId, LinearModel>;
  readonly spread: WaitSpread;
}

export function newWaitModel(): WaitModel {
  return { ofAll: newModel(FEATURE_NAMES.length, OF_ALL), bySkill: {}, spread: newWaitSpread() };
}

/** The wait that is predicted, ms. */
export function modelledWait(model: WaitModel, skill: SkillId, features: WaitFeatures): number {
  const shared = sharedWait(model, features);
  const own = model.bySkill[skill];
  return own ? believable(shared + MINUTE_MS * modelValue(own, ownFeatures(shared))) : shared;
}

/** A prediction that was made. */
export interface Predicted {
  readonly skill: SkillId;
  readonly features: WaitFeatures;
  readonly predictedMs: number;
}

/** Learns how long the wait turned out to be. */
export function learnWait(
  model: WaitModel,
  { skill, features, predictedMs }: Predicted,
  waitMs: number,
): void {
  const wait = Math.min(waitMs, LONGEST_MS);
  const weight = 1 / (1 + features.formula / MINUTE_MS);
  // As it was predicted then: what was learned since has seen the same crowd, and would look too good.
  observeRatio(model.spread, predictedMs, wait);
  model.bySkill[skill] ??= newModel(2, OF_SKILL);
  const shared = sharedWait(model, features);
  observeValue(model.bySkill[skill], ownFeatures(shared), (wait - shared) / MINUTE_MS, weight, OF_SKILL);
  observeValue(model.ofAll, features.values, (wait - features.formula) / MINUTE_MS, weight, OF_ALL);
}

function sharedWait({ ofAll }: WaitModel, { formula, values }: WaitFeatures): number {
  const trusted = ofAll.count / (ofAll.count + TRUSTED_AFTER);
  return believable(formula + trusted * MINUTE_MS * modelValue(ofAll, values));
}

/** A linear model does not know that nobody waits for less than no time, or for days. */
function believable(waitMs: number): number {
  return Math.min(LONGEST_MS, Math.max(LEAST_MS, waitMs));
}

function ownFeatures(wait: number): number[] {
  return [1, wait / MINUTE_MS];
}

const OF_ALL: Learning = { prior: 0.02, kept: 0.9998, largestError: 10 };
const OF_SKILL: Learning = { prior: 0.01, kept: 0.998, largestError: 10 };
const TRUSTED_AFTER = 100;
const MINUTE_MS = 60_000;
const LEAST_MS = 3_000;
const LONGEST_MS = 4 * 3_600_000;
