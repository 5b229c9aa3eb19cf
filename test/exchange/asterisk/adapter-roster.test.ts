import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Roster } from "../../../src/exchange/asterisk/roster.ts";
import { event, gathered, queues } from "./adapter-peers.ts";
import { stillClock } from "./ami-peer.ts";

type Member = Partial<
  Record<"Queue" | "Status" | "Paused" | "LastCall" | "MemberName" | "DestChannel", string>
>;

const member = (more: Member = {}) => ({
  Queue: "ventas",
  MemberName: "ana",
  Interface: "PJSIP/ana",
  Status: "1",
  Paused: "0",
  LastCall: "0",
  ...more,
});

function watching() {
  const clock = stillClock();
  const { report, take } = gathered();
  const roster = new Roster(queues, clock, report);
  const happens = (name: string, more: Member = {}) => {
    roster.event(event(name, member(more)));
    return take().map((one) =>
      one.type === "agent-changed" ? `${one.agent} ${one.skills.join("+")} ${one.status}` : one.type,
    );
  };
  return { clock, roster, happens, take };
}

for (const [status, told] of [
  ["0", "free"],
  ["1", "free"],
  ["2", "busy"],
  ["3", "busy"],
  ["4", "away"],
  ["5", "away"],
  ["6", "ringing"],
  ["7", "busy"],
  ["8", "busy"],
] as const)
  test(`device state ${status} is ${told}`, () => {
    const { happens } = watching();
    assert.deepEqual(happens("QueueMemberStatus", { Status: status }), [`ana 7 ${told}`]);
    assert.deepEqual(happens("QueueMemberStatus", { Status: status }), [], "the same again says nothing");
  });

test("an agent in two queues is told of once per change, though each queue says it", () => {
  const { happens } = watching();
  assert.deepEqual(happens("QueueMemberAdded"), ["ana 7 free"]);
  assert.deepEqual(happens("QueueMemberAdded", { Queue: "soporte" }), ["ana 3+7 free"]);
  assert.deepEqual(happens("QueueMemberStatus", { Status: "2" }), ["ana 3+7 busy"]);
  assert.deepEqual(happens("QueueMemberStatus", { Status: "2", Queue: "soporte" }), []);
});

test("paused in one queue he works in the other; paused in both he is paused; gone from both he is away", () => {
  const { happens } = watching();
  happens("QueueMemberAdded");
  happens("QueueMemberAdded", { Queue: "soporte" });
  assert.deepEqual(happens("QueueMemberPause", { Paused: "1" }), ["ana 3 free"]);
  assert.deepEqual(happens("QueueMemberPause", { Paused: "1", Queue: "soporte" }), ["ana 3+7 paused"]);
  assert.deepEqual(happens("QueueMemberPause", { Paused: "0" }), ["ana 7 free"]);
  assert.deepEqual(happens("QueueMemberRemoved"), ["ana 3 paused"]);
  assert.deepEqual(happens("QueueMemberRemoved", { Queue: "soporte" }), ["ana  away"]);
  assert.deepEqual(happens("QueueMemberAdded"), ["ana 7 free"]);
});

test("a wrap-up ends by the clock, from the second of the last call on; the other queue has none", async () => {
  const { clock, happens, take } = watching();
  happens("QueueMemberAdded");
  happens("QueueMemberStatus", { Status: "2" });
  const LastCall = `${clock.now() / 1000}`;
  assert.deepEqual(happens("QueueMemberStatus", { LastCall }), ["ana 7 wrap-up"]);
  await clock.run(clock.now() + 3_999);
  assert.deepEqual(take(), []);
  await clock.run(clock.now() + 1);
  assert.deepEqual(take(), [{ type: "agent-changed", agent: "ana", skills: [7], status: "free" }]);
  assert.deepEqual(happens("QueueMemberAdded", { Queue: "soporte", LastCall }), ["ana 3+7 free"]);
});

test("whoever is called again during his wrap-up is busy, and wraps up anew", async () => {
  const { clock, happens, take } = watching();
  happens("QueueMemberAdded", { LastCall: `${clock.now() / 1000}` });
  assert.deepEqual(happens("QueueMemberStatus", { Status: "2", LastCall: `${clock.now() / 1000}` }), [
    "ana 7 busy",
  ]);
  await clock.run(clock.now() + 10_000);
  assert.deepEqual(take(), []);
  assert.deepEqual(happens("QueueMemberStatus", { LastCall: `${clock.now() / 1000}` }), ["ana 7 wrap-up"]);
});

test("he wraps up although Asterisk says that he is free before it has noted the call", async () => {
  const { clock, happens, take } = watching();
  happens("QueueMemberAdded");
  happens("QueueMemberStatus", { Status: "2" });
  assert.deepEqual(happens("AgentComplete", { DestChannel: "PJSIP/ana-00000001" }), []);
  assert.deepEqual(happens("QueueMemberStatus", { LastCall: "0" }), ["ana 7 wrap-up"]);
  assert.deepEqual(happens("QueueMemberStatus", { LastCall: `${clock.now() / 1000}` }), []);
  await clock.run(clock.now() + 4_000);
  assert.deepEqual(
    take().map(({ type }) => type),
    ["agent-changed"],
  );
  assert.deepEqual(happens("AgentComplete"), [], "a call that went on without him");
});

/** The part of a list that names a member. */
const listed = (more: Member = {}) => {
  const { MemberName: Name, ...item } = member(more);
  return event("QueueMember", { ...item, Name });
};

test("a list that is complete takes out whom neither it nor an event since its beginning named", () => {
  const { roster, happens, take } = watching();
  for (const MemberName of ["ana", "luz", "eva"]) happens("QueueMemberAdded", { MemberName });
  happens("QueueMemberAdded", { MemberName: "luz", Queue: "soporte" });
  roster.listBegins();
  happens("QueueMemberAdded", { MemberName: "sol" });
  roster.event(listed({ Status: "2" }));
  roster.event(listed({ MemberName: "luz" }));
  assert.deepEqual(take(), [{ type: "agent-changed", agent: "ana", skills: [7], status: "busy" }]);
  roster.listEnds();
  assert.deepEqual(take(), [
    { type: "agent-changed", agent: "luz", skills: [7], status: "free" },
    { type: "agent-changed", agent: "eva", skills: [], status: "away" },
  ]);
  roster.listBegins();
  for (const MemberName of ["ana", "luz", "sol"])
    roster.event(listed({ MemberName, Status: MemberName === "ana" ? "2" : "1" }));
  roster.listEnds();
  assert.deepEqual(take(), [], "the same again says nothing");
});

test("a list that breaks off takes nobody out", () => {
  const { roster, happens, take } = watching();
  happens("QueueMemberAdded");
  roster.listBegins();
  roster.listBegins();
  roster.event(listed());
  roster.listEnds();
  assert.deepEqual(take(), []);
});

test("an agent whom a list leaves out wraps up no more", async () => {
  const { clock, roster, happens, take } = watching();
  happens("QueueMemberAdded", { LastCall: `${clock.now() / 1000}` });
  roster.listBegins();
  roster.listEnds();
  take();
  await clock.run(clock.now() + 10_000);
  assert.deepEqual(take(), []);
});

test("for a snapshot, of a list and the events around it the last word on each agent holds", () => {
  const word = fc.record({
    MemberName: fc.constantFrom("ana", "luz"),
    Queue: fc.constantFrom("ventas", "soporte"),
    Status: fc.constantFrom("1", "2", "5", "6"),
    Paused: fc.constantFrom("0", "1"),
  });
  fc.assert(
    fc.property(fc.array(word), fc.array(fc.tuple(word, fc.boolean())), (before, during) => {
      const { roster, take } = watching();
      for (const one of before) roster.event(event("QueueMemberStatus", member(one)));
      take();
      roster.hush();
      roster.listBegins();
      for (const [one, isListed] of during)
        roster.event(isListed ? listed(one) : event("QueueMemberStatus", member(one)));
      roster.listEnds();
      assert.deepEqual(take(), [], "nothing is told while it is taken");
      const seen = roster.agents();

      // The same told one by one to a roster that is in no hurry.
      const plain = watching();
      for (const [one] of during) plain.roster.event(event("QueueMemberStatus", member(one)));
      assert.deepEqual(new Set(seen), new Set(plain.roster.agents()));

      roster.speak();
      const again = new Set(during.filter(([, isListed]) => !isListed).map(([one]) => one.MemberName));
      const told = take().flatMap((one) => (one.type === "agent-changed" ? [one] : []));
      for (const { type: _, ...agent } of told)
        if (agent.status !== "away" || agent.skills.length > 0)
          assert.deepEqual(
            agent,
            seen.find((one) => one.agent === agent.agent),
          );
      for (const agent of again)
        assert.ok(
          told.some((one) => one.agent === agent),
          `${agent} is told of again`,
        );
    }),
    { numRuns: 300 },
  );
});

test("members of queues that are no skill of ours say nothing", () => {
  const { happens } = watching();
  assert.deepEqual(happens("QueueMemberAdded", { Queue: "otra" }), []);
});
