import type { z } from "zod";
import type { CallbackDetails } from "../../../desk/callback-desk.ts";
import { type ShownCallback, shownCallbackOf } from "../../../journal/rows/callback-members.ts";
import type { storyAnswer, V1Callback } from "../schema/callback-answers.ts";
import { knownMomentText, momentText } from "../schema/moments.ts";
import { decisionAnswerOf } from "./decision-answer.ts";

/** A callback as the native API gives it. */
export function callbackAnswerOf(entry: ShownCallback, timeZone: string): V1Callback {
  return shownCallbackOf((name, { kind }) => {
    const value = entry[name];
    return kind === "moment" && value !== null ? momentText(value as number, timeZone) : value;
  });
}

/** All that is known of one, as the native API gives it. */
export function storyAnswerOf(details: CallbackDetails, timeZone: string): z.input<typeof storyAnswer> {
  const { call } = details;
  const ifKnown = (at: number | null) => knownMomentText(at, timeZone);
  return {
    callback: callbackAnswerOf(details.callback, timeZone),
    call: call && {
      questionAt: ifKnown(call.questionAt),
      choice: call.choice,
      choiceSource: call.choiceSource,
      choiceAt: ifKnown(call.choiceAt),
      consentPrompt: call.consentPrompt,
      consentKey: call.consentKey,
    },
    decisions: details.decisions.map((one) => decisionAnswerOf(one, timeZone, "both")),
    attempts: details.attempts.map((attempt) => ({
      n: attempt.n,
      dialledAt: momentText(attempt.dialledAt, timeZone),
      answeredAt: ifKnown(attempt.answeredAt),
      confirmedAt: ifKnown(attempt.confirmedAt),
      inLineAt: ifKnown(attempt.inLineAt),
      joinedAt: ifKnown(attempt.joinedAt),
      endedAt: ifKnown(attempt.endedAt),
      agent: attempt.agent,
      agentName: attempt.agentName,
      result: attempt.result,
      talkEndedAt: ifKnown(attempt.talkEndedAt),
      talkLost: attempt.talkLost,
      secondWaitMs: attempt.secondWaitMs,
    })),
    orders: details.orders.map(({ at, act, notBefore, skill, author, why, outcome }) => ({
      at: momentText(at, timeZone),
      act,
      notBefore: ifKnown(notBefore),
      skill,
      author,
      why,
      outcome,
    })),
  };
}
