import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Queues } from "../../../src/exchange/asterisk/queues/queues.ts";
import { Roster } from "../../../src/exchange/asterisk/queues/roster.ts";
import { event, gathered, queues as twoQueues } from "./adapter-peers.ts";
import { stillClock } from "./ami-peer.ts";

type Member = Partial<
  Record<
    | ("Queue" | "Status" | "Paused" | "LastCall" | "MemberName" | "Interface" | "StateInterface" | "Penalty")
    | ("DestChannel" | "Uniqueid"),
    string
  >
>;

const member = (more: Member = {}) => ({
  Queue: "ventas",
  MemberName: "ana",
  Interface: `PJSIP/${more.MemberName ?? "ana"}`,
  Status: "1",
  Paused: "0",
  LastCall: "0",
  ...more,
});

function watching(queues = twoQueues) {
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
    assert.deepEqual(happens("QueueMemberStatus", { Status: status }), [`PJSIP/ana 7 ${told}`]);
    assert.deepEqual(happens("QueueMemberStatus", { Status: status }), [], "the same again says nothing");
  });

test("an agent in two queues is reported once per change, though each queue says it", () => {
  const { happens } = watching();
  assert.deepEqual(happens("QueueMemberAdded"), ["PJSIP/ana 7 free"]);
  assert.deepEqual(happens("QueueMemberAdded", { Queue: "soporte" }), ["PJSIP/ana 3+7 free"]);
  assert.deepEqual(happens("QueueMemberStatus", { Status: "2" }), ["PJSIP/ana 3+7 busy"]);
  assert.deepEqual(happens("QueueMemberStatus", { Status: "2", Queue: "soporte" }), []);
});

test("paused in one queue they work in the other; paused in both they are paused; gone from both they are away", () => {
  const { happens } = watching();
  happens("QueueMemberAdded");
  happens("QueueMemberAdded", { Queue: "soporte" });
  assert.deepEqual(happens("QueueMemberPause", { Paused: "1" }), ["PJSIP/ana 3 free"]);
  assert.deepEqual(happens("QueueMemberPause", { Paused: "1", Queue: "soporte" }), ["PJSIP/ana 3+7 paused"]);
  assert.deepEqual(happens("QueueMemberPause", { Paused: "0" }), ["PJSIP/ana 7 free"]);
  assert.deepEqual(happens("QueueMemberRemoved"), ["PJSIP/ana 3 paused"]);
  assert.deepEqual(happens("QueueMemberRemoved", { Queue: "soporte" }), ["PJSIP/ana  away"]);
  assert.deepEqual(happens("QueueMemberAdded"), ["PJSIP/ana 7 free"]);
});

test("a wrap-up ends by the clock, from the second of the last call on; the other queue has none", async () => {
  const { clock, happens, take } = watching();
  happens("QueueMemberAdded");
  happens("QueueMemberStatus", { Status: "2" });
  const LastCall = `${clock.now() / 1000}`;
  assert.deepEqual(happens("QueueMemberStatus", { LastCall }), ["PJSIP/ana 7 wrap-up"]);
  await clock.run(clock.now() + 3_999);
  assert.deepEqual(take(), []);
  await clock.run(clock.now() + 1);
  assert.deepEqual(take(), [
    { type: "agent-changed", agent: "PJSIP/ana", name: "ana", skills: [7], status: "free" },
  ]);
  assert.deepEqual(happens("QueueMemberAdded", { Queue: "soporte", LastCall }), ["PJSIP/ana 3+7 free"]);
});

test("anyone who is called again during their wrap-up is busy, and wraps up again", async () => {
  const { clock, happens, take } = watching();
  happens("QueueMemberAdded", { LastCall: `${clock.now() / 1000}` });
  assert.deepEqual(happens("QueueMemberStatus", { Status: "2", LastCall: `${clock.now() / 1000}` }), [
    "PJSIP/ana 7 busy",
  ]);
  await clock.run(clock.now() + 10_000);
  assert.deepEqual(take(), []);
  assert.deepEqual(happens("QueueMemberStatus", { LastCall: `${clock.now() / 1000}` }), [
    "PJSIP/ana 7 wrap-up",
  ]);
});

test("they wrap up although Asterisk says that they are free before it has noted the call", async () => {
  const { clock, happens, take } = watching();
  happens("QueueMemberAdded");
  happens("QueueMemberStatus", { Status: "2" });
  assert.deepEqual(happens("AgentComplete", { DestChannel: "PJSIP/ana-00000001" }), []);
  assert.deepEqual(happens("QueueMemberStatus", { LastCall: "0" }), ["PJSIP/ana 7 wrap-up"]);
  assert.deepEqual(happens("QueueMemberStatus", { LastCall: `${clock.now() / 1000}` }), []);
  await clock.run(clock.now() + 4_000);
  assert.deepEqual(
    take().map(({ type }) => type),
    ["agent-changed"],
  );
  assert.deepEqual(happens("AgentComplete"), [], "a call that went on without them");
});

/** The part of a list that names a member. */
const listed = (more: Member = {}) => {
  const { MemberName: Name, Interface: Location, ...item } = member(more);
  return event("QueueMember", { ...item, Name, Location });
};

test("a list that is complete takes out the agents that neither it nor an event since its beginning named", () => {
  const { roster, happens, take } = watching();
  for (const MemberName of ["ana", "luz", "eva"]) happens("QueueMemberAdded", { MemberName });
  happens("QueueMemberAdded", { MemberName: "luz", Queue: "soporte" });
  roster.listBegins();
  happens("QueueMemberAdded", { MemberName: "sol" });
  roster.event(listed({ Status: "2" }));
  roster.event(listed({ MemberName: "luz" }));
  assert.deepEqual(take(), [
    { type: "agent-changed", agent: "PJSIP/ana", name: "ana", skills: [7], status: "busy" },
  ]);
  roster.listEnds();
  assert.deepEqual(take(), [
    { type: "agent-changed", agent: "PJSIP/luz", name: "luz", skills: [7], status: "free" },
    { type: "agent-changed", agent: "PJSIP/eva", name: "eva", skills: [], status: "away" },
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

test("an agent that a list leaves out wraps up no more", async () => {
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
      const seen = roster.agents(new Set());

      // The same changes one by one, for a roster that is in no hurry.
      const plain = watching();
      for (const [one] of during) plain.roster.event(event("QueueMemberStatus", member(one)));
      assert.deepEqual(new Set(seen), new Set(plain.roster.agents(new Set())));

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
          told.some((one) => one.name === agent),
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

test("agents of one name are distinguished by the interface that is rung", () => {
  const { happens } = watching();
  const one = { MemberName: "Recepcion", Interface: "Local/901@from-queue/n" };
  const other = { MemberName: "Recepcion", Interface: "Local/902@from-queue/n" };
  happens("QueueMemberAdded", one);
  assert.deepEqual(happens("QueueMemberAdded", other), ["Local/902@from-queue/n 7 free"]);
  assert.deepEqual(happens("QueueMemberStatus", { ...one, Status: "2" }), ["Local/901@from-queue/n 7 busy"]);
  assert.deepEqual(happens("QueueMemberRemoved", other), ["Local/902@from-queue/n  away"]);
  assert.deepEqual(happens("QueueMemberStatus", { ...one, Status: "1" }), ["Local/901@from-queue/n 7 free"]);
});

test("an agent in two queues is one, whatever they are called in each, and has the newest name", () => {
  const { happens, roster } = watching();
  happens("QueueMemberAdded", { MemberName: "Ana", Interface: "PJSIP/ana" });
  assert.deepEqual(
    happens("QueueMemberAdded", { MemberName: "Ana Ruiz", Interface: "PJSIP/ana", Queue: "soporte" }),
    ["PJSIP/ana 3+7 free"],
  );
  assert.deepEqual(
    roster.agents(new Set()).map(({ agent, name }) => [agent, name]),
    [["PJSIP/ana", "Ana Ruiz"]],
  );
});

for (const [what, of] of [
  ["a Local channel without /n", { Interface: "Local/ana@agentes", StateInterface: "Local/ana@agentes" }],
  ["a phone whose state is not known", { Interface: "PJSIP/ana", StateInterface: "PJSIP/ana", Status: "0" }],
] as const)
  test(`${what} is busy while it talks, as far as its own calls tell`, () => {
    const { happens, roster, take } = watching();
    const agent = of.Interface;
    happens("QueueMemberAdded", of);
    assert.deepEqual(happens("AgentConnect", { ...of, Uniqueid: "c.1" }), [`${agent} 7 busy`]);
    assert.deepEqual(happens("QueueMemberStatus", of), [], "that it is free is not believed");
    assert.deepEqual(happens("AgentComplete", { ...of, Uniqueid: "c.1" }), [`${agent} 7 free`]);
    happens("AgentConnect", { ...of, Uniqueid: "c.2" });
    assert.deepEqual(
      happens("Hangup", { Uniqueid: "c.2" }),
      [`${agent} 7 free`],
      "the end of the call will do",
    );
    happens("AgentConnect", { ...of, Uniqueid: "c.3" });
    assert.equal(roster.agents(new Set(["c.3"]))[0]?.status, "busy");
    assert.equal(roster.agents(new Set())[0]?.status, "free", "a snapshot did not find that call");
    assert.deepEqual(take(), []);
  });

for (const of of [
  { Interface: "Local/901@from-queue/n", StateInterface: "hint:901@ext-local" },
  { Interface: "Local/901@from-queue/n", StateInterface: "Local/901@from-queue/n" },
  { Interface: "Local/901@from-queue", StateInterface: "PJSIP/901" },
])
  test(`the state of ${of.Interface} by ${of.StateInterface} is believed`, () => {
    const { happens } = watching();
    happens("QueueMemberAdded", of);
    assert.deepEqual(happens("AgentConnect", { ...of, Uniqueid: "c.1" }), []);
    assert.deepEqual(happens("QueueMemberStatus", { ...of, Status: "2" }), [`${of.Interface} 7 busy`]);
    // The agent passed the call on: it is not over, and they are free.
    assert.deepEqual(happens("QueueMemberStatus", of), [`${of.Interface} 7 free`]);
  });

test("anyone who is rung on top of a call is reported busy still when that ring is over", () => {
  for (const over of ["AgentRingNoAnswer", "QueueCallerLeave", "Hangup"]) {
    const { happens } = watching();
    happens("QueueMemberAdded");
    assert.deepEqual(happens("AgentCalled", { Uniqueid: "c.0" }), []);
    assert.deepEqual(happens("AgentRingNoAnswer", { Uniqueid: "c.0" }), []);
    happens("QueueMemberStatus", { Status: "2" });
    assert.deepEqual(happens("AgentCalled", { Uniqueid: "c.2" }), []);
    assert.deepEqual(happens(over, { Uniqueid: "c.3" }), []);
    assert.deepEqual(happens(over, { Uniqueid: "c.2" }), ["PJSIP/ana 7 busy"]);
    assert.deepEqual(happens(over, { Uniqueid: "c.2" }), [], "once");
  }
});

test("agents whose penalty lies beyond the limits of a queue do not take its calls", () => {
  const limited = new Queues([
    { queue: "ventas", skill: 7, leastPenalty: 2, mostPenalty: 5 },
    { queue: "soporte", skill: 3 },
  ]);
  for (const [Penalty, status] of [
    ["1", "paused"],
    ["2", "free"],
    ["5", "free"],
    ["6", "paused"],
  ] as const)
    assert.deepEqual(watching(limited).happens("QueueMemberAdded", { Penalty }), [`PJSIP/ana 7 ${status}`]);
  const { happens } = watching(limited);
  happens("QueueMemberAdded", { Penalty: "9" });
  assert.deepEqual(happens("QueueMemberAdded", { Penalty: "9", Queue: "soporte" }), ["PJSIP/ana 3 free"]);
  assert.deepEqual(happens("QueueMemberPenalty", { Penalty: "3" }), ["PJSIP/ana 3+7 free"]);
});

test("an agent whose change of state was not reported during a call is reported free again after it", () => {
  const { happens } = watching();
  happens("QueueMemberAdded");
  for (const over of ["AgentComplete", "Hangup"]) {
    assert.deepEqual(happens("AgentConnect", { Uniqueid: "c.1" }), []);
    assert.deepEqual(happens(over, { Uniqueid: "c.1" }), ["PJSIP/ana 7 free"]);
    assert.deepEqual(happens("Hangup", { Uniqueid: "c.1" }), [], "once");
  }
});

test("an agent whose state showed the call is reported free once, though that comes before the end of the call", () => {
  for (const before of [["6", "2"], []]) {
    const { happens } = watching();
    happens("QueueMemberAdded");
    for (const Status of before) happens("QueueMemberStatus", { Status });
    happens("AgentConnect", { Uniqueid: "c.1" });
    // In either order with the answer.
    if (before.length === 0)
      assert.deepEqual(happens("QueueMemberStatus", { Status: "2" }), ["PJSIP/ana 7 busy"]);
    assert.deepEqual(happens("QueueMemberStatus", { Status: "1" }), ["PJSIP/ana 7 free"]);
    assert.deepEqual(happens("AgentComplete", { Uniqueid: "c.1" }), []);
    assert.deepEqual(happens("Hangup", { Uniqueid: "c.1" }), []);
  }
});
