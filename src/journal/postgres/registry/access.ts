import type { SessionRecord } from "../../accounts.ts";
import type { TokenRecord } from "../../port/registry.ts";
import { sessions } from "../../sql/registry/sessions.ts";
import { tokens } from "../../sql/registry/tokens.ts";
import { first, type Runner, type Script } from "../../sql/script.ts";

interface Access {
  readonly version: number;
  readonly tokens: ReadonlyMap<string, TokenRecord>;
  readonly sessions: ReadonlyMap<string, SessionRecord>;
}

/**
 * Who may ask: the tokens and sessions, kept in memory, since every request asks for one. What was changed here counts at
 * once; what another process changed counts within half a second.
 */
export class AccessMirror {
  readonly #runner: Runner;
  #known: Access = { version: -1, tokens: new Map(), sessions: new Map() };
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  /** How many looks were begun, and which of them brought what is known. */
  #looks = 0;
  #knownFrom = 0;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  token(id: string): TokenRecord | null {
    return this.#known.tokens.get(id) ?? null;
  }

  session(secretHash: Uint8Array): SessionRecord | null {
    return this.#known.sessions.get(keyOf(secretHash)) ?? null;
  }

  /** Reads what is there now, and from then on again and again. */
  async begin(): Promise<void> {
    await this.refresh();
    this.#timer = setInterval(() => {
      // While the database cannot be asked, what was known stands.
      this.#reading ??= this.refresh()
        .catch(() => {})
        .finally(() => {
          this.#reading = null;
        });
    }, READ_EVERY_MS);
    this.#timer.unref();
  }

  async refresh(): Promise<void> {
    const look = ++this.#looks;
    // Nearly always nothing has changed: that is one question, and all of it together is three.
    if ((await this.#runner.read(accessVersion())) === this.#known.version) return;
    const found = await this.#runner.readMoment(accessSince(this.#known.version));
    // One that was begun earlier and comes later may not know yet what was changed here.
    if (!found || look < this.#knownFrom) return;
    this.#known = found;
    this.#knownFrom = look;
  }

  /** The same with each of these, after which what it changed is known here. */
  watching<T extends object>(changing: T, names: readonly (keyof T)[]): T {
    const watched = { ...changing };
    for (const name of names) {
      const change = changing[name] as (...asked: unknown[]) => Promise<unknown>;
      watched[name] = (async (...asked: unknown[]) => {
        const result = await change(...asked);
        await this.refresh();
        return result;
      }) as T[typeof name];
    }
    return watched;
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#reading;
  }
}

/** `null`: nothing changed since that version. */
function* accessSince(version: number): Script<Access | null> {
  const now = yield* accessVersion();
  if (now === version) return null;
  const known = yield* tokens();
  const open = yield* sessions();
  return {
    version: now,
    tokens: new Map(known.map((token) => [token.id, token])),
    sessions: new Map(open.map((session) => [keyOf(session.secretHash), session])),
  };
}

function* accessVersion(): Script<number> {
  return (yield* first("SELECT version FROM access_version"))!["version"] as number;
}

function keyOf(secretHash: Uint8Array): string {
  return Buffer.from(secretHash).toString("base64");
}

const READ_EVERY_MS = 250;
