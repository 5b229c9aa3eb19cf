import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { TokenRecord, TokenScope, TokenSettings } from "../../port.ts";
import { immediately } from "../database/transaction.ts";

export function addToken(database: DatabaseSync, token: TokenRecord): void {
  database
    .prepare(
      `INSERT INTO tokens (id, operation, created_at, revoked_at, secret_hash, label, code_as_string,
         empty_as_success, masks_numbers, at_once, addresses, scopes, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(token.id, token.operation, token.createdAt, token.revokedAt, token.secretHash, ...columnsOf(token));
}

/** `false` when there is no such token or it was revoked. */
export function changeToken(database: DatabaseSync, id: string, settings: Partial<TokenSettings>): boolean {
  return immediately(database, () => {
    const row = database.prepare("SELECT * FROM tokens WHERE id = ? AND revoked_at IS NULL").get(id);
    if (!row) return false;
    database
      .prepare(
        `UPDATE tokens SET label = ?, code_as_string = ?, empty_as_success = ?, masks_numbers = ?, at_once = ?,
           addresses = ?, scopes = ?, expires_at = ? WHERE id = ?`,
      )
      .run(...columnsOf({ ...tokenOf(row), ...settings }), id);
    return true;
  });
}

export function noteTokenUse(database: DatabaseSync, id: string, at: number): void {
  database.prepare("UPDATE tokens SET last_used_at = ? WHERE id = ?").run(at, id);
}

/** Those of one operation, or all, oldest first. */
export function tokens(database: DatabaseSync, operation?: number): TokenRecord[] {
  return database
    .prepare("SELECT * FROM tokens WHERE ?1 IS NULL OR operation = ?1 ORDER BY created_at, id")
    .all(operation ?? null)
    .map(tokenOf);
}

/** `false` when there is no such token or it was revoked before. */
export function revokeToken(database: DatabaseSync, id: string, at: number): boolean {
  const revoked = database
    .prepare("UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
    .run(at, id);
  return revoked.changes === 1;
}

/**
 * Looks one token up, for every request as it stands now. Those found are remembered until anybody else, in whatever
 * process, has written to the journal: asking whether somebody has costs a quarter of reading the token.
 */
export class TokenReader {
  readonly #find: StatementSync;
  readonly #dataVersion: StatementSync | null;
  readonly #found = new Map<string, TokenRecord>();
  #foundAt: unknown;

  /** `writtenByOthers`: only other connections write; the data version does not see what this one writes. */
  constructor(database: DatabaseSync, { writtenByOthers }: { readonly writtenByOthers: boolean }) {
    this.#find = database.prepare("SELECT * FROM tokens WHERE id = ?");
    this.#dataVersion = writtenByOthers ? database.prepare("PRAGMA data_version") : null;
    this.#dataVersion?.setReturnArrays(true);
  }

  find(id: string): TokenRecord | null {
    const now = (this.#dataVersion?.get() as unknown as [number] | undefined)?.[0];
    if (now === undefined || now !== this.#foundAt) {
      this.#found.clear();
      this.#foundAt = now;
    }
    const known = this.#found.get(id);
    if (known) return known;
    const row = this.#find.get(id);
    if (!row) return null;
    const token = tokenOf(row);
    this.#found.set(id, token);
    return token;
  }
}

function columnsOf(settings: TokenSettings): (string | number | null)[] {
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

function tokenOf(row: Record<string, SQLOutputValue>): TokenRecord {
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
