import type { FactBody } from "../../../line/facts.ts";
import type { SkillId } from "../../../line/ids.ts";
import { chance, uniform } from "../../../queueing/laws/distributions.ts";
import type { AgentAtWork } from "../phone-call.ts";
import { type PhoneCall, whoCalls } from "../phone-call.ts";
import type { SimulatedAgent } from "../simulated-agent.ts";
import type { Switchboard } from "../switchboard.ts";
import type { Transfer } from "../traffic/traffic.ts";
import { Agents } from "./agents.ts";
import { Queue } from "./queue.ts";
import { Reservations } from "./reservations.ts";
import { ServedLegs } from "./served-legs.ts";

type WhyLeft = Extract<FactBody, { type: "call-left" }>["why"];

/**
 * From the queue to the end of the conversation: joining or being refused, rings, answers, being passed on to another
 * queue, hanging up.
 */
export class Service {
  readonly agents: Agents;
  readonly served: ServedLegs;
  readonly reservations: Reservations;
  readonly #switchboard: Switchboard;
  readonly #queues = new Map<SkillId, Queue>();

  constructor(agents: readonly SimulatedAgent[], switchboard: Switchboard) {
    this.#switchboard = switchboard;
    this.served = new ServedLegs(switchboard);
    this.reservations = new Reservations(switchboard, (skill) => this.#letGoIn(skill));
    this.agents = new Agents(agents, switchboard, {
      freed: (agent) => this.#freed(agent),
      gone: (agent) => this.#gone(agent),
    });
  }

  /**
   * Takes the call into its queue at `place`. A caller that it refuses hears that nobody can attend, and the call ends; the
   * customer of a return call waits a while for room.
   */
  enter(call: PhoneCall, place: number): void {
    const { clock, options, observer } = this.#switchboard;
    const queue = this.#queue(call.skill);
    call.next?.cancel();
    call.place = place;
    const why = queue.refuses();
    if (why) {
      this.#turnAway(call, why);
      return;
    }
    call.stage = "waiting";
    const { id, skill } = call;
    this.#switchboard.report({ type: "call-joined", call: id, skill, ...whoCalls(call) });
    observer?.heard(id, { what: "queue-music" }, clock.now());
    observer?.queued(id, skill, place, clock.now());
    call.leavesAt = options.maxWaitMs === null ? null : clock.now() + options.maxWaitMs;
    if (call.leavesAt !== null) call.timeout = this.#switchboard.at(call.leavesAt, () => this.#timeOut(call));
    queue.join(call);
  }

  /** Takes a caller who waits, or is being rung for, out of its queue without a word. */
  takeOut(call: PhoneCall): void {
    const { agent } = call;
    call.agent = null;
    if (agent) this.#switchboard.report({ type: "ring-missed", call: call.id, agent: agent.id });
    this.#leaveQueue(call);
    if (agent) this.agents.releaseRing(agent);
  }

  /** The person in the queue, or waiting for room in it, hangs up. */
  giveUp(call: PhoneCall): void {
    const { agent, stage } = call;
    this.#end(call);
    if (stage === "refused" || stage === "turned-away") return;
    this.#leaveQueue(call);
    if (agent) this.agents.releaseRing(agent);
  }

  /** The customer of a return call who was turned away hears when they are called again, and the call ends. */
  sayWhenAgain(call: PhoneCall, againAt: number | null): void {
    if (call.stage !== "turned-away") return;
    const { clock, options, observer } = this.#switchboard;
    observer?.heard(call.id, { what: "called-again", at: againAt }, clock.now());
    this.#switchboard.next(call, options.sorryMs, () => this.#end(call));
  }

  /** The phone system went down: nobody is in a queue any more, and no agent on the phone. */
  reset(): void {
    for (const queue of this.#queues.values()) queue.line.length = 0;
    this.reservations.reset();
    this.agents.reset();
  }

  #leaveQueue(call: PhoneCall): void {
    call.timeout?.cancel();
    call.timeout = null;
    this.#queue(call.skill).leave(call);
  }

  /** A caller hears that nobody can attend, and the call ends; a customer who was called back and has not waited in vain waits for room. */
  #turnAway(call: PhoneCall, why: WhyLeft): void {
    const { clock, options } = this.#switchboard;
    call.stage = "refused";
    this.#switchboard.report({ type: "call-left", call: call.id, why });
    if (call.caller) this.#saySorry(call);
    else if (why === "timeout") this.#giveNoRoom(call);
    else this.#awaitRoom(call, clock.now() + options.roomMs);
  }

  #awaitRoom(call: PhoneCall, until: number): void {
    const { clock, options } = this.#switchboard;
    this.#switchboard.next(call, options.roomEveryMs, () => {
      if (!this.#queue(call.skill).refuses()) this.enter(call, call.place);
      else if (clock.now() < until) this.#awaitRoom(call, until);
      else this.#giveNoRoom(call);
    });
  }

  /** Espera says when the customer is called again; without it nobody does. */
  #giveNoRoom(call: PhoneCall): void {
    const { connected, options } = this.#switchboard;
    call.stage = "turned-away";
    if (!connected) return this.#saySorry(call);
    this.#switchboard.report({ type: "attempt-progressed", attempt: call.id, progress: "turned-away" });
    this.#switchboard.next(call, options.watchdogMs, () => this.#saySorry(call));
  }

  #saySorry(call: PhoneCall): void {
    const { clock, options, observer } = this.#switchboard;
    call.patience?.cancel();
    observer?.heard(call.id, { what: "sorry" }, clock.now());
    this.#switchboard.next(call, options.sorryMs, () => this.#end(call));
  }

  /** A caller that an agent is being rung for stays until that ring is over. */
  #timeOut(call: PhoneCall): void {
    if (call.stage === "waiting") this.#turnOut(call, "timeout");
  }

  #turnOut(call: PhoneCall, why: WhyLeft): void {
    this.#leaveQueue(call);
    this.#turnAway(call, why);
  }

  #gone(agent: AgentAtWork): void {
    if (!this.#switchboard.options.leaveEmpty) return;
    for (const skill of agent.skills) this.#queues.get(skill)?.mayBeEmpty();
  }

  #freed(agent: AgentAtWork): void {
    for (const skill of agent.skills) this.#queues.get(skill)?.wake();
  }

  /** The callers who waited behind it may have the agent, and so may the queues that share them. */
  #letGoIn(skill: SkillId): void {
    for (const agent of this.#queues.get(skill)?.members ?? [])
      if (agent.status === "free") this.#freed(agent);
  }

  #queue(skill: SkillId): Queue {
    let queue = this.#queues.get(skill);
    if (!queue) {
      const members = this.agents.all.filter((agent) => agent.skills.includes(skill));
      queue = new Queue(
        skill,
        members,
        this.#switchboard,
        {
          ring: (call, agent) => this.#ring(call, agent),
          turnOut: (call) => this.#turnOut(call, "empty"),
          heldBefore: (place) => this.reservations.before(skill, place),
        },
        (other) => this.#queues.get(other),
      );
      this.#queues.set(skill, queue);
    }
    return queue;
  }

  #ring(call: PhoneCall, agent: AgentAtWork): void {
    const { options, random } = this.#switchboard;
    call.stage = "ringing";
    call.agent = agent;
    agent.status = "ringing";
    agent.call = call;
    this.#switchboard.report({ type: "call-rung", call: call.id, agent: agent.id });
    this.#switchboard.observer?.rungFor(call.id, agent.id, this.#switchboard.clock.now());
    // Drawn for the call and not in turn: what is done to other callers changes nothing for this one.
    const answer = random.stream("agent-answers", call.id, call.rings++);
    const missed = chance(answer, options.missProbability);
    const { from, to } = options.agentAnswersAfterMs;
    const afterMs = Math.round(uniform(answer, from, to));
    if (missed || afterMs >= options.ringForMs)
      this.#switchboard.next(call, options.ringForMs, () => this.#miss(call, agent));
    else this.#switchboard.next(call, afterMs, () => this.#answer(call, agent));
  }

  #miss(call: PhoneCall, agent: AgentAtWork): void {
    const now = this.#switchboard.clock.now();
    call.stage = "waiting";
    call.agent = null;
    call.restsUntil = now + this.#switchboard.options.retryMs;
    this.#switchboard.report({ type: "ring-missed", call: call.id, agent: agent.id });
    if (call.leavesAt !== null && call.leavesAt <= now) this.#turnOut(call, "timeout");
    this.agents.releaseRing(agent);
    this.#queue(call.skill).wake();
  }

  #answer(call: PhoneCall, agent: AgentAtWork): void {
    call.stage = "talking";
    call.patience?.cancel();
    const { transfer } = call;
    const talkMs = transfer?.afterMs ?? call.handleMs;
    this.agents.startCall(agent, talkMs);
    this.served.answered(call, agent.id);
    this.#switchboard.report({ type: "call-answered", call: call.id, agent: agent.id });
    this.#switchboard.observer?.served(call.id, agent.id, this.#switchboard.clock.now());
    this.#switchboard.next(call, talkMs, () => {
      if (transfer) this.#passOn(call, transfer);
      else this.#end(call);
      this.agents.endCall(agent);
    });
    this.#leaveQueue(call);
  }

  /** They wait again, in the other queue, at the place they have; Espera is not asked. */
  #passOn(call: PhoneCall, { to, patienceMs }: Transfer): void {
    call.agent = null;
    call.transfer = null;
    call.skill = to;
    call.patience = this.#switchboard.after(patienceMs, () => {
      this.#switchboard.observer?.did(call.id, { what: "hung-up" }, this.#switchboard.clock.now());
      this.giveUp(call);
    });
    this.enter(call, call.place);
  }

  #end(call: PhoneCall): void {
    this.#switchboard.end(call);
    this.served.ended(call);
    this.#switchboard.report({ type: "call-ended", call: call.id });
  }
}
