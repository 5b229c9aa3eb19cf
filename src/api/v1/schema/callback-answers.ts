import { z } from "zod";
import {
  type MemberKind,
  type ShownCallback,
  type ShownMember,
  shownCallbackOf,
} from "../../../journal/rows/callback-members.ts";
import { moment } from "./moments.ts";
import { count, maybeMoment, milliseconds, silentSince, skillRef } from "./values.ts";

/** What the native API answers about callbacks and calls. */

const schemaOf: Readonly<Record<MemberKind, z.ZodType>> = {
  text: z.string(),
  phone: z.string(),
  flag: z.boolean(),
  count,
  moment,
  length: milliseconds,
  skill: skillRef,
};

export const callbackAnswer = z
  .object(
    shownCallbackOf<Record<ShownMember, z.ZodType>>((_, { kind, nullable, says }) =>
      (nullable ? schemaOf[kind].nullable() : schemaOf[kind]).meta({ description: says.en }),
    ),
  )
  .meta({ id: "Callback" }) as unknown as z.ZodType<ShownCallback, V1Callback>;
/** Moments are text, local to the operation. */
export type V1Callback = { [name in ShownMember]: unknown };

export const callbackPage = z
  .object({
    callbacks: z.array(callbackAnswer),
    next: z
      .string()
      .nullable()
      .meta({ description: "What `after` is to be for the next page; null after the last" }),
    silentSince,
  })
  .meta({ id: "CallbackPage" });

export const decision = z
  .object({
    at: moment,
    kind: z.string().meta({ description: "offer, number, dial, rest or end" }),
    decision: z.string(),
    reason: z.string(),
    inputs: z.record(z.string(), z.unknown()).meta({ description: "What was known when it was decided" }),
    es: z.string().optional().meta({ description: "In a sentence, in Spanish" }),
    en: z.string().optional().meta({ description: "In a sentence, in English" }),
  })
  .meta({ id: "Decision" });

export const storyAnswer = z
  .object({
    callback: callbackAnswer,
    call: z
      .object({
        questionAt: maybeMoment,
        choice: z.string().nullable(),
        choiceSource: z.string().nullable(),
        choiceAt: maybeMoment,
        consentPrompt: z.string().nullable(),
        consentKey: z.string().nullable(),
      })
      .nullable(),
    decisions: z.array(decision),
    attempts: z.array(
      z.object({
        n: z.number().int(),
        dialledAt: moment,
        answeredAt: maybeMoment,
        confirmedAt: maybeMoment,
        inLineAt: maybeMoment,
        joinedAt: maybeMoment,
        endedAt: maybeMoment,
        agent: z.string().nullable().meta({
          description: "The agent's interface at the exchange, which tells apart those of one name",
        }),
        agentName: z
          .string()
          .nullable()
          .meta({ description: "What people call them; null where they have no name" }),
        result: z.string().nullable(),
        talkEndedAt: maybeMoment.meta({
          description:
            "When the phone was down after an agent had answered; null while they talk, or where it is not known",
        }),
        talkLost: z.boolean().meta({ description: "Their talk is over, and nobody said since when" }),
        secondWaitMs: milliseconds.nullable().meta({
          description:
            "From key 1 to the agent's answer, or to hanging up; null: not pressed, it goes on, or its end is not known",
        }),
      }),
    ),
    orders: z.array(
      z.object({
        at: moment,
        act: z.enum(["cancel", "move", "call-now"]),
        notBefore: maybeMoment,
        skill: skillRef.nullable(),
        author: z.string(),
        why: z.string(),
        outcome: z.string(),
      }),
    ),
  })
  .meta({ id: "CallbackStory", description: "Each list is in the order of time" });

export const ordered = z
  .object({
    outcome: z.literal("done"),
    es: z.string(),
    en: z.string(),
    callback: callbackAnswer.meta({ description: "As it is after the order" }),
  })
  .meta({ id: "Ordered" });

export const orderedAll = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        outcome: z.string().meta({
          description:
            "done, or a code that says why not; unknown and not-tried where the operation stopped answering",
        }),
        es: z.string(),
        en: z.string(),
        callback: callbackAnswer.nullable().meta({
          description: "As it is now; null: there is none with this id, or the operation does not answer",
        }),
      }),
    ),
  })
  .meta({
    id: "OrderedAll",
    description: "A result for each callback, in the order in which they were named",
  });

export const callList = z
  .object({
    calls: z.array(
      z.object({
        id: z.string(),
        skill: skillRef,
        arrivedAt: moment,
        number: z.string().nullable().meta({
          description:
            "Masked, unless the token may see numbers; null where it was withheld, or the person was erased",
        }),
        choice: z.string().nullable(),
        outcome: z.string().nullable(),
        offerReason: z
          .string()
          .nullable()
          .meta({ description: "Why it was offered a return call or not; null: nobody decided on it" }),
      }),
    ),
  })
  .meta({ id: "Calls" });

export const whyAnswer = z
  .object({
    call: z.object({
      id: z.string(),
      skill: skillRef,
      class: z
        .string()
        .nullable()
        .meta({ description: "The caller's class, by which they stand earlier in line; null: none" }),
      arrivedAt: moment,
      questionAt: maybeMoment,
      choice: z.string().nullable(),
      choiceSource: z.string().nullable(),
      choiceAt: maybeMoment,
      answeredAt: maybeMoment,
      agent: z.string().nullable().meta({ description: "Who answered, by their name where they have one" }),
      endedAt: maybeMoment,
      outcome: z.string().nullable(),
    }),
    decisions: z.array(decision),
    callback: storyAnswer.nullable().meta({ description: "The callback that it registered; null: none" }),
  })
  .meta({ id: "Why", description: "What was decided on a call and on its callback, in the order of time" });
