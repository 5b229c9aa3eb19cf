import * as z from "zod";

/** What is said of a value that cannot be used, whatever is wrong with it: how to write it. */
export function saying(hint: string) {
  return { error: ({ input }: { input?: unknown }) => (input === undefined ? `is missing: ${hint}` : hint) };
}

/** A value for the table of keys: how it is written, what it means, and its default where the schema gives none. */
export function described<T extends z.ZodType>(
  schema: T,
  written: string,
  description: string,
  byDefault?: string,
): T {
  return schema.meta({ written, description, ...(byDefault === undefined ? {} : { byDefault }) });
}

/** Keys and no others. */
export function keys<T extends z.ZodRawShape>(shape: T, hint: string) {
  return z.strictObject(shape, saying(hint));
}

/** A list that is not empty. */
export function list<T extends z.ZodType>(item: T, what: string) {
  const hint = `write a list of at least one ${what}`;
  return z.array(item, saying(hint)).min(1, hint);
}

/** A number within bounds, both included. */
export function numberBetween(from: number, to: number) {
  const hint = `write a number from ${from} to ${to}`;
  return z.number(saying(hint)).min(from, hint).max(to, hint);
}

/** A whole number within bounds, both included. */
export function wholeNumber(from: number, to: number) {
  const hint = `write a whole number from ${from} to ${to}`;
  return z.int(saying(hint)).min(from, hint).max(to, hint);
}

/** A switch. */
export const trueOrFalse = z.boolean(saying("write true or false"));

/** A text of one line, up to 80 characters, in Unicode's composed form so that equal names compare equal. */
export function line(hint: string) {
  return z
    .string(saying(hint))
    .normalize()
    .regex(/^(?!\s)[^\p{C}]{1,80}(?<!\s)$/u, hint);
}

/** A text that `parse` understands; where it gives `null` the hint is said. */
export function written<T>(parse: (text: string) => T | null, hint: string) {
  return z.string(saying(hint)).transform((text, context): T => {
    const value = parse(text);
    if (value !== null) return value;
    context.issues.push({ code: "custom", message: hint, input: text });
    return z.NEVER;
  });
}

/** A skill's number, where it is defined and wherever it is named. */
export const skillId = wholeNumber(1, 2_147_483_647);
