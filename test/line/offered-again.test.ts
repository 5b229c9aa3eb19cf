import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import { nextWake } from "../../src/line/wake.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const LOOK_MS = 10_000;

describe("a caller who was let pass and waits in the queue", () => {
  let story: Story;
  beforeEach(() => begins({}));

  function begins(skill: Parameters<Story["adopt"]>[0], canWithdraw = true): void {
    story = new Story();
    const queueOffers = { byKey: true, afterMs: null, leastAhead: 1 };
    story.adopt({ judgement: "plain", offerAgain: true, queueOffers, ...skill });
    const agents = [{ agent: "a1", skills: [1], status: "busy" as const }];
    story.tell({ type: "snapshot", calls: [], attempts: [], agents, canWithdraw });
  }

  /** Ana comes behind two others, which is not long where calls are answered every half minute. */
  function anaIsLetPass(): string | undefined {
    story.wait(2);
    const { events } = story.tell({
      type: "call-arrived",
      call: "c",
      skill: 1,
      caller: { ...ana, draw: 0.5 },
    });
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    return eventsOf(events, "call-decided")[0]?.reason;
  }

  /** Nobody is answered for so long that the same line means a longer wait. */
  function lineSlows(): void {
    for (let minutes = 0; minutes < 6; minutes++) {
      story.after(2 * MINUTE_MS);
      story.tell({
        type: "call-joined",
        call: `k${minutes}`,
        skill: 1,
        caller: { person: `k${minutes}`, number: "dialable" },
      });
      story.tell({ type: "call-answered", call: `k${minutes}`, agent: "a1" });
      story.tell({ type: "call-ended", call: `k${minutes}` });
    }
  }

  function look() {
    story.now = (Math.floor(story.now / LOOK_MS) + 1) * LOOK_MS;
    const { events, commands } = story.tell({ type: "woke" });
    return {
      reasons: eventsOf(events, "call-decided").map(({ call, reason }) => [call, reason]),
      told: commandsOf(commands, "withdraw").map(({ call }) => call),
    };
  }

  function isSilent(): void {
    story.tell({ type: "question-began", call: "c" });
    story.tell({ type: "choice-made", call: "c", choice: "silent", source: "timeout" });
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
  }

  const readBack = () => readCheckpoint(writeCheckpoint(story.state));

  it("is asked there once their wait comes to exceed the threshold, and once only", () => {
    begins({ offerAfterMs: 2 * MINUTE_MS });
    assert.equal(anaIsLetPass(), "wait-short");
    assert.deepEqual(look(), { reasons: [], told: [] }, "nothing has changed, and nothing is noted");
    lineSlows();
    assert.deepEqual(look(), { reasons: [["c", "wait-grew"]], told: ["c"] });
    isSilent();
    lineSlows();
    assert.deepEqual(look(), { reasons: [], told: [] });
    assert.equal(story.state.calls.get("c")!.offers, 1);
  });

  it("is not looked at again once another caller was put through to their place", () => {
    begins({ offerAfterMs: 2 * MINUTE_MS });
    assert.equal(anaIsLetPass(), "wait-short");
    const bob = { person: "bob", number: "dialable" } as const;
    story.tell({ type: "call-replaced", call: "c", by: "elsewhere", caller: bob });
    assert.equal(nextWake(story.state, story.now), nextWake(readBack(), story.now));
    lineSlows();
    assert.deepEqual(look(), { reasons: [], told: [] });
  });
  it("is asked there when smart wait switches itself on while they wait", () => {
    begins({ smartWait: "auto", offerAfterMs: 30_000 });
    const risk = (risk: number) =>
      story.tell({ type: "outlook", asOf: story.now, skills: [{ skill: 1, risk, offered: 20, level: 0.7 }] });
    risk(0.1);
    assert.equal(anaIsLetPass(), "not-at-risk");
    assert.deepEqual(look(), { reasons: [], told: [] });
    risk(0.9);
    assert.deepEqual(look(), { reasons: [["c", "switched-on"]], told: ["c"] });
  });

  it("is looked at every ten seconds, also after a restart, and by nobody where nobody may be asked", () => {
    begins({ offerAfterMs: 2 * MINUTE_MS });
    anaIsLetPass();
    const looks = (Math.floor(story.now / LOOK_MS) + 1) * LOOK_MS;
    assert.equal(nextWake(story.state, story.now), looks);
    const restored = readCheckpoint(writeCheckpoint(story.state));
    assert.equal(nextWake(restored, story.now), looks);
    story.adopt({ offerAgain: false });
    assert.ok(nextWake(story.state, story.now)! > looks);
  });

  it("is not asked where the exchange cannot, in shadow or off, where they are held out, or their turn is near", () => {
    const asked = (skill: Parameters<Story["adopt"]>[0], canWithdraw = true, meanwhile = () => {}) => {
      begins({ offerAfterMs: 2 * MINUTE_MS }, canWithdraw);
      assert.equal(anaIsLetPass(), "wait-short");
      story.adopt(skill);
      lineSlows();
      meanwhile();
      return look();
    };
    const nobody = { reasons: [], told: [] };
    assert.deepEqual(asked({}).told, ["c"]);
    assert.deepEqual(asked({}, false), nobody);
    for (const smartWait of ["shadow", "off"] as const) assert.deepEqual(asked({ smartWait }), nobody);
    assert.deepEqual(asked({ offerAgain: false }), nobody);
    assert.deepEqual(
      asked({}, true, () => {
        for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
      }),
      nobody,
    );
  });

  it("is not asked when they are held out, and counts as held out once", () => {
    begins({ offerAfterMs: 2 * MINUTE_MS, holdOut: true });
    story.wait(2);
    const caller = { ...ana, draw: 0.01 };
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller });
    story.tell({ type: "call-joined", call: "c", skill: 1, caller });
    lineSlows();
    assert.deepEqual(look(), { reasons: [["c", "held-out"]], told: [] });
    assert.deepEqual(look(), { reasons: [], told: [] });
    assert.equal(story.state.skills.get(1)!.heldOut, 1);
  });
});
