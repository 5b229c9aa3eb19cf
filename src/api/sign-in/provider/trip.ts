import { createHmac, randomBytes } from "node:crypto";

/** A browser's way to the company's provider and back, and what binds it to the browser that went. */
export interface ProviderTrip {
  /** Comes back with the browser. */
  readonly state: string;
  /** Comes back in the ID token. */
  readonly nonce: string;
  /** Of PKCE: shows that the code is redeemed by the browser that asked for it. */
  readonly verifier: string;
}

/** A secret for the cookie of the browser that goes; the members of the trip are derived from it. `now`: epoch ms. */
export function newTrip(now: number): string {
  return `${now}.${randomBytes(32).toString("base64url")}`;
}

/**
 * The trip whose secret a browser kept; `null` where there is none, or it began too long ago. The moment is part of the
 * secret: somebody who changes it has another trip.
 */
export function tripOf(secret: string | null, now: number): ProviderTrip | null {
  const beganAt = /^(\d{1,15})\.[\w-]{43}$/.exec(secret ?? "")?.[1];
  if (secret === null || beganAt === undefined) return null;
  const age = now - Number(beganAt);
  if (age < 0 || age >= LASTS_MS) return null;
  const made = (what: string) => createHmac("sha256", secret).update(what).digest("base64url");
  return { state: made("state"), nonce: made("nonce"), verifier: made("verifier") };
}

const LASTS_MS = 10 * 60_000;
