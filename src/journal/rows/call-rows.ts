import { countOf, type Patch, type RowsOf } from "./changes.ts";

/** What events change in the rows of calls. */
export const callRows = {
  "call-arrived"(changes, event) {
    changes.calls.create(event.call, {
      ...freshCall,
      skill: event.skill,
      person: event.person,
      class: event.class ?? null,
      announced: event.announced ? 1 : 0,
      arrived_at: event.arrivedAt,
      place: event.place,
    });
  },
  "call-replaced"(changes, event) {
    changes.calls.patch(event.call, { person: event.person });
  },
  "call-decided"(changes, event) {
    if (event.reason === "held-out") changes.calls.patch(event.call, { held_out: event.skill });
  },
  "question-began"(changes, event, at) {
    if (event.again) changes.calls.patch(event.call, { asked_again_at: at });
    else {
      changes.calls.patch(event.call, { question_at: at, asked_for: event.skill });
      countOf(changes, event.skill, event.arrivedAt).treatment++;
    }
  },
  "choice-made"(changes, event, at) {
    changes.calls.patch(event.call, {
      choice: event.choice,
      choice_source: event.source,
      choice_at: at,
      ...(event.consent ? { consent_prompt: event.consent.prompt, consent_key: event.consent.key } : {}),
    });
  },
  "call-joined"(changes, event, at) {
    changes.calls.patch(event.call, { joined_at: at });
  },
  "call-rung"(changes, event, at) {
    if (event.first) changes.calls.patch(event.call, { rung_at: at });
  },
  "call-answered"(changes, event, at) {
    if (!event.again)
      changes.calls.patch(event.call, {
        answered_at: at,
        agent: event.agent,
        agent_name: event.agentName ?? null,
      });
  },
  "call-closed"(changes, event, at) {
    changes.calls.patch(event.call, { ended_at: at, outcome: event.outcome });
  },
  "call-reopened"(changes, event) {
    changes.calls.patch(event.call, { ended_at: null, outcome: null });
  },
  "call-recorded"(changes, event) {
    const { call, skill, person, arrivedAt, waitMs, handleMs, outcome, agent } = event.recorded;
    changes.calls.create(call, {
      ...freshCall,
      skill,
      person,
      class: null,
      announced: 1,
      arrived_at: arrivedAt,
      place: arrivedAt,
      joined_at: arrivedAt,
      answered_at: outcome === "answered" ? arrivedAt + waitMs : null,
      agent,
      ended_at: arrivedAt + waitMs + (handleMs ?? 0),
      outcome,
    });
  },
} as const satisfies RowsOf;

/** A call of which no more is known than that it came. */
const freshCall: Patch = {
  question_at: null,
  asked_for: null,
  asked_again_at: null,
  held_out: null,
  choice: null,
  choice_source: null,
  choice_at: null,
  consent_prompt: null,
  consent_key: null,
  joined_at: null,
  rung_at: null,
  answered_at: null,
  agent: null,
  agent_name: null,
  ended_at: null,
  outcome: null,
  version: null,
};
