import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../time/clock.ts";
import type { AgiCall } from "./agi/call.ts";
import type { AsteriskLog } from "./asterisk-given.ts";
import type { Disagreement, KnownChannels } from "./known-channels.ts";

/** Why a call that is brought to the AGI port is not taken. */
type Refusal = "secret-lacking" | "secret-wrong" | Disagreement;

interface AgiDoorGiven {
  readonly channels: KnownChannels;
  /** The secret in the addresses that were printed; `null` as long as none was. */
  readonly secret: () => string | null;
  readonly clock: Clock;
  readonly log: AsteriskLog;
}

/** While calls are refused for a reason, that is logged so often. */
const LOGGED_EVERY_MS = 60_000;
/** Of an id that anybody can have sent. */
const LOGGED_SIGNS = 80;

/**
 * Everybody who can reach the AGI port can claim to be Asterisk. Two locks: the address has the installation's secret, and
 * the manager announced the call. Refused calls are given back to the dialplan: they go on to their queue without Espera.
 */
export class AgiDoor {
  readonly #given: AgiDoorGiven;
  /** When each reason may be logged again, epoch ms, and how many calls were refused for it since. */
  readonly #logged = new Map<Refusal, { readonly againAt: number; unlogged: number }>();
  #saidUnlocked = false;

  constructor(given: AgiDoorGiven) {
    this.#given = given;
  }

  /** Whether a call is Asterisk's, and of our dialplan. It may take a second, or until the call is `over`. */
  async admits(call: AgiCall, over: Promise<void>): Promise<boolean> {
    const refusal = this.#secretRefusal(call) ?? (await this.#given.channels.against(call, over));
    if (refusal === null) return true;
    this.#tell(refusal, call);
    return false;
  }

  #secretRefusal({ secret }: AgiCall): Refusal | null {
    const wanted = this.#given.secret();
    if (wanted !== null) {
      if (secret === null) return "secret-lacking";
      return timingSafeEqual(digest(secret), digest(wanted)) ? null : "secret-wrong";
    }
    if (secret !== null) return "secret-wrong";
    this.#sayUnlocked();
    return null;
  }

  #sayUnlocked(): void {
    const { log } = this.#given;
    if (!this.#saidUnlocked)
      log.warn(
        {},
        "the dialplan has no secret in its addresses: print it again with npx espera asterisk dialplan, then dialplan reload",
      );
    this.#saidUnlocked = true;
  }

  #tell(why: Refusal, { uniqueid }: AgiCall): void {
    const { clock, log } = this.#given;
    const logged = this.#logged.get(why);
    if (logged && clock.now() < logged.againAt) {
      logged.unlogged++;
      return;
    }
    this.#logged.set(why, { againAt: clock.now() + LOGGED_EVERY_MS, unlogged: 0 });
    const refused = { call: uniqueid.slice(0, LOGGED_SIGNS), othersSince: logged?.unlogged ?? 0 };
    if (why === "secret-lacking" || why === "secret-wrong")
      log.warn(
        { why, ...refused },
        "a call of a dialplan without this installation's secret goes on without Espera: print it again with npx espera asterisk dialplan, then dialplan reload",
      );
    else
      log.warn(
        { why, ...refused },
        "a call that Asterisk's manager does not tell of in the same words goes on without Espera",
      );
  }
}

/** As long as any other, whatever was sent: what is compared in constant time has one length. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
