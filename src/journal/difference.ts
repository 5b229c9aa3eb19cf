/** Relative difference up to which two numbers are the same: runtimes may differ in the last digits. */
const TOLERANCE = 1e-9;

/**
 * The first place where two values that came from JSON differ, as `path is this, … that`, or `null`. Numbers within
 * 1e-9 of each other, relative to the larger, are equal.
 */
export function firstDifference(
  kept: unknown,
  again: unknown,
  path = "",
): { path: string; kept: string; again: string } | null {
  if (kept === again) return null;
  if (typeof kept === "number" && typeof again === "number" && close(kept, again)) return null;
  if (isObject(kept) && isObject(again) && Array.isArray(kept) === Array.isArray(again)) {
    for (const key of new Set([...Object.keys(kept), ...Object.keys(again)])) {
      const deeper = Array.isArray(kept) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      const difference = firstDifference(kept[key], again[key], deeper);
      if (difference) return difference;
    }
    return null;
  }
  return { path, kept: shown(kept), again: shown(again) };
}

function close(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
