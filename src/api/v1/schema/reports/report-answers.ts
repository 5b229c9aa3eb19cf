import { z } from "zod";
import { callbackStatuses } from "../../../../words/reasons/callback-reasons.ts";
import { liftRow } from "../answers.ts";
import { skillParameter } from "../asked.ts";
import { askedMoment, moment } from "../moments.ts";
import { count, maybeMoment, share, skillRef } from "../values.ts";

/** What reports are asked, and what they answer. */

const range = {
  from: askedMoment.meta({ description: "Of calls that arrived then or later" }),
  to: askedMoment.meta({ description: "Of calls that arrived earlier; at most 31 days after `from`" }),
  skill: skillParameter,
};
const by = z.enum(["hour", "day", "weekday"]).optional();

export const rangeQuery = z.strictObject(range);
export const groupedQuery = z.strictObject({ ...range, by });

/** Of a treated call: its callback's, or `NO` where it has none. */
export const treatedStatuses = [
  "NO",
  ...(Object.keys(callbackStatuses) as (keyof typeof callbackStatuses)[]),
] as const;

const chosen = {
  status: z
    .string()
    .max(60)
    .optional()
    .meta({
      description: `Only calls with one of these, with commas between them: ${treatedStatuses.join(", ")}`,
    }),
  by,
  group: z.string().max(20).optional().meta({
    description: "With `by`: only calls of this hour, day or weekday, as rows of reports have them",
  }),
};

export const diagram3Query = z.strictObject({
  ...range,
  ...chosen,
  limit: z.coerce.number().int().min(0).max(10_000).default(500),
});

export const exportPath = z.strictObject({ report: z.enum(["smart-wait", "diagram-2", "diagram-3"]) });
export const exportQuery = z.strictObject({
  ...range,
  ...chosen,
  format: z.enum(["xlsx", "csv"]).default("xlsx"),
  language: z.enum(["es", "en"]).default("es"),
});

const points = z.number().nullable();

const diagram2RowAnswer = z
  .object({
    skill: skillRef,
    group: z.string().nullable().meta({ description: "As in the smart-wait report; null without `by`" }),
    treatment: count,
    customerSayNo: count,
    customerSayYes: count,
    recallFail: count,
    recallOk: count,
    serviceLevelUp: points.meta({
      description: "Percentage points; null where it is not known, and of a part of the range",
    }),
  })
  .meta({
    id: "Diagram2Row",
    description: "What the compatible diagram_2 counts, also by hour, day or weekday",
  });
export type Diagram2Row = z.input<typeof diagram2RowAnswer>;

export const diagram2Report = z
  .object({ from: moment, to: moment, rows: z.array(diagram2RowAnswer) })
  .meta({ id: "Diagram2Report" });

const seconds = count.nullable();

const diagram3Row = z
  .object({
    skill: skillRef,
    arrivedAt: moment,
    lastDialledAt: maybeMoment,
    status: z.enum(treatedStatuses).meta({ description: "NO: without a callback" }),
    attempts: count,
    callerNumber: z
      .string()
      .meta({ description: "Masked for those who may not see numbers; empty: withheld" }),
    numberToCall: z.string(),
    betweenS: seconds.meta({ description: "From the arrival to the last attempt" }),
    lastsS: seconds.meta({ description: "From the arrival to the end" }),
    connectedS: seconds.meta({ description: "Of all attempts, with the phone picked up" }),
  })
  .meta({ id: "Diagram3Row", description: "A treated call, with what the compatible diagram_3 says of it" });
export type Diagram3Row = z.input<typeof diagram3Row>;

const diagram3Group = z.object({
  group: z.string().nullable(),
  byStatus: z.record(z.string(), count),
});

export const diagram3Report = z
  .object({
    from: moment,
    to: moment,
    total: count.meta({ description: "Calls that were asked for; `rows` has the first of them" }),
    groups: z.array(diagram3Group).meta({ description: "All of them counted, by `by`" }),
    rows: z.array(diagram3Row),
  })
  .meta({ id: "Diagram3Report" });

const levelRow = z
  .object({
    skill: skillRef,
    target: z.object({ share, withinMs: count }),
    offered: count.meta({ description: "Calls that arrived" }),
    strict: share
      .nullable()
      .meta({ description: "With an agent within the target's time of arriving, of all" }),
    live: share.nullable().meta({ description: "The same, without those who asked for a return call" }),
    promise: share.nullable().meta({
      description: "So, or called back as promised and then with an agent within that time, of all",
    }),
    differ: z.boolean().meta({ description: "Whether two of them are more than five points apart" }),
  })
  .meta({ id: "ServiceLevels", description: "The service level of a skill, by three definitions" });
export type LevelRow = z.input<typeof levelRow>;

export const levelReport = z
  .object({ from: moment, to: moment, rows: z.array(levelRow) })
  .meta({ id: "ServiceLevelReport" });

export const liftDays = z
  .object({
    from: moment,
    to: moment,
    rows: z.array(
      z.object({
        lift: liftRow,
        days: z
          .array(z.object({ day: z.iso.date(), promise: points, strict: points, live: points }))
          .meta({ description: "Each local day of the range on which a lift is estimated" }),
      }),
    ),
  })
  .meta({ id: "LiftReport" });
