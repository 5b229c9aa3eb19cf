import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { Caller } from "../../src/line/facts.ts";
import { monday, settings } from "./generated-settings.ts";
import { commandsOf, eventsOf, letTimePass } from "./histories.ts";
import { MINUTE_MS, Story } from "./story.ts";

const HOUR_MS = 60 * MINUTE_MS;
/** 12:00 on the Monday, and 8:00 on the day after. */
const closes = monday + 2 * HOUR_MS;
const opens = monday + 22 * HOUR_MS;

describe("what is left when a skill closes", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.adopt({ openingHours: settings.callingHours.map(() => ({ fromMinute: 480, toMinute: 720 })) });
  });

  function register(id: string, caller: Caller): void {
    story.tell({ type: "call-arrived", call: id, skill: 1, caller });
    story.tell({ type: "choice-made", call: id, choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: id });
    story.after(1_000);
  }
  const some = (count: number) => {
    story.wait(2);
    for (let index = 0; index < count; index++)
      register(`c${index}`, { person: `p${index}`, number: "dialable" });
  };
  const restOf = (id: string) => story.state.callbacks.get(id)!.notBefore;
  function close() {
    story.now = closes - settings.attempts.ringForMs;
    return story.tell({ type: "woke" });
  }

  it("goes to the next opening and is released one by one, in order, that moment being its place", () => {
    some(4);
    assert.deepEqual(commandsOf(close().commands, "dial"), []);
    const released = ["c0", "c1", "c2", "c3"].map(restOf);
    assert.equal(released[0], opens);
    for (let index = 1; index < released.length; index++)
      assert.ok(released[index]! - released[index - 1]! >= 1_000);
    for (const id of ["c0", "c3"]) assert.equal(story.state.callbacks.get(id)!.placeAfterRest, restOf(id));
  });

  it("takes a fifth of the answers: with two a minute, one every two and a half minutes", () => {
    some(3);
    story.adopt({ servesPending: false });
    for (; story.now < closes - MINUTE_MS; story.after(30_000)) {
      const call = `k${story.now}`;
      story.tell({ type: "call-joined", call, skill: 1, caller: { person: call, number: "dialable" } });
      story.tell({ type: "call-answered", call, agent: "a1" });
      story.tell({ type: "call-ended", call });
    }
    close();
    const apart = restOf("c1") - restOf("c0");
    assert.ok(Math.abs(apart - 150_000) < 20_000, `${apart}`);
  });

  it("ends, where the skill's rule says so", () => {
    story.adopt({ atClosing: "end" });
    some(2);
    const ended = eventsOf(close().events, "callback-ended");
    assert.deepEqual(
      ended.map(({ callback, status, reason }) => [callback, status, reason]),
      [
        ["c0", "FAIL", "closed"],
        ["c1", "FAIL", "closed"],
      ],
    );
  });

  it("is carried over once: what is not reached on the day after expires", () => {
    some(1);
    story.adopt({ servesPending: false });
    close();
    const steps = letTimePass(story.state, story.now);
    const ended = steps.flatMap(({ fact, events }) =>
      eventsOf(events, "callback-ended").map(({ reason }) => ({ reason, at: fact.at })),
    );
    assert.deepEqual(ended, [{ reason: "expired", at: opens + settings.callbackExpiresAfterMs }]);
  });

  it("nobody is offered what could be kept only after closing, and nobody is asked while it is closed", () => {
    story.now = closes - MINUTE_MS;
    story.serve();
    const reason = () => {
      const { events } = story.tell({
        type: "call-arrived",
        call: `k${story.now}`,
        skill: 1,
        caller: { person: `k${story.now}`, number: "dialable" },
      });
      return eventsOf(events, "call-decided")[0]!.reason;
    };
    assert.equal(reason(), "skill-closed");
    story.now = opens + 4 * HOUR_MS - 7 * MINUTE_MS;
    story.serve();
    story.wait(1);
    assert.equal(reason(), "promise-unkeepable");
  });

  it("of a number of another country, which may be called at other hours, holds up nobody else", () => {
    const until18 = settings.callingHours.map(() => ({ fromMinute: 480, toMinute: 1080 }));
    story.adopt({ openingHours: until18 });
    story.wait(2);
    register("japan", { person: "japan", number: "dialable", zones: ["Asia/Tokyo"] });
    register("c", { person: "ana", number: "dialable" });
    // Tokyo may now be called from 7, which is five in the afternoon in Bogota.
    story.adopt({ rulePack: "co-servicio" });
    story.now = closes + 6 * HOUR_MS - settings.attempts.ringForMs;
    story.tell({ type: "woke" });
    assert.equal(restOf("japan"), opens + 9 * HOUR_MS);
    assert.equal(restOf("c"), opens);
  });

  it("by hours that were written wrongly and put right holds up nobody after them", () => {
    some(1);
    const onSunday = settings.callingHours.map((hours, weekday) => (weekday === 6 ? hours : null));
    story.adopt({ openingHours: onSunday });
    story.tell({ type: "woke" });
    assert.ok(restOf("c0") > opens + 4 * 24 * HOUR_MS);
    story.adopt({ openingHours: settings.callingHours.map(() => ({ fromMinute: 480, toMinute: 720 })) });
    register("late", { person: "late", number: "dialable" });
    close();
    assert.equal(restOf("late"), opens);
  });
});
