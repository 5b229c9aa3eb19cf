import assert from "node:assert/strict";
import { test } from "node:test";
import { Attempts } from "../../../src/exchange/asterisk/attempts.ts";
import { QueueEvents } from "../../../src/exchange/asterisk/queues/queue-events.ts";
import { Queues } from "../../../src/exchange/asterisk/queues/queues.ts";
import { Roster } from "../../../src/exchange/asterisk/queues/roster.ts";
import { AskedAmi, event, gathered } from "./adapter-peers.ts";
import { stillClock } from "./ami-peer.ts";

/** `ventas` and `ventas-vip` are one skill. */
const queues = new Queues([
  { queue: "ventas", skill: 7 },
  { queue: "ventas-vip", skill: 7 },
  { queue: "soporte", skill: 3 },
]);

function watching() {
  const ami = new AskedAmi();
  const { report, take } = gathered();
  const attempts = new Attempts({ ami, report, queues, trunks: ["PJSIP/{number}@trunk"], country: "CO" });
  const events = new QueueEvents(queues, attempts, report);
  return { ami, attempts, events, take };
}

test("a call says in which of its skill's queues it is, where there are several", () => {
  const { events, take } = watching();
  for (const Queue of ["ventas-vip", "soporte"])
    events.event(event("QueueCallerJoin", { Queue, Uniqueid: "bed-1.1", CallerIDNum: "3000000001" }));
  assert.deepEqual(take(), [
    { type: "call-joined", call: "bed-1.1", skill: 7, queue: "ventas-vip", number: "3000000001" },
    { type: "call-joined", call: "bed-1.1", skill: 3, number: "3000000001" },
  ]);
});

for (const [called, to] of [
  ["ventas-vip", "ventas-vip"],
  ["soporte", "ventas"],
  [undefined, "ventas"],
] as const)
  test(`a return call of who called ${called} goes to ${to}`, () => {
    const { ami, attempts } = watching();
    attempts.dial({
      type: "dial",
      attempt: "bed-1.1~1",
      callback: "bed-1.1",
      person: "p1",
      skill: 7,
      ...(called === undefined ? {} : { queue: called }),
      place: 1_795_337_198_900,
      ringForMs: 25_000,
      dialogue: { name: null, laterMs: [] },
      number: "+573000000001",
    });
    assert.deepEqual(
      ami.actions.map(({ name, headers }) => [name, headers["Exten"]]),
      [["Originate", to]],
    );
  });

test("an agent of both queues serves the skill once, and until gone from both", () => {
  const { report, take } = gathered();
  const roster = new Roster(queues, stillClock(), report);
  const told = (name: string, Queue: string, more: Record<string, string> = {}) => {
    roster.event(
      event(name, { Queue, MemberName: "ana", Interface: "PJSIP/ana", Status: "1", Paused: "0", ...more }),
    );
    return take().flatMap((one) => (one.type === "agent-changed" ? [[one.skills, one.status]] : []));
  };
  assert.deepEqual(told("QueueMemberAdded", "ventas"), [[[7], "free"]]);
  assert.deepEqual(told("QueueMemberAdded", "ventas-vip"), []);
  assert.deepEqual(told("QueueMemberPause", "ventas", { Paused: "1" }), []);
  assert.deepEqual(told("QueueMemberRemoved", "ventas-vip"), [[[7], "paused"]]);
});
