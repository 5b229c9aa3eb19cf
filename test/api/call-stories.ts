import type { NewPerson } from "../../src/journal/port/people.ts";
import type { AttemptResult, EndReason, Event, FinalStatus } from "../../src/line/events.ts";
import { DIALLED_ALONE } from "../journal/dialled-alone.ts";
import type { Concluded } from "./in-memory-journal.ts";

/** A call and all that became of it. Times are epoch ms. */
export interface CallStory {
  readonly skill: number;
  readonly at: number;
  /** The question was played. */
  readonly asked?: boolean;
  /** The number it came from; without it, it was withheld. */
  readonly from?: string;
  readonly answeredAt?: number;
  readonly abandonedAt?: number;
  readonly endedAt?: number;
  readonly callback?: {
    readonly number: string;
    readonly attempts?: readonly {
      readonly dialledAt: number;
      readonly answeredAt?: number;
      /** Who answered, where an agent was joined. */
      readonly agent?: string;
      /** Where somebody picked up: when an agent answered. */
      readonly endedAt?: number;
      /** When the phone was down after that. */
      readonly talkEndedAt?: number;
    }[];
    readonly end?: { readonly status: FinalStatus; readonly at: number };
  };
}

const reasons: Readonly<Record<FinalStatus, EndReason>> = {
  OK: "joined",
  FAIL: "attempts-used-up",
  "NO USER": "not-the-person",
  "STOP NEW": "attended-before",
};

/** The calls as what the core would have concluded, in the order of time, and the people in them. */
export function conclusionsOf(calls: readonly CallStory[]): { steps: Concluded[]; people: NewPerson[] } {
  const steps: Concluded[] = [];
  const people = new Map<string, NewPerson>();
  const personOf = (number: string, at: number) => {
    const id = `person-of-${number}`;
    people.set(id, { id, numberHash: `hash-of-${number}`, number, firstSeenAt: at });
    return id;
  };
  for (const [n, call] of calls.entries()) concludeOne(`c${n}.${call.at}`, call);
  steps.sort((one, other) => one.at - other.at);
  return { steps, people: [...people.values()] };

  function concludeOne(id: string, { skill, at: arrivedAt, ...call }: CallStory): void {
    const say = (at: number, ...events: Event[]) => steps.push({ at, events });
    const person = call.from === undefined ? null : personOf(call.from, arrivedAt);
    const number = person === null ? "anonymous" : "dialable";
    say(arrivedAt, {
      type: "call-arrived",
      call: id,
      skill,
      person,
      number,
      arrivedAt,
      place: arrivedAt,
      announced: true,
    });
    if (call.asked) say(arrivedAt, { type: "question-began", call: id, skill, arrivedAt });
    if (call.answeredAt !== undefined)
      say(call.answeredAt, {
        type: "call-answered",
        call: id,
        skill,
        agent: "ana",
        arrivedAt,
        again: false,
      });
    const endedAt = call.abandonedAt ?? call.endedAt;
    if (endedAt !== undefined)
      say(endedAt, {
        type: "call-closed",
        call: id,
        skill,
        arrivedAt,
        presumed: false,
        outcome: call.abandonedAt !== undefined ? "abandoned" : call.callback ? "accepted" : "answered",
      });
    if (call.callback) concludeCallback(id, skill, arrivedAt, call.callback);
  }

  function concludeCallback(
    id: string,
    skill: number,
    arrivedAt: number,
    { number, attempts = [], end }: NonNullable<CallStory["callback"]>,
  ): void {
    const say = (at: number, ...events: Event[]) => steps.push({ at, events });
    say(arrivedAt, {
      type: "callback-registered",
      callback: id,
      skill,
      person: personOf(number, arrivedAt),
      arrivedAt,
      place: arrivedAt,
      promisedFrom: arrivedAt,
      promisedUntil: arrivedAt,
      expiresAt: arrivedAt,
    });
    for (const [n, { dialledAt, answeredAt, agent, endedAt, talkEndedAt }] of attempts.entries()) {
      const attempt = { callback: id, attempt: `${id}~${n + 1}` };
      say(dialledAt, { type: "attempt-dialled", ...attempt, n: n + 1, skill, inputs: DIALLED_ALONE });
      if (answeredAt !== undefined)
        say(answeredAt, { type: "attempt-progressed", ...attempt, progress: "answered" });
      if (agent !== undefined && endedAt !== undefined)
        say(endedAt, { type: "attempt-progressed", ...attempt, progress: "joined", agent });
      const result: AttemptResult = answeredAt === undefined ? "no-answer" : "joined";
      if (endedAt !== undefined) say(endedAt, { type: "attempt-ended", ...attempt, result });
      if (talkEndedAt !== undefined)
        say(talkEndedAt, { type: "talk-ended", ...attempt, endedAt: talkEndedAt });
    }
    if (end)
      say(end.at, {
        type: "callback-ended",
        callback: id,
        skill,
        arrivedAt,
        status: end.status,
        reason: reasons[end.status],
      });
  }
}
