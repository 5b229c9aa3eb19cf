import type { Event } from "../line/events.ts";

/** Column values to set in a row. */
export type Patch = Record<string, string | number | null>;

/** Smart-wait counts to add, by skill and minute of arrival; stores keep coarser levels from them. */
export interface CountDelta {
  readonly skill: number;
  /** Epoch ms of the whole UTC minute in which the call arrived. */
  readonly minute: number;
  treatment: number;
  yes: number;
  recallOk: number;
  recallFail: number;
}

export interface DecisionRow {
  readonly seq: number;
  readonly ordinal: number;
  readonly at: number;
  /** The call, or the callback, decided on. */
  readonly subject: string;
  readonly kind: "offer" | "dial";
  readonly decision: string;
  readonly reason: string;
  readonly inputs: string;
  readonly settingsVersion: number;
}

/**
 * What a batch of steps changes in the read models: one place for all stores, so that they cannot differ, and
 * gathered per row, so that a row is written once a batch. A patch under `created` holds the whole row.
 */
export class Changes {
  readonly calls = new RowChanges();
  readonly callbacks = new RowChanges();
  readonly attempts = new RowChanges();
  readonly decisions: DecisionRow[] = [];
  readonly counts = new Map<string, CountDelta>();
}

export class RowChanges {
  readonly created = new Map<string, Patch>();
  readonly patched = new Map<string, Patch>();

  create(id: string, row: Patch): void {
    this.created.set(id, row);
  }

  patch(id: string, patch: Patch): void {
    const row = this.created.get(id) ?? this.patched.get(id);
    if (row) Object.assign(row, patch);
    else this.patched.set(id, patch);
  }
}

/** Adds what one step changes. Columns are those of the read-model tables; times are epoch ms. */
export function project(
  changes: Changes,
  step: { readonly seq: number; readonly settingsVersion: number; readonly fact: { readonly at: number } },
  events: readonly Event[],
): void {
  const at = step.fact.at;
  for (let ordinal = 0; ordinal < events.length; ordinal++) {
    const event = events[ordinal]!;
    switch (event.type) {
      case "call-arrived":
        changes.calls.create(event.call, {
          skill: event.skill,
          person: event.person,
          announced: event.announced ? 1 : 0,
          arrived_at: event.arrivedAt,
          place: event.place,
          question_at: null,
          choice: null,
          choice_source: null,
          choice_at: null,
          joined_at: null,
          rung_at: null,
          answered_at: null,
          agent: null,
          ended_at: null,
          outcome: null,
        });
        break;
      case "call-decided":
        changes.decisions.push(
          decision(step, ordinal, event.call, "offer", event.decision, event.reason, event.inputs),
        );
        break;
      case "question-began":
        changes.calls.patch(event.call, { question_at: at });
        count(changes, event.skill, event.arrivedAt).treatment++;
        break;
      case "choice-made":
        changes.calls.patch(event.call, {
          choice: event.choice,
          choice_source: event.source,
          choice_at: at,
        });
        break;
      case "callback-registered":
        changes.callbacks.create(event.callback, {
          skill: event.skill,
          person: event.person,
          arrived_at: event.arrivedAt,
          registered_at: at,
          place: event.place,
          promised_from: event.promisedFrom,
          promised_until: event.promisedUntil,
          status: "YES",
          reason: null,
          attempts: 0,
          overtakes_dialled: 0,
          overtakes_held_back: 0,
          first_dialled_at: null,
          last_dialled_at: null,
          ended_at: null,
        });
        count(changes, event.skill, event.arrivedAt).yes++;
        break;
      case "call-joined":
        changes.calls.patch(event.call, { joined_at: at });
        break;
      case "call-rung":
        if (event.first) changes.calls.patch(event.call, { rung_at: at });
        break;
      case "call-answered":
        if (!event.again) changes.calls.patch(event.call, { answered_at: at, agent: event.agent });
        break;
      case "call-closed":
        changes.calls.patch(event.call, { ended_at: at, outcome: event.outcome });
        break;
      case "call-reopened":
        changes.calls.patch(event.call, { ended_at: null, outcome: null });
        break;
      case "attempt-dialled":
        changes.attempts.create(event.attempt, {
          callback: event.callback,
          n: event.n,
          skill: event.skill,
          dialled_at: at,
          ringing_at: null,
          answered_at: null,
          confirmed_at: null,
          in_line_at: null,
          joined_at: null,
          agent: null,
          ended_at: null,
          result: null,
        });
        changes.callbacks.patch(event.callback, {
          attempts: event.n,
          last_dialled_at: at,
          ...(event.n === 1 ? { first_dialled_at: at } : {}),
        });
        changes.decisions.push(
          decision(step, ordinal, event.callback, "dial", "dial", "turn-came", event.inputs),
        );
        break;
      case "attempt-progressed": {
        const column = event.again ? undefined : progressColumns[event.progress];
        if (column)
          changes.attempts.patch(event.attempt, {
            [column]: at,
            ...(event.progress === "joined" && event.agent ? { agent: event.agent } : {}),
          });
        break;
      }
      case "attempt-ended":
        changes.attempts.patch(event.attempt, { ended_at: at, result: event.result });
        break;
      case "callback-returned":
        changes.callbacks.patch(event.callback, { place: event.place });
        break;
      case "callback-overtaken":
        changes.callbacks.patch(
          event.callback,
          event.while === "dialled"
            ? { overtakes_dialled: event.total }
            : { overtakes_held_back: event.total },
        );
        break;
      case "callback-ended": {
        changes.callbacks.patch(event.callback, {
          status: event.status,
          reason: event.reason,
          ended_at: at,
        });
        const counted = count(changes, event.skill, event.arrivedAt);
        if (event.status === "OK") counted.recallOk++;
        else if (event.status !== "STOP NEW") counted.recallFail++;
        break;
      }
      case "call-recorded":
        changes.calls.create(event.recorded.call, {
          skill: event.recorded.skill,
          person: event.recorded.person,
          announced: 1,
          arrived_at: event.recorded.arrivedAt,
          place: event.recorded.arrivedAt,
          question_at: null,
          choice: null,
          choice_source: null,
          choice_at: null,
          joined_at: event.recorded.arrivedAt,
          rung_at: null,
          answered_at:
            event.recorded.outcome === "answered" ? event.recorded.arrivedAt + event.recorded.waitMs : null,
          agent: event.recorded.agent,
          ended_at: event.recorded.arrivedAt + event.recorded.waitMs + (event.recorded.handleMs ?? 0),
          outcome: event.recorded.outcome,
        });
        break;
      case "settings-adopted":
      case "call-left":
      case "ring-missed":
      case "agent-changed":
      case "call-moved":
      case "callback-rested":
      case "callback-on-phone":
      case "callback-attended":
        break;
    }
  }
}

const progressColumns: Readonly<Record<string, string | undefined>> = {
  ringing: "ringing_at",
  answered: "answered_at",
  confirmed: "confirmed_at",
  "in-line": "in_line_at",
  joined: "joined_at",
};

function decision(
  step: { readonly seq: number; readonly settingsVersion: number; readonly fact: { readonly at: number } },
  ordinal: number,
  subject: string,
  kind: DecisionRow["kind"],
  decided: string,
  reason: string,
  inputs: object,
): DecisionRow {
  return {
    seq: step.seq,
    ordinal,
    at: step.fact.at,
    subject,
    kind,
    decision: decided,
    reason,
    inputs: JSON.stringify(inputs),
    settingsVersion: step.settingsVersion,
  };
}

function count(changes: Changes, skill: number, arrivedAt: number): CountDelta {
  const minute = Math.floor(arrivedAt / MINUTE_MS) * MINUTE_MS;
  const key = `${skill}/${minute}`;
  let delta = changes.counts.get(key);
  if (!delta) {
    delta = { skill, minute, treatment: 0, yes: 0, recallOk: 0, recallFail: 0 };
    changes.counts.set(key, delta);
  }
  return delta;
}

const MINUTE_MS = 60_000;
