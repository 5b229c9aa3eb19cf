import { isUnanswered } from "./answers.ts";
import type { OperationId, Owner } from "./owner.ts";

/**
 * Asks operations what is worth answering without them, too: where one does not answer, as while another node takes it over, the
 * answer is `null`, and it is remembered since when.
 */
export class HeardOwner implements Pick<Owner, "lines" | "callers" | "waits"> {
  readonly #owner: Pick<Owner, "lines" | "callers" | "waits">;
  readonly #now: () => number;
  /** By operation, epoch ms. */
  readonly #silentSince = new Map<number, number>();

  constructor(owner: Pick<Owner, "lines" | "callers" | "waits">, now: () => number) {
    this.#owner = owner;
    this.#now = now;
  }

  lines: Owner["lines"] = (operation, skills) => this.#heard(operation, this.#owner.lines(operation, skills));

  callers: Owner["callers"] = (operation, atMost) =>
    this.#heard(operation, this.#owner.callers(operation, atMost));

  waits: Owner["waits"] = (operation, callbacks) =>
    this.#heard(operation, this.#owner.waits(operation, callbacks));

  /** Since when the operation has answered nothing that it was asked, epoch ms; `null`: it answers, or was not asked yet. */
  silentSince({ id }: OperationId): number | null {
    return this.#silentSince.get(id) ?? null;
  }

  async #heard<Answer>({ id }: OperationId, asked: Promise<Answer | null>): Promise<Answer | null> {
    try {
      const answer = await asked;
      this.#silentSince.delete(id);
      return answer;
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      if (!this.#silentSince.has(id)) this.#silentSince.set(id, this.#now());
      return null;
    }
  }
}
