import type { SkillId } from "../../ids.ts";
import type { LearnedLine } from "../learned-line.ts";
import type { LineView } from "../line-view.ts";
import { usualCaller } from "../order/overtakers.ts";
import { predictWait } from "../predict-wait.ts";
import type { LocalInterval } from "./interval.ts";

/** A skill, or all skills together. */
export type RiskScope = SkillId | "*";

/** What is seen of the line of a skill, or of all of them, when its risk is asked for. */
export interface RiskView {
  /** Epoch ms. */
  readonly at: number;
  readonly interval: LocalInterval;
  /** Since when those on the phone wait, epoch ms. */
  readonly waitingSince: readonly number[];
  /** How long somebody like most callers would wait who came now, ms. */
  readonly waitMs: number;
  /** Agents who came free lately and take no call yet. */
  readonly freeAgents: number;
}

/** The line as the risk of a scope sees it. */
export function riskViewOf(
  learned: LearnedLine,
  scope: RiskScope,
  view: LineView,
  interval: LocalInterval,
): RiskView {
  const { at } = view;
  const waitingSince: number[] = [];
  for (const { skill, since, pickUp } of view.waiting)
    if (pickUp === undefined && (scope === "*" || skill === scope)) waitingSince.push(since);
  let freeAgents = 0;
  for (const { skills, status, since } of view.agents)
    if (status === "free" && at - since < LATELY_MS && (scope === "*" || skills.includes(scope)))
      freeAgents++;
  const caller = usualCaller(learned.arrivals, scope === "*" ? null : scope, at);
  const waitMs = caller ? predictWait(learned, { ...caller, place: at }, view).meanMs : 0;
  return { at, interval, waitingSince, waitMs, freeAgents };
}

const LATELY_MS = 60_000;
