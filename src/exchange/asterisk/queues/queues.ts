import type { SkillId } from "../../../line/ids.ts";
import type { QueueName } from "../../../line/queue-name.ts";
import type { SmartWaitMode } from "../../../line/settings.ts";
import { extensionOf, type NamedQueue } from "./queue-names.ts";

/** A queue of Asterisk that is a skill of Espera. */
export interface AsteriskQueue extends NamedQueue {
  readonly skill: SkillId;
  /** Where it is `off` Asterisk never asks about a call; the default is `on`. */
  readonly smartWait?: SmartWaitMode;
  /** As its return calls show to the customer, where it is not what all show: `Name <number>`. */
  readonly callerId?: string | undefined;
  /** Its `wrapuptime`, ms, which no event reports; 0 by default. */
  readonly wrapUpMs?: number;
  /**
   * The penalties of the agents who get its callers as they come (`QUEUE_MIN_PENALTY`, `QUEUE_MAX_PENALTY`),
   * which no event reports; by default any.
   */
  readonly leastPenalty?: number | undefined;
  readonly mostPenalty?: number | undefined;
  /** Whether agents are held for its return calls, by a placeholder in the queue; by default not. */
  readonly holdsAgents?: boolean | undefined;
  /** Whether callers who wait in it are asked: by a key that they press, or once they have waited for long; by default neither. */
  readonly asksWaiting?: { readonly byKey: boolean; readonly byWait: boolean };
}

/** The queues by name, by extension and by skill. */
export class Queues {
  readonly all: readonly AsteriskQueue[];
  readonly #byName: ReadonlyMap<string, AsteriskQueue>;
  readonly #byExtension: ReadonlyMap<string, AsteriskQueue>;

  constructor(queues: readonly AsteriskQueue[]) {
    this.all = queues;
    this.#byName = new Map(queues.map((one) => [one.queue, one]));
    this.#byExtension = new Map(queues.map((one) => [extensionOf(one), one]));
  }

  /** The queue that Asterisk calls so; `undefined` when it is none of ours. */
  named(queue: string | undefined): AsteriskQueue | undefined {
    return queue === undefined ? undefined : this.#byName.get(queue);
  }

  /** The queue that the printed dialplan calls so; `undefined` when it is none of ours. */
  at(extension: string | null | undefined): AsteriskQueue | undefined {
    return extension == null ? undefined : this.#byExtension.get(extension);
  }

  /** The queues of a skill, the first one first. */
  ofSkill(skill: SkillId): readonly AsteriskQueue[] {
    return this.all.filter((one) => one.skill === skill);
  }

  /** Where a return call of a skill goes: the queue that was called, or the first one. */
  forReturn(skill: SkillId, called: QueueName | undefined): AsteriskQueue | undefined {
    const own = this.ofSkill(skill);
    return own.find(({ queue }) => queue === called) ?? own[0];
  }

  /** What is said of a call in this queue: its skill, and which queue it is where the skill has several. */
  saidOf({ queue, skill }: AsteriskQueue): { readonly skill: SkillId; readonly queue?: QueueName } {
    return this.ofSkill(skill).length > 1 ? { skill, queue } : { skill };
  }
}
