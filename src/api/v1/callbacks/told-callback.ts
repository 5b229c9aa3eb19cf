import type { z } from "zod";
import type { CallbackDetails, CallbackEntry } from "../../../desk/schemas.ts";
import { toldCallbackOf } from "../../../journal/rows/callback-members.ts";
import type { callbackStory, V1Callback } from "../schema/answers.ts";
import { told, toldIfKnown } from "../schema/moments.ts";

/** A callback as the native API tells it. */
export function toldCallback(entry: CallbackEntry, timeZone: string): V1Callback {
  return toldCallbackOf((name, { kind }) => {
    const value = entry[name];
    return kind === "moment" && value !== null ? told(value as number, timeZone) : value;
  });
}

/** All that is known of one, as the native API tells it. */
export function toldStory(details: CallbackDetails): z.input<typeof callbackStory> {
  const { timeZone, call } = details;
  const ifKnown = (at: number | null) => toldIfKnown(at, timeZone);
  return {
    callback: toldCallback(details.callback, timeZone),
    call: call && {
      questionAt: ifKnown(call.questionAt),
      choice: call.choice,
      choiceSource: call.choiceSource,
      choiceAt: ifKnown(call.choiceAt),
      consentPrompt: call.consentPrompt,
      consentKey: call.consentKey,
    },
    decisions: details.decisions.map(({ at, kind, decision, reason, inputs }) => ({
      at: told(at, timeZone),
      kind,
      decision,
      reason,
      inputs,
    })),
    attempts: details.attempts.map((attempt) => ({
      n: attempt.n,
      dialledAt: told(attempt.dialledAt, timeZone),
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
      at: told(at, timeZone),
      act,
      notBefore: ifKnown(notBefore),
      skill,
      author,
      why,
      outcome,
    })),
  };
}
