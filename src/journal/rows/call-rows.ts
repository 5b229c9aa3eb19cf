import { countOf, type RowsOf } from "./changes.ts";

/** What events change in the rows of calls. */
export const callRows = {
  "call-arrived"(changes, event) {
    changes.calls.create(event.call, {
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
      skill,
      person,
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
