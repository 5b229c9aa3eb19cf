import { readFile } from "node:fs/promises";
import type { ConfiguredAsterisk } from "../../configuration/configuration.ts";
import { Fault } from "../../faults/faults.ts";

/**
 * The secret of Asterisk's manager: the configuration's, that in its file, or `ESPERA_AMI_SECRET` in the environment.
 * Faults: `asterisk-secret-missing`, `asterisk-secret-unreadable`.
 */
export async function asteriskSecret(
  { secret, secretFile }: Pick<ConfiguredAsterisk["ami"], "secret" | "secretFile">,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (secret !== undefined) return secret;
  const found =
    secretFile === undefined ? (environment["ESPERA_AMI_SECRET"] ?? "") : await lineOf(secretFile);
  if (found === "") throw new Fault("asterisk-secret-missing");
  return found;
}

async function lineOf(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Fault("asterisk-secret-unreadable", { file, problem: code ?? message }, { cause: error });
  }
}
