import type { Role } from "../../../journal/accounts.ts";

/** How people sign in, as plain data. */
export interface SignInSettings {
  readonly passwords: boolean;
  /** `null`: the company has none of its own. */
  readonly provider: ProviderSettings | null;
}

/** The company's own sign-in, an OpenID provider, and how Espera is registered there. */
export interface ProviderSettings {
  /** Its address, as it names itself. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call it. */
  readonly name: string;
  /** What is asked for, with `openid` among it. */
  readonly scope: string;
  /** The claim whose values the rules name. */
  readonly claim: string;
  /** The first that fits is a person's role. */
  readonly roles: readonly RoleRule[];
}

/** What a value in the provider's claim makes somebody in Espera. */
export interface RoleRule {
  readonly value: string;
  readonly role: Exclude<Role, "display">;
  /** Left out: all of them for an administrator, else the only one there is. */
  readonly operation?: string | undefined;
  /** Left out: all of the operation. */
  readonly skills?: readonly string[] | undefined;
  readonly seesNumbers: boolean;
}
