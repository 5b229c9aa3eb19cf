import type { Settings } from "../../line/settings.ts";

export interface OperationRecord {
  readonly id: number;
  readonly name: string;
  /** IANA name; dates in requests and reports are local to it. */
  readonly timeZone: string;
  /** Whether its calls are simulated: said wherever its numbers are shown. */
  readonly simulated: boolean;
  /** 32 bytes: the key of the hash by which people are found. */
  readonly personKey: Uint8Array;
}

/** What there is besides what happens: operations, their settings, who may ask, and how much. */
export interface Registry {
  /** Finds the operation by name or makes it. */
  openOperation(wanted: { name: string; timeZone: string; simulated: boolean }): Promise<OperationRecord>;
  operations(): Promise<OperationRecord[]>;

  /** The newest settings of the operation, or `null`. */
  settings(operation: number): Promise<Settings | null>;
  /** Every version with the moment at which it was kept (epoch ms), the newest first. */
  settingsVersions(operation: number): Promise<{ readonly at: number; readonly settings: Settings }[]>;
  /** Keeps a new version; `settings.version` must be the next one. */
  addSettings(operation: number, settings: Settings, at: number): Promise<void>;

  addToken(token: TokenRecord): Promise<void>;
  tokens(operation?: number): Promise<TokenRecord[]>;
  /** `false` when there is no such token or it was revoked before. */
  revokeToken(id: string, at: number): Promise<boolean>;
  /** Changes what was chosen for a token; `false` when there is no such token or it was revoked. */
  changeToken(id: string, settings: Partial<TokenSettings>): Promise<boolean>;
  /** Notes that a token was used then (epoch ms). */
  noteTokenUse(id: string, at: number): Promise<void>;
  /**
   * Synchronous and cheap: asked for every request. What another process changed, a revocation too, counts at once where
   * processes share a file, and within half a second where they share a database.
   */
  token(id: string): TokenRecord | null;

  /** What was set aside of the requests of a local day (`YYYY-MM-DD`), and what tokens used of it. */
  dayUse(operation: number, day: string): Promise<DayUse>;
  /**
   * Sets requests of that day aside, at most `wanted`, and never more than `limit` in all: gives how many. Less than 0
   * gives back what was not given out. `uses`, by token, are added to what is known.
   */
  reserveRequests(
    operation: number,
    day: string,
    asked: { readonly wanted: number; readonly limit: number; readonly uses: ReadonlyMap<string, number> },
  ): Promise<number>;
}

export interface TokenRecord extends TokenSettings {
  readonly id: string;
  readonly operation: number;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** To the minute; `null`: not yet. */
  readonly lastUsedAt: number | null;
  /** SHA-256 of the secret part, 32 bytes. */
  readonly secretHash: Uint8Array;
}

/**
 * What a token may do: read reports; read lines, callbacks and calls as they are now; order something done to a callback;
 * upload recorded calls.
 */
export const tokenScopes = ["reports", "read", "orders", "upload"] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** What may be chosen for a token, and changed later. */
export interface TokenSettings {
  readonly label: string;
  readonly scopes: readonly TokenScope[];
  /** Epoch ms of the machine's clock, from which on it is no longer good; `null`: never. */
  readonly expiresAt: number | null;
  /** Compatible API: `code` as a string instead of a number. */
  readonly codeAsString: boolean;
  /** Compatible API: an empty range is answered 200 with no records instead of 404. */
  readonly emptyAsSuccess: boolean;
  /** Numbers of people are shown in part only. */
  readonly masksNumbers: boolean;
  /** How many requests it may make at the same time. */
  readonly atOnce: 1 | 2;
  /** Addresses and networks (CIDR) from which it is good; none: from everywhere. */
  readonly addresses: readonly string[];
}

/** Requests of one local day of an operation. */
export interface DayUse {
  /** Set aside for servers to give out: at least as many as they gave out. */
  readonly reserved: number;
  /** By token, as of the last time that more were set aside. */
  readonly uses: ReadonlyMap<string, number>;
}
