import { createHmac } from "node:crypto";
import { createToken } from "../../api/sign-in/tokens.ts";
import { type OperationRecord, type Registry, tokenScopes } from "../../journal/port/registry.ts";

/**
 * The token of the demonstration, with every scope so that all can be tried, the same at every start without being kept
 * anywhere in the clear: it is derived from the operation's own secret key. `null` once it was revoked.
 */
export async function demonstrationToken(
  store: Registry,
  record: OperationRecord,
  now: number,
): Promise<string | null> {
  const entropy = createHmac("sha512", record.personKey).update("token of the demonstration").digest();
  const wanted = { operation: record.id, label: "demonstration", scopes: tokenScopes, entropy };
  const { token, record: kept } = await createToken(store, wanted, now);
  return kept.revokedAt === null ? token : null;
}
