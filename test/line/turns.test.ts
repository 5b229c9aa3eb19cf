import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { FactBody } from "../../src/line/facts.ts";
import { isColombianHoliday } from "../../src/line/hours/holidays.ts";
import { allJudgements } from "../../src/line/judgement/judgements.ts";
import type { DayHours, RulePack, Settings, WeeklyHours } from "../../src/line/settings.ts";
import { type Callback, emptyState, isAlive, type State } from "../../src/line/state.ts";
import { facts, monday, settings } from "./generated-facts.ts";
import { decide, decideAll, eventsOf, overSteps, runs } from "./histories.ts";

describe("when a callback is dialled, whatever facts come", () => {
  it("by its place no earlier arrival waits on the phone, nor a callback that could be called", () => {
    overSteps(() => ({ fact, events }, state) => {
      for (const { callback: id, skill, inputs } of eventsOf(events, "attempt-dialled")) {
        if (inputs.why !== "turn-came" && inputs.why !== "agent-soon") continue;
        const { place } = state.callbacks.get(id)!;
        const onPhone = [...state.calls.values()].filter(
          (call) =>
            call.skill === skill && ["waiting", "withdrawing", "passing", "seating"].includes(call.phase),
        );
        for (const call of onPhone) assert.ok(call.place >= place);
        for (const other of state.callbacks.values())
          if (other.skill === skill && other.phase === "waiting" && other.place < place)
            assert.ok(isOnAnotherLine(state, other) || isTooSoon(other, fact.at));
      }
    });
  });

  it("by a window, or flexibly, agents beyond the reserve are idle and nobody waits on the phone, or its time is up", () => {
    overSteps(() => ({ fact, events }, state) => {
      for (const { callback: id, skill, inputs } of eventsOf(events, "attempt-dialled")) {
        const discipline = state.skillSettings.get(skill)?.discipline;
        if (inputs.why === "agents-idle") {
          assert.ok(discipline && discipline.kind !== "place");
          assert.ok(
            ![...state.calls.values()].some((call) => call.skill === skill && call.phase === "waiting"),
          );
          const free = [...state.agents.values()].filter(
            (agent) => agent.status === "free" && agent.skills.includes(skill),
          );
          assert.ok(free.length > (discipline.kind === "window" ? discipline.reserveAgents : 0));
        } else if (inputs.why === "window-ends") {
          assert.ok(discipline && discipline.kind !== "place");
          assert.ok(inputs.aliveInSkill < inputs.aliveAtMost, "an agent is there");
          const { dueAt, attempts, promisedFrom } = state.callbacks.get(id)!;
          assert.ok(dueAt - (discipline.kind === "window" ? discipline.widthMs : 300_000) <= fact.at);
          if (attempts === 1) assert.ok(promisedFrom <= fact.at);
        } else if (inputs.why === "promise-ends") {
          const lead = state.settings.attempts.ringForMs + 10_000;
          const { dueAt, promisedUntil, attempts } = state.callbacks.get(id)!;
          assert.deepEqual([dueAt, attempts], [promisedUntil, 1]);
          assert.ok(dueAt - lead <= fact.at && fact.at < dueAt);
        }
      }
    });
  });

  it("its hours hold until the phone has rung to its end, here and where its number is", () => {
    overSteps(() => ({ fact, events }, state) => {
      for (const { callback: id, skill } of eventsOf(events, "attempt-dialled")) {
        const { zones } = state.callbacks.get(id)!;
        for (const at of [fact.at, fact.at + state.settings.attempts.ringForMs])
          assert.ok(mayBeCalled(state.settings, skill, zones, at), new Date(at).toISOString());
      }
    });
  });

  it("of who picked up today nothing is collected until tomorrow", () => {
    overSteps(() => {
      const pickedUp = new Map<string, string>();
      return ({ fact, events }, state) => {
        for (const event of events) {
          if (event.type === "attempt-dialled") {
            const { person } = state.callbacks.get(event.callback)!;
            if (state.skillSettings.get(event.skill)?.rulePack === "co-cobranza")
              assert.notEqual(pickedUp.get(person), dayInBogota(fact.at));
          } else if (
            event.type === "attempt-progressed" &&
            (event.progress === "answered" || event.progress === "confirmed")
          ) {
            const callback = state.callbacks.get(event.callback);
            if (callback) pickedUp.set(callback.person, dayInBogota(fact.at));
          }
        }
      };
    });
  });
});

describe("the place of a callback, whatever facts come", () => {
  it("is that of its arrival until a rest; later ones are at least the moment of the rest's end; the first retry alone keeps it", () => {
    overSteps(() => {
      const places = new Map<string, { place: number; next: number; n: number }>();
      return ({ fact, events, commands }) => {
        const supervised = eventsOf(events, "attempt-dialled").flatMap(({ callback, inputs }) =>
          inputs.why === "supervisor" ? [callback] : [],
        );
        for (const event of events) {
          if (event.type === "callback-registered")
            places.set(event.callback, { place: event.place, next: event.place, n: 0 });
          else if (event.type === "callback-rested") {
            const theirs = places.get(event.callback)!;
            if (event.why === undefined)
              assert.equal(event.place, theirs.next, "resting on after their own call");
            else if (event.why === "retry" && event.place === theirs.place && event.place < event.notBefore) {
              assert.equal(theirs.n, 1, "kept for the first retry");
              assert.ok(event.notBefore - fact.at <= settings.attempts.keepPlaceWithinMs);
            } else assert.ok(event.place >= event.notBefore, "ahead of who waits then");
            assert.ok(event.notBefore >= fact.at);
            theirs.next = event.place;
          } else if (event.type === "callback-returned") {
            const theirs = places.get(event.callback)!;
            // A supervisor who has them called before their time puts them nowhere but at the end.
            const early = supervised.includes(event.callback) ? fact.at : Number.POSITIVE_INFINITY;
            assert.equal(event.place, Math.max(theirs.place, Math.min(theirs.next, early)));
            theirs.place = event.place;
          } else if (event.type === "attempt-dialled") places.get(event.callback)!.n = event.n;
          else if (event.type === "callback-moved") {
            const theirs = places.get(event.callback)!;
            theirs.place = Math.max(theirs.place, fact.at);
          }
        }
        for (const command of commands)
          if (command.type === "dial") assert.equal(command.place, places.get(command.callback)!.place);
      };
    });
  });
});

describe("a supervisor's order, whatever facts come", () => {
  it("is answered once, in its step, and what is answered is so", () => {
    overSteps(() => {
      const cancelled = new Set<string>();
      return ({ fact, events }, state) => {
        const answers = eventsOf(events, "supervisor-answered");
        for (const { callback } of eventsOf(events, "attempt-dialled"))
          assert.ok(!cancelled.has(callback), "dialled after it was cancelled");
        if (fact.type !== "supervisor-ordered") {
          assert.deepEqual(answers, []);
          return;
        }
        const { type: _, at: __, outdated: ___, ...order } = fact;
        assert.equal(answers.length, 1);
        const { outcome } = answers[0]!;
        assert.deepEqual(answers[0], { type: "supervisor-answered", ...order, outcome });
        const of = (callback: string) => callback === fact.callback;
        const rested = eventsOf(events, "callback-rested").filter(
          ({ callback, why }) => of(callback) && why === "moved",
        );
        const byHand = eventsOf(events, "attempt-dialled").filter(
          ({ inputs }) => inputs.why === "supervisor",
        );
        const ended = eventsOf(events, "callback-ended").filter(({ reason }) => reason === "cancelled");
        if (outcome === "callback-unknown")
          assert.ok(!state.callbacks.has(fact.callback) || cancelled.has(fact.callback));
        if (outcome !== "done" || fact.act.type !== "move") assert.deepEqual(rested, []);
        if (outcome !== "done" || fact.act.type !== "call-now") assert.deepEqual(byHand, []);
        if (outcome !== "done" || fact.act.type !== "cancel") assert.deepEqual(ended, []);
        if (outcome !== "done") return;
        switch (fact.act.type) {
          case "cancel":
            cancelled.add(fact.callback);
            assert.ok(
              ended.some(({ callback }) => of(callback)) || state.callbacks.get(fact.callback)!.endsAs,
            );
            break;
          case "call-now":
            assert.ok(aliveOf(state) <= (state.settings.limits.alive ?? Number.POSITIVE_INFINITY));
            assert.deepEqual(
              byHand.map(({ callback }) => callback),
              [fact.callback],
            );
            break;
          case "move":
            assert.equal(rested.length, 1);
            if (fact.act.notBefore !== undefined) assert.equal(rested[0]!.notBefore, fact.act.notBefore);
            if (fact.act.skill !== undefined)
              assert.equal(state.callbacks.get(fact.callback)!.skill, fact.act.skill);
        }
      };
    });
  });
});

describe("a caller who waits in the queue, whatever facts come", () => {
  it("is taken out of it only where that can be done, and nobody is rung for them, and enough stand before them", () => {
    overSteps((judgements) => ({ fact, events, commands }, state) => {
      for (const { call, skill, decision, reason, inputs } of eventsOf(events, "call-decided")) {
        const inQueue = ["waited-long", "asked-for", "wait-grew", "switched-on"].includes(reason);
        if (decision !== "offer" || !inQueue) continue;
        const rules = state.skillSettings.get(skill)!;
        assert.notEqual(rules.smartWait, "shadow");
        assert.ok(inputs.ahead >= rules.queueOffers.leastAhead && inputs.freeAgents <= inputs.ahead);
        const told = commands.find((command) => "call" in command && command.call === call)!;
        assert.equal(told.type, reason === "asked-for" ? "offer" : "withdraw");
        if (reason === "asked-for") {
          assert.ok(rules.queueOffers.byKey);
          continue;
        }
        assert.ok(state.canWithdraw);
        assert.equal(state.calls.get(call)!.agent, null);
        if (reason === "waited-long")
          assert.ok(fact.at - state.calls.get(call)!.arrivedAt >= rules.queueOffers.afterMs!);
        else {
          assert.ok(rules.offerAgain && (rules.smartWait === "on" || rules.smartWait === "auto"));
          assert.equal(state.calls.get(call)!.offers, 1, "asked for the first time");
          assert.notEqual(inputs.autoRule, "risk-low");
          // Others than the skills' own offer whatever the wait.
          if (judgements === allJudgements) assert.ok(inputs.predictedWaitMs! > inputs.thresholdMs!);
          assert.ok(inputs.draw === undefined || inputs.draw >= inputs.holdOutRate!);
        }
      }
    });
  });
});

describe("a caller who keys another's number", () => {
  it("hears the same whether or not somebody waits to be called at it", () => {
    fc.assert(
      fc.property(facts(100), fc.nat(), (all, index) => {
        const state = emptyState(settings);
        decideAll(state, all);
        const at = all.at(-1)?.at ?? monday;
        // Both are known to the operation, and neither has used its day up.
        const people = [...state.callbacks.values()].filter(
          ({ shared, skill, zones, person }) =>
            !shared && zones === null && skill < 3 && (state.today.people.get(person)?.keyed ?? 0) === 0,
        );
        fc.pre(people.length > 0);
        const { person, skill } = people[index % people.length]!;
        const generous: Settings = {
          ...state.settings,
          limits: { ...settings.limits, perNumberPerDay: 99 },
          skills: state.settings.skills.map((one) => ({
            ...one,
            smartWait: "on",
            registersNew: true,
            limits: { ...one.limits, pending: null },
            dialogue: { ...one.dialogue, otherNumber: true },
          })),
        };
        decide(state, { type: "settings-adopted", settings: generous, at });
        const told = ["stranger", person].map((callee) => {
          const own = readCheckpoint(writeCheckpoint(state));
          const caller = { person: "who keys", number: "dialable" } as const;
          const call = "keying";
          return (
            [
              { type: "call-arrived", call, skill, caller },
              { type: "question-began", call },
              { type: "number-keyed", call, callee: { person: callee, number: "dialable" } },
              { type: "choice-made", call, choice: "yes", source: "key" },
              { type: "choice-made", call, choice: "yes", source: "key" },
              { type: "call-ended", call },
            ] satisfies FactBody[]
          ).map((fact) =>
            decide(own, { ...fact, at }).commands.filter(
              (command) => "call" in command && command.call === call,
            ),
          );
        });
        assert.deepEqual(told[1], told[0]);
      }),
      runs,
    );
  });
});

/** They were promised a later time, or have just hung up. */
function isTooSoon({ attempts, promisedFrom, phoneDownAt }: Callback, at: number): boolean {
  return (attempts === 0 && at < promisedFrom) || at < phoneDownAt + 3_000;
}

/** Their one phone is in use for another skill, or they phone: they are called after that. */
function isOnAnotherLine(state: State, { id, person }: { id: string; person: string }): boolean {
  return (
    [...state.calls.values()].some((call) => call.person === person) ||
    [...state.callbacks.values()].some(
      (other) =>
        other.person === person &&
        other.id !== id &&
        !["waiting", "resting", "on-phone"].includes(other.phase),
    )
  );
}

const packs: Record<RulePack, (weekday: number, holiday: boolean) => DayHours | null> = {
  none: () => span(0, 24),
  "co-servicio": (weekday, holiday) => (weekday === 7 || holiday ? span(8, 20) : span(7, 21)),
  "co-cobranza": (weekday, holiday) =>
    weekday === 7 || holiday ? null : weekday === 6 ? span(8, 15) : span(7, 19),
};

function span(from: number, to: number): DayHours {
  return { fromMinute: from * 60, toMinute: to * 60 };
}

/** Counted by hand: Bogota is five hours behind Greenwich, Tokyo nine ahead, and neither changes its clocks. */
function mayBeCalled(all: Settings, id: number, zones: readonly string[] | null, at: number): boolean {
  const skill = all.skills.find((one) => one.id === id);
  const lawful = (hours: number) => {
    const { date, weekday, minute } = wallClock(at, hours);
    const pack = packs[skill?.rulePack ?? "none"](weekday, isColombianHoliday(date));
    return within(all.callingHours, weekday, minute) && holds(pack, minute);
  };
  const { date, weekday, minute } = wallClock(at, -5);
  const holiday =
    all.holidays.dates.includes(date) || (all.holidays.country === "CO" && isColombianHoliday(date));
  if (holiday || !lawful(-5)) return false;
  if (skill?.openingHours && !within(skill.openingHours, weekday, minute)) return false;
  return zones === null || (zones.join() === "Asia/Tokyo" && lawful(9));
}

function wallClock(at: number, hoursFromGreenwich: number) {
  const local = new Date(at + hoursFromGreenwich * 3_600_000);
  return {
    date: local.toISOString().slice(0, 10),
    weekday: local.getUTCDay() || 7,
    minute: local.getUTCHours() * 60 + local.getUTCMinutes() + local.getUTCSeconds() / 60,
  };
}

function within(week: WeeklyHours, weekday: number, minute: number): boolean {
  return holds(week[weekday - 1] ?? null, minute);
}

function holds(hours: DayHours | null, minute: number): boolean {
  return hours !== null && hours.fromMinute <= minute && minute <= hours.toMinute;
}

function dayInBogota(at: number): string {
  return wallClock(at, -5).date;
}

/** Attempts alive in all skills. */
function aliveOf(state: State): number {
  return [...state.callbacks.values()].filter(({ phase }) => isAlive(phase)).length;
}
