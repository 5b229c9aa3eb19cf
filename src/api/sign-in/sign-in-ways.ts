import type { FastifyBaseLogger } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { Provider } from "./provider/provider.ts";
import type { SignInSettings } from "./provider/provider-settings.ts";

/** The ways in which people may sign in; a link from an administrator is always one. */
export interface SignInWays {
  readonly passwords: boolean;
  /** The company's own sign-in. */
  readonly provider: Provider | null;
}

export const PASSWORDS_ALONE: SignInWays = { passwords: true, provider: null };

/** The ways that the settings name; a provider is not asked yet. */
export function signInWays(
  { passwords, provider }: SignInSettings,
  log: Pick<FastifyBaseLogger, "warn">,
): SignInWays {
  return { passwords, provider: provider && new Provider(provider, log) };
}

/** Fault: `passwords-off`. */
export function requirePasswords({ passwords }: SignInWays): void {
  if (!passwords) throw new Fault("passwords-off");
}
