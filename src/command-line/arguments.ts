import { InvalidArgumentError } from "commander";
import type { ZodType } from "zod";

/** Readers of what is typed behind an option. Each gives the value or throws what commander prints beside the option. */

export function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError("a whole number up to 65535 is wanted");
  return Number(text);
}

/** Beyond that the machine's timers are too coarse to keep a day in order. */
export function speedNumber(text: string): number {
  const speed = positiveNumber(text);
  if (speed < 0.1 || speed > 3600) throw new InvalidArgumentError("a factor from 0.1 to 3600 is wanted");
  return speed;
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError("a number above 0 is wanted");
  return number;
}

/** A time to wait, s; 0: not at all. */
export function secondsNumber(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !(seconds >= 0 && seconds <= 3600))
    throw new InvalidArgumentError("a number from 0 to 3600 is wanted");
  return seconds;
}

/** The value by its schema, or what the schema says of it. */
export function taken<T>(schema: ZodType<T>, text: unknown): T {
  const { success, data, error } = schema.safeParse(text);
  if (!success) throw new InvalidArgumentError(error.issues[0]?.message ?? "");
  return data;
}

export function hostAndPort(text: string): string {
  if (!/^[A-Za-z0-9._-]+:\d{1,5}$/.test(text)) throw new InvalidArgumentError("write it like 127.0.0.1:4573");
  return text;
}
