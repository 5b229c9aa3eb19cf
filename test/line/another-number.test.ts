import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { Caller } from "../../src/line/facts.ts";
import { nextWake } from "../../src/line/wake.ts";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const office: Caller = { person: "office", number: "dialable" };
const withheld: Caller = { person: null, number: "anonymous" };

describe("another number than the one that calls", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.adopt({ dialogue: { otherNumber: true, recordName: true } });
  });

  const keyed = (callee: Caller, call = "c") =>
    commandsOf(story.tell({ type: "number-keyed", call, callee }).commands, "judge-number")[0]?.accepted;
  function asks(caller: Caller, call = "c") {
    const { events } = story.tell({ type: "call-arrived", call, skill: 1, caller });
    return eventsOf(events, "call-decided")[0]!.reason;
  }
  const saysYes = (call = "c") =>
    story.tell({ type: "choice-made", call, choice: "yes", source: "key", nameRecorded: true });

  it("is the one that is called, and its recorded name is heard only after the key", () => {
    story.wait(2);
    assert.equal(asks(ana), "wait-long");
    assert.equal(keyed(office), true);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    const [dial] = commandsOf(story.serveThoseBefore().commands, "dial");
    assert.equal(dial!.person, "office");
    assert.equal(dial!.dialogue.name, "after-key");
  });

  it("may be keyed by who withholds their own, and without one their yes leads to the line, at their place", () => {
    story.wait(2);
    assert.equal(asks(withheld), "wait-long");
    const { place } = story.state.calls.get("c")!;
    assert.equal(keyed({ person: "premium", number: "refused" }), false);
    const { events, commands } = saysYes();
    assert.deepEqual(
      eventsOf(events, "choice-made").map(({ choice }) => choice),
      ["no"],
    );
    assert.deepEqual(commands, [{ type: "seat", call: "c", skill: 1, place }]);
    assert.equal(asks(withheld, "d"), "wait-long");
    assert.equal(keyed(office, "d"), true);
    saysYes("d");
    assert.equal(story.state.callbacks.get("d")!.person, "office");
  });

  it("is forgotten when they are asked again: a yes is to what they hear then", () => {
    story.adopt({ queueOffers: { byKey: true, afterMs: null, leastAhead: 1 } });
    story.wait(2);
    asks(ana);
    keyed(office);
    story.tell({ type: "choice-made", call: "c", choice: "no", source: "key" });
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    const { commands } = story.tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    assert.equal(commandsOf(commands, "offer").length, 1);
    saysYes();
    assert.equal(story.state.callbacks.get("c")!.person, "ana");
  });

  it("is not asked for where the skill does not allow it", () => {
    story.adopt({ dialogue: { otherNumber: false } });
    story.wait(2);
    assert.equal(asks(withheld, "w"), "number-anonymous");
    asks(ana);
    assert.equal(keyed(office), false);
  });

  it("is limited further: once a day for who is called, and once for who keys", () => {
    story.wait(2);
    asks(ana);
    keyed(office);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    story.tell({ type: "supervisor-ordered", order: "1", callback: "c", act: { type: "cancel" }, ...luz });
    asks({ person: "bob", number: "dialable" }, "d");
    assert.equal(keyed(office, "d"), false, "the office was keyed today");
    asks(ana, "e");
    assert.equal(keyed({ person: "home", number: "dialable" }, "e"), false, "ana keyed one today");
    for (const call of ["d", "e", "before0", "before1"]) story.tell({ type: "call-ended", call });
    story.after(24 * 60 * MINUTE_MS);
    story.serve();
    story.wait(2);
    assert.equal(asks(ana, "f"), "wait-long");
    assert.equal(keyed(office, "f"), true, "tomorrow is another day");
  });

  it("that somebody waits at already ends at once, with the thanks that anybody gets", () => {
    story.anaSaysYes();
    const bob = { person: "bob", number: "dialable" } as const;
    asks(bob, "d");
    assert.equal(keyed(ana, "d"), true);
    const { events, commands } = saysYes("d");
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ reason }) => reason),
      ["duplicate"],
    );
    assert.equal(commands[0]!.type, "thank");
    story.tell({ type: "call-ended", call: "d" });
    assert.deepEqual([...story.state.callbacks.keys()], ["c"]);
  });

  it("shows by nothing that somebody else waits to be called at it, and uses up nothing of theirs", () => {
    story.wait(2);
    asks(ana);
    keyed(office);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    const heard = (callee: Caller, call: string) => {
      asks({ person: `stranger ${call}`, number: "dialable" }, call);
      const judged = story.tell({ type: "number-keyed", call, callee }).commands;
      const { commands } = saysYes(call);
      story.tell({ type: "call-ended", call });
      return JSON.stringify([judged, commands.map(({ type }) => type)]).replaceAll(call, "call");
    };
    for (let times = 0; times < 4; times++)
      assert.equal(
        heard(office, `d${times}`),
        heard({ person: `home${times}`, number: "dialable" }, `e${times}`),
      );
    assert.equal([...story.state.callbacks.values()].filter(({ person }) => person === "office").length, 1);
    const { registered, keyed: keyedToday } = story.state.today.people.get("office")!;
    assert.deepEqual([registered, keyedToday], [1, 1]);
  });

  it("is not thanked for a call that somebody else gets because its owner wants them to be called", () => {
    story.adopt({}, { limits: { ...settings.limits, perOtherNumberPerDay: 2 } });
    story.wait(2);
    asks(ana);
    keyed(office);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    asks({ person: "bob", number: "dialable" }, "d");
    assert.equal(keyed(ana, "d"), true);
    saysYes("d");
    story.tell({ type: "call-ended", call: "d" });
    assert.deepEqual(
      [...story.state.callbacks.values()].map(({ person }) => person),
      ["office", "ana"],
    );
  });

  it("is not called a second time though its callback ends between the number and the yes: they go to the line", () => {
    story.wait(2);
    asks(ana);
    keyed(office);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    asks({ person: "bob", number: "dialable" }, "d");
    assert.equal(keyed(office, "d"), true);
    story.tell({ type: "supervisor-ordered", order: "1", callback: "c", act: { type: "cancel" }, ...luz });
    assert.deepEqual(
      saysYes("d").commands.map(({ type }) => type),
      ["seat"],
    );
    assert.equal(story.state.callbacks.size, 0);
  });

  it("takes its time to key: the question goes on as long as they are heard of", () => {
    story.wait(2);
    asks(ana);
    story.tell({ type: "question-began", call: "c" });
    for (let times = 0; times < 3; times++) {
      story.after(100_000);
      keyed(office);
    }
    assert.ok(nextWake(story.state, story.now)! > story.now + MINUTE_MS);
    assert.equal(saysYes().commands[0]!.type, "thank");
  });

  it("is not called when who keyed it did not hear us, stayed in the line and was attended, though nobody knows them", () => {
    story.wait(2);
    asks(withheld);
    keyed(office);
    saysYes();
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: withheld });
    const { events } = story.tell({ type: "call-answered", call: "c", agent: "a1" });
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ status }) => status),
      ["STOP NEW"],
    );
  });

  it("lets who keyed it be recognised as well, and ends when they are attended", () => {
    story.wait(2);
    asks(ana);
    keyed(office);
    saysYes();
    story.tell({ type: "call-ended", call: "c" });
    story.after(1_000);
    assert.equal(asks(ana, "again"), "already-registered");
    assert.equal(story.state.callbacks.get("c")!.phase, "on-phone");
    const { events } = story.tell({ type: "call-answered", call: "again", agent: "a1" });
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ status }) => status),
      ["STOP NEW"],
    );
  });

  it("many people share: each of its calls is a person of its own, and none is taken for another's", () => {
    const shared: Caller = { person: "switchboard", number: "dialable", shared: true };
    story.wait(2);
    for (const call of ["c", "d"]) {
      assert.equal(asks(shared, call), "wait-long");
      saysYes(call);
      story.tell({ type: "call-ended", call });
    }
    assert.equal(story.state.callbacks.size, 2);
    story.tell({ type: "call-joined", call: "e", skill: 1, caller: shared });
    story.tell({ type: "call-answered", call: "e", agent: "a1" });
    assert.equal(story.state.callbacks.size, 2);
    assert.equal(settings.limits.perNumberPerDay, 3);
  });
});

const luz = { author: "luz", why: "asked for it" };
