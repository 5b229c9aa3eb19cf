import { z } from "zod";
import { type MemberKind, type ToldCallback, toldCallbackOf } from "../journal/rows/callback-members.ts";
import { callbackStatuses } from "../words/callback-reasons.ts";

/**
 * What is asked and answered on the control channel. Times are epoch ms. Reasons are codes of the catalogue in
 * `reports/reasons.ts`; they are text here, so that a client reads what a newer server says.
 */

const time = z.number();
const maybeTime = time.nullable();
const skill = z.object({ id: z.number(), name: z.string() });

const schemaOf: Readonly<Record<MemberKind, z.ZodType>> = {
  text: z.string(),
  phone: z.string(),
  flag: z.boolean(),
  count: z.number(),
  moment: time,
  length: z.number(),
  skill,
};

/** One callback in a list; `number` has its last digits, or all of them where they were asked for. */
export const callbackEntry = z.object(
  toldCallbackOf((_, { kind, nullable }) => (nullable ? schemaOf[kind].nullable() : schemaOf[kind])),
) as unknown as z.ZodType<CallbackEntry>;
export type CallbackEntry = ToldCallback;

const ofOperation = {
  operation: z.string(),
  /** IANA name: in which a person reads the times. */
  timeZone: z.string(),
};

export const callbackList = z.object({
  ...ofOperation,
  callbacks: z.array(callbackEntry),
  /** What `after` is to be for the next page; `null` after the last. */
  next: z.string().nullable(),
});
export type CallbackList = z.infer<typeof callbackList>;

/** One callback with all that was decided and done about it, each list in the order of time. */
export const callbackDetails = z.object({
  ...ofOperation,
  callback: callbackEntry,
  call: z
    .object({
      questionAt: maybeTime,
      choice: z.string().nullable(),
      choiceSource: z.string().nullable(),
      choiceAt: maybeTime,
      consentPrompt: z.string().nullable(),
      consentKey: z.string().nullable(),
    })
    .nullable(),
  decisions: z.array(
    z.object({
      at: time,
      kind: z.string(),
      decision: z.string(),
      reason: z.string(),
      inputs: z.record(z.string(), z.unknown()),
    }),
  ),
  attempts: z.array(
    z.object({
      n: z.number(),
      dialledAt: time,
      answeredAt: maybeTime,
      confirmedAt: maybeTime,
      inLineAt: maybeTime,
      joinedAt: maybeTime,
      endedAt: maybeTime,
      agent: z.string().nullable(),
      agentName: z.string().nullable(),
      result: z.string().nullable(),
      talkEndedAt: maybeTime,
      talkLost: z.boolean(),
      secondWaitMs: z.number().nullable(),
    }),
  ),
  orders: z.array(
    z.object({
      at: time,
      act: z.enum(["cancel", "move", "call-now"]),
      notBefore: maybeTime,
      skill: skill.nullable(),
      author: z.string(),
      why: z.string(),
      outcome: z.string(),
    }),
  ),
});
export type CallbackDetails = z.infer<typeof callbackDetails>;

/** The skills of an operation: by which mode each runs, since when and why, and who is in its line. */
export const skillList = z.object({
  ...ofOperation,
  at: time,
  skills: z.array(
    z.object({
      ...skill.shape,
      smartWait: z.enum(["off", "shadow", "auto", "on"]),
      /** When its mode was set to that, unbroken since, or smart wait switched itself in mode `auto`; `null`: not known. */
      since: maybeTime,
      /** The probability that the running half hour ends below the target; `null`: not known. */
      risk: z.number().nullable(),
      /** A code of the `skill` reasons. */
      why: z.string(),
      /** Callers who wait on the phone, agents free and logged in; `null` where the operation does not run. */
      waiting: z.number().nullable(),
      freeAgents: z.number().nullable(),
      agents: z.number().nullable(),
      /** Callbacks that wait to be called, and those that are being called. */
      callbacks: z.number(),
      returning: z.number(),
    }),
  ),
});
export type SkillList = z.infer<typeof skillList>;

/** The newest calls of an operation, to choose one by its id. */
export const callList = z.object({
  ...ofOperation,
  calls: z.array(
    z.object({
      id: z.string(),
      skill,
      arrivedAt: time,
      /** Its last digits, or all of them where they were asked for; `null`: withheld, or the person was erased. */
      number: z.string().nullable(),
      choice: z.string().nullable(),
      outcome: z.string().nullable(),
      /** A code of the `offer` reasons; `null`: nobody decided on it. */
      offerReason: z.string().nullable(),
    }),
  ),
});
export type CallList = z.infer<typeof callList>;

/** A call with all that was decided on it; `callback` where it registered one. */
export const callDetails = z.object({
  ...ofOperation,
  call: z.object({
    id: z.string(),
    skill,
    arrivedAt: time,
    questionAt: maybeTime,
    choice: z.string().nullable(),
    choiceSource: z.string().nullable(),
    choiceAt: maybeTime,
    answeredAt: maybeTime,
    agent: z.string().nullable(),
    endedAt: maybeTime,
    outcome: z.string().nullable(),
  }),
  decisions: callbackDetails.shape.decisions,
  callback: callbackDetails.nullable(),
});
export type CallDetails = z.infer<typeof callDetails>;

const operation = z.string().optional();

export const skillQuery = z.strictObject({ operation });
export type SkillQuery = z.infer<typeof skillQuery>;

export const callQuery = z.strictObject({
  operation,
  /** By its name or its number. */
  skill: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(20),
  numbers: z.stringbool().default(false),
});
export type CallQuery = z.infer<typeof callQuery>;

/** Which callbacks; `operation`: the only one there is. */
export const callbackQuery = z.strictObject({
  operation,
  /** By its name or its number. */
  skill: z.string().optional(),
  status: z
    .enum(["open", "all", ...(Object.keys(callbackStatuses) as (keyof typeof callbackStatuses)[])])
    .default("open"),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  numbers: z.stringbool().default(false),
});
export type CallbackQuery = z.infer<typeof callbackQuery>;

/** Also of one call. */
export const oneCallbackQuery = z.strictObject({ operation, numbers: z.stringbool().default(false) });
export type OneCallbackQuery = z.infer<typeof oneCallbackQuery>;

const responsible = {
  operation,
  /** Who orders it. */
  author: z.string().trim().min(1).max(200),
  /** Kept in the journal for ever: names and numbers of customers do not belong in it. */
  why: z.string().trim().min(1).max(500),
};

/** `YYYY-MM-DD HH:MM`, local to the operation. */
export const localMinute = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d$/, "a time is wanted, like 2026-11-23 10:30");

export const orderBody = z.strictObject(responsible);

/** To a time, or to the end of another skill's line, named or numbered, or both. */
export const moveBody = z
  .strictObject({ ...responsible, to: localMinute.optional(), skill: z.string().optional() })
  .refine(({ to, skill }) => to !== undefined || skill !== undefined, "a time or a skill is wanted");

/** What became of an order, by its code and in words. */
export const orderAnswer = z.object({ outcome: z.string(), es: z.string(), en: z.string() });
export type OrderAnswer = z.infer<typeof orderAnswer>;

/** What a reload changed, value by value as text; `null` for `skill`: it is the operation's. */
export const reloaded = z.object({
  operations: z.array(
    z.object({
      name: z.string(),
      changes: z.array(
        z.object({ skill: z.string().nullable(), setting: z.string(), from: z.string(), to: z.string() }),
      ),
      /** Its exchange is configured otherwise than it was started. */
      needsRestart: z.boolean(),
    }),
  ),
  /** Names of operations that came or went. */
  needRestart: z.array(z.string()),
});
export type Reloaded = z.infer<typeof reloaded>;

/** The server stops; `pid` is its process. */
export const stopping = z.object({ pid: z.number() });

/** `byMs`: by how much the clock that is believed now differs from before; 0: nothing was suspect. */
export const clockAccepted = z.object({ byMs: z.number(), now: time });
export type ClockAccepted = z.infer<typeof clockAccepted>;

export const personBody = z.strictObject({ operation, number: z.string().trim().min(1).max(60) });
export type PersonBody = z.infer<typeof personBody>;

/** All that is held of a person in one operation, with times as text: what there is, `journal/stories.ts` says. */
export const personExport = z.object({
  ...ofOperation,
  held: z.array(z.looseObject({ number: z.string() })),
});

/**
 * `people`: how often the number was kept; 0 only where `clean` is false. `names`: recordings deleted. `clean`: no file of the journal holds the
 * number any more; else another process kept reading it, and erasing again tries once more.
 */
export const erasureAnswer = z.object({
  operation: z.string(),
  people: z.number(),
  names: z.number(),
  clean: z.boolean(),
});
export type ErasureAnswer = z.infer<typeof erasureAnswer>;
