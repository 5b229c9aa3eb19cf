import type { z } from "zod";
import type { CallbackDetails, CallbackEntry } from "../control/schemas.ts";
import type { callbackStory, V1Callback } from "./answers.ts";
import { told, toldIfKnown } from "./moments.ts";

/** A callback as the native API tells it. */
export function toldCallback(entry: CallbackEntry, timeZone: string): V1Callback {
  return {
    id: entry.id,
    version: entry.version,
    skill: entry.skill,
    registeredFor: entry.registeredFor,
    status: entry.status,
    reason: entry.reason,
    waits: entry.waits,
    putOff: entry.putOff,
    number: entry.number,
    otherNumber: entry.otherNumber,
    nameRecorded: entry.nameRecorded,
    class: entry.class,
    arrivedAt: told(entry.arrivedAt, timeZone),
    registeredAt: told(entry.registeredAt, timeZone),
    place: told(entry.place, timeZone),
    promisedFrom: told(entry.promisedFrom, timeZone),
    promisedUntil: told(entry.promisedUntil, timeZone),
    notBefore: toldIfKnown(entry.notBefore, timeZone),
    expiresAt: toldIfKnown(entry.expiresAt, timeZone),
    attempts: entry.attempts,
    overtakesDialled: entry.overtakesDialled,
    overtakesHeldBack: entry.overtakesHeldBack,
    secondWaitMs: entry.secondWaitMs,
    endedAt: toldIfKnown(entry.endedAt, timeZone),
  };
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
