import type { ConfiguredOperation } from "../../configuration/configuration.ts";
import { type Recordings, RecordingsFolder } from "../../operation/people/recordings.ts";

/** Where the recorded names of a configured operation are; `null` where none are recorded. */
export function recordingsOf({ exchange }: Pick<ConfiguredOperation, "exchange">): Recordings | null {
  const folder = exchange.kind === "asterisk" ? exchange.recordings?.espera : undefined;
  return folder === undefined ? null : new RecordingsFolder(folder);
}
