import { statSync } from "node:fs";
import { type Configuration, isOnAsterisk } from "../configuration/configuration.ts";
import type { Language } from "../words/language.ts";

/**
 * The files with a secret in them that everybody on this machine may read: a configuration with the manager's secret, a
 * file that `secretFile` or `clientSecretFile` names, the key of TLS. A file whose group may read it is not among them: that is how a service is
 * given one. On Windows, where rights are another thing, none.
 */
export function openSecrets(
  {
    file,
    operations,
    signIn,
  }: Pick<Configuration, "file" | "operations"> & Partial<Pick<Configuration, "signIn">>,
  tlsKey: string | null = null,
): string[] {
  if (process.platform === "win32") return [];
  const managers = operations.filter(isOnAsterisk).map(({ exchange }) => exchange.ami);
  const files = [
    managers.some(({ secret }) => secret !== undefined) ? file : null,
    ...managers.map(({ secretFile }) => secretFile ?? null),
    signIn?.oidc?.clientSecretFile ?? null,
    tlsKey,
  ].filter((name) => name !== null);
  return [...new Set(files)].filter(
    (name) => ((statSync(name, { throwIfNoEntry: false })?.mode ?? 0) & READ_BY_EVERYBODY) !== 0,
  );
}

/** A line for each of them, with what to do. */
export function openSecretLines(files: readonly string[], language: Language): string[] {
  return files.map((file) =>
    language === "es"
      ? `Cualquiera en esta máquina puede leer ${file}, y contiene un secreto. Quite ese permiso: chmod o-r ${file}`
      : `Everybody on this machine may read ${file}, and there is a secret in it. Take that right away: chmod o-r ${file}`,
  );
}

const READ_BY_EVERYBODY = 0o004;
