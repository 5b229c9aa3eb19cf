import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { apply } from "../../src/line/apply.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import { decide as decideBy } from "../../src/line/decide.ts";
import type { Event } from "../../src/line/events.ts";
import type { Fact } from "../../src/line/facts.ts";
import { emptyState, isAlive, lineOf, type State } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { eagerPolicies, facts, monday, settings } from "./generated-facts.ts";

const runs = { numRuns: 300 };

const decide = (state: State, fact: Fact) => decideBy(state, fact, eagerPolicies);

function decideAll(state: State, all: readonly Fact[]) {
  return all.map((fact) => ({ fact, ...decide(state, fact) }));
}

describe("random histories", () => {
  it("hold what the properties are about: every kind of end, of attempt and of overtaking", () => {
    const seen = new Set<string>();
    for (const all of fc.sample(facts(200), { numRuns: 500, seed: 7 })) {
      for (const event of decideAll(emptyState(settings), all).flatMap(({ events }) => [...events])) {
        if (event.type === "callback-ended") seen.add(`${event.status}: ${event.reason}`);
        else if (event.type === "attempt-ended") seen.add(`attempt ${event.result}`);
        else if (event.type === "callback-overtaken") seen.add(`overtaken while ${event.while}`);
        else if (event.type === "choice-made") seen.add(`${event.choice} by ${event.source}`);
        else seen.add(event.type);
      }
    }
    for (const expected of [
      "OK: joined",
      "FAIL: attempts-used-up",
      "FAIL: number-invalid",
      "NO USER: not-the-person",
      "STOP NEW: attended-before",
      "attempt unknown",
      "attempt withdrawn",
      "attempt busy",
      "overtaken while dialled",
      "overtaken while held-back",
      "silent by hung-up",
      "silent by deadline",
      "callback-on-phone",
      "callback-returned",
      "callback-rested",
    ])
      assert.ok(seen.has(expected), `no history had: ${expected}`);
  });
});

describe("the core, whatever facts come, in any order, repeated or lost", () => {
  it("concludes the same from the same facts", () => {
    fc.assert(
      fc.property(facts(150), (all) => {
        const once = decideAll(emptyState(settings), all);
        const again = decideAll(emptyState(settings), all);
        assert.deepEqual(again, once);
      }),
      runs,
    );
  });

  it("reaches by its events alone the state in which it concluded them", () => {
    fc.assert(
      fc.property(facts(150), (all) => {
        const decided = emptyState(settings);
        const steps = decideAll(decided, all);
        const applied = emptyState(settings);
        for (const { fact, events } of steps) for (const event of events) apply(applied, event, fact.at);
        assert.equal(writeCheckpoint(applied), writeCheckpoint(decided));
      }),
      runs,
    );
  });

  it("goes on from a checkpoint as if it had never stopped", () => {
    fc.assert(
      fc.property(facts(150), fc.nat(150), (all, cut) => {
        const unbroken = emptyState(settings);
        const rest = decideAll(unbroken, all).slice(cut);
        const before = emptyState(settings);
        decideAll(before, all.slice(0, cut));
        const restored = readCheckpoint(writeCheckpoint(before));
        assert.deepEqual(decideAll(restored, all.slice(cut)), rest);
        assert.equal(writeCheckpoint(restored), writeCheckpoint(unbroken));
        assert.deepEqual(indexesOf(restored), indexesOf(unbroken));
      }),
      runs,
    );
  });

  it("ends every treatment in exactly one of yes, no, silent", () => {
    overHistories((events) => {
      const began = eventsOf(events, "question-began").map(({ call }) => call);
      const ended = eventsOf(events, "choice-made").map(({ call }) => call);
      assert.equal(new Set(began).size, began.length, "one treatment a call");
      assert.equal(new Set(ended).size, ended.length, "one choice a treatment");
      for (const call of ended) assert.ok(began.includes(call), "no choice without its question");
    });
  });

  it("ends every yes in at most one final status, and says the rest are open", () => {
    overHistories((events, state) => {
      const yes = eventsOf(events, "choice-made").filter(({ choice }) => choice === "yes");
      const registered = eventsOf(events, "callback-registered").map(({ callback }) => callback);
      assert.deepEqual(registered.toSorted(), yes.map(({ call }) => call).toSorted());
      const ended = eventsOf(events, "callback-ended").map(({ callback }) => callback);
      assert.equal(new Set(ended).size, ended.length);
      assert.deepEqual(
        registered.filter((id) => !ended.includes(id)).toSorted(),
        [...state.callbacks.keys()].toSorted(),
      );
    });
  });

  it("makes at most the allowed attempts, one at a time, and none after the end", () => {
    fc.assert(
      fc.property(facts(200), (all) => {
        const alive = new Set<string>();
        const ended = new Set<string>();
        const made = new Map<string, number>();
        for (const { events, commands } of decideAll(emptyState(settings), all)) {
          for (const event of events) {
            if (event.type === "attempt-dialled") {
              assert.ok(!alive.has(event.callback) && !ended.has(event.callback));
              alive.add(event.callback);
              made.set(event.callback, (made.get(event.callback) ?? 0) + 1);
            } else if (event.type === "attempt-ended") alive.delete(event.callback);
            else if (event.type === "callback-ended") ended.add(event.callback);
          }
          for (const command of commands)
            if (command.type === "dial")
              assert.ok(
                events.some((event) => event.type === "attempt-dialled" && event.attempt === command.attempt),
                "a dial without its event would not survive a restart",
              );
        }
        for (const count of made.values()) assert.ok(count <= settings.attempts.max);
      }),
      runs,
    );
  });

  it("dials in the order of places, and never while somebody who arrived earlier waits on the phone", () => {
    fc.assert(
      fc.property(facts(200), (all) => {
        const state = emptyState(settings);
        for (const fact of all) {
          const { events } = decide(state, fact);
          for (const event of eventsOf(events, "attempt-dialled")) {
            const line = lineOf(state, event.skill);
            const callback = state.callbacks.get(event.callback)!;
            const onPhone = line.live.first();
            assert.ok(!onPhone || onPhone.place >= callback.place);
            for (const { place, id } of line.waiting)
              assert.ok(place >= callback.place || isOnAnotherLine(state, state.callbacks.get(id)!));
          }
        }
      }),
      runs,
    );
  });

  it("has at most one phone call with a person at a time", () => {
    fc.assert(
      fc.property(facts(200), (all) => {
        const state = emptyState(settings);
        for (const fact of all) {
          const { events } = decide(state, fact);
          for (const { callback } of eventsOf(events, "attempt-dialled")) {
            const alive = [...state.callbacks.values()].filter(
              ({ person, phase }) => person === personOf(state, callback) && isAlive(phase),
            );
            assert.equal(alive.length, 1);
          }
        }
      }),
      runs,
    );
  });

  it("dials nobody while he phones himself", () => {
    fc.assert(
      fc.property(facts(200), (all) => {
        const state = emptyState(settings);
        for (const fact of all)
          for (const { callback } of eventsOf(decide(state, fact).events, "attempt-dialled")) {
            assert.ok(![...state.calls.values()].some((call) => call.person === personOf(state, callback)));
          }
      }),
      runs,
    );
  });

  it("lets nothing wait for ever: time alone brings every call and callback to its end", () => {
    fc.assert(
      fc.property(facts(120), (all) => {
        const state = emptyState(settings);
        decideAll(state, all);
        let now = all.at(-1)?.at ?? monday;
        for (let wakes = 0; wakes < 2000; wakes++) {
          const next = nextWake(state, now);
          if (next === null) break;
          now = Math.max(now, next);
          decide(state, { type: "woke", at: now });
        }
        assert.equal(nextWake(state, now), null);
        assert.equal(state.calls.size, 0);
        assert.equal(state.callbacks.size, 0);
        assert.ok(now <= (all.at(-1)?.at ?? monday) + 4 * 86_400_000);
      }),
      runs,
    );
  });

  it("keeps its indexes equal to what they are indexes of", () => {
    fc.assert(
      fc.property(facts(200), (all) => {
        const state = emptyState(settings);
        decideAll(state, all);
        assert.deepEqual(indexesOf(state), indexesOf(readCheckpoint(writeCheckpoint(state))));
        for (const line of state.skills.values()) {
          const own = [...state.callbacks.values()].filter(({ skill }) => skill === line.id);
          assert.equal(line.open, own.length);
          assert.equal(line.dialled.size + line.legs.size, own.filter(({ phase }) => isAlive(phase)).length);
        }
      }),
      runs,
    );
  });
});

function personOf(state: State, callback: string): string {
  return state.callbacks.get(callback)!.person;
}

/** Their one phone is in use for another skill: they are called after that. */
function isOnAnotherLine(state: State, { id, person }: { id: string; person: string }): boolean {
  return (
    [...state.calls.values()].some((call) => call.person === person) ||
    [...state.callbacks.values()].some(
      (other) => other.person === person && other.id !== id && isAlive(other.phase),
    )
  );
}

function eventsOf<T extends Event["type"]>(events: readonly Event[], type: T): Extract<Event, { type: T }>[] {
  return events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
}

function overHistories(check: (events: Event[], state: State) => void): void {
  fc.assert(
    fc.property(facts(200), (all) => {
      const state = emptyState(settings);
      check(
        decideAll(state, all).flatMap(({ events }) => [...events]),
        state,
      );
    }),
    runs,
  );
}

function indexesOf(state: State) {
  return {
    skills: [...state.skills.values()]
      .map(({ id, live, waiting, dialled, legs, rung, open, freeAgents, presentAgents }) => ({
        id,
        live: [...live],
        waiting: [...waiting],
        dialled: [...dialled],
        legs: [...legs],
        rung: [...rung],
        open,
        freeAgents,
        presentAgents,
      }))
      .toSorted((one, other) => one.id - other.id),
    callbacksOf: state.callbacksOf,
    callsOf: state.callsOf,
    callPhases: state.callPhases,
    callbackPhases: state.callbackPhases,
    restingUntil: [...state.restingUntil],
    expiring: [...state.expiring],
  };
}
