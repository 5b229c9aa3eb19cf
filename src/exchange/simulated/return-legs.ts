import type { AttemptFailure, AttemptProgress } from "../../line/facts.ts";
import type { AttemptId } from "../../line/ids.ts";
import { DialogueRun } from "../dialogue/dialogue-run.ts";
import { progressBy, returnScript, type Wish } from "../dialogue/return-script.ts";
import type { DialOrder } from "../port.ts";
import type { RingEnd } from "./observer.ts";
import { personWhoPicksUp } from "./person.ts";
import type { PhoneCall, Stage } from "./phone-call.ts";
import { newPhoneCall } from "./phone-call.ts";
import type { Service } from "./queue/service.ts";
import type { SimulatedVoice } from "./simulated-voice.ts";
import type { Switchboard } from "./switchboard.ts";
import type { Redialling } from "./traffic/redialling.ts";
import type { ReturnCall, Traffic } from "./traffic/traffic.ts";

/**
 * The phone legs of return calls, from the order to dial to the queue. Without Espera the one who picks up, person or
 * machine, is seated unasked at the place that the order carried.
 */
export class ReturnLegs {
  readonly #switchboard: Switchboard;
  readonly #service: Service;
  readonly #redialling: Redialling;
  readonly #customers: Traffic["customer"];
  readonly #voice: SimulatedVoice;
  /** Every attempt ever dialled: none is dialled twice. */
  readonly #dialled = new Set<AttemptId>();

  constructor(
    switchboard: Switchboard,
    voice: SimulatedVoice,
    service: Service,
    redialling: Redialling,
    customers: Traffic["customer"],
  ) {
    this.#switchboard = switchboard;
    this.#service = service;
    this.#redialling = redialling;
    this.#customers = customers;
    this.#voice = voice;
  }

  dial(order: DialOrder): void {
    const { attempt, callback, skill, number, place } = order;
    if (this.#dialled.has(attempt)) return;
    this.#dialled.add(attempt);
    const customer = this.#customers(callback, skill);
    const script = customer.returnCall(Number(attempt.slice(attempt.lastIndexOf("~") + 1)));
    const { handleMs } = customer;
    const transfer = customer.transfer ?? null;
    const leg = newPhoneCall({
      id: attempt,
      skill,
      number,
      handleMs,
      caller: null,
      place,
      stage: "dialled",
      transfer,
    });
    this.#switchboard.calls.set(attempt, leg);
    const { does } = script;
    if (does === "invalid" || does === "failed" || does === "busy")
      this.#switchboard.next(leg, script.afterMs, () => this.#fail(leg, does));
    else this.#switchboard.next(leg, script.afterMs, () => this.#ring(leg, script, order));
  }

  /** Seats a leg that has confirmed. */
  seat(leg: PhoneCall, place: number): void {
    if (leg.stage === "confirmed") this.#service.enter(leg, place);
  }

  /** Ends a leg that is in no queue yet. */
  hangUp(leg: PhoneCall): void {
    if (!isOnItsWay(leg)) return;
    const { stopsRingingMs } = this.#switchboard.options;
    if (leg.stage === "phone-ringing" && stopsRingingMs > 0)
      this.#switchboard.next(leg, stopsRingingMs, () => this.#stop(leg));
    else this.#stop(leg);
  }

  #stop(leg: PhoneCall): void {
    if (leg.stage === "phone-ringing") this.#ringEnded(leg, "cancelled");
    this.#end(leg);
  }

  /** Espera is gone: a customer who has picked up is seated. */
  abandon(): void {
    for (const leg of this.#switchboard.calls.values())
      if (leg.stage === "picked-up" || leg.stage === "confirmed") this.#service.enter(leg, leg.place);
  }

  /** The phone system goes down with the leg. */
  lose(leg: PhoneCall): void {
    if (leg.stage === "phone-ringing") this.#ringEnded(leg, "cancelled");
    this.#switchboard.end(leg);
  }

  #ring(leg: PhoneCall, script: ReturnCall, order: DialOrder): void {
    this.#progress(leg, "phone-ringing", "ringing");
    this.#switchboard.observer?.rang(order.number, leg.id, this.#switchboard.clock.now());
    if (script.does === "no-answer" || script.ringMs >= order.ringForMs)
      this.#switchboard.next(leg, order.ringForMs, () => {
        this.#ringEnded(leg, "not-answered");
        this.#fail(leg, "no-answer");
      });
    else this.#switchboard.next(leg, script.ringMs, () => this.#pickUp(leg, script, order));
  }

  #pickUp(leg: PhoneCall, script: ReturnCall, { callback, dialogue }: DialOrder): void {
    const { clock } = this.#switchboard;
    this.#ringEnded(leg, "picked-up");
    this.#redialling.reached(callback);
    leg.patience = this.#switchboard.after(staysForMs(script), () => this.#giveUp(leg));
    if (!this.#switchboard.connected) {
      this.#service.enter(leg, leg.place);
      return;
    }
    this.#progress(leg, "picked-up", "answered");
    this.#voice.play(leg, returnScript(new DialogueRun(() => clock.now()), dialogue, callback), {
      person: personWhoPicksUp(script),
      done: (wish) => this.#answered(leg, wish),
      hungUp: () => this.#giveUp(leg),
      keyed: () => undefined,
    });
  }

  #answered(leg: PhoneCall, wish: Wish): void {
    if (wish !== "confirmed") {
      this.#switchboard.observer?.heard(leg.id, { what: "goodbye", to: wish }, this.#switchboard.clock.now());
      this.#switchboard.end(leg);
      this.#switchboard.report({ type: "attempt-progressed", attempt: leg.id, ...progressBy(wish) });
      return;
    }
    this.#progress(leg, "confirmed", "confirmed");
    const { watchdogMs } = this.#switchboard.options;
    this.#switchboard.next(leg, watchdogMs, () => this.#service.enter(leg, leg.place));
  }

  #giveUp(leg: PhoneCall): void {
    this.#switchboard.observer?.did(leg.id, { what: "hung-up" }, this.#switchboard.clock.now());
    if (leg.stage === "picked-up" || leg.stage === "confirmed") this.#fail(leg, "hung-up");
    else this.#service.giveUp(leg);
  }

  #progress(leg: PhoneCall, stage: Stage, progress: AttemptProgress): void {
    leg.stage = stage;
    this.#switchboard.report({ type: "attempt-progressed", attempt: leg.id, progress });
  }

  #ringEnded(leg: PhoneCall, how: RingEnd): void {
    this.#switchboard.observer?.rangUntil(leg.id, how, this.#switchboard.clock.now());
  }

  #fail(leg: PhoneCall, failure: AttemptFailure): void {
    this.#switchboard.end(leg);
    this.#switchboard.report({ type: "attempt-progressed", attempt: leg.id, progress: failure });
  }

  #end(leg: PhoneCall): void {
    this.#switchboard.end(leg);
    this.#switchboard.report({ type: "call-ended", call: leg.id });
  }
}

/** A machine records for so long, and hangs up. */
const MACHINE_MS = 120_000;

/** How long the person who picks up stays without an agent, from picking up, ms. */
function staysForMs({ does, confirmAfterMs, patienceMs }: ReturnCall): number {
  if (does === "machine") return MACHINE_MS;
  return does === "hang-up" ? confirmAfterMs : confirmAfterMs + patienceMs;
}

const progressOf = {
  dialled: "dialling",
  "phone-ringing": "ringing",
  "picked-up": "answered",
  confirmed: "confirmed",
} as const;

/** How far a leg on its way is, as a snapshot says it; `null` for any other phone call. */
export function legProgress(leg: PhoneCall): (typeof progressOf)[keyof typeof progressOf] | null {
  return leg.stage in progressOf ? progressOf[leg.stage as keyof typeof progressOf] : null;
}

function isOnItsWay(leg: PhoneCall): boolean {
  return legProgress(leg) !== null;
}
