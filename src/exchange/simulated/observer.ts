import type { AgentId, AttemptId, CallId } from "../../line/ids.ts";

/** What a person on the phone heard. */
export type Heard =
  | { readonly what: "question" }
  | { readonly what: "promise"; readonly fromAt: number; readonly untilAt: number }
  | { readonly what: "queue-music" }
  | { readonly what: "sorry" }
  /** Asked to press 1 after picking up. */
  | { readonly what: "confirmation-asked" };

/** How the ringing of a customer's phone ended. */
export type RingEnd = "picked-up" | "not-answered" | "cancelled";

/**
 * What people outside saw, whatever Espera knows or believes of it: the judge when Espera is killed or its
 * reports are lost. Times are epoch ms; a `call` may be the leg of an attempt.
 */
export interface Observer {
  heard(call: CallId | AttemptId, what: Heard, at: number): void;
  /** A customer's phone begins to ring. */
  rang(number: string, attempt: AttemptId, at: number): void;
  rangUntil(attempt: AttemptId, how: RingEnd, at: number): void;
  /** An agent and the person on the phone began to talk. */
  served(call: CallId | AttemptId, agent: AgentId, at: number): void;
  /** The phone is down. */
  ended(call: CallId | AttemptId, at: number): void;
}

/** An observer that remembers everything. */
export class RecordingObserver implements Observer {
  readonly hearings: { call: CallId | AttemptId; what: Heard; at: number }[] = [];
  readonly rings: {
    number: string;
    attempt: AttemptId;
    at: number;
    until: number | null;
    how: RingEnd | null;
  }[] = [];
  readonly services: { call: CallId | AttemptId; agent: AgentId; at: number }[] = [];
  readonly ends = new Map<CallId | AttemptId, number>();

  heard(call: CallId | AttemptId, what: Heard, at: number): void {
    this.hearings.push({ call, what, at });
  }

  rang(number: string, attempt: AttemptId, at: number): void {
    this.rings.push({ number, attempt, at, until: null, how: null });
  }

  rangUntil(attempt: AttemptId, how: RingEnd, at: number): void {
    const ring = this.rings.findLast((one) => one.attempt === attempt && one.until === null);
    if (ring) Object.assign(ring, { until: at, how });
  }

  served(call: CallId | AttemptId, agent: AgentId, at: number): void {
    this.services.push({ call, agent, at });
  }

  ended(call: CallId | AttemptId, at: number): void {
    this.ends.set(call, at);
  }

  /** What a call heard, in order. */
  heardBy(call: CallId | AttemptId): Heard["what"][] {
    return this.hearings.filter((one) => one.call === call).map((one) => one.what.what);
  }
}
