import type { SkillId } from "../../line/ids.ts";
import type { SmartWaitMode } from "../../line/settings.ts";

/** A queue of Asterisk that is a skill of Espera. */
export interface AsteriskQueue {
  /** Its name in queues.conf: letters, digits, `_` and `-`. */
  readonly queue: string;
  readonly skill: SkillId;
  /** Where it is `off` Asterisk never asks about a call; the default is `on`. */
  readonly smartWait?: SmartWaitMode;
  /** Its `wrapuptime`, ms, of which no event tells; 0 by default. */
  readonly wrapUpMs?: number;
  /**
   * The penalties of the agents to whom its callers are given as they come (`QUEUE_MIN_PENALTY`, `QUEUE_MAX_PENALTY`),
   * which no event tells; by default any.
   */
  readonly leastPenalty?: number;
  readonly mostPenalty?: number;
  /** Whether who waits in it is asked: by a key that he presses, or once he has waited for long; by default neither. */
  readonly asksWaiting?: { readonly byKey: boolean; readonly byWait: boolean };
}

/** The queues by name and by skill. */
export class Queues {
  readonly all: readonly AsteriskQueue[];
  readonly #byName: ReadonlyMap<string, AsteriskQueue>;

  constructor(queues: readonly AsteriskQueue[]) {
    this.all = queues;
    this.#byName = new Map(queues.map((one) => [one.queue, one]));
  }

  /** The queue of that name; `undefined` when it is none of ours. */
  named(queue: string | undefined): AsteriskQueue | undefined {
    return queue === undefined ? undefined : this.#byName.get(queue);
  }

  ofSkill(skill: SkillId): AsteriskQueue | undefined {
    return this.all.find((one) => one.skill === skill);
  }
}
