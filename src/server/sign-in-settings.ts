import { readFile } from "node:fs/promises";
import type { SignInSettings } from "../api/sign-in/provider/provider-settings.ts";
import type { ConfiguredSignIn } from "../configuration/configuration.ts";
import { Fault } from "../faults/faults.ts";

/** How people sign in by what is configured, with the client's secret out of its file. Fault: `client-secret-unreadable`. */
export async function signInSettings({ passwords, oidc }: ConfiguredSignIn): Promise<SignInSettings> {
  if (!oidc) return { passwords, provider: null };
  const { clientSecretFile, name = new URL(oidc.issuer).host, ...settings } = oidc;
  return { passwords, provider: { ...settings, name, clientSecret: await secretIn(clientSecretFile) } };
}

async function secretIn(file: string): Promise<string> {
  let problem = "empty";
  let cause: unknown;
  try {
    const secret = (await readFile(file, "utf8")).trim();
    if (secret !== "") return secret;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    problem = code ?? message;
    cause = error;
  }
  throw new Fault("client-secret-unreadable", { file, problem }, { cause });
}
