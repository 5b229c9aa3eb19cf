import { z } from "zod";
import { difference, sentenceAnswer, whatIfResult } from "../../v1/schema/what-if/what-if-answers.ts";
import { type AccountForm, ofOperation } from "../account-form.ts";

const words = z.object({ written: z.string(), byDefault: z.string(), meaning: z.string() });
const texts = z.record(z.string().max(100), z.string().max(1_000));
const why = z.string().trim().min(1).max(500);

const settingsAnswer = z.object({
  rules: z.enum(["file", "page"]),
  file: z.string().nullable(),
  version: z.number(),
  mayChange: z.boolean(),
  skills: z.array(z.object({ id: z.number(), name: z.string(), values: texts })),
  keys: z.array(z.object({ key: z.string(), es: words, en: words })),
  versions: z.array(
    z.object({
      version: z.number(),
      at: z.string(),
      /** `null`: it came with the file. */
      author: z.string().nullable(),
      why: z.string().nullable(),
      changes: z.array(
        z.object({ skill: z.string(), setting: z.string(), from: z.string(), to: z.string() }),
      ),
    }),
  ),
});
export type SettingsAnswer = z.infer<typeof settingsAnswer>;

const previewAnswer = z.object({
  /** The settings that it was asked of, and the values that were proposed for a skill. */
  version: z.number(),
  skill: z.number(),
  values: texts,
  isRunning: z.boolean(),
  /** From 0 to 1; `null` before anything was replayed. */
  progress: z.number().nullable(),
  /** Of the skill: `model` is last week by the settings as they are, `with` as they were proposed. */
  found: whatIfResult
    .extend({
      /** Of those asked, who says yes in both, from 0 to 1. */
      accepts: z.number(),
      /** By how much the level of all skills together changes. */
      ofAll: difference,
    })
    .nullable(),
  problem: sentenceAnswer.nullable(),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

export const previewForm = {
  method: "GET",
  path: "/v1/settings/preview",
  of: "signed-in",
  query: ofOperation,
} as const satisfies AccountForm;

export const beginPreviewForm = {
  method: "POST",
  path: "/v1/settings/skills/{id}/preview",
  of: "signed-in",
  query: ofOperation,
  body: z.strictObject({ version: z.number().int(), values: texts }),
} as const satisfies AccountForm;

export const endPreviewForm = {
  method: "DELETE",
  path: "/v1/settings/preview",
  of: "signed-in",
  query: ofOperation,
} as const satisfies AccountForm;

export const settingsForm = {
  method: "GET",
  path: "/v1/settings",
  of: "signed-in",
  query: ofOperation,
} as const satisfies AccountForm;

export const changeSettingsForm = {
  method: "POST",
  path: "/v1/settings/skills/{id}",
  of: "signed-in",
  query: ofOperation,
  /** `version`: the one that was looked at. */
  body: z.strictObject({ version: z.number().int(), why, values: texts }),
} as const satisfies AccountForm;

export const restoreSettingsForm = {
  method: "POST",
  path: "/v1/settings/restore",
  of: "signed-in",
  query: ofOperation,
  body: z.strictObject({ version: z.number().int(), why, to: z.number().int() }),
} as const satisfies AccountForm;
