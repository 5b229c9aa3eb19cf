import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Registry, TokenRecord, TokenSettings } from "../../journal/port/registry.ts";

/** What a new token is for; what is left out of its settings is as `usualSettings` has it. */
export interface WantedToken extends Partial<TokenSettings> {
  readonly operation: number;
  /** What the token is made of, 38 bytes or more; by default fresh random ones. */
  readonly entropy?: Buffer;
}

/** A token about which nothing was chosen. */
const usualSettings: TokenSettings = {
  label: "",
  scopes: ["reports"],
  expiresAt: null,
  codeAsString: false,
  emptyAsSuccess: false,
  masksNumbers: false,
  atOnce: 2,
  addresses: [],
};

/**
 * Makes a token bound to one operation and keeps it. `token` is the only copy of its secret: the store gets no more
 * than a hash of it, so it can be shown now and never again. The same `entropy` gives the token that is there.
 */
export async function createToken(
  store: Registry,
  wanted: WantedToken,
  now: number,
): Promise<{ token: string; record: TokenRecord }> {
  const { operation, entropy = randomBytes(ID_BYTES + SECRET_BYTES), ...settings } = wanted;
  const id = entropy.toString("hex", 0, ID_BYTES);
  const secret = entropy.toString("hex", ID_BYTES, ID_BYTES + SECRET_BYTES);
  const token = `esp_${id}_${secret}`;
  const known = store.token(id);
  if (known) return { token, record: known };
  const record: TokenRecord = {
    ...usualSettings,
    ...settings,
    id,
    operation,
    createdAt: now,
    revokedAt: null,
    lastUsedAt: null,
    secretHash: secretHashOf(secret),
  };
  await store.addToken(record);
  return { token, record };
}

/**
 * The token that a header's value names; `missing` when there is no value, `bad` when it is malformed, unknown,
 * wrong or revoked. How long it takes says nothing about which of these it was, nor how much of a secret was right.
 */
export function authenticate(
  store: Pick<Registry, "token">,
  header: string | readonly string[] | undefined,
): TokenRecord | "missing" | "bad" {
  if (header === undefined || header === "" || header.length === 0) return "missing";
  if (typeof header !== "string") return "bad";
  const match = TOKEN.exec(header);
  if (!match) return "bad";
  const record = store.token(match[1]!);
  const right = timingSafeEqual(secretHashOf(match[2]!), record?.secretHash ?? NOBODYS_HASH);
  return record && right && record.revokedAt === null ? record : "bad";
}

function secretHashOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

const ID_BYTES = 6;
const SECRET_BYTES = 32;
const TOKEN = new RegExp(`^esp_([0-9a-f]{${ID_BYTES * 2}})_([0-9a-f]{${SECRET_BYTES * 2}})$`);
/** Compared with when no token has the id, so that an unknown id takes as long as a wrong secret. */
const NOBODYS_HASH = randomBytes(32);
