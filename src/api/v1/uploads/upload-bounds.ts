import { Fault } from "../../../faults/faults.ts";
import type { Most } from "../shares.ts";
import { MAX_UPLOAD_BYTES } from "./record-splitter.ts";

/** Uploads whose bodies are there. A token has no more requests at once anyway. */
export const MOST_UPLOADS: Most = { ofToken: 2, ofOperation: 4, inAll: 8 };

/**
 * Bytes of bodies that are held, those that are still coming among them: a body that comes slowly takes up what has come, and
 * no place. How long it may take is bounded by the server.
 */
export const MOST_BYTES: Most = {
  ofToken: 2 * MAX_UPLOAD_BYTES,
  ofOperation: 4 * MAX_UPLOAD_BYTES,
  inAll: 16 * MAX_UPLOAD_BYTES,
};

/** What an upload is refused with for which there is no place. */
export function uploadsFull(): Fault {
  const { ofOperation, inAll } = MOST_UPLOADS;
  return new Fault("uploads-full", { ofOperation, most: inAll });
}
