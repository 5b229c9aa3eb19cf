import { z } from "zod";
import type { AccountForm } from "./account-form.ts";

/** The ways in which people may sign in. */
const signInWaysAnswer = z.object({
  passwords: z.boolean(),
  /** What the company's own sign-in is called; `null`: there is none. */
  provider: z.string().nullable(),
});
export type SignInWaysAnswer = z.infer<typeof signInWaysAnswer>;

export const waysForm = {
  method: "GET",
  path: "/v1/session/ways",
  of: "anybody",
  query: z.object({}),
} as const satisfies AccountForm;

export const goToProviderForm = {
  method: "POST",
  path: "/v1/session/provider",
  of: "anybody",
} as const satisfies AccountForm;

export const backFromProviderForm = {
  method: "POST",
  path: "/v1/session/provider/back",
  of: "anybody",
  body: z.strictObject({
    /** What the provider wrote into the address, after the question mark. */
    answer: z.string().max(8_000),
    language: z.enum(["es", "en"]).default("es"),
  }),
} as const satisfies AccountForm;
