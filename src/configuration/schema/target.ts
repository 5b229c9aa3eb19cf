import type { Target } from "../../line/settings.ts";

export const targetHint = 'write it like "80 % in 20 s" (up to 100 % in 3600 s)';

/**
 * A service-level target as people write it: `80 % in 20 s`, in Spanish `80 % en 20 s`, or `80/20`. `null` for anything
 * else, a share that is not above 0 and at most 100 %, and a time that is not between 1 and 3600 s.
 */
export function parseTarget(text: string): Target | null {
  const match =
    /^(\d{1,3}(?:[.,]\d{1,2})?)\s*%\s*(?:in|en)\s*(\d{1,4})\s*s$/i.exec(text.trim()) ??
    /^(\d{1,3})\s*\/\s*(\d{1,4})$/.exec(text.trim());
  if (!match) return null;
  const percent = Number(match[1]!.replace(",", "."));
  const seconds = Number(match[2]);
  if (percent <= 0 || percent > 100 || seconds < 1 || seconds > 3600) return null;
  return { share: percent / 100, withinMs: seconds * 1000 };
}

/** The text from which `parseTarget` gives this target. */
export function writeTarget({ share, withinMs }: Target): string {
  return `${Number((share * 100).toFixed(2))} % in ${withinMs / 1000} s`;
}
