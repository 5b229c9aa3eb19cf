import { randomBytes, randomInt } from "node:crypto";
import { Fault } from "../../faults/faults.ts";
import { hashOf } from "./sessions.ts";

/** A screen that shows a code and waits for an administrator. */
interface Waiting {
  readonly code: string;
  /** Where it asked from. */
  readonly address: string;
  /** Epoch ms. */
  readonly endsAt: number;
  /** The id of the user that it became. */
  accepted: number | null;
}

/**
 * Screens that wait to be accepted. They are kept in memory: a stranger who asks for codes writes nothing to the disk, and a
 * screen whose code was lost asks for another one.
 */
export class WaitingDisplays {
  /** By the hash of the key that only the screen has. */
  readonly #byKey = new Map<string, Waiting>();

  /** A code to show, and the key by which the screen asks what became of it. Fault: `displays-full`. `now`: epoch ms. */
  add(
    address: string,
    now: number,
  ): { readonly code: string; readonly key: string; readonly endsAt: number } {
    this.#forget(now);
    const waiting = [...this.#byKey.values()];
    if (this.#byKey.size >= MOST_WAITING) throw new Fault("displays-full", { most: MOST_WAITING });
    // A stranger who asks for one code after another leaves room for screens elsewhere.
    const here = waiting.filter((one) => one.address === address).length;
    if (here >= MOST_OF_ADDRESS) throw new Fault("displays-full", { most: MOST_OF_ADDRESS });
    const taken = new Set(waiting.map(({ code }) => code));
    let code = newCode();
    while (taken.has(code)) code = newCode();
    const key = randomBytes(32).toString("base64url");
    const endsAt = now + WAITS_MS;
    this.#byKey.set(nameOf(key), { code, address, endsAt, accepted: null });
    return { code, key, endsAt };
  }

  /** Fault: `display-code-unknown`. */
  require(code: string, now: number): Waiting {
    this.#forget(now);
    const plain = code.toUpperCase().replaceAll(/[\s-]/g, "");
    const waiting = [...this.#byKey.values()].find((one) => one.code === plain && one.accepted === null);
    if (!waiting) throw new Fault("display-code-unknown", { code });
    return waiting;
  }

  /** The user that the screen became, once; `null` while it waits. Fault: `display-code-unknown`. */
  claim(key: string, now: number): number | null {
    this.#forget(now);
    const waiting = this.#byKey.get(nameOf(key));
    if (!waiting) throw new Fault("display-code-unknown", { code: "" });
    if (waiting.accepted !== null) this.#byKey.delete(nameOf(key));
    return waiting.accepted;
  }

  #forget(now: number): void {
    for (const [key, { endsAt }] of this.#byKey) if (endsAt <= now) this.#byKey.delete(key);
  }
}

function nameOf(key: string): string {
  return hashOf(key).toString("hex");
}

function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}

/** None that is taken for another one from afar. */
const LETTERS = "ACDEFHJKLMNPRTUVWXY3479";
const CODE_LENGTH = 6;
const WAITS_MS = 10 * 60_000;
const MOST_WAITING = 100;
const MOST_OF_ADDRESS = 20;
