import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { TokenRecord } from "../port.ts";

export function addToken(database: DatabaseSync, token: TokenRecord): void {
  database
    .prepare("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      token.id,
      token.operation,
      token.label,
      token.createdAt,
      token.revokedAt,
      token.secretHash,
      token.codeAsString ? 1 : 0,
      token.emptyAsSuccess ? 1 : 0,
    );
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

/** Looks one token up, for every request anew. */
export class TokenReader {
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare("SELECT * FROM tokens WHERE id = ?");
  }

  find(id: string): TokenRecord | null {
    const row = this.#find.get(id);
    return row ? tokenOf(row) : null;
  }
}

function tokenOf(row: Record<string, SQLOutputValue>): TokenRecord {
  return {
    id: row["id"] as string,
    operation: row["operation"] as number,
    label: row["label"] as string,
    createdAt: row["created_at"] as number,
    revokedAt: row["revoked_at"] as number | null,
    secretHash: row["secret_hash"] as Uint8Array,
    codeAsString: row["code_as_string"] === 1,
    emptyAsSuccess: row["empty_as_success"] === 1,
  };
}
