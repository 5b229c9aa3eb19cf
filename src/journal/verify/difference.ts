/** Relative difference up to which two numbers are the same: runtimes may differ in the last digits. */
const TOLERANCE = 1e-9;

/**
 * The first place where two values that came from JSON differ, as `path is this, … that`, or `null`. Numbers within
 * 1e-9 of each other, relative to the larger, are equal.
 */
export function firstDifference(kept: unknown, again: unknown): Mismatch | null {
  const found = difference(kept, again);
  return found && { ...found, path: found.path.replace(/^\./, "") };
}

interface Mismatch {
  readonly path: string;
  readonly kept: string;
  readonly again: string;
}

/** The path is put together on the way back: equal values, which is nearly all, cost no text. */
function difference(kept: unknown, again: unknown): Mismatch | null {
  if (kept === again) return null;
  if (typeof kept === "number" && typeof again === "number" && close(kept, again)) return null;
  if (Array.isArray(kept) && Array.isArray(again)) {
    for (let index = 0; index < Math.max(kept.length, again.length); index++) {
      const deeper = difference(kept[index], again[index]);
      if (deeper) return { ...deeper, path: `[${index}]${deeper.path}` };
    }
    return null;
  }
  if (!isRecord(kept) || !isRecord(again)) return { path: "", kept: shown(kept), again: shown(again) };
  for (const key in kept) {
    const deeper = difference(kept[key], again[key]);
    if (deeper) return { ...deeper, path: `.${key}${deeper.path}` };
  }
  for (const key in again) {
    if (Object.hasOwn(kept, key) || again[key] === undefined) continue;
    return { path: `.${key}`, kept: shown(undefined), again: shown(again[key]) };
  }
  return null;
}

function close(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
