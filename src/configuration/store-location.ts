import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Fault } from "../faults/faults.ts";
import type { StoreLocation } from "../journal/open-store.ts";
import { store } from "./schema/store-schema.ts";

/**
 * Where the journal of a data folder is: in the folder, or in the database that its `espera.yaml` names. The rest of that file
 * need not be right. Faults: `config-invalid`.
 */
export function storeLocation(directory: string): StoreLocation {
  const file = join(directory, "espera.yaml");
  const named = storeNamedIn(file);
  if (named === undefined) return { directory };
  const { success, data, error } = store.safeParse(named);
  if (!success) throw unusable(file, `store: ${error.issues[0]?.message ?? "?"}`);
  const { address: url, passwordFile } = data;
  return { url, ...(passwordFile === undefined ? {} : { password: passwordIn(passwordFile, file) }) };
}

function storeNamedIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // None, or one that the server will complain of.
    return undefined;
  }
  try {
    return (parse(text) as { readonly store?: unknown } | null)?.store ?? undefined;
  } catch (error) {
    // It may name a database: nobody may go on as though it did not.
    throw unusable(file, (error as Error).message, error);
  }
}

function passwordIn(passwordFile: string, file: string): string {
  try {
    return readFileSync(passwordFile, "utf8").trimEnd();
  } catch (error) {
    throw unusable(file, `store.passwordFile: ${(error as Error).message}`, error);
  }
}

function unusable(file: string, problem: string, cause?: unknown): Fault {
  return new Fault(
    "config-invalid",
    { file, problems: `\n  ${problem}` },
    cause === undefined ? undefined : { cause },
  );
}
