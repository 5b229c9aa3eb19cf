import type { ReturnDialogue } from "../../line/commands.ts";
import type { CallbackId } from "../../line/ids.ts";
import type { Did, Heard } from "./observer.ts";
import type { PhoneCall } from "./phone-call.ts";
import type { Switchboard } from "./switchboard.ts";
import type { ReturnCall } from "./traffic.ts";

/** What came of asking whoever picked up. */
export type ReturnAnswer =
  | { readonly progress: "confirmed" | "declined" | "machine" | "hung-up" }
  | { readonly progress: "snoozed"; readonly laterMs: number };

/** What whoever picks up a return call is asked: whether he is the one who wanted it, and is ready; or when he will be. */
export class ReturnQuestion {
  readonly #switchboard: Switchboard;
  readonly #answered: (leg: PhoneCall, answer: ReturnAnswer) => void;

  constructor(switchboard: Switchboard, answered: (leg: PhoneCall, answer: ReturnAnswer) => void) {
    this.#switchboard = switchboard;
    this.#answered = answered;
  }

  begin(leg: PhoneCall, callback: CallbackId, { name, laterMs }: ReturnDialogue, script: ReturnCall): void {
    const { confirmationMs } = this.#switchboard.options;
    const { does, confirmAfterMs, later } = script;
    if (name === "first") this.#hears(leg, { what: "name", of: callback });
    this.#hears(leg, { what: "confirmation-asked" });
    if (does !== "confirm" || confirmAfterMs >= confirmationMs) this.#saysNothing(leg, confirmationMs);
    else if (later !== undefined && laterMs.length > 0)
      this.#presses(leg, confirmAfterMs, "3", () => this.#later(leg, later, script, laterMs));
    else
      this.#presses(leg, confirmAfterMs, "1", () => {
        if (name === "after-key") this.#hears(leg, { what: "name", of: callback });
        this.#answered(leg, { progress: "confirmed" });
      });
  }

  /** He says that he is not the person, or it is noticed that a machine listens. */
  refuse(leg: PhoneCall, why: "declined" | "machine"): void {
    if (why === "declined") this.#does(leg, { what: "pressed", keys: "2" });
    this.#dismiss(leg, { progress: why });
  }

  /** He is told when he may be called instead. */
  #later(
    leg: PhoneCall,
    later: NonNullable<ReturnCall["later"]>,
    { confirmAfterMs }: ReturnCall,
    laterMs: readonly number[],
  ): void {
    this.#hears(leg, { what: "later-options", laterMs });
    if (later === "hang-up")
      this.#switchboard.next(leg, confirmAfterMs, () => {
        this.#does(leg, { what: "hung-up" });
        this.#answered(leg, { progress: "hung-up" });
      });
    else if (later === "silent") this.#saysNothing(leg, this.#switchboard.options.detailMs);
    else {
      const picked = Math.min(later, laterMs.length - 1);
      this.#presses(leg, confirmAfterMs, String(picked + 1), () =>
        this.#dismiss(leg, { progress: "snoozed", laterMs: laterMs[picked]! }),
      );
    }
  }

  #presses(leg: PhoneCall, afterMs: number, keys: string, then: () => void): void {
    this.#switchboard.next(leg, afterMs, () => {
      this.#does(leg, { what: "pressed", keys });
      then();
    });
  }

  #saysNothing(leg: PhoneCall, ms: number): void {
    this.#switchboard.next(leg, ms, () => this.#dismiss(leg, { progress: "machine" }));
  }

  /** The exchange ends the call by itself, and says nothing of why he was called. */
  #dismiss(leg: PhoneCall, answer: ReturnAnswer): void {
    this.#hears(leg, { what: "goodbye" });
    this.#answered(leg, answer);
  }

  #hears(leg: PhoneCall, what: Heard): void {
    this.#switchboard.observer?.heard(leg.id, what, this.#switchboard.clock.now());
  }

  #does(leg: PhoneCall, what: Did): void {
    this.#switchboard.observer?.did(leg.id, what, this.#switchboard.clock.now());
  }
}
