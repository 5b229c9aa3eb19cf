import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Alert } from "../api/v1/alerts/alert-watch.ts";
import type { KeptAlerts } from "../api/v1/alerts/alerts.ts";
import { alertKinds } from "../words/alert-sentences.ts";

/** What is in the file: by operation, its alerts. Of a kind that this version does not know there is nothing to say. */
const kept = z.array(
  z.tuple([
    z.number(),
    z.array(
      z.object({
        id: z.string(),
        kind: z.enum(alertKinds),
        skill: z.number().nullable(),
        since: z.number(),
        beganAt: z.number(),
        endedAt: z.number().nullable(),
      }),
    ),
  ]),
);

/** The alerts in a file of the data directory, so that those that ended are still shown after a restart. */
export class AlertsFile implements KeptAlerts {
  readonly #file: string;

  constructor(directory: string) {
    this.#file = join(directory, "alerts.json");
  }

  async read(): Promise<ReadonlyMap<number, readonly Alert[]>> {
    try {
      return new Map(kept.parse(JSON.parse(await readFile(this.#file, "utf8"))));
    } catch {
      // It is of another version, or was never written: ongoing alerts are seen again within a minute.
      return new Map();
    }
  }

  async write(alerts: ReadonlyMap<number, readonly Alert[]>): Promise<void> {
    const written = `${this.#file}.new`;
    await writeFile(written, JSON.stringify([...alerts]), { mode: 0o600 });
    await rename(written, this.#file);
  }
}
