import { readCheckpoint, versionOf } from "../../line/checkpoint.ts";
import { STATE_VERSION } from "../../line/core-version.ts";
import type { State } from "../../line/state.ts";
import { upcastCheckpoint } from "./checkpoint-upcasts.ts";

/** Whether a checkpoint can be read: written by this version, or by one from which upcasts lead to it. */
export function isReadable(text: string): boolean {
  const version = versionOf(text);
  return version >= OLDEST_READABLE && version <= STATE_VERSION;
}

/** A checkpoint that `isReadable`, in today's form. */
export function checkpointOfToday(text: string): string {
  if (versionOf(text) === STATE_VERSION) return text;
  return JSON.stringify(upcastCheckpoint(JSON.parse(text), STATE_VERSION));
}

/** The state of a checkpoint that `isReadable`, whatever version wrote it. */
export function readAnyCheckpoint(text: string): State {
  return readCheckpoint(checkpointOfToday(text));
}

/** Those of before it did not say their version. */
export const OLDEST_READABLE = 1;
