import { freeId, type LoggedCall } from "../call-log.ts";
import type { HistoryNote } from "../history-notes.ts";
import { Names, ownText } from "../own-text.ts";
import { SeenKeys } from "../seen-keys.ts";
import type { LeftHow, QueueEvent } from "./queue-events.ts";
import type { UnreadableLine } from "./queue-log-file.ts";

/** A call in one queue, as far as its lines have come. */
interface Visit {
  readonly call: string;
  readonly queue: string;
  line: number;
  enteredAt: number | null;
  number: string | null;
  agent: string | null;
  connectedAt: number | null;
  waitMs: number | null;
  end: { readonly at: number; readonly how: "completed" | LeftHow; readonly talkMs: number | null } | null;
  lastAt: number;
}

/** Lines of a visit that has ended may still come, out of order, within so much of the log's time. */
const LINGER_MS = 10 * 60_000;
/** After this long without an event, a visit counts as one whose end is not in the log. */
const FORGOTTEN_MS = 24 * 3_600_000;
/** How far an end that names another call may be from the talk that it ends. */
const TRANSFER_WITHIN_MS = 2_000;
const EVENTS_BETWEEN_LOOKS = 1_000;
const NAMES_LISTED = 10;

/**
 * Makes calls of the events of a queue_log: one for each call and queue, so that a call that went through two has two.
 * Events may come repeated and out of order; it holds the visits of the last minutes, and those under way. What is no call of a customer
 * (Espera's own return calls, unless they are asked for), or was cut off, is counted instead.
 */
export class QueueCalls {
  readonly #visits = new Map<string, Visit>();
  readonly #entered = new SeenKeys();
  /** Calls and queues of visits that were given out: what the log says of them after that, it said before. */
  readonly #given = new SeenKeys();
  readonly #ids = new SeenKeys();
  readonly #names = new Names();
  readonly #counts = {
    began: 0,
    waiting: 0,
    talking: 0,
    repeated: 0,
    unreadable: 0,
    withdrawn: 0,
    returned: 0,
  };
  readonly #left: Record<Exclude<LeftHow, "abandoned" | "withdrawn">, number> = {
    timeout: 0,
    key: 0,
    empty: 0,
  };
  readonly #unknown = new Map<string, number>();
  readonly #withReturnCalls: boolean;
  #firstAt = Number.POSITIVE_INFINITY;
  #sinceLook = 0;

  /** `returnCalls`: Espera's own return calls are calls too. */
  constructor({ returnCalls }: { readonly returnCalls: boolean }) {
    this.#withReturnCalls = returnCalls;
  }

  /** Takes an event in, and gives the calls that are complete. */
  add(event: QueueEvent | UnreadableLine): LoggedCall[] {
    if (event.type === "unreadable") {
      this.#counts.unreadable++;
      return [];
    }
    this.#firstAt = Math.min(this.#firstAt, event.at);
    if (event.type === "unknown") this.#noteUnknown(event.name);
    else if (event.type !== "other") this.#take(event);
    if (++this.#sinceLook < EVENTS_BETWEEN_LOOKS) return [];
    this.#sinceLook = 0;
    return this.#closed((visit) => {
      const sinceMs = Math.abs(event.at - visit.lastAt);
      return sinceMs > (visit.end && visit.enteredAt !== null ? LINGER_MS : FORGOTTEN_MS);
    });
  }

  /** The calls that are left when the log has ended. */
  end(): LoggedCall[] {
    return this.#closed(() => true);
  }

  /** What was left out, or taken for something that it is not quite. */
  notes(): readonly HistoryNote[] {
    const { began, waiting, talking, repeated, unreadable, withdrawn, returned } = this.#counts;
    const { timeout, key, empty } = this.#left;
    const unknown = [...this.#unknown].sort(([, a], [, b]) => b - a);
    return [
      ...(timeout + key + empty > 0 ? [{ kind: "left-unanswered", timeout, key, empty } as const] : []),
      ...(began + waiting > 0 ? [{ kind: "cut-off", began, waiting } as const] : []),
      ...(talking > 0 ? [{ kind: "talk-unknown", calls: talking } as const] : []),
      ...(withdrawn > 0 ? [{ kind: "withdrawn", calls: withdrawn } as const] : []),
      ...(returned > 0 ? [{ kind: "return-calls", calls: returned } as const] : []),
      ...(repeated > 0 ? [{ kind: "lines-repeated", lines: repeated } as const] : []),
      ...(unreadable > 0 ? [{ kind: "lines-unreadable", lines: unreadable } as const] : []),
      ...(unknown.length > 0 ? [{ kind: "events-unknown", events: unknown } as const] : []),
    ];
  }

  #noteUnknown(name: string): void {
    if (this.#unknown.has(name) || this.#unknown.size < NAMES_LISTED)
      this.#unknown.set(name, (this.#unknown.get(name) ?? 0) + 1);
  }

  #take(event: Exclude<QueueEvent, { type: "other" | "unknown" }>): void {
    const isOwn = event.call.startsWith(OWN);
    if (isOwn && !(this.#withReturnCalls && RETURN_CALL.test(event.call))) {
      if (event.type === "entered" && !this.#withReturnCalls) this.#counts.returned++;
      return;
    }
    if (event.type === "entered") this.#enter(event);
    else this.#goOn(event);
  }

  #enter({ call, queue, line, at, number }: Extract<QueueEvent, { type: "entered" }>): void {
    if (!this.#entered.add(`${call}/${queue}/${at}`)) {
      this.#counts.repeated++;
      return;
    }
    const before = this.#visits.get(keyOf(call, queue));
    if (before && before.enteredAt === null && at <= before.lastAt) {
      Object.assign(before, { enteredAt: at, number, line } satisfies Partial<Visit>);
      return;
    }
    // It comes into the same queue again: the former visit keeps a key of its own until it is given out.
    if (before) this.#visits.set(`${keyOf(call, queue)}\n${before.enteredAt}`, before);
    this.#visits.set(keyOf(call, queue), { ...newVisit(call, queue, line, at), enteredAt: at, number });
  }

  #goOn(event: Extract<QueueEvent, { type: "connected" | "completed" | "left" }>): void {
    const { call, queue, line, at } = event;
    const key = keyOf(call, queue);
    const known = this.#visits.get(key);
    if (!known && this.#given.has(key)) {
      this.#counts.repeated++;
      return;
    }
    const visit = known ?? this.#talkThatEnds(event) ?? newVisit(call, queue, line, at);
    if (visit.call === call) this.#visits.set(key, visit);
    else this.#given.add(key);
    if (event.type === "connected" ? visit.connectedAt !== null : visit.end !== null) {
      this.#counts.repeated++;
      return;
    }
    visit.lastAt = Math.max(visit.lastAt, at);
    visit.waitMs = event.waitMs ?? visit.waitMs;
    visit.agent = event.agent ?? visit.agent;
    if (event.type === "connected") visit.connectedAt = at;
    else if (event.type === "completed") visit.end = { at, how: "completed", talkMs: event.talkMs };
    else visit.end = { at, how: event.how, talkMs: null };
  }

  /** An attended transfer may be logged under the id of the agent's own call: it ends the talk that is as old as it says. */
  #talkThatEnds(event: QueueEvent): Visit | undefined {
    if (event.type !== "completed" || event.talkMs === null || event.agent === null) return undefined;
    const began = event.at - event.talkMs;
    for (const visit of this.#visits.values()) {
      const { connectedAt } = visit;
      if (visit.queue !== event.queue || visit.agent !== event.agent || visit.end || connectedAt === null)
        continue;
      if (Math.abs(connectedAt - began) <= TRANSFER_WITHIN_MS) return visit;
    }
    return undefined;
  }

  #closed(isOver: (visit: Visit) => boolean): LoggedCall[] {
    const over = [...this.#visits].filter(([, visit]) => isOver(visit));
    for (const [key, visit] of over) {
      this.#visits.delete(key);
      if (!isWaiting(visit)) this.#given.add(keyOf(visit.call, visit.queue));
    }
    return over
      .map(([, visit]) => ({ visit, arrivedAt: arrivalOf(visit) }))
      .sort(
        (one, other) => (one.arrivedAt ?? 0) - (other.arrivedAt ?? 0) || one.visit.line - other.visit.line,
      )
      .flatMap(({ visit, arrivedAt }) => this.#callOf(visit, arrivedAt) ?? []);
  }

  #callOf(visit: Visit, arrivedAt: number | null): LoggedCall | null {
    const { end, connectedAt } = visit;
    // Nobody saw it come, and it came before the log begins.
    if (arrivedAt === null || (visit.enteredAt === null && arrivedAt < this.#firstAt)) {
      this.#counts.began++;
      return null;
    }
    if (isWaiting(visit)) {
      this.#counts.waiting++;
      return null;
    }
    if (end?.how === "withdrawn") {
      this.#counts.withdrawn++;
      return null;
    }
    const answered = connectedAt !== null || end?.how === "completed";
    if (answered && !end) this.#counts.talking++;
    if (!answered && end && end.how !== "abandoned") this.#left[end.how]++;
    const ended = connectedAt ?? end!.at;
    const logId = ownText(visit.call);
    const talkMs = end && connectedAt !== null ? Math.max(0, end.at - connectedAt) : null;
    return {
      line: visit.line,
      logId,
      callId: freeId(this.#ids, logId, visit.queue),
      arrivedAt,
      customer: visit.number === null ? null : ownText(visit.number),
      skill: this.#names.of(visit.queue),
      waitMs: visit.waitMs ?? Math.max(0, ended - arrivedAt),
      outcome: answered ? "answered" : "abandoned",
      handleMs: answered ? (end?.talkMs ?? talkMs) : null,
      agent: answered && visit.agent !== null ? this.#names.of(visit.agent) : null,
      ...(visit.call.startsWith(OWN) ? { calledBack: true as const } : {}),
    };
  }
}

/** With this begin the ids of the calls that Espera makes. */
const OWN = "espera-";
/** Those of attempts, with the number of the attempt at the end; others stand in a queue for somebody who is being called. */
const RETURN_CALL = /~\d+$/;

function keyOf(call: string, queue: string): string {
  return `${call}\n${queue}`;
}

/** How its wait ended is not known, or not yet. */
function isWaiting({ end, connectedAt }: Visit): boolean {
  return end === null && connectedAt === null;
}

function newVisit(call: string, queue: string, line: number, at: number): Visit {
  return {
    call,
    queue,
    line,
    enteredAt: null,
    number: null,
    agent: null,
    connectedAt: null,
    waitMs: null,
    end: null,
    lastAt: at,
  };
}

/** Epoch ms: as it was seen, or as its later lines tell. */
function arrivalOf({ enteredAt, connectedAt, waitMs, end }: Visit): number | null {
  if (enteredAt !== null) return enteredAt;
  if (waitMs === null) return null;
  if (connectedAt !== null) return connectedAt - waitMs;
  if (!end || (end.how === "completed" && end.talkMs === null)) return null;
  return end.at - (end.talkMs ?? 0) - waitMs;
}
