import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { apply } from "../../src/line/apply.ts";
import type { Command } from "../../src/line/commands.ts";
import type { Decision } from "../../src/line/decide.ts";
import { outstanding } from "../../src/line/outstanding.ts";
import { overSteps } from "./histories.ts";
import { ana, Story } from "./story.ts";

const WAITS_FOR_AN_AGENT = ["waiting", "dialling", "ringing", "asking", "seating"];
const CLAIMS_AN_AGENT = ["dialling", "ringing", "asking", "seating", "in-line"];

describe("an agent who is held, whatever facts come", () => {
  it("is held for an open callback that waits for one, at its place or behind those being called, and for nobody else", () => {
    overSteps(() => {
      const told = new Map<string, number>();
      return ({ fact, commands }, state) => {
        for (const command of commands) follow(told, command);
        // What is known of the agents is looked at again with the snapshot that follows.
        if (fact.type === "settings-adopted") return;
        const held = [...state.skills.values()].flatMap((line) =>
          [...line.reserved].map(([callback, place]) => ({ callback, place, skill: line.id })),
        );
        assert.deepEqual(new Map(held.map(({ callback, place }) => [callback, place])), told);
        for (const { callback: id, place, skill } of held) {
          const callback = state.callbacks.get(id);
          assert.ok(callback && WAITS_FOR_AN_AGENT.includes(callback.phase), id);
          assert.equal(callback.skill, skill);
          const called = [...state.callbacks.values()].filter(
            (other) => other.skill === skill && CLAIMS_AN_AGENT.includes(other.phase),
          );
          const last = callback.phase === "waiting" ? called.map((other) => other.place) : [];
          assert.equal(place, Math.max(callback.place, ...last));
          const { canReserve } = state;
          assert.ok(canReserve === true || (canReserve !== false && canReserve.includes(skill)));
          assert.ok(state.skillSettings.get(skill)!.dialling.reserve);
        }
      };
    });
  });
});

/** What an exchange holds that follows its orders. */
function follow(held: Map<string, number>, command: Command): void {
  if (command.type === "reserve") held.set(command.callback, command.place);
  else if (command.type === "release") held.delete(command.callback);
}

describe("an agent who is held for a callback", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    apply(story.state, { type: "exchange-known", canWithdraw: false, canReserve: true }, story.now);
    story.anaSaysYes();
  });

  const said = ({ commands }: Decision) =>
    commands.flatMap((command) => ("callback" in command ? [`${command.type} ${command.callback}`] : []));
  const due = () => story.state.callbacks.get("c")!.promisedFrom;

  it("is asked for before they come free: when the promised time begins and nobody waits who came earlier", () => {
    story.tell({ type: "call-rung", call: "before0", agent: "a1" });
    story.tell({ type: "call-answered", call: "before0", agent: "a1" });
    story.now = due();
    assert.deepEqual(said(story.tell({ type: "woke" })), [], "one waits who came earlier");
    assert.deepEqual(said(story.tell({ type: "call-ended", call: "before1" })), ["reserve c"]);
    story.tell({
      type: "call-joined",
      call: "later",
      skill: 1,
      caller: { person: "bob", number: "dialable" },
    });
    assert.deepEqual(said(story.agentIsFree()), ["dial c"]);
    assert.deepEqual(
      outstanding(story.state).flatMap((command) => (command.type === "reserve" ? [command.callback] : [])),
      ["c"],
      "and again after a restart",
    );
  });

  it("is let go with the attempt, when they have the customer, and when the callback ends", () => {
    for (const end of ["busy", "rung", "cancelled"] as const) {
      story = new Story();
      apply(story.state, { type: "exchange-known", canWithdraw: false, canReserve: true }, story.now);
      story.anaSaysYes();
      assert.deepEqual(said(story.serveThoseBefore()), ["dial c", "reserve c"]);
      const over =
        end === "busy"
          ? story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "busy" })
          : end === "rung"
            ? story.tell({ type: "call-rung", call: "c~1", agent: "a2" })
            : story.tell({
                type: "supervisor-ordered",
                order: "o",
                callback: "c",
                act: { type: "cancel" },
                author: "eva",
                why: "",
              });
      assert.deepEqual(said(over), ["release c"], end);
    }
  });

  it("is kept from nobody who was called already for who stands before them and is only next", () => {
    story.tell({ type: "call-arrived", call: "d", skill: 1, caller: { person: "dora", number: "dialable" } });
    story.tell({ type: "question-began", call: "d" });
    story.tell({ type: "choice-made", call: "d", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "d" });
    story.now = Math.max(due(), story.state.callbacks.get("d")!.promisedFrom) + 3_000;
    assert.ok(said(story.serveThoseBefore()).includes("dial c"));
    const busy = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "busy" });
    assert.ok(said(busy).includes("dial d"));
    const { c, d } = Object.fromEntries(story.state.callbacks);
    story.after(20_000);
    story.tell({ type: "attempt-progressed", attempt: "d~1", progress: "answered" });
    // Ana has her place again, before Dora, who thinks about what she is asked.
    story.now = c!.notBefore;
    story.tell({ type: "woke" });
    assert.ok(c!.place < d!.place);
    assert.deepEqual([c!.phase, d!.phase], ["waiting", "asking"]);
    story.tell({ type: "attempt-progressed", attempt: "d~1", progress: "confirmed" });
    const caller = { person: "dora", number: "dialable" } as const;
    story.tell({ type: "call-joined", call: "d~1", skill: 1, caller });
    const line = story.state.skills.get(1)!;
    assert.equal(line.freeAgents, 1);
    assert.deepEqual([...line.reserved], [["c", d!.place]], "the free agent is for Dora, the next for Ana");
    story.tell({ type: "call-rung", call: "d~1", agent: "a2" });
    assert.deepEqual([...line.reserved], [["c", c!.place]]);
  });

  /** Somebody is to be called back for skill 2, and an agent of that skill comes free. */
  const calledForSkill2 = (person: string) => {
    const [at, call] = [story.now, `for ${person}`];
    const promised = { promisedFrom: at, promisedUntil: at + 600_000, expiresAt: at + 3_600_000 };
    const given = { callback: call, skill: 2, person, arrivedAt: at, place: at, ...promised };
    apply(story.state, { type: "callback-registered", ...given }, at);
    const free = story.tell({ type: "agent-changed", agent: "b", skills: [2], status: "free" });
    assert.ok(said(free).includes(`dial ${call}`));
    return story.tell({ type: "attempt-progressed", attempt: `${call}~1`, progress: "ringing" });
  };

  it("is let go while the customer's phone is in use for another skill, or rings for it", () => {
    for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
    story.now = due();
    assert.deepEqual(said(story.tell({ type: "woke" })), ["reserve c"]);
    const phones = story.tell({ type: "call-arrived", call: "e", skill: 2, caller: ana });
    assert.deepEqual(said(phones), ["release c"]);
    assert.deepEqual(said(story.tell({ type: "call-ended", call: "e" })), ["reserve c"]);
    assert.deepEqual(said(calledForSkill2("ana")), ["release c"]);
  });

  it("is let go while as many phones ring as may, in whichever skill", () => {
    story.adopt({}, { limits: { ...story.state.settings.limits, alive: 1 } });
    for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
    story.now = due();
    assert.deepEqual(said(story.tell({ type: "woke" })), ["reserve c"]);
    assert.deepEqual(said(calledForSkill2("dora")), ["release c"]);
  });

  it("is asked for no more where the exchange cannot hold one any longer", () => {
    story.serveThoseBefore();
    const snapshot = { calls: [], attempts: [{ attempt: "c~1", progress: "ringing" }], agents: [] } as const;
    assert.deepEqual(said(story.tell({ type: "snapshot", ...snapshot, canReserve: false })), ["release c"]);
  });
});
