import type { z } from "zod";
import { toldCallbackOf } from "../../journal/callback-members.ts";
import type { CallbackDetails, CallbackEntry } from "../control/schemas.ts";
import type { callbackStory, V1Callback } from "./answers.ts";
import { told, toldIfKnown } from "./moments.ts";

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
