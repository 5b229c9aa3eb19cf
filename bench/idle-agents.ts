import type { Step } from "../src/journal/port/run.ts";
import type { Fact } from "../src/line/facts.ts";

/** For how long agents were free while somebody waited in the queue, as the steps of a run say. */
export class IdleAgents {
  /** Added over the agents, s: the second in which the queue finds them is in it. */
  seconds = 0;
  /** Of that, the time of at most as many as were held for return calls. */
  heldSeconds = 0;
  readonly #free = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #held = new Set<string>();
  #at = 0;

  see({ fact, events }: Step): void {
    const both = Math.min(this.#free.size, this.#waiting.size);
    const seconds = (fact.at - this.#at) / 1_000;
    this.seconds += both * seconds;
    this.heldSeconds += Math.min(both, this.#held.size) * seconds;
    this.#at = fact.at;
    this.#take(fact);
    for (const event of events) {
      if (event.type === "reservation-began") this.#held.add(event.callback);
      else if (event.type === "reservation-ended") this.#held.delete(event.callback);
    }
  }

  #take(fact: Fact): void {
    if (fact.type === "snapshot") {
      this.#free.clear();
      for (const one of fact.agents) this.#agent(one);
    } else if (fact.type === "agent-changed") this.#agent(fact);
    else if (fact.type === "call-joined") this.#waiting.add(fact.call);
    else if (ENDS_WAITING.has(fact.type) && "call" in fact) this.#waiting.delete(fact.call);
  }

  #agent({ agent, status }: { readonly agent: string; readonly status: string }): void {
    if (status === "free") this.#free.add(agent);
    else this.#free.delete(agent);
  }
}

const ENDS_WAITING: ReadonlySet<Fact["type"]> = new Set(["call-answered", "call-left", "call-ended"]);
