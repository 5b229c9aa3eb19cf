import type { AgentStatus } from "../../line/facts.ts";
import type { AgentId, SkillId } from "../../line/ids.ts";
import { chance, exponential } from "../../queueing/laws/distributions.ts";
import type { Timer } from "../../time/clock.ts";
import type { PhoneCall } from "./phone-call.ts";
import type { Switchboard } from "./switchboard.ts";

/** From logging in to logging out, epoch ms. */
export interface Shift {
  readonly from: number;
  readonly to: number;
}

/** An agent takes no calls for so long, from `at` (epoch ms) or from the end of the call that they are in then. */
export interface Break {
  readonly at: number;
  readonly lastsMs: number;
}

export interface SimulatedAgent {
  readonly id: AgentId;
  /** The first he is for; callers of the others get him only when the ones before do not need him. */
  readonly skills: readonly SkillId[];
  /** From the end of a call until he takes the next. */
  readonly wrapUpMs: number;
  /** Ascending and apart; may be endless. */
  readonly shifts: Iterable<Shift>;
  /** The share of his calls in which he pauses, for so long on average; left out: none. */
  readonly pauses?: { readonly share: number; readonly meanMs: number };
  /** Ascending, within shifts; left out: none. */
  readonly breaks?: Iterable<Break>;
}

/** An agent at work. */
export interface Agent {
  readonly id: AgentId;
  readonly skills: readonly SkillId[];
  readonly wrapUpMs: number;
  readonly shifts: Iterator<Shift>;
  readonly pauses: { readonly share: number; readonly meanMs: number } | null;
  readonly breaks: Iterator<Break>;
  /** How long they rest once they are free: a break came due meanwhile. */
  owedMs: number;
  status: AgentStatus;
  onShift: boolean;
  /** The end of his pause. */
  pause: Timer | null;
  /** How many calls he took. */
  calls: number;
  call: PhoneCall | null;
  /** The end of his wrap-up. */
  wrapUp: Timer | null;
  /** When he last ended a call, or logged in: who is the longest without one is rung first. */
  lastCallAt: number;
}

/** The agents' days: they log in, take calls, wrap up, pause, and log out, after the call they are in. */
export class Agents {
  readonly all: readonly Agent[];
  readonly #switchboard: Switchboard;
  readonly #freed: (agent: Agent) => void;
  readonly #gone: (agent: Agent) => void;

  /** `freed` is told of each agent who becomes free, `gone` of each who logged out. */
  constructor(
    given: readonly SimulatedAgent[],
    switchboard: Switchboard,
    tell: { readonly freed: (agent: Agent) => void; readonly gone: (agent: Agent) => void },
  ) {
    this.#switchboard = switchboard;
    this.#freed = tell.freed;
    this.#gone = tell.gone;
    this.all = given.map((agent) => ({
      id: agent.id,
      skills: agent.skills,
      wrapUpMs: agent.wrapUpMs,
      shifts: agent.shifts[Symbol.iterator](),
      pauses: agent.pauses ?? null,
      breaks: (agent.breaks ?? [])[Symbol.iterator](),
      owedMs: 0,
      status: "away",
      onShift: false,
      pause: null,
      calls: 0,
      call: null,
      wrapUp: null,
      lastCallAt: 0,
    }));
    for (const agent of this.all) {
      this.#awaitShift(agent);
      this.#awaitBreak(agent);
    }
  }

  /** He was rung in vain, or the caller hung up meanwhile. */
  releaseRing(agent: Agent): void {
    agent.call = null;
    if (!agent.onShift) this.#change(agent, "away");
    else this.#free(agent);
  }

  /** He talks, for so long; in some calls he asks for a pause, which begins at once, as in app_queue. */
  startCall(agent: Agent, talkMs: number): void {
    agent.status = "busy";
    const { pauses } = agent;
    if (!pauses) return;
    const random = this.#switchboard.random.stream("pause", agent.id, agent.calls++);
    if (!chance(random, pauses.share)) return;
    const lastsMs = Math.ceil(exponential(random, pauses.meanMs));
    this.#switchboard.after(Math.floor(random.uniform() * talkMs), () => this.#pause(agent, lastsMs));
  }

  /** His call is over. */
  endCall(agent: Agent): void {
    agent.call = null;
    agent.lastCallAt = this.#switchboard.clock.now();
    if (!agent.onShift) this.#change(agent, "away");
    else if (agent.status === "paused") return;
    else if (agent.wrapUpMs === 0) this.#free(agent);
    else {
      this.#change(agent, "wrap-up");
      agent.wrapUp = this.#switchboard.after(agent.wrapUpMs, () => this.#free(agent));
    }
  }

  /** The phone system went down: nobody is on the phone. Nothing is reported of it. */
  reset(): void {
    for (const agent of this.all) {
      agent.call = null;
      agent.wrapUp?.cancel();
      if (!agent.onShift) agent.status = "away";
      else if (agent.status !== "paused") agent.status = "free";
    }
  }

  /** Unless his shift, or the phone system, ended first. */
  #pause(agent: Agent, lastsMs: number): void {
    if (!agent.onShift || agent.status !== "busy") return;
    this.#rest(agent, lastsMs);
  }

  #rest(agent: Agent, lastsMs: number): void {
    this.#change(agent, "paused");
    agent.pause = this.#switchboard.after(lastsMs, () => {
      if (agent.call) this.#change(agent, "busy");
      else this.#free(agent);
    });
  }

  #awaitBreak(agent: Agent): void {
    const next = agent.breaks.next();
    if (next.done) return;
    const { at, lastsMs } = next.value;
    this.#switchboard.at(at, () => {
      agent.owedMs += lastsMs;
      if (agent.status === "free") this.#free(agent);
      this.#awaitBreak(agent);
    });
  }

  /** Unless a break is due. */
  #free(agent: Agent): void {
    const { owedMs } = agent;
    agent.owedMs = 0;
    if (owedMs > 0) {
      this.#rest(agent, owedMs);
      return;
    }
    this.#change(agent, "free");
    this.#freed(agent);
  }

  #change(agent: Agent, status: AgentStatus): void {
    agent.status = status;
    this.#switchboard.report({ type: "agent-changed", agent: agent.id, skills: agent.skills, status });
    if (status === "away") this.#gone(agent);
  }

  #awaitShift(agent: Agent): void {
    const now = this.#switchboard.clock.now();
    for (;;) {
      const next = agent.shifts.next();
      if (next.done) return;
      const shift = next.value;
      if (shift.to <= now) continue;
      if (shift.from <= now) this.#logIn(agent, shift);
      else this.#switchboard.at(shift.from, () => this.#logIn(agent, shift));
      return;
    }
  }

  #logIn(agent: Agent, shift: Shift): void {
    agent.onShift = true;
    agent.lastCallAt = this.#switchboard.clock.now();
    this.#switchboard.at(shift.to, () => this.#logOut(agent));
    if (agent.status === "away") this.#free(agent);
  }

  #logOut(agent: Agent): void {
    agent.onShift = false;
    agent.owedMs = 0;
    agent.wrapUp?.cancel();
    agent.pause?.cancel();
    if (agent.call === null) this.#change(agent, "away");
    this.#awaitShift(agent);
  }
}
