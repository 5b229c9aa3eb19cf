import type { Choice, ChoiceSource } from "../../line/facts.ts";
import type { Order } from "../port.ts";
import type { PhoneCall } from "./phone-call.ts";
import { newPhoneCall } from "./phone-call.ts";
import type { Redialling } from "./redialling.ts";
import type { Service } from "./service.ts";
import type { Switchboard } from "./switchboard.ts";
import type { SimulatedCaller } from "./traffic.ts";

/**
 * What a caller goes through before the queue: Espera is asked, he may be asked, he may be thanked. Whenever Espera
 * says nothing for too long, or is not there, the exchange seats him by itself at his place.
 */
export class Dialogue {
  readonly #switchboard: Switchboard;
  readonly #service: Service;
  readonly #redialling: Redialling;

  constructor(switchboard: Switchboard, service: Service, redialling: Redialling) {
    this.#switchboard = switchboard;
    this.#service = service;
    this.#redialling = redialling;
  }

  /** A caller reaches the skill. */
  arrive(caller: SimulatedCaller): void {
    const { call: id, skill, number, handleMs } = caller;
    const place = this.#switchboard.clock.now();
    const call = newPhoneCall({ id, skill, number, handleMs, caller, place, stage: "arrived" });
    this.#switchboard.calls.set(id, call);
    call.patience = this.#switchboard.after(caller.patienceMs, () => this.#giveUp(call, caller));
    if (!this.#switchboard.connected) this.#service.enter(call, call.place);
    else {
      this.#watch(call);
      this.#switchboard.report({ type: "call-arrived", call: id, skill, number });
    }
  }

  /** Plays the question, unless the call is past it. */
  offer(call: PhoneCall): void {
    if (call.stage !== "arrived" || !call.caller) return;
    const { clock, observer, options } = this.#switchboard;
    const { afterMs, does } = call.caller.question;
    call.stage = "question";
    this.#switchboard.report({ type: "question-began", call: call.id });
    observer?.heard(call.id, { what: "question" }, clock.now());
    if (does === "silent" || afterMs >= options.questionMs)
      this.#switchboard.next(call, options.questionMs, () => this.#choose(call, "silent", "timeout"));
    else if (does === "hang-up")
      this.#switchboard.next(call, afterMs, () => this.#giveUp(call, call.caller!));
    else this.#switchboard.next(call, afterMs, () => this.#choose(call, does, "key"));
  }

  /** Seats the caller, wherever in the dialogue he is. */
  seat(call: PhoneCall, place: number): void {
    if (isAsked(call)) this.#service.enter(call, place);
  }

  /** Says when he will be called back and ends the call, if he asked for it. */
  thank(call: PhoneCall, { fromAt, untilAt }: Extract<Order, { type: "thank" }>): void {
    if (call.stage !== "chosen" || !call.saidYes) return;
    const { clock, observer, options } = this.#switchboard;
    call.stage = "thanked";
    observer?.heard(call.id, { what: "promise", fromAt, untilAt }, clock.now());
    this.#redialling.promised(call.caller!);
    this.#switchboard.next(call, options.thankMs, () => this.#end(call));
  }

  /** Espera is gone: whoever is in the dialogue is seated, also one who is just being thanked. */
  abandon(): void {
    for (const call of this.#switchboard.calls.values())
      if (isAsked(call) || call.stage === "thanked") this.#service.enter(call, call.place);
  }

  #choose(call: PhoneCall, choice: Choice, source: ChoiceSource): void {
    call.stage = "chosen";
    call.saidYes = choice === "yes";
    this.#watch(call);
    this.#switchboard.report({ type: "choice-made", call: call.id, choice, source });
  }

  #watch(call: PhoneCall): void {
    const { watchdogMs } = this.#switchboard.options;
    this.#switchboard.next(call, watchdogMs, () => this.#service.enter(call, call.place));
  }

  #giveUp(call: PhoneCall, caller: SimulatedCaller): void {
    if (call.stage === "question")
      this.#switchboard.report({ type: "choice-made", call: call.id, choice: "silent", source: "hung-up" });
    if (isAsked(call) || call.stage === "thanked") this.#end(call);
    else this.#service.giveUp(call);
    if (!call.saidYes) this.#redialling.abandoned(caller);
  }

  #end(call: PhoneCall): void {
    this.#switchboard.end(call);
    this.#switchboard.report({ type: "call-ended", call: call.id });
  }
}

/** Whether the call is in dialogue and not yet told what becomes of it. */
function isAsked(call: PhoneCall): boolean {
  return call.stage === "arrived" || call.stage === "question" || call.stage === "chosen";
}
