import { z } from "zod";
import { actsOfKind, roles } from "../../journal/accounts.ts";
import type { AccountForm } from "./account-form.ts";
import { nodesForm } from "./nodes/node-forms.ts";
import { bringBackPromptForm, promptForm, promptsForm, replacePromptForm } from "./prompts/prompt-forms.ts";
import { backFromProviderForm, goToProviderForm, waysForm } from "./provider-forms.ts";
import {
  beginPreviewForm,
  changeSettingsForm,
  endPreviewForm,
  previewForm,
  restoreSettingsForm,
  settingsForm,
} from "./settings/settings-forms.ts";
import { addTokenForm, revokeTokenForm, tokensForm } from "./token-forms.ts";

const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((text) => !/\p{C}/u.test(text), "letters, digits and signs are wanted");
/** Longer ones are refused by the rule for their length, with its own sentence. */
const password = z.string().max(1_000);
const key = z.string().min(1).max(200);
const moment = z.string();

const operation = z.union([z.string().max(200), z.number().int().transform(String)]);
const skills = z.array(operation).max(1_000);
const language = z.enum(["es", "en"]);

export const signedIn = z.object({
  user: z.string(),
  role: z.enum(roles),
  /** What the session may do, as the scopes of tokens. */
  rights: z.array(z.string()),
  operations: z.array(
    z.object({ id: z.number(), name: z.string(), timeZone: z.string(), simulated: z.boolean() }),
  ),
  /** Their numbers; `null`: all of the operation. */
  skills: z.array(z.number()).nullable(),
  maySeeNumbers: z.boolean(),
  /** Whether they may change users, displays and tokens. */
  administers: z.boolean(),
  language,
  /** When it ends if nothing is asked from now on; `null`: it lasts. */
  idleEndsAt: moment.nullable(),
  endsAt: moment.nullable(),
});
export type SignedIn = z.infer<typeof signedIn>;

const userAnswer = z.object({
  id: z.number(),
  name: z.string(),
  role: z.enum(roles),
  operation: z.number().nullable(),
  skills: z.array(z.number()).nullable(),
  maySeeNumbers: z.boolean(),
  language,
  /** Whether they can sign in by a password. */
  hasPassword: z.boolean(),
  /** Whether the company's own sign-in knows them, and says each time what role they have. */
  isFromProvider: z.boolean(),
  createdAt: moment,
});
export type UserAnswer = z.infer<typeof userAnswer>;

const sessionAnswer = z.object({
  id: z.string(),
  user: z.string(),
  role: z.enum(roles),
  beganAt: moment,
  usedAt: moment,
  endsAt: moment.nullable(),
  address: z.string(),
  browser: z.string(),
  /** Whether it is the one that asks. */
  isThis: z.boolean(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

const auditAnswer = z.object({
  id: z.number(),
  at: moment,
  act: z.enum(Object.values(actsOfKind).flat()),
  user: z.string().nullable(),
  session: z.string().nullable(),
  address: z.string().nullable(),
  operation: z.number().nullable(),
  subject: z.string(),
  detail: z.string(),
});
export type AuditAnswer = z.infer<typeof auditAnswer>;

const chosen = {
  operation: operation.nullish(),
  skills: skills.nullish(),
  maySeeNumbers: z.boolean().optional(),
  language: language.optional(),
};

export const signInForm = {
  method: "POST",
  path: "/v1/session",
  of: "anybody",
  body: z.strictObject({ name: z.string().max(200), password }),
} as const satisfies AccountForm;

export const linkForm = {
  method: "POST",
  path: "/v1/session/link",
  of: "anybody",
  body: z.strictObject({ key }),
} as const satisfies AccountForm;

export const whoForm = { method: "GET", path: "/v1/session", of: "signed-in" } as const satisfies AccountForm;

export const signOutForm = {
  method: "DELETE",
  path: "/v1/session",
  of: "signed-in",
} as const satisfies AccountForm;

export const passwordForm = {
  method: "POST",
  path: "/v1/session/password",
  of: "signed-in",
  body: z.strictObject({ password, newPassword: password }),
} as const satisfies AccountForm;

export const sessionsForm = {
  method: "GET",
  path: "/v1/sessions",
  of: "signed-in",
} as const satisfies AccountForm;

export const endSessionForm = {
  method: "DELETE",
  path: "/v1/sessions/{id}",
  of: "signed-in",
} as const satisfies AccountForm;

export const usersForm = {
  method: "GET",
  path: "/v1/users",
  of: "administrators",
} as const satisfies AccountForm;

export const addUserForm = {
  method: "POST",
  path: "/v1/users",
  of: "administrators",
  body: z.strictObject({ name, role: z.enum(roles), password: password.optional(), ...chosen }),
} as const satisfies AccountForm;

export const changeUserForm = {
  method: "POST",
  path: "/v1/users/{id}",
  of: "administrators",
  body: z.strictObject({ role: z.enum(roles).optional(), password: password.optional(), ...chosen }),
} as const satisfies AccountForm;

export const removeUserForm = {
  method: "DELETE",
  path: "/v1/users/{id}",
  of: "administrators",
} as const satisfies AccountForm;

export const userLinkForm = {
  method: "POST",
  path: "/v1/users/{id}/link",
  of: "administrators",
} as const satisfies AccountForm;

export const auditForm = {
  method: "GET",
  path: "/v1/audit",
  of: "administrators",
  // The page names the operation that it shows, here too.
  query: z.object({
    /** `next` of the page before. */
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
    /** What was done; left out: all. */
    of: z.enum(Object.keys(actsOfKind) as (keyof typeof actsOfKind)[]).optional(),
  }),
} as const satisfies AccountForm;

export const showCodeForm = {
  method: "POST",
  path: "/v1/displays",
  of: "anybody",
} as const satisfies AccountForm;

export const claimForm = {
  method: "POST",
  path: "/v1/displays/claim",
  of: "anybody",
  body: z.strictObject({ key }),
} as const satisfies AccountForm;

export const acceptForm = {
  method: "POST",
  path: "/v1/displays/accept",
  of: "administrators",
  body: z.strictObject({
    code: z.string().min(1).max(20),
    name,
    operation: operation.optional(),
    skills: skills.optional(),
    language: language.optional(),
  }),
} as const satisfies AccountForm;

export const accountForms: readonly AccountForm[] = [
  signInForm,
  linkForm,
  waysForm,
  goToProviderForm,
  backFromProviderForm,
  whoForm,
  signOutForm,
  passwordForm,
  sessionsForm,
  endSessionForm,
  usersForm,
  addUserForm,
  changeUserForm,
  removeUserForm,
  userLinkForm,
  auditForm,
  showCodeForm,
  claimForm,
  acceptForm,
  tokensForm,
  addTokenForm,
  revokeTokenForm,
  nodesForm,
  settingsForm,
  changeSettingsForm,
  restoreSettingsForm,
  previewForm,
  beginPreviewForm,
  endPreviewForm,
  promptsForm,
  promptForm,
  replacePromptForm,
  bringBackPromptForm,
];
