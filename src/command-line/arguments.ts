import { InvalidArgumentError } from "commander";
import type { ZodType } from "zod";
import { toReader } from "./reader.ts";

/** Readers of what is typed behind an option. Each gives the value or throws what commander prints beside the option. */

export function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError(
      toReader("va un número entero hasta 65535", "give a whole number up to 65535"),
    );
  return Number(text);
}

/** Beyond that the machine's timers are too coarse to keep a day in order. */
export function speedNumber(text: string): number {
  const speed = positiveNumber(text);
  if (speed < 0.1 || speed > 3600)
    throw new InvalidArgumentError(toReader("va un factor de 0.1 a 3600", "give a factor from 0.1 to 3600"));
  return speed;
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError(toReader("va un número mayor que 0", "give a number above 0"));
  return number;
}

/** A time to wait, s; 0: not at all. */
export function secondsNumber(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !(seconds >= 0 && seconds <= 3600))
    throw new InvalidArgumentError(toReader("va un número de 0 a 3600", "give a number from 0 to 3600"));
  return seconds;
}

/** The value by its schema; else how to write it: in Spanish as given, in English as the schema says. */
export function validated<T>(schema: ZodType<T>, text: unknown, es: string): T {
  const { success, data, error } = schema.safeParse(text);
  if (!success) throw new InvalidArgumentError(toReader(es, error.issues[0]?.message ?? ""));
  return data;
}

/** Both nodes and Asterisk's dialplan take what stands before the only colon for the host. */
export function hostAndPort(text: string): string {
  if (text.split(":").length > 2)
    throw new InvalidArgumentError(
      toReader(
        "una dirección IPv6 no cabe aquí: escriba un nombre que lleve a ella, como nodo1.ejemplo.org:4573",
        "an IPv6 address does not work here: write a name that leads to it, like node1.example.org:4573",
      ),
    );
  if (!/^[A-Za-z0-9._-]+:\d{1,5}$/.test(text) || Number(text.split(":")[1]) > 65_535)
    throw new InvalidArgumentError(toReader("escríbalo como 127.0.0.1:4573", "write it like 127.0.0.1:4573"));
  return text;
}

/** How many of a list, newest first. */
export function listLimit(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > 1000)
    throw new InvalidArgumentError(
      toReader("va un número entero de 1 a 1000", "give a whole number from 1 to 1000"),
    );
  return Number(text);
}
