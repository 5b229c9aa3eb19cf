import type { TokenRecord, TokenScope, TokenSettings } from "../../port/registry.ts";
import { all, first, type Row, type Script, type Value } from "../script.ts";

export function* insertToken(token: TokenRecord): Script<void> {
  yield* all(
    `INSERT INTO tokens (id, operation, created_at, revoked_at, secret_hash, label, code_as_string,
       empty_as_success, masks_numbers, at_once, addresses, scopes, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [token.id, token.operation, token.createdAt, token.revokedAt, token.secretHash, ...columnsOf(token)],
  );
}

/** `false` when there is no such token or it was revoked. */
export function* changeToken(id: string, settings: Partial<TokenSettings>): Script<boolean> {
  const row = yield* first("SELECT * FROM tokens WHERE id = ? AND revoked_at IS NULL", [id]);
  if (!row) return false;
  yield* all(
    `UPDATE tokens SET label = ?, code_as_string = ?, empty_as_success = ?, masks_numbers = ?, at_once = ?,
       addresses = ?, scopes = ?, expires_at = ? WHERE id = ?`,
    [...columnsOf({ ...tokenOf(row), ...settings }), id],
  );
  return true;
}

export function* noteTokenUse(id: string, at: number): Script<void> {
  yield* all("UPDATE tokens SET last_used_at = ? WHERE id = ?", [at, id]);
}

/** Those of one operation, or all, oldest first. */
export function* tokens(operation?: number): Script<TokenRecord[]> {
  const order = "ORDER BY created_at, id";
  const rows =
    operation === undefined
      ? yield* all(`SELECT * FROM tokens ${order}`)
      : yield* all(`SELECT * FROM tokens WHERE operation = ? ${order}`, [operation]);
  return rows.map(tokenOf);
}

export function* token(id: string): Script<TokenRecord | null> {
  const row = yield* first("SELECT * FROM tokens WHERE id = ?", [id]);
  return row ? tokenOf(row) : null;
}

/** `false` when there is no such token or it was revoked before. */
export function* revokeToken(id: string, at: number): Script<boolean> {
  const sql = "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING id";
  return (yield* first(sql, [at, id])) !== undefined;
}

function columnsOf(settings: TokenSettings): Value[] {
  return [
    settings.label,
    settings.codeAsString ? 1 : 0,
    settings.emptyAsSuccess ? 1 : 0,
    settings.masksNumbers ? 1 : 0,
    settings.atOnce,
    JSON.stringify(settings.addresses),
    JSON.stringify(settings.scopes),
    settings.expiresAt,
  ];
}

function tokenOf(row: Row): TokenRecord {
  return {
    id: row["id"] as string,
    operation: row["operation"] as number,
    label: row["label"] as string,
    createdAt: row["created_at"] as number,
    revokedAt: row["revoked_at"] as number | null,
    lastUsedAt: row["last_used_at"] as number | null,
    secretHash: row["secret_hash"] as Uint8Array,
    codeAsString: row["code_as_string"] === 1,
    emptyAsSuccess: row["empty_as_success"] === 1,
    masksNumbers: row["masks_numbers"] === 1,
    atOnce: row["at_once"] === 1 ? 1 : 2,
    addresses: JSON.parse(row["addresses"] as string) as string[],
    scopes: JSON.parse(row["scopes"] as string) as TokenScope[],
    expiresAt: row["expires_at"] as number | null,
  };
}
