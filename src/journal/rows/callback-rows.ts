import { type CallbackPhase, phaseOfProgress } from "../../line/callback/callback-life.ts";
import type { Event } from "../../line/events.ts";
import { countedAs } from "../definitions.ts";
import { type Changes, countOf, type RowsOf } from "./changes.ts";
import type { rowColumns } from "./row-columns.ts";

/** What events change in the rows of callbacks and their attempts. */
export const callbackRows = {
  "callback-registered"(changes, event, at) {
    changes.callbacks.create(event.callback, {
      skill: event.skill,
      registered_for: event.skill,
      person: event.person,
      class: event.class ?? null,
      called_by: event.by ?? null,
      other_number: event.otherNumber ? 1 : 0,
      name_recorded: event.nameRecorded ? 1 : 0,
      arrived_at: event.arrivedAt,
      registered_at: at,
      place: event.place,
      promised_from: event.promisedFrom,
      promised_until: event.promisedUntil,
      expires_at: event.expiresAt,
      stage: stages.registered,
      status: "YES",
      attempts: 0,
      overtakes_dialled: 0,
      overtakes_held_back: 0,
      version: 0,
    });
    countOf(changes, event.skill, event.arrivedAt).yes++;
  },
  "attempt-dialled"(changes, event, at) {
    changes.attempts.create(event.attempt, {
      callback: event.callback,
      n: event.n,
      skill: event.skill,
      dialled_at: at,
      talk_lost: 0,
    });
    changes.callbacks.patch(event.callback, {
      stage: stages.dialled,
      not_before: null,
      attempts: event.n,
      last_dialled_at: at,
      ...(event.n === 1 ? { first_dialled_at: at } : {}),
    });
  },
  "attempt-progressed"(changes, event, at) {
    projectProgress(changes, at, event);
  },
  "attempt-ended"(changes, event, at) {
    changes.attempts.patch(event.attempt, { ended_at: at, result: event.result });
  },
  "talk-ended"(changes, event) {
    changes.attempts.patch(
      event.attempt,
      event.endedAt === null ? { talk_lost: 1 } : { talk_ended_at: event.endedAt },
    );
  },
  "callback-rested"(changes, event) {
    changes.callbacks.patch(event.callback, {
      stage: stages.rested,
      not_before: event.notBefore,
      ...(event.why ? { put_off: event.why } : {}),
      ...(event.expiresAt === undefined ? {} : { expires_at: event.expiresAt }),
    });
  },
  "callback-returned"(changes, event) {
    changes.callbacks.patch(event.callback, {
      stage: stages.returned,
      place: event.place,
      not_before: null,
    });
  },
  "callback-on-phone"(changes, event) {
    changes.callbacks.patch(event.callback, { stage: stages.phoning });
  },
  "callback-moved"(changes, event, at) {
    // Behind those who wait in that line already: no place is later than now.
    changes.callbacks.patch(event.callback, { skill: event.skill, place: at });
  },
  "callback-overtaken"(changes, event) {
    changes.callbacks.patch(
      event.callback,
      event.while === "dialled" ? { overtakes_dialled: event.total } : { overtakes_held_back: event.total },
    );
  },
  "callback-ended"(changes, event, at) {
    changes.callbacks.patch(event.callback, {
      stage: null,
      status: event.status,
      reason: event.reason,
      ended_at: at,
    });
    const count = countedAs[event.status];
    if (count) countOf(changes, event.skill, event.arrivedAt)[count]++;
  },
} as const satisfies RowsOf;

function projectProgress(
  changes: Changes,
  at: number,
  event: Extract<Event, { type: "attempt-progressed" }>,
): void {
  const column = event.again ? undefined : progressColumns[event.progress];
  if (column)
    changes.attempts.patch(event.attempt, {
      [column]: at,
      ...(event.progress === "joined" && event.agent
        ? { agent: event.agent, agent_name: event.agentName ?? null }
        : {}),
    });
  if (event.progress !== "joined")
    changes.callbacks.patch(event.callback, { stage: phaseOfProgress[event.progress] });
}

const stages = {
  registered: "waiting",
  returned: "waiting",
  rested: "resting",
  phoning: "on-phone",
  dialled: "dialling",
} as const satisfies Record<string, CallbackPhase>;

type Progress = Extract<Event, { type: "attempt-progressed" }>["progress"];

const progressColumns: { readonly [progress in Progress]?: (typeof rowColumns)["attempts"][number] } = {
  ringing: "ringing_at",
  answered: "answered_at",
  confirmed: "confirmed_at",
  "in-line": "in_line_at",
  joined: "joined_at",
};
