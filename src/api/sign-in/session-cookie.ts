import { TLSSocket } from "node:tls";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { isLoopback } from "../loopback.ts";

/** The names of a cookie: some browsers keep no `Secure` cookie of a plain address, not even of this machine's. */
interface CookieNames {
  readonly behindTls: string;
  readonly onLoopback: string;
}

export const SESSION: CookieNames = { behindTls: "__Host-espera", onLoopback: "espera-on-loopback" };
/** For a browser that is on its way to the company's own sign-in and back. */
export const TRIP: CookieNames = {
  behindTls: "__Host-espera-trip",
  onLoopback: "espera-trip-on-loopback",
};

/**
 * The secret as the request's cookie has it, or `null`. This server's own TLS takes the name that a browser keeps for
 * its own host only: the other one may have been set by the owner of a neighbouring name.
 */
export function secretIn(
  { headers, raw }: Pick<FastifyRequest, "headers" | "raw">,
  names: CookieNames = SESSION,
): string | null {
  const cookies = new Map(
    (headers.cookie ?? "").split(";").map((pair): [string, string] => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
  const secret = cookies.get(names.behindTls);
  return secret ?? (raw.socket instanceof TLSSocket ? null : (cookies.get(names.onLoopback) ?? null));
}

/** Has the browser keep the secret until it closes; with `lasting`, for a year. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  { lasting = false, names = SESSION }: { readonly lasting?: boolean; readonly names?: CookieNames } = {},
): void {
  reply.header(
    "set-cookie",
    `${nameFor(request, names)}=${secret}; ${attributes(request)}${lasting ? "; Max-Age=31536000" : ""}`,
  );
}

export function clearCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  names: CookieNames = SESSION,
): void {
  reply.header("set-cookie", `${nameFor(request, names)}=; ${attributes(request)}; Max-Age=0`);
}

/** Passwords and cookies travel by TLS, or stay on this machine. Fault: `sign-in-in-the-clear`. */
export function requirePrivacy(request: FastifyRequest): void {
  if (isBehindTls(request)) return;
  const origin = originOf(request);
  const here = origin ? isThisMachine(origin.hostname) : isLoopback(request.ip);
  if (!here) throw new Fault("sign-in-in-the-clear");
}

function nameFor(request: FastifyRequest, names: CookieNames): string {
  return isBehindTls(request) ? names.behindTls : names.onLoopback;
}

function attributes(request: FastifyRequest): string {
  return `HttpOnly; ${isBehindTls(request) ? "Secure; " : ""}SameSite=Lax; Path=/`;
}

/** Whether the browser speaks TLS, with this server or a proxy before it: its page's origin says so. */
function isBehindTls(request: FastifyRequest): boolean {
  return request.raw.socket instanceof TLSSocket || originOf(request)?.protocol === "https:";
}

export function originOf({ headers }: Pick<FastifyRequest, "headers">): URL | null {
  return URL.parse(headers.origin ?? "");
}

function isThisMachine(hostname: string): boolean {
  return hostname === "localhost" || isLoopback(hostname.replace(/^\[|\]$/g, ""));
}
