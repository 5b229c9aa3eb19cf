import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider as OpenIdProvider } from "oidc-provider";

/** A company's people by their subject, with the claims that its provider has of each. */
export type Company = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const CLIENT = { id: "espera", secret: "a secret of its own & more" };

/** A real OpenID provider on this machine. Whoever comes is who `enter` says: it asks for no password. */
export class CompanyProvider {
  readonly #company: Company;
  readonly #groupsInIdToken: boolean;
  /** Where Espera's page is that people come back to; it counts from the next start. */
  redirect: string;
  /** By their subject, who comes next. */
  person = "";
  /** Something before it answers in its place that it cannot. */
  isBroken = false;
  #server: Server | null = null;
  #port = 0;

  constructor(
    company: Company,
    { redirect, groupsInIdToken = true }: { readonly redirect: string; readonly groupsInIdToken?: boolean },
  ) {
    this.#company = company;
    this.redirect = redirect;
    this.#groupsInIdToken = groupsInIdToken;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, at the same address each time. */
  async start(): Promise<void> {
    this.#server = createServer();
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    const provider = this.#made();
    const answer = provider.callback();
    this.#server.on("request", (request, response) => {
      if (this.isBroken) response.writeHead(503).end("try later");
      else if (!request.url?.startsWith("/enter/")) void answer(request, response);
      else void provider.interactionFinished(request, response, { login: { accountId: this.person } });
    });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    if (server) await new Promise((closed) => server.close(closed));
  }

  /** Goes where Espera sent the browser, as this person, and gives what it is sent back with: all after the question mark. */
  async enter(address: string, person: string): Promise<string> {
    this.person = person;
    const cookies = new Map<string, string>();
    for (let next = address; ; ) {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const { headers, status } = await fetch(next, { redirect: "manual", headers: { cookie } });
      for (const set of headers.getSetCookie()) {
        const [name, value] = set.split(";", 1)[0]!.split("=") as [string, string];
        cookies.set(name, value);
      }
      const location = headers.get("location");
      if (location === null) throw new Error(`the provider answered ${status}`);
      next = new URL(location, next).href;
      if (next.startsWith(this.redirect)) return new URL(next).search.slice(1);
    }
  }

  #made(): OpenIdProvider {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const provider = new OpenIdProvider(this.issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [this.redirect],
          id_token_signed_response_alg: "ES256",
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256" } as never] },
      cookies: { keys: ["of this test"] },
      claims: { profile: ["preferred_username", "groups"], openid: ["sub"] },
      conformIdTokenClaims: !this.#groupsInIdToken,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/enter/${uid}` },
      findAccount: (_, accountId) => ({
        accountId,
        claims: () => ({ sub: accountId, ...this.#company[accountId] }),
      }),
      // The company trusts Espera: nobody is asked whether it may know who they are.
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({
          clientId: CLIENT.id,
          accountId: context.oidc.session!.accountId!,
        });
        grant.addOIDCScope("openid profile");
        await grant.save();
        return grant;
      },
    });
    return provider;
  }
}
