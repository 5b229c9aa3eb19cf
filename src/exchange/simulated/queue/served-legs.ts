import type { ServedLeg } from "../../../line/facts.ts";
import type { AgentId, AttemptId } from "../../../line/ids.ts";
import type { PhoneCall } from "../phone-call.ts";
import type { Switchboard } from "../switchboard.ts";

interface Note {
  readonly agent: AgentId;
  /** When the phone was down, epoch ms; `null`: it is not, or the exchange went down with it. */
  endedAt: number | null;
  /** Since when Espera may know of it, epoch ms; `null`: not yet. */
  reportedAt: number | null;
}

/** Long enough for Espera to have written down what was reported, ms. */
const KEPT_MS = 60_000;

/** What the exchange notes of legs that an agent answered, for an Espera that was not there to see it. */
export class ServedLegs {
  readonly #switchboard: Switchboard;
  readonly #notes = new Map<AttemptId, Note>();

  constructor(switchboard: Switchboard) {
    this.#switchboard = switchboard;
  }

  answered(call: PhoneCall, agent: AgentId): void {
    if (call.caller !== null) return;
    this.#forgetOld();
    this.#notes.set(call.id, { agent, endedAt: null, reportedAt: null });
  }

  ended(call: PhoneCall): void {
    const note = this.#notes.get(call.id);
    if (!note) return;
    note.endedAt = this.#switchboard.clock.now();
    if (this.#switchboard.connected) note.reportedAt = note.endedAt;
  }

  /** Gives the legs that are over; from then on they count as reported. */
  tell(): ServedLeg[] {
    this.#forgetOld();
    const over = [...this.#notes].filter(([attempt]) => !this.#switchboard.calls.has(attempt));
    return over.map(([attempt, note]) => {
      note.reportedAt ??= this.#switchboard.clock.now();
      const { agent, endedAt } = note;
      return endedAt === null ? { attempt, agent } : { attempt, agent, endedAt };
    });
  }

  #forgetOld(): void {
    const old = this.#switchboard.clock.now() - KEPT_MS;
    for (const [attempt, { reportedAt }] of this.#notes)
      if (reportedAt !== null && reportedAt <= old) this.#notes.delete(attempt);
  }
}
