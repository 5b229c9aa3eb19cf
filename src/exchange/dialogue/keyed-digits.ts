import {
  ALL_DIGITS_WITHIN_MS,
  FIRST_DIGIT_WITHIN_MS,
  NEXT_DIGIT_WITHIN_MS,
} from "../../line/call/dialogue-deadlines.ts";
import { MOST_DIGITS } from "./number-script.ts";

/** The digits of a number as they are keyed, up to `#`, a pause, or more than a number has. */
export class KeyedDigits {
  readonly #until: number;
  #digits = "";
  #ended = false;

  /** Keys count from `now` on, epoch ms. */
  constructor(now: number) {
    this.#until = now + ALL_DIGITS_WITHIN_MS;
  }

  get digits(): string {
    return this.#digits;
  }

  /** How long the next key is waited for, ms; 0: for none any more. */
  waitMs(now: number): number {
    if (this.#ended) return 0;
    const withinMs = this.#digits === "" ? FIRST_DIGIT_WITHIN_MS : NEXT_DIGIT_WITHIN_MS;
    return Math.max(0, Math.min(withinMs, this.#until - now));
  }

  /** A key was pressed, or, with `null`, none in time. */
  take(key: string | null): void {
    if (key === null || key === "#") this.#ended = true;
    else {
      this.#digits += key;
      this.#ended = this.#digits.length > MOST_DIGITS;
    }
  }
}
