import { z } from "zod";
import { callbackStatuses } from "../../../words/reasons/callback-reasons.ts";
import { askedMoment } from "./moments.ts";

/** What the native API is asked: the one source of its validation, its types, and its description. */

export const callRecord = z
  .strictObject({
    callId: z.string().trim().min(1).max(200).meta({
      description: "Unique in the upload together with its skill: a call that went on has a record for each",
    }),
    arrivedAt: askedMoment,
    skill: z.string().min(1).max(200).meta({ description: "By its name or its number" }),
    waitS: z
      .number()
      .min(0)
      .lt(10_000_000)
      .meta({ description: "From arrival to the answer, or to hanging up, in seconds" }),
    outcome: z.enum(["answered", "abandoned"]),
    serviceS: z
      .number()
      .min(0)
      .lt(10_000_000)
      .nullish()
      .meta({ description: "With the agent, in seconds; only of answered calls" }),
    customer: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .nullish()
      .meta({ description: "By which the customer is known, such as a number" }),
    agent: z.string().trim().min(1).max(200).nullish(),
  })
  .refine(
    ({ outcome, serviceS }) => outcome === "answered" || !serviceS,
    "the call was abandoned and yet has a serviceS",
  )
  .meta({ id: "CallRecord" });

const callbackId = z.string().min(1).max(1000);
export const idPath = z.strictObject({ id: callbackId.meta({ description: "The id of the call" }) });

export const skillParameter = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({ description: "By its name or its number" });
const token = z.string().min(1).max(2000);

const callbacksAsked = {
  status: z
    .enum(["open", "all", ...(Object.keys(callbackStatuses) as (keyof typeof callbackStatuses)[])])
    .default("open"),
  skill: skillParameter,
  from: askedMoment.optional().meta({ description: "Of calls that arrived then or later" }),
  to: askedMoment.optional().meta({ description: "Of calls that arrived earlier" }),
  after: token.optional().meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
};

export const callbacksQuery = z.strictObject(callbacksAsked, {
  error: ({ code, keys }) =>
    code === "unrecognized_keys" && keys?.includes("number")
      ? "a number does not belong in an address, which logs keep: search with POST /v1/callbacks/search"
      : undefined,
});

/** Numbers are asked for in a body: addresses stand in histories, and in logs of what lies between. */
export const callbacksSearch = z
  .strictObject({
    number: z.string().trim().min(1).max(60).meta({ description: "Of the person with this number" }),
    ...callbacksAsked,
  })
  .meta({ id: "CallbackSearch" });

export const callsQuery = z.strictObject({
  skill: skillParameter,
  limit: z.coerce.number().int().min(1).max(1000).default(20),
});

export const whyQuery = z.strictObject({ lang: z.enum(["es", "en", "both"]).default("both") });

export const smartWaitQuery = z.strictObject({
  from: askedMoment.meta({ description: "Of calls that arrived then or later" }),
  to: askedMoment.meta({ description: "Of calls that arrived earlier; at most 31 days after `from`" }),
  by: z.enum(["hour", "day", "weekday", "class"]).optional(),
  skill: skillParameter,
  changedSince: token
    .optional()
    .meta({ description: "`cursor` of a former answer: only rows in which something changed since" }),
});

const why = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .meta({ description: "Kept in the journal for ever: names and numbers of customers do not belong in it" });
const version = z
  .number()
  .int()
  .nonnegative()
  .optional()
  .meta({ description: "As it was read; or If-Match" });

export const orderAsked = z.strictObject({ why, version }).meta({ id: "Order" });
export const moveAsked = z
  .strictObject({
    why,
    version,
    to: askedMoment.optional().meta({ description: "Nothing is dialled before" }),
    skill: skillParameter.meta({ description: "To the end of this skill's line" }),
  })
  .refine(({ to, skill }) => to !== undefined || skill !== undefined, "a time or a skill is wanted")
  .meta({ id: "Move" });
const MOST_ORDERS = 500;

export const ordersAsked = z
  .strictObject({
    order: z.enum(["cancel", "move"]),
    why,
    to: askedMoment.optional().meta({ description: "Of a move: nothing is dialled before" }),
    skill: skillParameter.meta({ description: "Of a move: to the end of this skill's line" }),
    callbacks: z
      .array(z.strictObject({ id: callbackId, version: z.number().int().nonnegative() }))
      .min(1)
      .max(MOST_ORDERS)
      .meta({ description: "Each once, with its version as it was read; carried out in this order" }),
  })
  .refine(
    ({ order, to, skill }) => (order === "move") === (to !== undefined || skill !== undefined),
    "a move wants a time or a skill, and a cancellation neither",
  )
  .refine(
    ({ callbacks }) => new Set(callbacks.map(({ id }) => id)).size === callbacks.length,
    "a callback is named twice",
  )
  .meta({ id: "Orders" });

export const streamQuery = z.strictObject({
  callers: z
    .stringbool()
    .default(false)
    .meta({ description: "Whether the event `callers` lists each caller in the lines" }),
});

export const streamHeaders = z.object({
  "last-event-id": z
    .string()
    .max(40)
    .optional()
    .meta({ description: "The id of the last event that came: goes on after it" }),
});

export const orderHeaders = z.object({
  "if-match": z.string().max(40).optional().meta({ description: "The callback's ETag as it was read" }),
});
