import type { FastifyBaseLogger } from "fastify";

/** Why a token, a password, a link or an answer of the company's own sign-in was refused. */
export type SignInFailure =
  | "unknown"
  | "expired"
  | "wrong-address"
  | "wrong-password"
  | "wrong-link"
  | "provider-refused"
  | "role-unmapped";

interface Failures {
  /** Epoch ms of the last line. */
  loggedAt: number;
  /** Failed since, without a line. */
  unlogged: number;
}

/**
 * Failed sign-ins in the log: one line for each address and minute, however many come. Those without a line of their own
 * are counted in the next line of their address.
 */
export class FailedSignIns {
  readonly #log: Pick<FastifyBaseLogger, "warn">;
  readonly #byAddress = new Map<string, Failures>();
  #minute = 0;
  #lines = 0;

  constructor(log: Pick<FastifyBaseLogger, "warn">) {
    this.#log = log;
  }

  /** `tokenId`: where the secret was that of a token. `now`: epoch ms. */
  note(address: string, why: SignInFailure, tokenId: string | null, now: number): void {
    const known = this.#byAddress.get(address);
    if (known && now >= known.loggedAt && now < known.loggedAt + MINUTE_MS) {
      known.unlogged++;
      return;
    }
    if (!this.#mayLog(now)) return;
    const { unlogged } = known ?? { unlogged: 0 };
    this.#log.warn(
      {
        address,
        why,
        ...(tokenId === null ? {} : { tokenId }),
        ...(unlogged > 0 ? { before: unlogged } : {}),
      },
      "sign-in failed",
    );
    this.#byAddress.delete(address);
    this.#byAddress.set(address, { loggedAt: now, unlogged: 0 });
    if (this.#byAddress.size > MOST_ADDRESSES) this.#byAddress.delete(this.#byAddress.keys().next().value!);
  }

  /** A client with many addresses does not fill the log either. */
  #mayLog(now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) this.#lines = 0;
    this.#minute = minute;
    return this.#lines++ < MOST_LINES;
  }
}

const MINUTE_MS = 60_000;
/** Lines in a minute, from all addresses together. */
const MOST_LINES = 100;
const MOST_ADDRESSES = 1_000;
