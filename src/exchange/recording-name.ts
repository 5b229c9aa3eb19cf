import type { CallbackId } from "../line/ids.ts";

/**
 * The name, without folder and extension, of the file that holds the name a caller said. Whatever the id is, it is one
 * part of a path, and two ids have two names.
 */
export function recordingName(callback: CallbackId): string {
  return `name-${encodeURIComponent(callback).replace(/[!'()*.~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
}
