import { z } from "zod";
import { tokenScopes } from "../../journal/port/registry.ts";
import type { AccountForm } from "./account-form.ts";

const tokenAnswer = z.object({
  id: z.string(),
  operation: z.number(),
  label: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  masksNumbers: z.boolean(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** To the minute. */
  lastUsedAt: z.string().nullable(),
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

export const tokensForm = {
  method: "GET",
  path: "/v1/tokens",
  of: "administrators",
} as const satisfies AccountForm;

export const addTokenForm = {
  method: "POST",
  path: "/v1/tokens",
  of: "administrators",
  body: z.strictObject({
    operation: z.union([z.string().max(200), z.number().int().transform(String)]).optional(),
    label: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(tokenScopes)).min(1),
    masksNumbers: z.boolean().default(true),
    /** `null`: it never expires. */
    expiresInDays: z.number().int().min(1).max(3_650).nullable().default(null),
  }),
} as const satisfies AccountForm;

export const revokeTokenForm = {
  method: "DELETE",
  path: "/v1/tokens/{id}",
  of: "administrators",
} as const satisfies AccountForm;
