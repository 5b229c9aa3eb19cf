import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { TokenRecord } from "../../port/registry.ts";
import { token } from "../../sql/registry/tokens.ts";
import { runScript } from "../database/run-script.ts";

/**
 * Looks one token up, for every request as it stands now. Those found are remembered until anybody else, in whatever
 * process, has written to the journal: asking whether somebody has costs a quarter of reading the token.
 */
export class TokenReader {
  readonly #database: DatabaseSync;
  readonly #dataVersion: StatementSync | null;
  readonly #found = new Map<string, TokenRecord>();
  #foundAt: unknown;

  /** `writtenByOthers`: only other connections write; the data version does not see what this one writes. */
  constructor(database: DatabaseSync, { writtenByOthers }: { readonly writtenByOthers: boolean }) {
    this.#database = database;
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
    const found = runScript(this.#database, token(id));
    if (found) this.#found.set(id, found);
    return found;
  }
}
