import type { AgentStatus } from "../../../line/facts.ts";
import { chance, exponential } from "../../../queueing/laws/distributions.ts";
import type { AgentAtWork } from "../phone-call.ts";
import type { Shift, SimulatedAgent } from "../simulated-agent.ts";
import type { Switchboard } from "../switchboard.ts";

/** The agents' days: they log in, take calls, wrap up, pause, and log out, after the call they are in. */
export class Agents {
  readonly all: readonly AgentAtWork[];
  readonly #switchboard: Switchboard;
  readonly #freed: (agent: AgentAtWork) => void;
  readonly #gone: (agent: AgentAtWork) => void;

  /** `freed` is called with each agent who becomes free, `gone` with each who logged out. */
  constructor(
    given: readonly SimulatedAgent[],
    switchboard: Switchboard,
    tell: { readonly freed: (agent: AgentAtWork) => void; readonly gone: (agent: AgentAtWork) => void },
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

  /** They were rung in vain, or the caller hung up meanwhile. */
  releaseRing(agent: AgentAtWork): void {
    agent.call = null;
    if (!agent.onShift) this.#change(agent, "away");
    else this.#free(agent);
  }

  /** They talk, for so long; in some calls they ask for a pause, which begins at once, as in app_queue. */
  startCall(agent: AgentAtWork, talkMs: number): void {
    agent.status = "busy";
    const { pauses } = agent;
    if (!pauses) return;
    const random = this.#switchboard.random.stream("pause", agent.id, agent.calls++);
    if (!chance(random, pauses.share)) return;
    const lastsMs = Math.ceil(exponential(random, pauses.meanMs));
    this.#switchboard.after(Math.floor(random.uniform() * talkMs), () => this.#pause(agent, lastsMs));
  }

  /** Their call is over. */
  endCall(agent: AgentAtWork): void {
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

  /** Unless their shift, or the phone system, ended first. */
  #pause(agent: AgentAtWork, lastsMs: number): void {
    if (!agent.onShift || agent.status !== "busy") return;
    this.#rest(agent, lastsMs);
  }

  #rest(agent: AgentAtWork, lastsMs: number): void {
    this.#change(agent, "paused");
    agent.pause = this.#switchboard.after(lastsMs, () => {
      if (agent.call) this.#change(agent, "busy");
      else this.#free(agent);
    });
  }

  #awaitBreak(agent: AgentAtWork): void {
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
  #free(agent: AgentAtWork): void {
    const { owedMs } = agent;
    agent.owedMs = 0;
    if (owedMs > 0) {
      this.#rest(agent, owedMs);
      return;
    }
    this.#change(agent, "free");
    this.#freed(agent);
  }

  #change(agent: AgentAtWork, status: AgentStatus): void {
    agent.status = status;
    this.#switchboard.report({ type: "agent-changed", agent: agent.id, skills: agent.skills, status });
    if (status === "away") this.#gone(agent);
  }

  #awaitShift(agent: AgentAtWork): void {
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

  #logIn(agent: AgentAtWork, shift: Shift): void {
    agent.onShift = true;
    agent.lastCallAt = this.#switchboard.clock.now();
    this.#switchboard.at(shift.to, () => this.#logOut(agent));
    if (agent.status === "away") this.#free(agent);
  }

  #logOut(agent: AgentAtWork): void {
    agent.onShift = false;
    agent.owedMs = 0;
    agent.wrapUp?.cancel();
    agent.pause?.cancel();
    if (agent.call === null) this.#change(agent, "away");
    this.#awaitShift(agent);
  }
}
