import { readFile } from "node:fs/promises";
import { parseConfiguration } from "../../configuration/configuration.ts";
import type { Settings } from "../../line/settings.ts";
import { wrongUse } from "../program.ts";
import { toReader } from "../reader.ts";

/** The settings of the only operation of an espera.yaml. Faults: those of the file; it ends the command where there are several. */
export async function settingsIn(file: string): Promise<Settings> {
  const [operation, ...others] = parseConfiguration(await readFile(file, "utf8"), file);
  if (!operation || others.length > 0)
    wrongUse(
      toReader(
        `error: --settings ${file}: tiene varias operaciones; debe tener una`,
        `error: --settings ${file}: it has several operations; it must have one`,
      ),
    );
  return { ...operation.settings, version: 1 };
}
