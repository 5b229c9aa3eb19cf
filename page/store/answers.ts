/** What `/v1` answers, by the schemas that the server checks and describes it with; only types come over. */
import type { z } from "zod";
import type { SkillCallers } from "../../src/api/v1/callers.ts";
import type {
  LiftRow,
  SmartWaitReport,
  SmartWaitRowAnswer,
  V1Skill,
} from "../../src/api/v1/schema/answers.ts";
import type { decision, ordered, orderedAll, storyAnswer } from "../../src/api/v1/schema/callback-answers.ts";
import type {
  diagram2Report,
  diagram3Report,
  levelReport,
  liftDays,
} from "../../src/api/v1/schema/reports/report-answers.ts";
import type { ShownMember } from "../../src/journal/rows/callback-members.ts";

export type { LiftRow, SmartWaitReport, SmartWaitRowAnswer, V1Skill };

type Members = typeof import("../../src/journal/rows/callback-members.ts").callbackMembers;
type Value<name extends ShownMember> = Members[name]["kind"] extends "count" | "length"
  ? number
  : Members[name]["kind"] extends "flag"
    ? boolean
    : Members[name]["kind"] extends "skill"
      ? { readonly id: number; readonly name: string }
      : string;

/** A callback; moments are text with their offset. */
export type CallbackAnswer = {
  readonly [name in ShownMember]: Value<name> | (Members[name] extends { nullable: true } ? null : never);
};

/** Somebody who waits on the phone; moments are text. */
export type CallerAnswer = SkillCallers["callers"][number];

export type DecisionAnswer = z.input<typeof decision>;
export type StoryAnswer = Omit<z.input<typeof storyAnswer>, "callback"> & {
  readonly callback: CallbackAnswer;
};
/** `callback`, which is not read, is left out. */
export type OrderedCallback = Omit<z.input<typeof ordered>, "callback">;
export type OrderedAll = {
  readonly results: readonly (Omit<z.input<typeof orderedAll>["results"][number], "callback"> & {
    readonly callback: CallbackAnswer | null;
  })[];
};
export type { RecentAnswer } from "../../src/api/v1/schema/recent-answers.ts";
export type { Diagram2Row, Diagram3Row, LevelRow } from "../../src/api/v1/schema/reports/report-answers.ts";
export type Diagram2Report = z.input<typeof diagram2Report>;
export type Diagram3Report = z.input<typeof diagram3Report>;
export type LevelReport = z.input<typeof levelReport>;
export type LiftReport = z.input<typeof liftDays>;
export type {
  WhatIfChoice,
  WhatIfJob,
  WhatIfResult,
} from "../../src/api/v1/schema/what-if/what-if-answers.ts";
