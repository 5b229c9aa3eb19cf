import { isDeepStrictEqual } from "node:util";
import type { OfferDialogue } from "../../../line/commands.ts";
import { DialogueRun } from "../../dialogue/dialogue-run.ts";
import { type Answered, offerScript } from "../../dialogue/offer-script.ts";
import type { Opening } from "../../dialogue/utterances.ts";
import type { Order } from "../../port.ts";
import { personWhoCalls } from "../person.ts";
import type { PhoneCall } from "../phone-call.ts";
import { newPhoneCall, whoCalls } from "../phone-call.ts";
import type { Service } from "../queue/service.ts";
import type { SimulatedVoice } from "../simulated-voice.ts";
import type { Switchboard } from "../switchboard.ts";
import type { Redialling } from "../traffic/redialling.ts";
import type { SimulatedCaller } from "../traffic/traffic.ts";

/**
 * What a caller goes through before the queue, or between two stays in it: Espera is asked, they may be asked, they may be
 * thanked. Whenever Espera says nothing for too long, or is not there, the exchange seats them by itself at their place.
 */
export class Dialogue {
  readonly #switchboard: Switchboard;
  readonly #service: Service;
  readonly #redialling: Redialling;
  readonly #voice: SimulatedVoice;

  constructor(switchboard: Switchboard, voice: SimulatedVoice, service: Service, redialling: Redialling) {
    this.#switchboard = switchboard;
    this.#service = service;
    this.#redialling = redialling;
    this.#voice = voice;
  }

  /** A caller reaches the skill; where the phone system is down they reach nobody. */
  arrive(caller: SimulatedCaller): void {
    const { call: id, skill, number, handleMs, transfer, unannounced } = caller;
    const now = this.#switchboard.clock.now();
    if (this.#switchboard.down) {
      this.#switchboard.observer?.ended(id, now);
      this.#redialling.abandoned(caller);
      return;
    }
    const call = newPhoneCall({
      id,
      skill,
      number,
      handleMs,
      caller,
      place: now - (caller.class?.creditMs ?? 0),
      stage: "arrived",
      transfer: transfer ?? null,
    });
    this.#switchboard.calls.set(id, call);
    call.patience = this.#switchboard.after(caller.patienceMs, () => this.#giveUp(call, caller));
    if (unannounced || !this.#switchboard.connected) this.#enter(call, call.place);
    else {
      this.#watch(call);
      this.#switchboard.report({ type: "call-arrived", call: id, skill, ...whoCalls(call) });
    }
  }

  /** Plays the question, unless the call is past it. */
  offer(call: PhoneCall, { dialogue }: Extract<Order, { type: "offer" }>): void {
    if ((call.stage !== "arrived" && call.stage !== "requested") || !call.caller) return;
    this.#ask(call, call.caller, dialogue, call.pressedKey ? "by-key" : "arriving");
  }

  /** Takes the call out of its queue and plays the question, unless an agent is rung for it or that was done before. */
  withdraw(call: PhoneCall, order: Extract<Order, { type: "withdraw" }>): void {
    if (call.stage !== "waiting" || !call.caller || isDeepStrictEqual(call.withdrawn, order)) return;
    call.withdrawn = order;
    this.#service.takeOut(call);
    this.#ask(call, call.caller, order.dialogue, "waiting");
  }

  /** Says whether the number that they keyed will be called. */
  judge(call: PhoneCall, accepted: boolean): void {
    if (call.stage !== "keyed") return;
    call.stage = "question";
    call.judged?.(accepted);
  }

  /** Seats the caller, wherever in the dialogue they are. */
  seat(call: PhoneCall, place: number): void {
    if (isAsked(call)) this.#enter(call, place);
  }

  /** Says when they will be called back and ends the call, if they asked for it. */
  thank(call: PhoneCall, { fromAt, untilAt }: Extract<Order, { type: "thank" }>): void {
    if (call.stage !== "chosen" || !call.saidYes) return;
    call.stage = "thanked";
    this.#redialling.promised(call.caller!);
    this.#voice.say(call, { what: "promise", fromAt, untilAt }, () => this.#end(call));
  }

  /** Espera is gone: a caller who is in the dialogue is seated, also one who is just being thanked. */
  abandon(): void {
    for (const call of this.#switchboard.calls.values())
      if (isAsked(call) || call.stage === "thanked") this.#enter(call, call.place);
  }

  /** The phone system goes down with the call. */
  lose(call: PhoneCall): void {
    this.#switchboard.end(call);
    if (!call.saidYes) this.#redialling.abandoned(call.caller!);
  }

  #enter(call: PhoneCall, place: number): void {
    const { queueKey } = call.caller!;
    if (queueKey && !call.key)
      call.key = this.#switchboard.after(queueKey.afterMs, () => this.#pressKey(call));
    this.#service.enter(call, place);
  }

  /** As in app_queue, the key also takes out a caller that an agent is being rung for; without Espera there is nobody to ask them. */
  #pressKey(call: PhoneCall): void {
    const { clock, observer, options, connected } = this.#switchboard;
    if (call.stage !== "waiting" && call.stage !== "ringing") return;
    observer?.did(call.id, { what: "pressed", keys: QUEUE_KEY }, clock.now());
    if (!options.queueKey || !connected) return;
    this.#service.takeOut(call);
    call.stage = "requested";
    call.pressedKey = true;
    call.turn++;
    this.#watch(call);
    const { id, skill } = call;
    this.#switchboard.report({ type: "offer-requested", call: id, skill, ...whoCalls(call) });
  }

  #ask(call: PhoneCall, caller: SimulatedCaller, dialogue: OfferDialogue, opening: Opening): void {
    const { clock } = this.#switchboard;
    call.stage = "question";
    this.#switchboard.report({ type: "question-began", call: call.id });
    const script = offerScript(new DialogueRun(() => clock.now()), {
      dialogue,
      opening,
      number: call.number,
    });
    this.#voice.play(call, script, {
      person: personWhoCalls(behaviourOf(caller, opening)),
      done: (answered) => this.#choose(call, answered),
      hungUp: () => this.#giveUp(call, caller),
      keyed: (number, judged) => this.#keyed(call, number, judged),
    });
  }

  #keyed(call: PhoneCall, number: string, judged: (accepted: boolean) => void): void {
    call.stage = "keyed";
    call.judged = judged;
    call.turn++;
    this.#watch(call);
    this.#switchboard.report({ type: "number-keyed", call: call.id, number });
  }

  #choose(call: PhoneCall, chosen: Answered): void {
    call.stage = "chosen";
    call.saidYes = chosen.choice === "yes";
    call.pressedKey = false;
    this.#watch(call);
    this.#switchboard.report({ type: "choice-made", call: call.id, ...chosen });
  }

  #watch(call: PhoneCall): void {
    const { watchdogMs } = this.#switchboard.options;
    this.#switchboard.next(call, watchdogMs, () => this.#enter(call, call.place));
  }

  #giveUp(call: PhoneCall, caller: SimulatedCaller): void {
    this.#switchboard.observer?.did(call.id, { what: "hung-up" }, this.#switchboard.clock.now());
    if (isAsked(call) || call.stage === "thanked") this.#end(call);
    else this.#service.giveUp(call);
    if (!call.saidYes) this.#redialling.abandoned(caller);
  }

  #end(call: PhoneCall): void {
    this.#switchboard.end(call);
    this.#switchboard.report({ type: "call-ended", call: call.id });
  }
}

/** What they do when they are asked. */
function behaviourOf({ question, queueKey }: SimulatedCaller, opening: Opening) {
  return opening === "by-key" && queueKey ? queueKey.question : question;
}

/** Whether the call is in dialogue and has no order yet. */
function isAsked({ stage }: PhoneCall): boolean {
  return (
    stage === "arrived" ||
    stage === "requested" ||
    stage === "question" ||
    stage === "keyed" ||
    stage === "chosen"
  );
}

/** The key that a caller presses in the queue to be asked. */
const QUEUE_KEY = "1";
