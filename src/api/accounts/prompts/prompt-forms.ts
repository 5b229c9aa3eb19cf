import { z } from "zod";
import { type AccountForm, ofOperation } from "../account-form.ts";

const promptsAnswer = z.object({
  /** `folder`: they can be replaced; `asterisk`: Espera's own are shown, those that callers hear are not seen. */
  place: z.enum(["folder", "asterisk", "simulated"]),
  /** As Espera sees it. */
  folder: z.string().nullable(),
  languages: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      isUnread: z.boolean(),
      prompts: z.array(
        z.object({
          id: z.string(),
          text: z.string(),
          /** `null`: there is no usable sound, and callers hear nothing. */
          lengthMs: z.number().nullable(),
          /** `null`: it is Espera's own. */
          replacedAt: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type PromptsAnswer = z.infer<typeof promptsAnswer>;

export const promptsForm = {
  method: "GET",
  path: "/v1/prompts",
  of: "signed-in",
  query: ofOperation,
} as const satisfies AccountForm;

export const promptForm = {
  method: "GET",
  path: "/v1/prompts/{id}/{language}",
  of: "signed-in",
  query: ofOperation,
  sends: "audio/wav",
} as const satisfies AccountForm;

export const replacePromptForm = {
  method: "PUT",
  path: "/v1/prompts/{id}/{language}",
  of: "signed-in",
  query: ofOperation,
  /** Room for one that is much too long, so that the answer can say so. */
  raw: { mediaType: "audio/wav", mostBytes: 2 * 1024 * 1024 },
} as const satisfies AccountForm;

export const bringBackPromptForm = {
  method: "DELETE",
  path: "/v1/prompts/{id}/{language}",
  of: "signed-in",
  query: ofOperation,
} as const satisfies AccountForm;
