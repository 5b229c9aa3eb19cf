import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type AgiCall, readCall } from "../../../src/exchange/asterisk/agi/call.ts";
import { AgiDoor } from "../../../src/exchange/asterisk/agi-door.ts";
import { KnownChannels } from "../../../src/exchange/asterisk/known-channels.ts";
import { AskedAmi, answered, event } from "./adapter-peers.ts";
import { described } from "./agi-peer.ts";
import { stillClock } from "./ami-peer.ts";

const LEG = "espera-0123456789abcdef01234567-bed-1.0~1";
const channel = {
  Channel: "PJSIP/callers-00000000",
  Uniqueid: "rig-1795337198.0",
  CallerIDNum: "34600111222",
};
/** The phone of a return call; that it shows another number than the dialplan gives the call is as it is. */
const leg = { Channel: "PJSIP/trunk-00000001", Uniqueid: LEG, CallerIDNum: "<unknown>" };

/** The call that the fake's AGI brings, with other words in its lines. */
function calling(...changes: [from: string, to: string][]): AgiCall {
  return readCall(
    described.map((line) => changes.reduce((text, [from, to]) => text.replace(from, to), line)),
  )!;
}

const returning = (script = "return") =>
  calling(
    ["in?queue", `${script}?queue`],
    [channel.Uniqueid, LEG],
    [channel.Channel, leg.Channel],
    ["espera-in", "espera-return"],
  );

const never = new Promise<void>(() => {});

function door(secret: string | null = null) {
  const clock = stillClock();
  const ami = new AskedAmi();
  const stands = { in: "" };
  ami.answer = (_name, { Variable }) => answered({ Value: Variable === "CONTEXT" ? stands.in : "" });
  const channels = new KnownChannels(ami, clock);
  const logged: [details: object, message: string][] = [];
  const printed = { secret };
  const kept = new AgiDoor({
    channels,
    secret: () => printed.secret,
    clock,
    log: { info() {}, warn: (details, message) => void logged.push([details, message]) },
  });
  const tell = (name: string, headers: Record<string, string> = channel) =>
    channels.event(event(name, headers));
  /** Whether a call is let in, once the time that an event may be late has passed. */
  const admits = async (call: AgiCall) => {
    const answer = kept.admits(call, never);
    await clock.run(clock.now() + 1_000);
    return answer;
  };
  const whys = () => logged.flatMap(([details]) => ("why" in details ? [details.why] : []));
  return { clock, channels, kept, logged, printed, stands, tell, admits, whys };
}

describe("a call is let in when the manager announced it in the same words", () => {
  test("its channel began, or was there when Espera connected, or joined a queue", async () => {
    for (const name of ["Newchannel", "CoreShowChannel", "QueueCallerJoin"]) {
      const { tell, admits, logged } = door();
      tell(name);
      assert.equal(await admits(calling()), true);
      assert.ok(!logged.some(([details]) => "why" in details));
    }
  });

  test("the event may come up to a second later than the call", async () => {
    const { clock, kept, tell } = door();
    const answer = kept.admits(calling(), never);
    await clock.run(clock.now() + 999);
    tell("Newchannel");
    assert.equal(await answer, true);
  });

  test("a number that the dialplan changed is the one that the manager announced last", async () => {
    const { clock, kept, tell, admits } = door();
    tell("Newchannel", { ...channel, CallerIDNum: "600" });
    assert.equal(await admits(calling()), false);
    const answer = kept.admits(calling(), never);
    tell("NewCallerid");
    assert.equal(await answer, true);
    assert.equal(await kept.admits(calling(), never), true);
    assert.equal(clock.nextAt(), null, "nobody waits any more");
  });

  test("a withheld number is one, whatever it is called", async () => {
    const { tell, admits } = door();
    tell("Newchannel", { ...channel, CallerIDNum: "<unknown>" });
    assert.equal(await admits(calling(["34600111222", "unknown"])), true);
    assert.equal(await admits(calling()), false);
  });

  test("a channel that got another name is known by that", async () => {
    const { tell, admits } = door();
    tell("Newchannel", { ...channel, Channel: "PJSIP/before-00000000" });
    tell("Rename", {
      Channel: "PJSIP/before-00000000",
      Newname: channel.Channel,
      Uniqueid: channel.Uniqueid,
    });
    assert.equal(await admits(calling()), true);
  });

  test("a return call, whatever number the dialplan shows the agent", async () => {
    const { tell, admits, stands } = door();
    tell("Newchannel", leg);
    stands.in = "espera-return";
    for (const script of ["return", "limits", "turned-away"])
      assert.equal(await admits(returning(script)), true);
  });
});

describe("a call is not let in, and goes on to its queue, when", () => {
  test("the manager announced none", async () => {
    const { admits, whys } = door();
    assert.equal(await admits(calling()), false);
    assert.deepEqual(whys(), ["unannounced"]);
  });

  test("its channel has ended, or belongs to a connection that is gone", async () => {
    const ended = door();
    ended.tell("Newchannel");
    ended.tell("Hangup");
    assert.equal(await ended.admits(calling()), false);
    const lost = door();
    lost.tell("Newchannel");
    lost.channels.forget();
    assert.equal(await lost.admits(calling()), false);
  });

  test("the channel has another name, or another number", async () => {
    const { tell, admits, whys } = door();
    tell("Newchannel");
    assert.equal(await admits(calling(["PJSIP/callers", "PJSIP/x"])), false);
    assert.equal(await admits(calling(["34600111222", "34600111223"])), false);
    assert.deepEqual(whys(), ["other-channel", "other-number"]);
  });

  test("it says that it stands elsewhere in the dialplan, or Asterisk says so", async () => {
    const { tell, admits, stands, whys } = door();
    tell("Newchannel");
    assert.equal(await admits(calling(["espera-in", "from-internal"])), false);
    stands.in = "from-internal";
    assert.equal(await admits(calling()), false);
    stands.in = "espera-return";
    assert.equal(await admits(calling()), false, "where return calls are, no caller arrives");
    assert.deepEqual(whys(), ["other-context"]);
  });

  test("its channel ends while Asterisk is asked where it stands", async () => {
    const { kept, tell, whys } = door();
    tell("Newchannel");
    const answer = kept.admits(calling(), never);
    tell("Hangup");
    assert.equal(await answer, false);
    assert.deepEqual(whys(), ["unannounced"]);
  });

  test("it is over before the event comes", async () => {
    const { clock, kept } = door();
    assert.equal(await kept.admits(calling(), Promise.resolve()), false);
    assert.equal(clock.nextAt(), null);
  });
});

describe("once a dialplan with a secret was printed", () => {
  const SECRET = "5x0Zr3-Wv_of-this-installation";
  const withSecret = (secret: string) => calling(["network_script: in", `network_script: ${secret}/in`]);

  test("a call needs it, and the manager's word as well", async () => {
    const { tell, admits, whys } = door(SECRET);
    assert.equal(await admits(withSecret(SECRET)), false);
    tell("Newchannel");
    assert.equal(await admits(withSecret(SECRET)), true);
    for (const wrong of [SECRET.slice(1), `${SECRET}x`, "x", "", `${SECRET}/${SECRET}`])
      assert.equal(await admits(withSecret(wrong)), false, wrong);
    assert.equal(await admits(calling()), false);
    assert.deepEqual(whys(), ["unannounced", "secret-wrong", "secret-lacking"]);
  });

  test("a wrong one is refused at once, without waiting for an event", async () => {
    const { kept } = door(SECRET);
    assert.equal(await kept.admits(withSecret("x"), never), false);
  });

  test("the dialplan before it is let in no longer, without a restart", async () => {
    const { tell, admits, printed, logged } = door();
    tell("Newchannel");
    assert.equal(await admits(calling()), true);
    assert.match(logged[0]![1], /^the dialplan has no secret in its addresses: print it again/);
    assert.equal(await admits(calling()), true);
    assert.equal(logged.length, 1, "said once");
    printed.secret = SECRET;
    assert.equal(await admits(calling()), false);
    assert.match(logged[1]![1], /print it again with npx espera asterisk dialplan, then dialplan reload$/);
  });

  test("a secret of a data directory that is not this one is none", async () => {
    const { tell, admits, whys } = door(null);
    tell("Newchannel");
    assert.equal(await admits(withSecret(SECRET)), false);
    assert.deepEqual(whys(), ["secret-wrong"]);
  });
});

test("refusals are logged once a minute for each reason, with how many others there were and no number", async () => {
  const { clock, admits, logged } = door();
  const refusals = () => logged.filter(([details]) => "why" in details);
  for (let n = 0; n < 10; n++) await admits(calling([channel.Uniqueid, `strange.${n}`]));
  assert.equal(refusals().length, 1);
  assert.deepEqual(refusals()[0]![0], { why: "unannounced", call: "strange.0", othersSince: 0 });
  await clock.run(clock.now() + 60_000);
  await admits(calling([channel.Uniqueid, "x".repeat(5_000)]));
  assert.deepEqual(refusals()[1]![0], { why: "unannounced", call: "x".repeat(80), othersSince: 9 });
  assert.ok(!JSON.stringify(logged).includes("34600111222"));
});
