import assert from "node:assert/strict";
import { test } from "node:test";
import type { ActionResult } from "../../../src/exchange/asterisk/ami/results.ts";
import {
  managerRights,
  permitted,
  rightsText,
} from "../../../src/exchange/asterisk/printed/manager-rights.ts";
import { AskedAmi, answered } from "./adapter-peers.ts";

const ALL = ["Setvar", "Getvar", "Originate", "Hangup", "CoreShowChannels", "DBGetTree"];

/** An Asterisk whose user may send these actions, and whose file says so of its classes. */
function manager(
  may: readonly string[],
  { read = "system,call,agent,user", write = "some" }: { read?: string; write?: string } = {},
): AskedAmi {
  const ami = new AskedAmi();
  ami.answer = (name, headers): ActionResult => {
    if (name === "ListCommands")
      return answered(Object.fromEntries([...may, "Ping"].map((action) => [action, "what it does"])));
    if (name !== "Getvar") return answered({});
    return answered({ Value: String(headers["Variable"]).includes(",read,") ? read : write });
  };
  return ami;
}

const missing = async (ami: AskedAmi) => rightsText((await managerRights(ami, "espera")).missing);

test("a user who may do all that is needed lacks nothing; `all` is all", async () => {
  assert.equal(await missing(manager(ALL)), "");
  assert.equal(await missing(manager(ALL, { read: "all" })), "");
});

test("each right that is lacking is named by its line and class, once", async () => {
  const without = (...actions: string[]) => ALL.filter((action) => !actions.includes(action));
  assert.equal(await missing(manager(without("Originate"))), "write: originate");
  assert.equal(await missing(manager(without("CoreShowChannels", "DBGetTree"))), "write: reporting");
  assert.equal(
    await missing(manager(without("Setvar"), { read: "system, Call" })),
    "read: agent, user; write: call",
  );
  assert.equal(await missing(manager(ALL, { read: "" })), "read: system, call, agent, user");
});

test("where Asterisk does not say, nothing is held to be lacking", async () => {
  assert.equal(await missing(manager(ALL, { read: "", write: "" })), "", "the user stands elsewhere");
  const mute = new AskedAmi();
  mute.answer = () => ({ outcome: "unknown", why: "timeout" });
  assert.equal(await missing(mute), "");
  assert.equal(await missing(new AskedAmi()), "", "an answer that is no list");
});

test("what may not be done is not sent", async () => {
  const ami = manager(["Setvar"]);
  const rights = await managerRights(ami, "espera");
  const may = permitted(ami, () => rights);
  assert.deepEqual(await may.action("Originate"), { outcome: "not-sent", why: "not-permitted" });
  assert.equal((await may.action("Setvar")).outcome, "answered");
  assert.ok(!ami.actions.some(({ name }) => name === "Originate"));
});

test("the secret is never asked for", async () => {
  const ami = manager(ALL);
  await managerRights(ami, "espera");
  assert.ok(!JSON.stringify(ami.actions).includes("secret"));
  assert.ok(!ami.actions.some(({ name }) => name === "GetConfig"));
});
