import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { Caller, Fact } from "../../src/line/facts.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { facts, settings } from "./generated-facts.ts";
import { commandsOf, decide, eventsOf, runs, type Step } from "./histories.ts";
import { ana, Story } from "./story.ts";

const office: Caller = { person: "office", number: "dialable" };

describe("a caller who is erased while they are on the phone", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.wait(2);
  });

  const arrives = (call = "c", caller: Caller = ana) =>
    story.tell({ type: "call-arrived", call, skill: 1, caller });
  const keys = (callee: Caller, call = "c") =>
    commandsOf(story.tell({ type: "number-keyed", call, callee }).commands, "judge-number")[0]!.accepted;
  const saysYes = (call = "c") => story.tell({ type: "choice-made", call, choice: "yes", source: "key" });
  const erase = (person: string) => story.tell({ type: "person-erased", person });
  const asksInQueue = (call = "c") => {
    const { events, commands } = story.tell({ type: "offer-requested", call, skill: 1, caller: ana });
    return { reason: eventsOf(events, "call-decided")[0]!.reason, offer: commandsOf(commands, "offer")[0] };
  };

  it("sits at their place though they say yes: nobody could call them", () => {
    arrives();
    const { place } = story.state.calls.get("c")!;
    story.tell({ type: "question-began", call: "c" });
    erase("ana");
    const { events, commands } = saysYes();
    assert.deepEqual(
      eventsOf(events, "choice-made").map(({ choice }) => choice),
      ["no"],
    );
    assert.deepEqual(commands, [{ type: "seat", call: "c", skill: 1, place }]);
    assert.equal(story.state.callbacks.size, 0);
  });

  it("is asked later as who withholds their number is: only where they may key one, and at once for it", () => {
    story.adopt({ queueOffers: { byKey: true, afterMs: null, leastAhead: 1 } });
    for (const otherNumber of [false, true]) {
      const call = `c ${otherNumber}`;
      story.adopt({ dialogue: { otherNumber } });
      story.tell({ type: "call-joined", call, skill: 1, caller: ana });
      erase("ana");
      const { reason, offer } = asksInQueue(call);
      assert.deepEqual(
        [reason, offer?.dialogue.keyNumber],
        otherNumber ? ["asked-for", true] : ["number-anonymous", undefined],
      );
    }
    assert.equal(keys(office, "c true"), true);
    saysYes("c true");
    const callback = story.state.callbacks.get("c true")!;
    assert.deepEqual([callback.person, callback.otherNumber, callback.by], ["office", true, null]);
  });

  it("is invited to key a number where they may key one, when the offer is given again", () => {
    for (const otherNumber of [false, true]) {
      const call = `c ${otherNumber}`;
      story.adopt({ dialogue: { otherNumber } });
      arrives(call);
      erase("ana");
      const [offer] = commandsOf(arrives(call).commands, "offer");
      assert.equal(offer!.dialogue.keyNumber, otherNumber ? true : undefined);
    }
  });

  it("is not called at the number that they call from because the one that they keyed was erased", () => {
    story.adopt({ dialogue: { otherNumber: true } });
    arrives();
    assert.equal(keys(office), true);
    erase("office");
    const { commands } = saysYes();
    assert.deepEqual(
      commands.map(({ type }) => type),
      ["seat"],
    );
    assert.equal(story.state.callbacks.size, 0);

    arrives("d");
    keys(office, "d");
    erase("office");
    assert.equal(keys({ person: "home", number: "dialable" }, "d"), true);
    saysYes("d");
    assert.equal(story.state.callbacks.get("d")!.person, "home", "another number may be keyed");
  });

  it("does not keep the callback from being made that they asked for at another number", () => {
    story.adopt({ dialogue: { otherNumber: true } });
    arrives();
    keys(office);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    arrives("again");
    assert.equal(story.state.callbacks.get("c")!.phase, "on-phone");
    erase("ana");
    assert.equal(story.state.callbacks.get("c")!.phase, "waiting");
    story.tell({ type: "call-ended", call: "again" });
    assert.equal(commandsOf(story.serveThoseBefore().commands, "dial")[0]!.person, "office");
  });

  it("is nobody who is known either when their call is heard of again that was given up", () => {
    arrives();
    while (story.state.calls.has("c")) {
      story.now = nextWake(story.state, story.now)!;
      story.tell({ type: "woke" });
    }
    const { events } = erase("ana");
    assert.deepEqual(events, [{ type: "caller-erased", person: "ana" }]);
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    assert.equal(story.state.calls.get("c")!.person, null);
  });
});

describe("whatever facts come, and no matter who is erased in the middle of them", () => {
  it("nothing that is open names them any more, and nobody is promised a call to a number that was erased", () => {
    let times = 0;
    fc.assert(
      fc.property(
        facts(150),
        fc.array(fc.tuple(fc.nat(149), fc.nat()), { minLength: 10, maxLength: 30 }),
        (all, erasures) => {
          const state = emptyState(settings);
          const watch = new Numbers();
          all.forEach((fact, index) => {
            watch.look({ fact, ...decide(state, fact) });
            for (const [at, nth] of erasures) {
              const person = at === index ? namedByCalls(state, nth) : null;
              if (person === null) continue;
              const erased: Fact = { type: "person-erased", person, at: fact.at };
              watch.look({ fact: erased, ...decide(state, erased) });
              assert.deepEqual(namesOf(state, person), []);
              times++;
            }
          });
        },
      ),
      runs,
    );
    assert.ok(times > 500, "there was somebody to be erased");
  });
});

/** Which numbers each call showed or keyed since they were last erased, from facts alone. */
class Numbers {
  readonly #known = new Map<string, Set<string>>();
  /** The calls whose place a caller was put through to, by that caller's own. */
  readonly #standsFor = new Map<string, string>();

  look({ fact, events }: Step): void {
    if (fact.type === "person-erased") for (const people of this.#known.values()) people.delete(fact.person);
    if (fact.type === "call-arrived" || fact.type === "call-joined" || fact.type === "offer-requested")
      this.#note(fact.call, fact.caller);
    if (fact.type === "number-keyed") this.#note(fact.call, fact.callee);
    if (fact.type === "call-replaced") {
      this.#standsFor.set(fact.by, fact.call);
      this.#note(fact.call, fact.caller);
    }
    if (fact.type === "snapshot") for (const { call, caller } of fact.calls) this.#note(call, caller);
    for (const { callback, person } of eventsOf(events, "callback-registered"))
      assert.ok(
        this.#known.get(callback)?.has(person),
        `${callback} is promised to ${person}, who was erased`,
      );
  }

  #note(named: string, { person }: Caller): void {
    if (person === null) return;
    // Whether somebody stands at the place of the other call is for the core to say: either may be promised.
    for (const call of [named, this.#standsFor.get(named) ?? named]) {
      const people = this.#known.get(call);
      if (people) people.add(person);
      else this.#known.set(call, new Set([person]));
    }
  }
}

/** Of those who phone, or whose number was keyed, mostly one who is being asked. */
function namedByCalls(state: State, nth: number): string | null {
  const calls = [...state.calls.values()];
  const asked = calls.filter(({ phase }) => phase === "asked" || phase === "offering");
  const people = (asked.length > 0 && nth % 4 !== 0 ? asked : calls)
    .flatMap(({ person, callee }) => [person, callee?.person ?? null])
    .filter((person) => person !== null);
  return people[nth % people.length] ?? null;
}

/** Where a person still stands in what may go on. */
function namesOf(state: State, person: string): string[] {
  const { calls, callbacks, closed } = JSON.parse(writeCheckpoint(state)) as {
    readonly calls: readonly unknown[];
    readonly callbacks: readonly { readonly person: string; readonly endsAs: unknown }[];
    readonly closed: readonly unknown[];
  };
  const naming = [...calls, ...closed].filter((one) => JSON.stringify(one).includes(`"person":"${person}"`));
  // Who picked up is not hung up on: their callback ends with this attempt.
  const open = callbacks.filter((one) => one.person === person && one.endsAs === null);
  return [...naming, ...open].map((one) => JSON.stringify(one));
}
