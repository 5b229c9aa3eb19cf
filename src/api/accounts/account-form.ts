import { type ZodType, z } from "zod";

/**
 * What the page asks of sign-in, users, sessions and displays. It stands beside the native API and not in its description: it
 * works with the page's cookie alone, and programs have tokens.
 */
export interface AccountForm {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `{id}` where the address holds an id, and the like. */
  readonly path: string;
  /** Who may ask: anybody, who is signed in, or administrators of every operation. */
  readonly of: "anybody" | "signed-in" | "administrators";
  readonly query?: ZodType;
  readonly body?: ZodType;
  /** A body of bytes, in place of JSON. */
  readonly raw?: { readonly mediaType: string; readonly mostBytes: number };
  /** The media type of an answer of bytes; left out: it is JSON. */
  readonly sends?: string;
}

/** The query of what is asked of one operation, by its id or name; of the user's only one where it is left out. */
export const ofOperation = z.strictObject({ operation: z.string().max(200).optional() });
