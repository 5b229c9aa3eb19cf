import type { OperationRecord } from "../../../journal/port/registry.ts";
import { seesSkill } from "../../sign-in/rights.ts";
import { callersAsText } from "../callers.ts";
import { skillsSeen } from "../seen-skills.ts";
import { skillsNow } from "../skills.ts";
import type { Sources } from "../sources.ts";
import { eventOf, type Listener, viewsOf } from "./stream-listener.ts";

/** What changed in an operation's lines, and of the callers in them, since it was sent last. */
export class LineUpdates {
  readonly #operation: OperationRecord;
  readonly #sources: Sources;
  /** By the key of a view. */
  #lines: ReadonlyMap<string, Buffer> = new Map();
  /** By skill, the callers in its line. */
  #callers: ReadonlyMap<number, Buffer> = new Map();

  constructor(operation: OperationRecord, sources: Sources) {
    this.#operation = operation;
    this.#sources = sources;
  }

  /** What changed to those who are ready, as far as they see it; all that they see to somebody new. */
  async tell(ready: readonly Listener[], newcomer: Listener | undefined): Promise<void> {
    const { skills, silentSince } = await skillsNow(this.#sources, this.#operation);
    const before = this.#lines;
    this.#lines = new Map(
      viewsOf(newcomer ? [...ready, newcomer] : ready).map((view) => [
        view.key,
        eventOf("lines", JSON.stringify({ skills: skillsSeen(skills, view), silentSince })),
      ]),
    );
    for (const listener of ready) {
      const event = this.#lines.get(listener.view.key)!;
      if (!before.get(listener.view.key)?.equals(event)) listener.send(event);
    }
    newcomer?.send(this.#lines.get(newcomer.view.key)!);
    await this.#tellCallers(ready, newcomer);
  }

  /** The callers of each line in which something changed; all lines to somebody new. */
  async #tellCallers(ready: readonly Listener[], newcomer: Listener | undefined): Promise<void> {
    const listening = ready.filter(({ callers }) => callers);
    if (listening.length === 0 && !newcomer?.callers) return;
    const before = this.#callers;
    this.#callers = new Map(
      (await callersAsText(this.#sources, this.#operation)).map((line) => [
        line.skill,
        eventOf("callers", JSON.stringify(line)),
      ]),
    );
    for (const [skill, event] of this.#callers) {
      if (newcomer?.callers && seesSkill(newcomer.view, skill)) newcomer.send(event);
      if (before.get(skill)?.equals(event)) continue;
      for (const listener of listening) if (seesSkill(listener.view, skill)) listener.send(event);
    }
  }
}
