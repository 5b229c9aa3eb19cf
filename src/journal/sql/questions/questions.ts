import { liftOfSkills } from "../lift/lift-reader.ts";
import type { Script } from "../script.ts";
import { callSums, lastCalls } from "./call-sums.ts";
import { loadSums, serviceLevelCounts, smartWaitCounts } from "./reports.ts";
import { smartWaitSums } from "./smart-wait-sums.ts";
import { call, callbackById, callbackChanges, callbacks, person, recentCalls } from "./stories.ts";

/** By the name of each question, the script that answers it; what it reads belongs together. */
export const questions = {
  smartWaitCounts,
  serviceLevelCounts,
  loadSums,
  liftOfSkills,
  callbacks,
  callback: callbackById,
  recentCalls,
  call,
  callbackChanges,
  person,
  callSums,
  lastCalls,
  smartWaitSums,
};

type Questions = typeof questions;
export type QuestionName = keyof Questions;
export type QuestionParameters<Q extends QuestionName> = Parameters<Questions[Q]>;
export type QuestionAnswer<Q extends QuestionName> =
  ReturnType<Questions[Q]> extends Script<infer Answer> ? Answer : never;

/** The script that answers a question. */
export function scriptOf<Q extends QuestionName>(
  query: Q,
  parameters: QuestionParameters<Q>,
): Script<QuestionAnswer<Q>> {
  return (questions[query] as (...asked: readonly unknown[]) => Script<QuestionAnswer<Q>>)(...parameters);
}
