import { z } from "zod";
import { measureNames } from "../../../../replay/what-if/measures.ts";
import { count, share } from "../values.ts";

/** Questions and answers about recorded days that are replayed. */

const id = z.string().regex(/^[0-9a-f]{32}$/);
export const jobPath = z.strictObject({ id });

const MOST_RECORD_BYTES = 2 * 1024 ** 3;

export const recordAsked = z
  .strictObject({
    name: z.string().trim().min(1).max(200).meta({ description: "Of the file, for the report" }),
    bytes: z.int().min(1).max(MOST_RECORD_BYTES),
  })
  .meta({ id: "RecordAnnounced" });

export const pieceQuery = z.strictObject({
  at: z.coerce
    .number()
    .int()
    .min(0)
    .meta({ description: "How many bytes came before; `received` of the answer before" }),
});

export const choiceAsked = z
  .strictObject({
    offerAfterS: z
      .number()
      .min(0)
      .max(3_600)
      .optional()
      .meta({ description: "From which predicted wait on" }),
    discipline: z.enum(["place", "window", "flexible"]).optional(),
    acceptance: share.optional().meta({ description: "Of those asked, who says yes: no record has it" }),
    target: z
      .strictObject({ share, withinS: z.number().min(1).max(3_600) })
      .optional()
      .meta({ description: "Left out: that of the skills of the same names, else 80 % in 20 s" }),
  })
  .meta({ id: "WhatIfChoice" });
export type WhatIfChoice = z.output<typeof choiceAsked>;

export const reportFileQuery = z.strictObject({ language: z.enum(["es", "en"]).default("es") });

const value = z.number().nullable();
const measures = z
  .object(
    Object.fromEntries(measureNames.map((name) => [name, value])) as Record<
      (typeof measureNames)[number],
      typeof value
    >,
  )
  .meta({ id: "Measures", description: "Shares from 0 to 1, times in seconds; null: of nobody" });
export const difference = z.object({ value, low: value, high: value });
export const sentenceAnswer = z.object({ es: z.string(), en: z.string() });

export const whatIfResult = z
  .object({
    record: measures.meta({ description: "As it happened" }),
    model: measures.meta({ description: "The same days lived through without smart wait" }),
    with: measures.meta({ description: "And with it" }),
    difference: z
      .object(
        Object.fromEntries(measureNames.map((name) => [name, difference])) as Record<
          (typeof measureNames)[number],
          typeof difference
        >,
      )
      .meta({ description: "With less without, and its 95 % interval" }),
    doubts: z.array(sentenceAnswer).meta({ description: "Nothing may be concluded where there are any" }),
    notes: z.array(sentenceAnswer).meta({ description: "What of the file was left out" }),
    days: z.array(z.object({ date: z.iso.date(), model: measures, with: measures })),
  })
  .meta({ id: "WhatIfResult" });
export type WhatIfResult = z.input<typeof whatIfResult>;

export const whatIfJob = z
  .object({
    id,
    name: z.string(),
    bytes: count,
    received: count,
    state: z.enum(["uploading", "ready", "running", "failed"]).meta({
      description: "ready: the record is whole; a result is there once it was run",
    }),
    progress: share
      .nullable()
      .meta({ description: "Of a run that goes on; null before anything was lived through" }),
    choice: choiceAsked.nullable().meta({ description: "Of the run that goes on, or of the result" }),
    result: whatIfResult.nullable(),
    problem: sentenceAnswer.nullable().meta({ description: "Why it failed" }),
    hasRecord: z.boolean().meta({ description: "The record is deleted an hour after it was used last" }),
  })
  .meta({ id: "WhatIfJob" });
export type WhatIfJob = z.input<typeof whatIfJob>;

export const whatIfJobs = z
  .object({
    job: whatIfJob.nullable().meta({ description: "The job of the user who asks, in this operation" }),
  })
  .meta({ id: "WhatIf" });
