import { z } from "zod";
import { DOUBTS } from "../../../lift/verdict.ts";
import { orderOutcomes } from "../../../words/reasons/order-outcomes.ts";
import { moment } from "./moments.ts";
import { count, maybeMoment, milliseconds, share, silentSince, skillRef } from "./values.ts";

/**
 * What the native API answers: the one source of its types and its description. Codes of reasons are text: a client of
 * today reads what a newer Espera says.
 */

const skillNow = z
  .object({
    id: z.number().int(),
    name: z.string(),
    target: z
      .object({ share: z.number(), withinMs: z.number() })
      .meta({ description: "The service level to be reached: this share of calls answered in this time" }),
    smartWait: z.enum(["off", "shadow", "auto", "on"]),
    modeSince: maybeMoment.meta({
      description: "Since when smartWait is what it is, unbroken; null: not known",
    }),
    offerAfterMs: milliseconds.meta({
      description: "Callers are offered a return call whose predicted wait exceeds this",
    }),
    why: z.string().meta({ description: "Why callers are offered a return call now, or are not: a code" }),
    openCallbacks: count.meta({ description: "Callbacks in its line, whether the operation runs or not" }),
    line: z
      .object({
        live: count.meta({ description: "Callers who wait on the phone" }),
        callbacks: count.meta({ description: "Callbacks that keep a place" }),
        returning: count.meta({ description: "Return calls under way" }),
      })
      .nullable()
      .meta({ description: "null while the operation does not run, or does not answer" }),
    freeAgents: count.nullable(),
    agents: z
      .object({ free: count, ringing: count, busy: count, wrapUp: count, paused: count })
      .nullable()
      .meta({ description: "Agents logged in, by what they do" }),
    outlook: z
      .object({
        risk: share.meta({ description: "The probability that the half hour ends below the target" }),
        level: share
          .nullable()
          .meta({ description: "Answered within the target so far; null: of nobody yet" }),
        offered: count.meta({ description: "Callers of the half hour so far" }),
        asOf: moment,
      })
      .nullable()
      .meta({
        description:
          "What the running half hour is expected to come to, of skills in mode auto or shadow; null: not known",
      }),
    auto: z
      .object({
        offers: z.boolean().meta({ description: "Whether smart wait is on" }),
        rule: z.string().meta({ description: "A code: at-risk, nobody-there, risk-low, outlook-stale" }),
        since: maybeMoment.meta({ description: "When it switched last; null: never" }),
        risk: share.nullable(),
        threshold: share.meta({
          description: "On above this risk where it is off, off below it where it is on",
        }),
      })
      .nullable()
      .meta({ description: "What smart wait does by itself, in mode auto" }),
    holdOut: z
      .object({
        rate: z.number().meta({ description: "0 to 1; 0 where the skill has none" }),
        heldOut: count.meta({ description: "Callers who did not get it on purpose, each once a day" }),
      })
      .nullable()
      .meta({ description: "The share of eligible callers who are not asked, at random" }),
    today: z
      .object({ offered: count, answeredWithin: count })
      .nullable()
      .meta({ description: "Calls since local midnight, and those of them answered within the target" }),
  })
  .meta({ id: "Skill" });
export type V1Skill = z.input<typeof skillNow>;

export const skillList = z
  .object({
    operation: z.string(),
    timeZone: z.string().meta({ description: "IANA name of the zone that the operation lives by" }),
    simulated: z.boolean().meta({ description: "Whether its calls are simulated" }),
    at: moment,
    silentSince,
    skills: z.array(skillNow),
  })
  .meta({ id: "Skills" });

const byCode = z.record(z.string(), count);

const smartWaitRow = z
  .object({
    skill: skillRef,
    group: z.string().nullable().meta({
      description:
        "The local hour (2026-11-23T10), day (2026-11-23) or weekday (1 Monday to 7 Sunday) of arrival, or the class of the caller (empty: none); null without `by`",
    }),
    treatments: count.meta({ description: "Calls to which the question was played" }),
    yes: count,
    no: count,
    silent: count.meta({ description: "Neither yes nor no; those who hung up among them" }),
    hungUp: count.meta({ description: "Silent callers who hung up during the question" }),
    undecided: count.meta({ description: "Being asked" }),
    heldOut: count.meta({
      description: "Calls from which the offer was withheld at random, so that its effect can be measured",
    }),
    callbacks: z.object({
      registered: count,
      byStatus: byCode.meta({ description: "YES: open" }),
      failedBy: byCode.meta({ description: "Of FAIL and NO USER: how many ended for each reason" }),
    }),
    attempts: z.object({
      made: count.meta({ description: "Those that went out to the phones" }),
      byResult: byCode.meta({ description: "Of those made: how many ended with each result" }),
      underWay: count,
      withheld: count.meta({
        description: "Kept from the phones by a last look at the rules: neither made nor a promise kept",
      }),
    }),
    promises: z
      .object({
        kept: count,
        late: count,
        pending: count,
        notNeeded: count,
        calledEarly: count.meta({ description: "Of those kept: called before the promised span began" }),
      })
      .meta({
        description:
          "kept: the first attempt was made in time; not needed: the callback ended before it was due, without an attempt",
      }),
    secondWait: z
      .object({
        confirmed: count.meta({ description: "Attempts in which the customer pressed 1" }),
        answered: count,
        hungUp: count,
        underWay: count,
        endedOtherwise: count.meta({
          description: "Turned away by the queue, taken back, or nobody heard how: none of these is a wait",
        }),
        medianMs: milliseconds.nullable(),
        p90Ms: milliseconds.nullable().meta({ description: "Nine in ten waited no longer" }),
      })
      .meta({
        description:
          "From key 1 to the agent's answer, or to hanging up; exact for the range, of those answered and those who hung up",
      }),
    overtakes: z
      .object({ whileDialled: count, whileHeldBack: count })
      .meta({ description: "Callers who arrived later and were rung first" }),
  })
  .meta({ id: "SmartWaitRow" });
export type SmartWaitRowAnswer = z.input<typeof smartWaitRow>;

const points = z.number().nullable().meta({ description: "Percentage points; null: not known" });
const byDefinition = <Of extends z.ZodType>(of: Of) => z.object({ promise: of, strict: of, live: of });

export const liftRow = z
  .object({
    skill: skillRef,
    serviceLevelUp: byDefinition(points).meta({
      description:
        "Of the calls of the range: the level that happened, by three definitions, less the one without smart wait",
    }),
    conclusive: z.boolean(),
    doubts: z.array(z.enum(DOUBTS)).meta({ description: "Why nothing may be concluded" }),
    conclusion: z
      .object({ es: z.string(), en: z.string() })
      .meta({ description: "What may be concluded from the days that were measured together" }),
    measured: z
      .object({
        from: moment,
        to: moment,
        method: z.int().meta({ description: "Version of the method" }),
        days: count.meta({ description: "Days with an offer or a held-out caller" }),
        heldOut: count,
        validationErrorPoints: z
          .number()
          .meta({ description: "The level that happened less that of the model, by promise" }),
        redials: z.object({ gaveUp: count, calledAgain: count }).nullable().meta({
          description:
            "Of callers who gave up and are known, how many called again within the hour; null: not counted yet",
        }),
        lift: byDefinition(z.object({ value: points, low: points, high: points })).meta({
          description: "With its 95 % interval; null where too few were held out",
        }),
        bounds: byDefinition(z.object({ low: z.number(), high: z.number() })).meta({
          description: "If those who accepted had left at once, or never",
        }),
      })
      .nullable()
      .meta({ description: "The newest days together; null: not measured yet" }),
  })
  .meta({ id: "Lift", description: "By how much the service level rose" });
export type LiftRow = z.input<typeof liftRow>;

export const smartWaitReport = z
  .object({
    from: moment,
    to: moment,
    rows: z.array(smartWaitRow),
    lift: z.array(liftRow).meta({ description: "By skill, whatever the rows are grouped by" }),
    cursor: z
      .string()
      .meta({ description: "What `changedSince` is to be to ask for what changes from now on" }),
  })
  .meta({ id: "SmartWaitReport" });
export type SmartWaitReport = z.input<typeof smartWaitReport>;

export const uploaded = z
  .object({
    calls: count,
    digest: z.string().meta({ description: "SHA-256 of the upload's content, by which it is known again" }),
    known: z
      .boolean()
      .meta({ description: "The same content, or all of its calls, came before: nothing was added" }),
    knownCalls: count.meta({
      description: "Of the calls those that the operation had before: they are counted once",
    }),
  })
  .meta({ id: "Uploaded" });

export const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: "Stable; see the list of faults" }),
    detail: z.string(),
    outcome: z
      .string()
      .optional()
      .meta({ description: `Of an order that is refused: ${Object.keys(orderOutcomes).join(", ")}` }),
    es: z.string().meta({ description: "What to tell a person, in Spanish" }),
    en: z.string().meta({ description: "The same in English" }),
    errors: z
      .array(z.object({ line: z.number().int(), reason: z.string() }))
      .optional()
      .meta({ description: "Of an upload: records by their line, or their place in the list, from 1" }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });
