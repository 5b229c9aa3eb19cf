import type { CallSighting } from "../../line/facts.ts";
import type { RandomSource } from "../../queueing/random.ts";
import type { Clock } from "../../time/clock.ts";
import type { Capabilities, Exchange, Order, Report } from "../port.ts";
import type { Observer } from "./observer.ts";
import { defaultOptions, type SimulatedOptions } from "./options.ts";
import { Dialogue } from "./people/dialogue.ts";
import { type PhoneCall, type Stage, whoCalls } from "./phone-call.ts";
import { Service } from "./queue/service.ts";
import { legProgress, ReturnLegs } from "./return-legs.ts";
import type { SimulatedAgent } from "./simulated-agent.ts";
import { SimulatedVoice } from "./simulated-voice.ts";
import { Switchboard } from "./switchboard.ts";
import { Redialling } from "./traffic/redialling.ts";
import type { SimulatedCaller, Traffic } from "./traffic/traffic.ts";

type Snapshot = Extract<Report, { type: "snapshot" }>;

/**
 * A phone system made of a clock and chance. It imitates Asterisk's app_queue with its faults, and goes on
 * without Espera as a real one does: callers are then seated at their place unasked.
 *
 * It begins when it is made, disconnected. Orders take effect a moment after they are given, those that come late or
 * make no sense none at all; all reports but the first snapshot come from the clock, never from inside `execute`.
 */
export class SimulatedExchange implements Exchange {
  readonly capabilities: Capabilities;
  readonly #switchboard: Switchboard;
  readonly #service: Service;
  readonly #dialogue: Dialogue;
  readonly #legs: ReturnLegs;
  readonly #traffic: Traffic;

  constructor(given: {
    readonly clock: Clock;
    readonly traffic: Traffic;
    readonly agents: readonly SimulatedAgent[];
    readonly random: RandomSource;
    readonly options?: Partial<SimulatedOptions>;
    readonly observer?: Observer;
  }) {
    const { clock, traffic, agents, random, options, observer } = given;
    this.#traffic = traffic;
    const behaviour = { ...defaultOptions, ...options };
    this.capabilities = { dial: true, reserve: behaviour.reserves, withdraw: true, reprioritise: false };
    this.#switchboard = new Switchboard(clock, behaviour, random, observer ?? null);
    this.#service = new Service(agents, this.#switchboard);
    const redialling = new Redialling(this.#switchboard, (caller) => this.#dialogue.arrive(caller));
    const voice = new SimulatedVoice(this.#switchboard);
    this.#dialogue = new Dialogue(this.#switchboard, voice, this.#service, redialling);
    const customers: Traffic["customer"] = (callback, skill) => traffic.customer(callback, skill);
    this.#legs = new ReturnLegs(this.#switchboard, voice, this.#service, redialling, customers);
    this.#awaitCaller();
  }

  connect(receive: (report: Report) => void): void {
    this.#switchboard.listen(receive);
    this.#switchboard.report(this.#snapshot());
  }

  disconnect(): void {
    this.#switchboard.listen(null);
    this.#dialogue.abandon();
    this.#legs.abandon();
  }

  execute(order: Order): void {
    if (!this.#switchboard.connected) return;
    const { lives, options } = this.#switchboard;
    const turn = this.#turnOf(order);
    this.#switchboard.after(options.orderMs, () => {
      if (lives === this.#switchboard.lives && turn === this.#turnOf(order)) this.#obey(order);
    });
  }

  /** An order answers what its call asked last: what was asked meanwhile it does not answer. */
  #turnOf(order: Order): number | undefined {
    return "call" in order ? this.#switchboard.calls.get(order.call)?.turn : undefined;
  }

  /**
   * The phone system goes down and is back `downMs` later, without any call it had; a caller who phones meanwhile reaches
   * nobody. A listener hears nothing until the snapshot that comes when it is back.
   */
  restart(downMs: number): void {
    this.#switchboard.goDown();
    const { calls, lives } = this.#switchboard;
    for (const call of calls.values()) {
      if (call.caller) this.#dialogue.lose(call);
      else this.#legs.lose(call);
    }
    this.#service.reset();
    this.#switchboard.after(downMs, () => {
      if (lives !== this.#switchboard.lives) return;
      this.#switchboard.comeUp();
      this.#switchboard.report(this.#snapshot());
    });
  }

  /** Ends the simulation: nothing happens any more and no timer is left. */
  close(): void {
    this.#switchboard.close();
  }

  #obey(order: Order): void {
    if (order.type === "dial") {
      this.#legs.dial(order);
      return;
    }
    if (order.type === "reserve" || order.type === "release") {
      this.#reserve(order);
      return;
    }
    const call = this.#switchboard.calls.get(order.type === "hang-up" ? order.attempt : order.call);
    if (!call) return;
    switch (order.type) {
      case "pass":
      case "seat":
        if (call.caller) this.#dialogue.seat(call, order.place);
        else this.#legs.seat(call, order.place);
        break;
      case "offer":
        this.#dialogue.offer(call, order);
        break;
      case "withdraw":
        this.#dialogue.withdraw(call, order);
        break;
      case "judge-number":
        this.#dialogue.judge(call, order.accepted);
        break;
      case "thank":
        this.#dialogue.thank(call, order);
        break;
      case "turn-away":
        this.#service.sayWhenAgain(call, order.againAt);
        break;
      case "hang-up":
        this.#legs.hangUp(call);
        break;
    }
  }

  #reserve(order: Extract<Order, { type: "reserve" | "release" }>): void {
    const { reservations } = this.#service;
    if (order.type === "release") reservations.letGo(order.callback);
    else if (this.capabilities.reserve === true)
      reservations.hold(order.callback, order.skill, order.place, order.forMs);
  }

  #awaitCaller(): void {
    const caller = this.#traffic.next();
    if (caller) this.#switchboard.at(caller.at, () => this.#arrive(caller));
  }

  #arrive(caller: SimulatedCaller): void {
    this.#dialogue.arrive(caller);
    this.#awaitCaller();
  }

  #snapshot(): Snapshot {
    const calls: Snapshot["calls"][number][] = [];
    const attempts: Snapshot["attempts"][number][] = [];
    for (const call of this.#switchboard.calls.values()) {
      const progress = legProgress(call);
      if (progress) attempts.push({ attempt: call.id, progress });
      else calls.push(seen(call));
    }
    const agents = this.#service.agents.all.map(({ id, skills, status }) => ({ agent: id, skills, status }));
    return { type: "snapshot", calls, agents, attempts, served: this.#service.served.tell() };
  }
}

function seen(call: PhoneCall): Snapshot["calls"][number] {
  const { id, skill, place } = call;
  const sighting = sightings[call.stage] ?? "in-dialogue";
  const agent = call.agent ? { agent: call.agent.id } : {};
  return { call: id, skill, sighting, ...agent, ...whoCalls(call), place };
}

const sightings: { readonly [stage in Stage]?: CallSighting } = {
  waiting: "waiting",
  ringing: "ringing",
  talking: "talking",
};
