import type { AttemptId } from "../../../line/ids.ts";
import { type Ami, databaseDelete, databaseTree } from "../ami/actions.ts";
import { attemptOf } from "../identity.ts";
import { SERVED_FAMILY } from "../printed/dialplan.ts";
import type { Queues } from "./queues.ts";

/** The dialplan's note that an agent answered the leg of a return call. */
export interface ServedNote {
  readonly attempt: AttemptId;
  /** The agent's channel, such as `PJSIP/ana-0000001f`. */
  readonly channel: string;
  /** When the leg was over, epoch ms, to the second below; `null`: it is not, or Asterisk went down with it. */
  readonly endedAt: number | null;
}

/**
 * What the dialplan noted in Asterisk's own database of legs that an agent answered. It is read for a snapshot: of who
 * was served while Espera was away, and until when, no event reports.
 */
export class ServedNotes {
  readonly #ami: Ami;
  readonly #queues: Queues;
  /** The notes that were there when they were last read, by their names. */
  #read: ReadonlySet<string> = new Set();

  constructor(ami: Ami, queues: Queues) {
    this.#ami = ami;
    this.#queues = queues;
  }

  /** The notes of our queues; `null` when Asterisk did not say. One that may not say has none. */
  async all(): Promise<readonly ServedNote[] | null> {
    const named = await this.#look();
    return (
      named && [...named.values()].map(({ attempt, channel, endedAt }) => ({ attempt, channel, endedAt }))
    );
  }

  /**
   * Deletes those that were there when they were last read, but for those of legs that are `alive`: what is still to be
   * written is when they end. To be called a while after a snapshot was reported, and again and
   * again on the same connection: then a snapshot or an event reported each, and it is in the journal.
   */
  async deleteOld(alive: ReadonlySet<AttemptId>): Promise<void> {
    const before = this.#read;
    const named = await this.#look();
    for (const [name, { attempt, family, key }] of named ?? [])
      if (before.has(name) && !alive.has(attempt)) void databaseDelete(this.#ami, family, key);
  }

  async #look(): Promise<ReadonlyMap<string, ServedNote & { family: string; key: string }> | null> {
    const tree = await databaseTree(this.#ami, SERVED_FAMILY);
    if (!tree) return null;
    const named = [...tree].flatMap(([name, value]) => {
      const [, root, queue, key] = name.split("/");
      const attempt = attemptOf(key ?? "");
      if (root !== SERVED_FAMILY || !this.#queues.at(queue) || key === undefined || attempt === null)
        return [];
      return [[name, { attempt, ...noteIn(value), family: `${root}/${queue}`, key }] as const];
    });
    this.#read = new Set(named.map(([name]) => name));
    return new Map(named);
  }
}

/** `PJSIP/ana-0000001f`, and behind it the second in which the leg ended. */
function noteIn(value: string): Pick<ServedNote, "channel" | "endedAt"> {
  const [, channel = value, second] = /^(.*?)(?: (\d{1,12}))?$/s.exec(value) ?? [];
  return { channel, endedAt: second === undefined ? null : Number(second) * 1000 };
}
