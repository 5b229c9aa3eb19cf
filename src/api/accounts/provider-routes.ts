import type { FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { userOfCompany } from "../sign-in/provider/provider-user.ts";
import { newTrip, tripOf } from "../sign-in/provider/trip.ts";
import { clearCookie, originOf, secretIn, setCookie, TRIP } from "../sign-in/session-cookie.ts";
import { addAccountRoute } from "./asked.ts";
import { answerBegun } from "./begun-session.ts";
import { backFromProviderForm, goToProviderForm, type SignInWaysAnswer, waysForm } from "./provider-forms.ts";
import type { AccountSources } from "./session-routes.ts";

/**
 * Signing in by the company's own sign-in (OpenID Connect). The page sends the browser there and, when it is back, shows what
 * it brought: both are requests of Espera's own page, judged as those with a password are. No answer leads a browser anywhere but to the provider.
 */
export function addProviderRoutes(api: FastifyInstance, sources: AccountSources): void {
  const { store, sessions, now, ways } = sources;
  const { passwords, provider } = ways;
  addAccountRoute(
    api,
    sessions,
    waysForm,
    async (): Promise<SignInWaysAnswer> => ({ passwords, provider: provider?.settings.name ?? null }),
  );
  addAccountRoute(api, sessions, goToProviderForm, async ({ request, reply }) => {
    const at = now();
    const secret = newTrip(at);
    const to = await required().addressFor(redirectOf(request), tripOf(secret, at)!);
    setCookie(request, reply, secret, { names: TRIP });
    return { to: to.href };
  });
  addAccountRoute(api, sessions, backFromProviderForm, async (asked) => {
    const { body, from, request, reply } = asked;
    const known = required();
    const trip = tripOf(secretIn(request, TRIP), now());
    const answer = new URL(redirectOf(request));
    answer.search = body.answer;
    if (!trip || answer.searchParams.get("state") !== trip.state) throw new Fault("sign-in-not-begun");
    // It is valid for one answer.
    clearCookie(request, reply, TRIP);
    const begun = await sessions.withProvider(
      async () =>
        userOfCompany(store, await known.confirmed(answer, trip), known.settings, {
          address: from.address,
          language: body.language,
          now: now(),
        }),
      from,
    );
    return answerBegun(sources, asked, begun);
  });

  /** Fault: `provider-missing`. */
  function required() {
    if (!provider) throw new Fault("provider-missing");
    return provider;
  }
}

/** Where the provider sends the browser back to: a screen of the page that asks. Fault: `origin-refused`. */
function redirectOf(request: FastifyRequest): string {
  const origin = originOf(request)?.origin;
  if (origin === undefined) throw new Fault("origin-refused");
  return `${origin}/sign-in`;
}
