import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { apply } from "../../src/line/apply.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import { decide } from "../../src/line/decide.ts";
import type { Event } from "../../src/line/events.ts";
import type { Fact } from "../../src/line/facts.ts";
import { allJudgements } from "../../src/line/judgement/judgements.ts";
import { emptyState, isAlive, type State } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { choiceSources, offerReasons } from "../../src/words/reasons/call-reasons.ts";
import {
  attemptResults,
  dialReasons,
  endReasons,
  restReasons,
} from "../../src/words/reasons/callback-reasons.ts";
import { orderOutcomes } from "../../src/words/reasons/order-outcomes.ts";
import { facts, monday, settings } from "./generated-facts.ts";
import { decideAll, letTimePass, runs } from "./histories.ts";
import { anyJudgements, eagerJudgements } from "./judgements.ts";

describe("random histories", () => {
  it("hold what the properties are about: every reason that the core can give, and every event", () => {
    const seen = new Set<string>();
    const expected = [
      ...Object.keys(offerReasons).map((reason) => `decided ${reason}`),
      ...Object.keys(endReasons).map((reason) => `ended ${reason}`),
      ...Object.keys(restReasons).map((reason) => `rested ${reason}`),
      ...Object.keys(dialReasons).map((reason) => `dialled ${reason}`),
      ...Object.keys(orderOutcomes).map((outcome) => `answered ${outcome}`),
      ...Object.keys(attemptResults).map((result) => `attempt ${result}`),
      ...Object.keys(choiceSources).map((source) => `chosen by ${source}`),
      ..."overtaken dialled,overtaken held-back,asked again,number accepted,number refused".split(","),
      ..."callback-attended,callback-cancelled,callback-moved,callback-returned".split(","),
      ..."callback-on-phone,call-reopened,call-moved,call-replaced,exchange-known".split(","),
      "talk-ended reported",
      "talk-ended lost",
    ];
    const missing = () => expected.filter((one) => !seen.has(one));
    for (let seed = 1; seed <= 140 && missing().length > 0; seed++)
      for (const [judgements, numRuns] of [
        [eagerJudgements, 60],
        [allJudgements, 20],
      ] as const)
        for (const all of fc.sample(facts(300, judgements), { numRuns, seed }))
          for (const { events } of decideAll(emptyState(settings), all, judgements))
            for (const event of events) seen.add(event.type).add(said(event) ?? "");
    assert.deepEqual(missing(), []);
  });
});

/** What of an event its kind alone does not say. */
function said(event: Event): string | null {
  if (event.type === "call-decided") return `decided ${event.reason}`;
  if (event.type === "callback-ended") return `ended ${event.reason}`;
  if (event.type === "callback-rested") return `rested ${event.why}`;
  if (event.type === "attempt-dialled") return `dialled ${event.inputs.why}`;
  if (event.type === "supervisor-answered") return `answered ${event.outcome}`;
  if (event.type === "attempt-ended") return `attempt ${event.result}`;
  if (event.type === "choice-made") return `chosen by ${event.source}`;
  if (event.type === "callback-overtaken") return `overtaken ${event.while}`;
  if (event.type === "talk-ended") return `talk-ended ${event.endedAt === null ? "lost" : "reported"}`;
  if (event.type === "number-keyed") return `number ${event.accepted ? "accepted" : "refused"}`;
  return event.type === "question-began" && event.again ? "asked again" : null;
}

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
        assert.deepEqual(indexesOf(applied), indexesOf(decided));
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

  it("adopts a state whatever it held before, and goes on from it as from a checkpoint", () => {
    fc.assert(
      fc.property(facts(80), facts(80), fc.nat(80), (ones, others, cut) => {
        const before = emptyState(settings);
        decideAll(before, ones.slice(0, cut));
        const checkpoint = writeCheckpoint(before);
        const rest = ones.slice(cut);
        const at = rest[0]?.at ?? ones.at(-1)?.at ?? 0;
        const [restored, replaced] = [readCheckpoint(checkpoint), emptyState(settings)];
        const adopted: Fact = { type: "state-adopted", checkpoint, at };
        decideAll(replaced, others);
        // Without what clocks show: which of it comes with a fact depends on what is known.
        assert.deepEqual(decide(replaced, adopted), decide(restored, adopted));
        assert.deepEqual(decideAll(replaced, rest), decideAll(restored, rest));
        assert.equal(writeCheckpoint(replaced), writeCheckpoint(restored));
        assert.deepEqual(indexesOf(replaced), indexesOf(restored));
      }),
      runs,
    );
  });

  it("leaves no line in which there is something to do: who looks at all of them finds nothing more", () => {
    fc.assert(
      fc.property(facts(120), fc.constantFrom(...anyJudgements), (all, judgements) => {
        const state = emptyState(settings);
        for (const fact of all) {
          decideAll(state, [fact], judgements);
          // Of a line that is read back nothing is known of when it was looked at.
          const readBack = readCheckpoint(writeCheckpoint(state));
          assert.equal(nextWake(readBack, fact.at, judgements), nextWake(state, fact.at, judgements));
          const nothing = [{ type: "call-ended", call: "nobody", at: fact.at } as const];
          assert.deepEqual(decideAll(state, nothing, judgements), decideAll(readBack, nothing, judgements));
        }
      }),
      runs,
    );
  });

  it("asks to be woken before the passing of time alone lets anything be done", () => {
    fc.assert(
      fc.property(
        facts(120),
        fc.constantFrom(...anyJudgements),
        fc.constantFrom(3_000, 5_000, 60_000),
        (all, judgements, laterMs) => {
          const state = emptyState(settings);
          for (const fact of all) {
            decideAll(state, [fact], judgements);
            const next = nextWake(state, fact.at, judgements) ?? Number.POSITIVE_INFINITY;
            const at = Math.min(fact.at + laterMs, next - 1);
            if (at <= fact.at) continue;
            const looking = readCheckpoint(writeCheckpoint(state));
            const [step] = decideAll(looking, [{ type: "call-ended", call: "nobody", at }], judgements);
            const readBack = readCheckpoint(writeCheckpoint(state));
            const [now] = decideAll(
              readBack,
              [{ type: "call-ended", call: "nobody", at: fact.at }],
              judgements,
            );
            assert.deepEqual(step!.events, now!.events);
          }
        },
      ),
      runs,
    );
  });

  it("lets nothing wait for ever, and is woken no oftener than something may be due", () => {
    fc.assert(
      fc.property(facts(120), (all) => {
        const state = emptyState(settings);
        decideAll(state, all);
        const last = all.at(-1)?.at ?? monday;
        const open = state.calls.size + state.callbacks.size + state.talks.size;
        // A callback is dialled, asked, rested and put off at most so often before it is over.
        const steps = letTimePass(state, last, 40 + 30 * open);
        assert.equal(state.calls.size, 0);
        assert.equal(state.callbacks.size, 0);
        assert.equal(state.talks.size, 0);
        // Moved by a supervisor two weeks ahead, then as long as a callback lives.
        assert.ok((steps.at(-1)?.fact.at ?? last) <= last + 21 * 86_400_000);
      }),
      runs,
    );
  });

  it("has no agent with a caller who is being asked, waits, or is sent into the queue", () => {
    fc.assert(
      fc.property(facts(200), (all) => {
        const state = emptyState(settings);
        for (const fact of all) {
          decideAll(state, [fact]);
          for (const { id, phase, agent } of state.calls.values()) {
            if (["ringing", "talking", "left", "thanked"].includes(phase)) continue;
            assert.equal(agent, null, `${id} is ${phase}`);
            for (const one of state.agents.values()) assert.notEqual(one.with, id, `${id} is ${phase}`);
          }
        }
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
          const waiting = own.filter(({ phase }) => phase === "waiting");
          assert.equal(line.open, own.length);
          assert.equal(line.dialled.size + line.legs.size, own.filter(({ phase }) => isAlive(phase)).length);
          assert.deepEqual(ids(line.waiting), waiting.map(({ id }) => id).toSorted());
          assert.deepEqual(ids(line.due), waiting.map(({ id }) => id).toSorted());
          const unasked = [...state.calls.values()].filter(
            ({ skill, phase, decidedInQueue }) => skill === line.id && phase === "waiting" && !decidedInQueue,
          );
          assert.deepEqual(ids(line.unasked), unasked.map(({ id }) => id).toSorted());
          const passedOver = [...state.calls.values()].filter(
            ({ skill, phase, passedFor, passedOn, offers }) =>
              skill === line.id && phase === "waiting" && passedFor !== null && !passedOn && offers === 0,
          );
          assert.deepEqual(ids(line.passedOver), passedOver.map(({ id }) => id).toSorted());
        }
      }),
      runs,
    );
  });
});

function ids(order: Iterable<{ readonly id: string }>): string[] {
  return [...order].map(({ id }) => id).toSorted();
}

/** All that a checkpoint leaves out. */
function indexesOf(state: State) {
  const lines = [...state.skills.values()].map((line) => ({
    ...line,
    live: [...line.live],
    asked: [...line.asked],
    waiting: [...line.waiting],
    due: [...line.due],
    unasked: [...line.unasked],
    passedOver: [...line.passedOver],
    dialled: [...line.dialled],
    legs: [...line.legs],
    rung: [...line.rung],
  }));
  return {
    skills: lines.toSorted((one, other) => one.id - other.id),
    callbacksOf: state.callbacksOf,
    callsOf: state.callsOf,
    callPhases: state.callPhases,
    callbackPhases: state.callbackPhases,
    restingUntil: [...state.restingUntil],
    expiring: [...state.expiring],
  };
}
