import type { FastifyBaseLogger, FastifyRequest } from "fastify";
import type { Registry, TokenRecord } from "../../journal/port/registry.ts";
import { isGoodFrom } from "./address-list.ts";
import { FailedSignIns, type SignInFailure } from "./failed-sign-ins.ts";
import { authenticate } from "./tokens.ts";

export interface SignInGiven {
  readonly store: Pick<Registry, "token" | "noteTokenUse">;
  readonly log: FastifyBaseLogger;
  /** Epoch ms of the machine's clock, by which tokens expire, whatever clock operations live by. */
  readonly wallClock?: () => number;
}

/** Where every token that is shown is judged, whichever family a request belongs to; its use is noted to the minute. */
export class SignIn {
  readonly #store: SignInGiven["store"];
  readonly #log: FastifyBaseLogger;
  readonly #now: () => number;
  readonly #failed: FailedSignIns;
  /** By token: when its use was noted last, epoch ms. */
  readonly #noted = new Map<string, number>();

  constructor({ store, log, wallClock = Date.now }: SignInGiven) {
    this.#store = store;
    this.#log = log;
    this.#now = wallClock;
    this.#failed = new FailedSignIns(log);
  }

  /**
   * The token that a header's value names; `missing` when there is no value, `bad` when that token is unknown, no longer
   * valid, or not valid from this address. The client does not learn which, so that a person who found a token learns nothing.
   */
  tokenOf(shown: string | readonly string[] | undefined, address: string): TokenRecord | "missing" | "bad" {
    const token = authenticate(this.#store, shown);
    if (token === "missing") return token;
    const now = this.#now();
    const why = token === "bad" ? "unknown" : whyRefused(token, address, now);
    if (token === "bad" || why !== null) {
      this.#failed.note(address, why ?? "unknown", token === "bad" ? null : token.id, now);
      return "bad";
    }
    this.#noteUse(token, now);
    return token;
  }

  /** The token of this id as it stands now, where it is still good from this address; else `null`. */
  stillGood(id: string, address: string): TokenRecord | null {
    const token = this.#store.token(id);
    return token && token.revokedAt === null && whyRefused(token, address, this.#now()) === null
      ? token
      : null;
  }

  #noteUse({ id, lastUsedAt }: TokenRecord, now: number): void {
    const noted = this.#noted.get(id) ?? lastUsedAt;
    if (noted !== null && Math.abs(now - noted) < NOTED_EVERY_MS) return;
    this.#noted.set(id, now);
    this.#store.noteTokenUse(id, now).catch((error: unknown) => {
      this.#log.warn({ err: error }, "use of a token not noted");
    });
  }
}

function whyRefused(token: TokenRecord, address: string, now: number): SignInFailure | null {
  if (token.expiresAt !== null && now >= token.expiresAt) return "expired";
  return isGoodFrom(address, token) ? null : "wrong-address";
}

const NOTED_EVERY_MS = 60_000;

/** The token that a request shows, as a bearer or in the header of the compatible API. */
export function shownIn({
  headers,
}: Pick<FastifyRequest, "headers">): string | readonly string[] | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? headers["wolkvox-token"];
}
