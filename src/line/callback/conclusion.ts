import { apply } from "../apply.ts";
import type { Command } from "../commands.ts";
import type { Event } from "../events.ts";
import type { Judgements } from "../judgement/judgements.ts";
import type { State } from "../state.ts";

/** What is concluded from one fact, growing while it is concluded. */
export class Conclusion {
  readonly state: State;
  /** The fact's time, epoch ms. */
  readonly at: number;
  readonly judgements: Judgements;
  readonly events: Event[] = [];
  readonly commands: Command[] = [];

  constructor(state: State, at: number, judgements: Judgements) {
    this.state = state;
    this.at = at;
    this.judgements = judgements;
  }

  /** Keeps an event and writes it into state at once, so that what follows is concluded from it. */
  event(event: Event): void {
    apply(this.state, event, this.at);
    this.events.push(event);
  }

  command(command: Command): void {
    this.commands.push(command);
  }
}
