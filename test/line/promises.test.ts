import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failureKind } from "../../src/line/callback/failure-kind.ts";
import type { FailureKind } from "../../src/line/settings.ts";
import { lineOf } from "../../src/line/state.ts";
import { settings } from "./generated-facts.ts";
import { commandsOf, eventsOf, overSteps } from "./histories.ts";

describe("what must always hold, whatever facts come", () => {
  it("every question ends in one of yes, no, silent; a call hears two at most and counts as treated once", () => {
    overSteps(() => {
      const asked = new Map<string, number>();
      const answered = new Map<string, number>();
      const offered = new Map<string, number>();
      return ({ events }, state) => {
        for (const event of events) {
          if (event.type === "call-decided" && event.decision === "offer") add(offered, event.call);
          else if (event.type === "question-began") {
            assert.equal(of(asked, event.call), of(answered, event.call), "the one before has ended");
            assert.equal(event.again ?? false, of(asked, event.call) > 0);
            add(asked, event.call);
          } else if (event.type === "choice-made") add(answered, event.call);
        }
        for (const [call, times] of offered) assert.ok(times <= 2, call);
        for (const [call, times] of asked) {
          assert.ok(times <= of(offered, call), "asked what it was not offered");
          const open = state.calls.get(call)?.phase === "asked" ? 1 : 0;
          assert.equal(of(answered, call), times - open);
        }
        for (const call of answered.keys()) assert.ok(asked.has(call), "no choice without its question");
      };
    });
  });

  it("every yes is one callback, which ends in one final status, or is open", () => {
    overSteps(() => {
      const registered = new Set<string>();
      const ended = new Set<string>();
      return ({ events }, state) => {
        for (const event of events) {
          if (event.type === "callback-registered") {
            assert.ok(!registered.has(event.callback), "a second callback under the name of the first");
            registered.add(event.callback);
            assert.ok(
              events.some(
                (one) => one.type === "choice-made" && one.call === event.callback && one.choice === "yes",
              ),
            );
          } else if (event.type === "choice-made" && event.choice === "yes")
            assert.ok(
              eventsOf(events, "callback-registered").some(({ callback }) => callback === event.call),
            );
          else if (event.type === "callback-ended") {
            assert.ok(registered.has(event.callback) && !ended.has(event.callback));
            ended.add(event.callback);
          }
        }
        assert.deepEqual(new Set(state.callbacks.keys()), registered.difference(ended));
      };
    });
  });

  it("of a callback one attempt is alive, no more are made than allowed, in all and of each kind, and none after the end", () => {
    overSteps(() => {
      const alive = new Map<string, string>();
      const over = new Map<string, string>();
      const ended = new Set<string>();
      const made = new Map<string, number>();
      const failed = new Map<string, Record<FailureKind, number>>();
      let rules = settings.attempts;
      return ({ fact, events, commands }) => {
        if (fact.type === "settings-adopted") rules = fact.settings.attempts;
        for (const event of events) {
          if (event.type === "attempt-dialled") {
            assert.ok(!alive.has(event.callback) && !ended.has(event.callback));
            alive.set(event.callback, event.attempt);
            add(made, event.callback);
            assert.equal(event.n, made.get(event.callback));
            assert.ok(event.n <= rules.max, "more attempts than allowed when it was dialled");
          } else if (event.type === "attempt-ended") {
            // What was given up may be heard of again.
            const before = over.get(event.attempt);
            assert.ok(
              [undefined, "unknown", "withdrawn"].includes(before) || event.result === "joined",
              "an attempt ends once",
            );
            over.set(event.attempt, event.result);
            if (alive.get(event.callback) === event.attempt) alive.delete(event.callback);
            const kind = failureKind(event.result);
            if (kind === null) continue;
            const theirs = failed.get(event.callback) ?? { busy: 0, "no-answer": 0, machine: 0, failed: 0 };
            failed.set(event.callback, theirs);
            if (++theirs[kind] >= rules.maxOf[kind])
              assert.ok(
                events.some((one) => one.type === "callback-ended" && one.callback === event.callback),
                `failed too often: ${kind}`,
              );
          } else if (event.type === "callback-ended") {
            ended.add(event.callback);
            assert.ok(!alive.has(event.callback), "ended with its attempt alive");
          }
        }
        assert.deepEqual(
          commandsOf(commands, "dial").map(({ attempt }) => attempt),
          eventsOf(events, "attempt-dialled").map(({ attempt }) => attempt),
          "dialled is what is written, and nothing else",
        );
      };
    });
  });

  it("the place of a call is its own for ever; nobody is hung up on who asked for nothing else", () => {
    overSteps(() => {
      const places = new Map<string, number>();
      const onTheirWay = new Set<string>();
      const visits = new Map<string, string>();
      return ({ fact, events, commands }) => {
        const left = new Set<string>();
        for (const event of events) {
          if (event.type === "call-arrived") places.set(event.call, event.place);
          // A caller who was put through stands at the place of the call that they came into, until it is over.
          else if (event.type === "call-replaced") visits.set(event.by, event.call);
          else if (event.type === "call-closed") {
            for (const [by, visit] of visits) if (visit === event.call) visits.delete(by);
          } else if (event.type === "attempt-progressed") {
            if (event.progress !== "ringing" && event.progress !== "answered") onTheirWay.add(event.attempt);
          } else if (event.type === "attempt-ended" && event.result !== "withdrawn") left.add(event.attempt);
        }
        for (const command of commands) {
          if (command.type === "hang-up")
            // Nothing was heard of it for too long, another attempt reached an agent, or the exchange still sees it ring.
            assert.ok(!onTheirWay.has(command.attempt) || left.size > 0 || fact.type === "snapshot");
          else if (
            command.type === "pass" ||
            command.type === "offer" ||
            command.type === "withdraw" ||
            (command.type === "seat" && places.has(command.call))
          )
            assert.equal(command.place, places.get(visits.get(command.call) ?? command.call));
        }
      };
    });
  });

  it("anyone who is decided on, keyed a number or chose hears what follows in the same step", () => {
    overSteps(() => ({ fact, events, commands }, state) => {
      for (const { call, decision } of eventsOf(events, "call-decided")) {
        const told = commands.filter((command) => "call" in command && command.call === call);
        if (decision === "offer") assert.ok(told.some(({ type }) => type === "offer" || type === "withdraw"));
        // Who waits in the queue already goes on waiting.
        else if (state.calls.get(call)?.phase !== "waiting") assert.ok(told.length > 0);
      }
      for (const { call, accepted } of eventsOf(events, "number-keyed"))
        assert.deepEqual(commandsOf(commands, "judge-number"), [{ type: "judge-number", call, accepted }]);
      if (fact.type !== "choice-made" || fact.source === "hung-up") return;
      for (const { call, choice } of eventsOf(events, "choice-made"))
        assert.ok(
          commands.some(
            (command) =>
              command.type === (choice === "yes" ? "thank" : "seat") &&
              "call" in command &&
              command.call === call,
          ),
        );
    });
  });

  it("nobody is dialled while they phone, or is being called by another skill", () => {
    overSteps(() => ({ events }, state) => {
      for (const { callback: id } of eventsOf(events, "attempt-dialled")) {
        const { person, shared } = state.callbacks.get(id)!;
        assert.ok(!state.calls.has(id), "they have not hung up the call by which they asked");
        if (shared) continue;
        assert.ok(![...state.calls.values()].some((call) => call.person === person));
        const legs = [...state.callbacks.values()].filter(
          (callback) =>
            callback.person === person && !["waiting", "resting", "on-phone"].includes(callback.phase),
        );
        assert.deepEqual(
          legs.map((callback) => callback.id),
          [id],
        );
      }
    });
  });

  it("a number waits once in a skill, unless it is one that many share", () => {
    overSteps(() => (_, state) => {
      const waiting = [...state.callbacks.values()]
        .filter(({ shared }) => !shared)
        .map(({ person, skill }) => `${person} ${skill}`);
      assert.equal(new Set(waiting).size, waiting.length);
    });
  });

  it("no limit of callbacks and attempts is passed when somebody is asked or dialled", () => {
    overSteps(() => {
      let rules = settings;
      return ({ fact, events }, state) => {
        if (fact.type === "settings-adopted") rules = fact.settings;
        for (const { callback: id, skill, inputs } of eventsOf(events, "attempt-dialled")) {
          const ofSkill = rules.skills.find((one) => one.id === skill);
          assert.notEqual(ofSkill?.servesPending, false);
          assert.ok([...state.agents.values()].some((agent) => isPresentIn(agent, skill)));
          assert.ok(state.callbacks.get(id)!.expiresAt > fact.at, "dialled after it expired");
          // A supervisor's word goes before the pace.
          if (inputs.why === "supervisor") continue;
          const legs = [...state.skills.values()].map(({ id: of, dialled, legs }) => ({
            of,
            alive: dialled.size + legs.size,
          }));
          const inSkill = legs.find(({ of }) => of === skill)!.alive;
          const inAll = legs.reduce((sum, { alive }) => sum + alive, 0);
          assert.ok(inSkill <= (ofSkill?.limits.alive ?? 3));
          assert.ok(inAll <= (rules.limits.alive ?? Number.POSITIVE_INFINITY));
        }
        for (const { call, skill, decision } of eventsOf(events, "call-decided")) {
          if (decision === "pass") continue;
          const ofSkill = rules.skills.find(({ id }) => id === skill)!;
          assert.ok(ofSkill.registersNew && ofSkill.smartWait !== "off");
          assert.ok(lineOf(state, skill).open < (ofSkill.limits.pending ?? Number.POSITIVE_INFINITY));
          const asked = state.calls.get(call)!;
          if (asked.number !== "dialable") assert.ok(ofSkill.dialogue.otherNumber);
        }
      };
    });
  });

  it("on one local day a number and the operation get no more callbacks than the limits of that day", () => {
    overSteps(() => {
      let rules = settings;
      let date = "";
      let registered = 0;
      const keyed = new Map<string, number>();
      const called = new Map<string, number>();
      return ({ fact, events }) => {
        if (fact.type === "settings-adopted") rules = fact.settings;
        if (localDay(fact.at) !== date) {
          date = localDay(fact.at);
          registered = 0;
          keyed.clear();
          called.clear();
        }
        // Who waits already is called for that one alone, however often their number is keyed.
        const ends = eventsOf(events, "callback-ended").filter(({ reason }) => reason === "duplicate");
        const duplicates = new Set(ends.map(({ callback }) => callback));
        for (const event of events) {
          if (event.type === "number-keyed" && event.accepted) assert.equal(event.callee.number, "dialable");
          else if (event.type === "callback-registered") {
            registered++;
            if (duplicates.has(event.callback)) continue;
            if (event.otherNumber) {
              assert.ok(of(keyed, event.person) < rules.limits.perOtherNumberPerDay);
              assert.ok(of(called, event.person) < rules.limits.perNumberPerDay);
              add(keyed, event.person);
            }
            add(called, event.person);
          } else if (event.type === "call-decided" && event.decision === "offer")
            assert.ok(typeof rules.limits.perDay !== "number" || registered < rules.limits.perDay);
        }
      };
    });
  });
});

function isPresentIn(agent: { skills: readonly number[]; status: string }, skill: number): boolean {
  return agent.status !== "away" && agent.skills.includes(skill);
}

/** In Bogota, which has kept one clock since 1993. */
function localDay(at: number): string {
  return new Date(at - 5 * 3_600_000).toISOString().slice(0, 10);
}

function of(counts: ReadonlyMap<string, number>, key: string): number {
  return counts.get(key) ?? 0;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, of(counts, key) + 1);
}
