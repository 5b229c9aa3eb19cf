import type { FastifyBaseLogger } from "fastify";
import type { Configuration, IDToken, UserInfoResponse } from "openid-client";
import { Fault } from "../../../faults/faults.ts";
import type { Identity } from "../../../journal/accounts.ts";
import { isLoopback } from "../../loopback.ts";
import type { ProviderSettings } from "./provider-settings.ts";
import type { ProviderTrip } from "./trip.ts";

/** A person that the provider confirmed. */
export interface Confirmed {
  readonly identity: Identity;
  /** Their name at the provider. */
  readonly name: string;
  /** The values of its claim for them: their groups. */
  readonly values: readonly string[];
}

/**
 * An OpenID provider: where browsers are sent, and what came back with them. The library is loaded and the provider asked when the
 * first person comes, so that Espera starts without it; where that failed, the next one asks again.
 */
export class Provider {
  readonly settings: ProviderSettings;
  readonly #log: Pick<FastifyBaseLogger, "warn">;
  #known: Promise<Client> | null = null;

  constructor(settings: ProviderSettings, log: Pick<FastifyBaseLogger, "warn">) {
    this.settings = settings;
    this.#log = log;
  }

  /** The provider's address to send the browser to; it comes back to `redirect`. Fault: `provider-unreachable`. */
  async addressFor(redirect: string, { state, nonce, verifier }: ProviderTrip): Promise<URL> {
    const { openid, configuration } = await this.#client();
    return openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirect,
      scope: this.settings.scope,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
  }

  /** The person who came back to `answer`. Faults: `provider-unreachable`, `provider-refused`. */
  async confirmed(answer: URL, { state, nonce, verifier }: ProviderTrip): Promise<Confirmed> {
    const { openid, configuration } = await this.#client();
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const { claim, issuer } = this.settings;
      const all =
        claim in claims || configuration.serverMetadata().userinfo_endpoint === undefined
          ? claims
          : { ...(await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
      return { identity: { issuer, subject: claims.sub }, name: nameIn(all), values: textsIn(all[claim]) };
    } catch (error) {
      this.#note(error);
      const { name } = this.settings;
      if (isAway(error)) throw new Fault("provider-unreachable", { name }, { cause: error });
      throw new Fault("provider-refused", { name }, { cause: error });
    }
  }

  /** Fault: `provider-unreachable`. */
  async #client(): Promise<Client> {
    this.#known ??= discovered(this.settings);
    const asked = this.#known;
    try {
      return await asked;
    } catch (error) {
      if (this.#known === asked) this.#known = null;
      this.#note(error);
      throw new Fault("provider-unreachable", { name: this.settings.name }, { cause: error });
    }
  }

  /** The reason goes to the log only: it is for the people who run Espera, and part of it may come from the browser. */
  #note(error: unknown): void {
    this.#log.warn({ issuer: this.settings.issuer, why: reasonOf(error) }, "sign-in at the provider failed");
  }
}

interface Client {
  readonly openid: typeof import("openid-client");
  readonly configuration: Configuration;
}

async function discovered({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Client> {
  const openid = await import("openid-client");
  const server = new URL(issuer);
  const configuration = await openid.discovery(
    server,
    clientId,
    undefined,
    openid.ClientSecretBasic(clientSecret),
    {
      timeout: TIMEOUT_S,
      execute: [
        openid.enableNonRepudiationChecks,
        ...(isPlain(server) ? [openid.allowInsecureRequests] : []),
      ],
    },
  );
  return { openid, configuration };
}

/** Whether the provider is on this machine and reached without TLS. */
function isPlain({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && (hostname === "localhost" || isLoopback(hostname.replace(/^\[|\]$/g, "")));
}

/** Whether it gave no answer, rather than a bad one; a proxy in front of it, or the provider itself, may answer that it cannot. */
function isAway(error: unknown): boolean {
  const { cause } = error as Error;
  return (
    error instanceof TypeError ||
    codeOf(error) === "OAUTH_TIMEOUT" ||
    (cause instanceof Response && cause.status >= 500)
  );
}

function reasonOf(error: unknown): string {
  const { error: refusal } = error as { readonly error?: unknown };
  const cause = codeOf((error as Error).cause);
  return [codeOf(error), cause, plainWord(refusal)].filter((one) => one !== null).join(" ") || "unknown";
}

function codeOf(error: unknown): string | null {
  return plainWord((error as { readonly code?: unknown } | null | undefined)?.code);
}

function plainWord(text: unknown): string | null {
  return typeof text === "string" && /^\w{1,60}$/.test(text) ? text : null;
}

function nameIn(claims: IDToken | UserInfoResponse): string {
  const { preferred_username: user, email, name, sub } = claims;
  return ([user, email, name].find((one) => typeof one === "string" && one.trim() !== "") as string) ?? sub;
}

function textsIn(claim: unknown): string[] {
  return [claim].flat().filter((one) => typeof one === "string");
}

const TIMEOUT_S = 10;
