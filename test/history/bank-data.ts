import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../shared/data/anonymous-bank-1999/", import.meta.url);

/** The path of a month (`1999-03`) of the recorded bank calls. */
export function bankMonth(month: string): string {
  return fileURLToPath(new URL(`${month}.csv.gz`, folder));
}

/** The zone of the bank's local times. */
export const BANK_ZONE = "Asia/Jerusalem";

/** Why tests over the recorded calls are skipped here; never where ESPERA_DATA_REQUIRED=1 asks for them. */
export const withoutBankData: string | false =
  existsSync(folder) || process.env["ESPERA_DATA_REQUIRED"] === "1"
    ? false
    : "the recorded calls (../shared/data) are not on this machine";
