import { hash, randomBytes } from "node:crypto";
import type { FastifyBaseLogger } from "fastify";
import { Fault } from "../../faults/faults.ts";
import {
  type Accounts,
  type AuditEntry,
  type SessionRecord,
  type UserRecord,
  userKey,
} from "../../journal/accounts.ts";
import { BackOff } from "./back-off.ts";
import { FailedSignIns } from "./failed-sign-ins.ts";
import { isPassword } from "./passwords.ts";

/** Where a request comes from. */
export interface Whence {
  readonly address: string;
  /** What the browser calls itself. */
  readonly browser: string;
}

export interface Begun {
  readonly session: SessionRecord;
  /** Its only copy. */
  readonly secret: string;
}

/** Where people sign in, and their sessions are judged. Times are of the machine's clock. */
export class Sessions {
  readonly #accounts: Accounts;
  readonly #log: Pick<FastifyBaseLogger, "warn">;
  readonly #now: () => number;
  readonly #failed: FailedSignIns;
  readonly #byName = new BackOff(FREE_FOR_NAME);
  readonly #byAddress = new BackOff(FREE_FOR_ADDRESS);
  /** The names and addresses for which a password was right since the start, the latest last. */
  readonly #knownAt = new Set<string>();

  constructor(given: {
    readonly accounts: Accounts;
    readonly log: Pick<FastifyBaseLogger, "warn">;
    readonly now: () => number;
  }) {
    this.#accounts = given.accounts;
    this.#log = given.log;
    this.#now = given.now;
    this.#failed = new FailedSignIns(given.log);
  }

  /** Faults: `sign-in-refused`, `sign-in-slow`. */
  async withPassword(name: string, password: string, from: Whence): Promise<Begun> {
    return this.begin(await this.requirePassword(name, password, from), from, { detail: "password" });
  }

  /** The user of that name, whose password it is. Faults: `sign-in-refused`, `sign-in-slow`. */
  async requirePassword(name: string, password: string, from: Whence): Promise<UserRecord> {
    const key = userKey(name);
    const whose = this.#whoseTries(key, from.address);
    this.#requireTurn(whose, from.address);
    const user = await this.#accounts.userNamed(name);
    if (!(await isPassword(password, user?.password ?? null)) || !user) {
      // Without the name, which may be a password in the wrong place; and nothing is written that takes longer for names there are.
      this.#failed.note(from.address, "wrong-password", null, this.#now());
      throw new Fault("sign-in-refused");
    }
    this.#byName.forgive(whose);
    this.#byAddress.takeBack(from.address);
    this.#noteKnown(key, from.address);
    return user;
  }

  /** Faults: `link-refused`, `sign-in-slow`. */
  async withLink(key: string, from: Whence): Promise<Begun> {
    this.#requireTurn(null, from.address);
    const user = await this.#accounts.useLink(hashOf(key), this.#now());
    if (!user) {
      this.#failed.note(from.address, "wrong-link", null, this.#now());
      throw new Fault("link-refused");
    }
    this.#byAddress.takeBack(from.address);
    return this.begin(user, from, { detail: "link" });
  }

  /**
   * Signs in the user that `find` gives, who came back from the company's own sign-in. That it is away counts against nobody. Faults: those of
   * `find`, `sign-in-slow`.
   */
  async withProvider(find: () => Promise<UserRecord>, from: Whence): Promise<Begun> {
    this.#requireTurn(null, from.address);
    let user: UserRecord;
    try {
      user = await find();
    } catch (error) {
      const code = error instanceof Fault ? error.code : null;
      if (code === "provider-refused" || code === "role-unmapped")
        this.#failed.note(from.address, code, null, this.#now());
      else this.#byAddress.takeBack(from.address);
      throw error;
    }
    this.#byAddress.takeBack(from.address);
    return this.begin(user, from, { detail: "provider", longestMs: LONGEST_BY_PROVIDER_MS });
  }

  /** Begins a session with a fresh secret, whatever the browser showed before. `longestMs`: `null` lasts until somebody ends it. */
  async begin(
    user: UserRecord,
    from: Whence,
    { detail, longestMs = LONGEST_MS }: { readonly detail: string; readonly longestMs?: number | null },
  ): Promise<Begun> {
    const now = this.#now();
    await this.#accounts.forgetSessions(now, now - IDLE_MS);
    const secret = randomBytes(32).toString("base64url");
    const secretHash = hashOf(secret);
    await this.#accounts.addSession({
      id: randomBytes(8).toString("hex"),
      secretHash,
      user: user.id,
      beganAt: now,
      endsAt: longestMs === null ? null : now + longestMs,
      address: from.address,
      browser: from.browser.slice(0, LONGEST_BROWSER),
    });
    const session = this.#accounts.session(secretHash)!;
    await this.#note({ act: "signed-in", subject: user.name, from, session, detail });
    return { session, secret };
  }

  /** The session of a cookie's secret, where it is still good; its use is noted to the minute. */
  of(secret: string): SessionRecord | null {
    const session = this.#accounts.session(hashOf(secret));
    if (!session || !this.#isGood(session)) return null;
    this.#noteUse(session);
    return session;
  }

  /** The same session as it stands now, where it is still good; that is no use of it. */
  again({ secretHash }: SessionRecord): SessionRecord | null {
    const session = this.#accounts.session(secretHash);
    return session && this.#isGood(session) ? session : null;
  }

  /** When a session ends if nobody uses it from now on, epoch ms; `null`: it lasts. */
  idleEndOf({ endsAt }: SessionRecord): number | null {
    return endsAt === null ? null : Math.min(endsAt, this.#now() + IDLE_MS);
  }

  /** Signs out. */
  async end(session: SessionRecord): Promise<void> {
    await this.#accounts.endSession(session.id);
    await this.#note({ act: "signed-out", subject: session.user.name, from: session, session });
  }

  /** Keeps what somebody did to each of these. */
  audit(
    session: SessionRecord,
    what: Pick<AuditEntry, "act" | "operation" | "detail">,
    subjects: readonly string[],
  ): Promise<void> {
    const by = { user: session.user.name, session: session.id, address: session.address };
    const at = this.#now();
    return this.#accounts.note(subjects.map((subject) => ({ ...what, ...by, at, subject })));
  }

  #isGood({ endsAt, usedAt }: SessionRecord): boolean {
    const now = this.#now();
    return endsAt === null || (now < endsAt && now < usedAt + IDLE_MS);
  }

  #noteUse({ id, usedAt }: SessionRecord): void {
    const now = this.#now();
    if (Math.abs(now - usedAt) < NOTED_EVERY_MS) return;
    this.#accounts.noteSessionUse(id, now).catch((error: unknown) => {
      this.#log.warn({ err: error }, "use of a session not noted");
    });
  }

  /** Where somebody signed in before their tries are counted apart: a stranger elsewhere cannot keep them out. */
  #whoseTries(name: string, address: string): string {
    return this.#knownAt.has(placeOf(name, address)) ? placeOf(name, address) : name;
  }

  #noteKnown(name: string, address: string): void {
    const place = placeOf(name, address);
    this.#knownAt.delete(place);
    this.#knownAt.add(place);
    if (this.#knownAt.size > MOST_PLACES) this.#knownAt.delete(this.#knownAt.keys().next().value!);
  }

  /** Fault: `sign-in-slow`. */
  #requireTurn(name: string | null, address: string): void {
    const now = this.#now();
    const wait = this.#byAddress.try(address, now) || (name === null ? 0 : this.#byName.try(name, now));
    if (wait > 0) throw new Fault("sign-in-slow", { seconds: Math.ceil(wait / 1_000) });
  }

  #note({
    from,
    session = null,
    detail = "",
    ...entry
  }: Pick<AuditEntry, "act" | "subject"> & {
    readonly from: Pick<Whence, "address">;
    readonly session?: SessionRecord | null;
    readonly detail?: string;
  }): Promise<void> {
    return this.#accounts.note([
      {
        ...entry,
        at: this.#now(),
        user: session?.user.name ?? null,
        session: session?.id ?? null,
        address: from.address,
        operation: null,
        detail,
      },
    ]);
  }
}

function placeOf(name: string, address: string): string {
  return JSON.stringify([name, address]);
}

/** What is kept of a secret of 256 random bits. */
export function hashOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** Makes a key that signs a user in once, within a quarter of an hour of `now` (epoch ms). */
export async function newLinkKey(
  accounts: Pick<Accounts, "addLink">,
  user: Pick<UserRecord, "id">,
  now: number,
): Promise<string> {
  const key = randomBytes(32).toString("base64url");
  await accounts.addLink({ keyHash: hashOf(key), user: user.id, endsAt: now + LINK_MS });
  return key;
}

/** Behind the number sign, so that the key stays in the browser: no server and no log in between sees it. */
export function linkTo(url: string, key: string): string {
  return `${url}/#key=${key}`;
}

const IDLE_MS = 12 * 3_600_000;
const LONGEST_MS = 7 * 86_400_000;
/** The provider is asked at each sign-in and never between: who lost their account there is out after a working day. */
const LONGEST_BY_PROVIDER_MS = 12 * 3_600_000;
const LINK_MS = 15 * 60_000;
const NOTED_EVERY_MS = 60_000;
const LONGEST_BROWSER = 200;
/** Tries until they are slowed down: of one name, and from one address, which many people may share. */
const FREE_FOR_NAME = 5;
const FREE_FOR_ADDRESS = 20;
const MOST_PLACES = 10_000;
