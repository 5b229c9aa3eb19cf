import * as z from "zod";
import { isLoopback } from "../../api/loopback.ts";
import { described, keys, line, list, saying, trueOrFalse, written } from "./configuration-values.ts";

const issuerHint = "write an address like https://sso.example.com/realms/company";
const scopeHint = "write scopes with openid among them, like openid profile groups";

const rule = keys(
  {
    value: described(
      z.string(saying("write a value of the claim")).min(1, "write a value of the claim"),
      "text",
      "A value that the claim has, as the provider sends it: a group's name, with Entra ID its object id.",
    ),
    role: described(
      z.enum(["viewer", "supervisor", "administrator"], saying("write viewer, supervisor or administrator")),
      "`viewer`, `supervisor`, `administrator`",
      "What they [may do](operating.md#people-who-sign-in).",
    ),
    operation: described(
      line("write an operation's name").optional(),
      "text",
      "The `name` of the operation that they see.",
      "all for administrators, else the only one there is",
    ),
    skills: described(
      list(line("write a skill's name"), "skill's name").optional(),
      "list of skills' `name`",
      "The skills of it that they see. Administrators see all.",
      "all of the operation",
    ),
    seesNumbers: described(
      trueOrFalse.prefault(false),
      "`true`, `false`",
      "Whether they see numbers of people whole.",
    ),
  },
  "write value and role",
);

const oidc = keys(
  {
    issuer: described(
      written((text) => (isIssuer(text) ? text : null), issuerHint),
      "like `https://sso.example.com/realms/company`",
      "The provider's address, as it names itself; its `/.well-known/openid-configuration` says the rest. Without TLS only on this machine.",
    ),
    clientId: described(
      line("write the client id that the provider gave Espera"),
      "text",
      "What Espera is called at the provider.",
    ),
    clientSecretFile: described(
      written(
        (text) => (text.startsWith("/") ? text : null),
        "write a whole path, like /etc/espera/client-secret",
      ),
      "whole path",
      "A file whose only line is the client's secret.",
    ),
    name: described(
      line("write a name of up to 80 characters").optional(),
      "text",
      "What the button on the page calls the provider: a company's name, `Google`.",
      "the host of `issuer`",
    ),
    scope: described(
      line(scopeHint)
        .refine((text) => text.split(" ").includes("openid"), scopeHint)
        .prefault("openid profile"),
      "text",
      "What is asked for; some providers give groups for a scope only.",
    ),
    claim: described(
      line("write the name of a claim, like groups"),
      "text",
      "The claim that says what somebody is: a text or a list of them, in the ID token or from the provider's userinfo address.",
    ),
    roles: described(
      list(rule, "role"),
      "list",
      "What people are in Espera by the values of the claim. The first that fits counts; nobody comes in without one.",
    ),
  },
  "write issuer, clientId, clientSecretFile, claim and roles",
);

/** How people sign in to the page. */
export const signInKeys = keys(
  {
    passwords: described(
      trueOrFalse.prefault(true),
      "`true`, `false`",
      "Whether they may by name and password. A link from `npx espera user link` always works.",
    ),
    oidc: described(
      oidc.optional(),
      "keys",
      "By [the company's own sign-in](operating.md#the-companys-own-sign-in), with OpenID Connect.",
      "none",
    ),
  },
  "write passwords or oidc and its keys",
);

function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.search || url.hash || url.username || url.password) return false;
  const isHere = url.hostname === "localhost" || isLoopback(url.hostname.replace(/^\[|\]$/g, ""));
  return url.protocol === "https:" || (url.protocol === "http:" && isHere);
}
