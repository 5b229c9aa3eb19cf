import { FREE_STEPS_MS } from "../crew.ts";

/** What a wait is predicted from. */
export interface WaitFeatures {
  /** The wait by the formula, ms. */
  readonly formula: number;
  /** In minutes, one for each of {@link FEATURE_NAMES}. */
  readonly values: readonly number[];
}

/** By name. A root is the geometric mean of a time and a minute; a number of callers or agents is weighed as time. */
export const FEATURE_NAMES = [
  "one",
  "formula",
  "root of the formula",
  "formula without overtakers",
  "formula by the last hour",
  "formula by agents at work",
  "callers of the own skill",
  "callers in line",
  "root of callers ahead",
  "number of callers ahead",
  "one service",
  "root of one service",
  "agents in calls",
  ...FREE_STEPS_MS.map((upTo) => `agents free for up to ${upTo / 1000} s`),
  "agents of other skills free",
  "longest wait in the own skill",
  "root of the longest wait",
  "how far the line is served",
  "root of how far the line is served",
  "last wait in the own skill",
  "usual wait in the own skill",
  "calls of five minutes",
  "root of calls of five minutes",
  "calls of half an hour",
  "starts of five minutes",
  "own credit",
  "doubt about the own credit",
  "person unknown",
] as const;
