import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  type TestCallStep,
  type TestCallStop,
  testCall,
  testSteps,
} from "../../../src/exchange/asterisk/check/test-call.ts";
import { attemptOf, isTestCall, newTestChannelId } from "../../../src/exchange/asterisk/identity.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { AmiPeer, header, type Session, secret, stillClock, until } from "./ami-peer.ts";

const limit = { timeout: HANGS_AFTER_MS };

/** A test call before a fake Asterisk that took the order; `tell` gives events of its channel. */
async function placed(t: TestContext) {
  const peer = new AmiPeer();
  const port = await peer.listen();
  const clock = stillClock();
  const steps: TestCallStep[] = [];
  let said = "";
  const done: string[] = [];
  const end: { of?: unknown } = {};
  peer.manners = ({ send }, action, lines, id) => {
    if (action === "Getvar") send("Response: Success", `ActionID: ${id}`, `Value: ${said}`);
    if (action === "Hangup" || action === "Setvar")
      done.push(`${action} ${header(lines, "Variable") ?? ""}`.trim());
    return action === "Getvar";
  };
  const ended = testCall({
    // Time is moved by the minute here, and no answer comes meanwhile.
    ami: { host: "127.0.0.1", port, username: "espera", secret, pingEveryMs: 86_400_000 },
    trunks: ["PJSIP/{number}@trunk"],
    country: "CO",
    number: "+573001112233",
    queue: { queue: "ventas" },
    clock,
    random: new RandomSource(1).stream("test"),
    reached: (step) => steps.push(step),
  }).then((stop) => {
    end.of = stop;
    return stop;
  });
  t.after(() => peer.close());
  await until(() => steps.includes("dialled"));
  const order = peer.latest.actions.find((lines) => header(lines, "Action") === "Originate")!;
  const id = header(order, "ChannelId")!;
  const session: Session = peer.latest;
  const tell = (name: string, ...more: string[]) => session.send(`Event: ${name}`, ...more);
  const ofIt = (name: string, ...more: string[]) => tell(name, `Uniqueid: ${id}`, ...more);
  return {
    order,
    id,
    clock,
    steps,
    done,
    ended,
    tell,
    ofIt,
    /** The server says on the channel how far the dialogue is, and is asked for it. */
    say: async (step: string) => {
      await until(() => (clock.nextAt() ?? Number.POSITIVE_INFINITY) <= clock.now() + 250);
      said = step;
      await clock.run(clock.now() + 250);
      await until(() => end.of !== undefined || steps.includes(step as TestCallStep));
    },
    pickUp: () => {
      ofIt("Newchannel", "Channel: PJSIP/trunk-1");
      tell("DialState", `DestUniqueid: ${id}`, "DialStatus: RINGING");
      tell("OriginateResponse", `ActionID: ${id}`, "Response: Success");
    },
  };
}

test("a test call has an id that is no attempt's, and is placed as a return call is", limit, async (t) => {
  assert.equal(attemptOf(newTestChannelId()), null);
  assert.ok(isTestCall(newTestChannelId()));
  assert.ok(!isTestCall("espera-test-1.2~1"), "the call of an attempt may be called so");
  const { order, id, ended, ofIt } = await placed(t);
  assert.ok(isTestCall(id));
  assert.equal(header(order, "Channel"), "PJSIP/+573001112233@trunk");
  assert.deepEqual([header(order, "Context"), header(order, "Exten")], ["espera-return", "ventas"]);
  ofIt("Newchannel");
  ofIt("Hangup", "Cause: 1");
  assert.equal(await ended, "invalid");
});

test(
  "each step is printed as it is reached, up to the agent's answer, and nothing stays behind",
  limit,
  async (t) => {
    const { steps, done, ended, ofIt, pickUp, say } = await placed(t);
    pickUp();
    await say("asked");
    await say("confirmed");
    ofIt("QueueCallerJoin");
    ofIt("AgentCalled");
    ofIt("AgentConnect");
    assert.equal(await ended, null);
    assert.deepEqual(steps, testSteps);
    assert.equal(done.length, 1, "who talks is left to talk");
    assert.match(done[0]!, /^Setvar DB_DELETE\(espera-served\/ventas\/espera-test-\w+\)$/);
  },
);

test("it says where it stopped, and hangs up what still rings or waits", limit, async (t) => {
  const busy = await placed(t);
  busy.ofIt("Newchannel");
  busy.ofIt("Hangup", "Cause: 17");
  assert.equal(await busy.ended, "busy" satisfies TestCallStop);
  const machine = await placed(t);
  machine.pickUp();
  await machine.say("nobody");
  assert.equal(await machine.ended, "nobody");
  const unasked = await placed(t);
  unasked.pickUp();
  unasked.ofIt("QueueCallerJoin");
  assert.equal(await unasked.ended, "not-asked");
  assert.deepEqual(unasked.done, ["Hangup"]);
  const full = await placed(t);
  full.pickUp();
  await full.say("asked");
  full.tell("UserEvent", "UserEvent: EsperaLeft", `Call: ${full.id}`, "Why: FULL");
  assert.equal(await full.ended, "turned-away");
  const slow = await placed(t);
  slow.pickUp();
  await slow.say("asked");
  await slow.clock.run(slow.clock.now() + 60_000);
  assert.equal(await slow.ended, "too-long");
  assert.deepEqual(slow.done, ["Hangup"]);
});
