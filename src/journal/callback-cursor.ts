import type { CallbackRecord } from "./stories.ts";

type Position = Pick<CallbackRecord, "arrivedAt" | "run" | "id">;

/** The position of a callback in a list, as text; the id comes last, because it may hold anything. */
export function callbackCursorOf({ arrivedAt, run, id }: Position): string {
  return `${arrivedAt}/${run}/${id}`;
}

/** The position that `callbackCursorOf` wrote, or `null` where it did not write this. */
export function partsOfCursor(cursor: string): Position | null {
  const match = /^(-?\d+(?:\.\d+)?)\/(\d+)\/(.+)$/s.exec(cursor);
  return match && { arrivedAt: Number(match[1]), run: Number(match[2]), id: match[3]! };
}
