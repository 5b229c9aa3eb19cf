import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../shared/data/lift/", import.meta.url);

/** The path of a file of generated callbacks, or of what is true of them. */
export function liftFile(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

/** Why tests over them are skipped here; never where ESPERA_DATA_REQUIRED=1 asks for them. */
export const withoutLiftData: string | false =
  existsSync(folder) || process.env["ESPERA_DATA_REQUIRED"] === "1"
    ? false
    : "the generated callbacks (../shared/data/lift) are not on this machine";
