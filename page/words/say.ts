import { language, locale } from "../store/language.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";

type Key = keyof typeof es;

/** What goes into the braces of a sentence: numbers where it has a form for one. */
type Blanks<Text> = Text extends `${string}{${infer Blank}}${infer Rest}`
  ? (Blank extends `${infer Name}|${string}`
      ? { readonly [name in Name]: number }
      : { readonly [name in Blank]: string | number }) &
      Blanks<Rest>
  : unknown;
type Given<K extends Key> = unknown extends Blanks<(typeof es)[K]> ? [] : [values: Blanks<(typeof es)[K]>];

/** A sentence of the page in the user's language; numbers in it are written as the language writes them. */
export function say<K extends Key>(key: K, ...[values]: Given<K>): string {
  return filledIn((language.value === "es" ? es : en)[key], values ?? {});
}

function filledIn(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(BLANK, (_, name: string, one?: string, many?: string) => {
    const value = values[name]!;
    const written = typeof value === "number" ? number(value) : value;
    if (one === undefined || many === undefined) return written;
    return value === 1 ? one : many.replace("#", written);
  });
}

const BLANK = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;

/** `digits`: after the point, at most. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: digits }).format(value);
}

/** A difference, with its sign and with just so many digits after the point. */
export function signed(value: number, digits: number): string {
  const form = {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "exceptZero",
  } as const;
  return new Intl.NumberFormat(locale.value, form).format(value).replace("-", "−");
}

/** A share, 0 to 1, as a percentage with one digit after the point. */
export function percent(share: number): string {
  return `${number(100 * share, 1)}\u00a0%`;
}

/** A length of time, as a clock shows it: 0:07, 2:40, 1:05:00. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const padded = String(s).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${padded}` : `${m}:${padded}`;
}

/** A sentence of a catalogue that the server shares; of a code that only a newer server knows, the code. */
export function reason(
  catalogue: Readonly<Record<string, { readonly es: string; readonly en: string }>>,
  code: string,
): string {
  return catalogue[code]?.[language.value] ?? code;
}
