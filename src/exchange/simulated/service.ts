import type { SkillId } from "../../line/ids.ts";
import { chance, uniform } from "../../queueing/distributions.ts";
import type { Agent, SimulatedAgent } from "./agents.ts";
import { Agents } from "./agents.ts";
import type { PhoneCall } from "./phone-call.ts";
import { Queue } from "./queue.ts";
import { ServedLegs } from "./served-legs.ts";
import type { Switchboard } from "./switchboard.ts";

/** From the queue to the end of the conversation: joining or being refused, rings, answers, hanging up. */
export class Service {
  readonly agents: Agents;
  readonly served: ServedLegs;
  readonly #switchboard: Switchboard;
  readonly #queues = new Map<SkillId, Queue>();

  constructor(agents: readonly SimulatedAgent[], switchboard: Switchboard) {
    this.#switchboard = switchboard;
    this.served = new ServedLegs(switchboard);
    this.agents = new Agents(agents, switchboard, (agent) => this.#freed(agent));
  }

  /** Takes the call into its queue at `place`, or has it hear that nobody can attend and ends it. */
  enter(call: PhoneCall, place: number): void {
    const { clock, options, observer } = this.#switchboard;
    const queue = this.#queue(call.skill);
    call.next?.cancel();
    call.place = place;
    const why = queue.refuses();
    if (why) {
      call.stage = "refused";
      call.patience?.cancel();
      this.#switchboard.report({ type: "call-left", call: call.id, why });
      observer?.heard(call.id, { what: "sorry" }, clock.now());
      this.#switchboard.next(call, options.sorryMs, () => this.#end(call));
      return;
    }
    call.stage = "waiting";
    const { id, skill, number } = call;
    this.#switchboard.report({ type: "call-joined", call: id, skill, number });
    observer?.heard(id, { what: "queue-music" }, clock.now());
    queue.join(call);
  }

  /** The person in the queue hangs up. */
  giveUp(call: PhoneCall): void {
    const agent = call.agent;
    this.#end(call);
    this.#queue(call.skill).leave(call);
    if (agent) this.agents.releaseRing(agent);
  }

  #freed(agent: Agent): void {
    for (const skill of agent.skills) this.#queues.get(skill)?.wake();
  }

  #queue(skill: SkillId): Queue {
    let queue = this.#queues.get(skill);
    if (!queue) {
      const members = this.agents.all.filter((agent) => agent.skills.includes(skill));
      queue = new Queue(
        skill,
        members,
        this.#switchboard,
        (call, agent) => this.#ring(call, agent),
        (other) => this.#queues.get(other),
      );
      this.#queues.set(skill, queue);
    }
    return queue;
  }

  #ring(call: PhoneCall, agent: Agent): void {
    const { options, random } = this.#switchboard;
    call.stage = "ringing";
    call.agent = agent;
    agent.status = "ringing";
    agent.call = call;
    this.#switchboard.report({ type: "call-rung", call: call.id, agent: agent.id });
    // Drawn for the call and not in turn: what is done to other callers changes nothing for this one.
    const answer = random.stream("agent-answers", call.id, call.rings++);
    const missed = chance(answer, options.missProbability);
    const { from, to } = options.agentAnswersAfterMs;
    const afterMs = Math.round(uniform(answer, from, to));
    if (missed || afterMs >= options.ringForMs)
      this.#switchboard.next(call, options.ringForMs, () => this.#miss(call, agent));
    else this.#switchboard.next(call, afterMs, () => this.#answer(call, agent));
  }

  #miss(call: PhoneCall, agent: Agent): void {
    call.stage = "waiting";
    call.agent = null;
    call.restsUntil = this.#switchboard.clock.now() + this.#switchboard.options.retryMs;
    this.#switchboard.report({ type: "ring-missed", call: call.id, agent: agent.id });
    this.agents.releaseRing(agent);
    this.#queue(call.skill).wake();
  }

  #answer(call: PhoneCall, agent: Agent): void {
    call.stage = "talking";
    call.patience?.cancel();
    agent.status = "busy";
    this.served.answered(call, agent.id);
    this.#switchboard.report({ type: "call-answered", call: call.id, agent: agent.id });
    this.#switchboard.observer?.served(call.id, agent.id, this.#switchboard.clock.now());
    this.#switchboard.next(call, call.handleMs, () => {
      this.#end(call);
      this.agents.endCall(agent);
    });
    this.#queue(call.skill).leave(call);
  }

  #end(call: PhoneCall): void {
    this.#switchboard.end(call);
    this.served.ended(call);
    this.#switchboard.report({ type: "call-ended", call: call.id });
  }
}
