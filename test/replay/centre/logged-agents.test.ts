import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { AgentEvent } from "../../../src/history/queue-log/agent-events.ts";
import { readQueueLog } from "../../../src/history/queue-log/queue-log.ts";
import { LoggedAgents } from "../../../src/replay/centre/logged-agents.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-agents-"));
after(() => rmSync(folder, { recursive: true }));

/** What is known of an agent on the day from 0 to 1000, in s, after these lines of a queue_log. */
async function dayAfter(lines: readonly string[], agent = "Ana Paz") {
  const file = join(folder, "queue_log");
  writeFileSync(file, `${lines.map((line) => `1000000${line}`).join("\n")}\n`);
  const log = readQueueLog([file], "UTC", { withAgents: true });
  const agents = new LoggedAgents();
  for await (const _ of log.rows) agents.take(log.agentEvents!());
  agents.take(log.agentEvents!());
  const zero = 1_000_000_000_000;
  const found = agents.of(agent, zero, zero + 999_000);
  return (
    found && {
      from: (found.from - zero) / 1_000,
      to: (found.to - zero) / 1_000,
      breaks: found.breaks.map(({ at, lastsMs }) => [(at - zero) / 1_000, lastsMs / 1_000]),
    }
  );
}

test("an agent is there from being added until being removed, and pauses in between", async () => {
  const found = await dayAfter([
    "100|NONE|sales|Ana Paz|ADDMEMBER|",
    "200|NONE|sales|Ana Paz|PAUSE|lunch",
    "300|NONE|sales|Ana Paz|UNPAUSE|",
    "900|NONE|sales|Ana Paz|REMOVEMEMBER|",
  ]);
  assert.deepEqual(found, { from: 100, to: 900, breaks: [[200, 100]] });
});

test("in several queues an agent is gone once they left the last, and pauses once they paused in all", async () => {
  const found = await dayAfter([
    "100|NONE|sales|Ana Paz|ADDMEMBER|",
    "110|NONE|claims|Ana Paz|ADDMEMBER|",
    "200|NONE|sales|Ana Paz|PAUSE|",
    "250|NONE|claims|Ana Paz|PAUSE|",
    "300|NONE|NONE|Ana Paz|UNPAUSEALL|",
    "700|NONE|sales|Ana Paz|REMOVEMEMBER|",
    "800|NONE|claims|Ana Paz|REMOVEMEMBER|",
  ]);
  assert.deepEqual(found, { from: 100, to: 800, breaks: [[250, 50]] });
});

test("an agent who logs out for a while is on a break, and one who never logs out is there until midnight", async () => {
  const found = await dayAfter([
    "100|NONE|NONE|Ana Paz|AGENTLOGIN|SIP/1",
    "200|NONE|NONE|Ana Paz|AGENTLOGOFF|SIP/1|100",
    "400|NONE|NONE|Ana Paz|AGENTLOGIN|SIP/1",
  ]);
  assert.deepEqual(found, { from: 100, to: 999, breaks: [[200, 200]] });
});

test("a phone that rings in vain keeps its agent from other calls for as long as it rings", async () => {
  const found = await dayAfter([
    "100|NONE|sales|Ana Paz|ADDMEMBER|",
    "300|call-1|sales|Ana Paz|RINGNOANSWER|15000",
  ]);
  assert.deepEqual(found?.breaks, [[285, 15]]);
});

test("nothing is known of an agent who was never seen to log in", async () => {
  assert.equal(await dayAfter(["300|call-1|sales|Ana Paz|RINGNOANSWER|15000"]), null);
  assert.equal(await dayAfter(["100|NONE|sales|Ana Paz|ADDMEMBER|"], "Bea"), null);
});

test("what ended long ago is forgotten, and who is still logged in is not", () => {
  const agents = new LoggedAgents();
  const event = (at: number, type: "logged-in" | "logged-out", agent: string): AgentEvent => ({
    at,
    agent,
    queue: "sales",
    type,
  });
  agents.take([event(0, "logged-in", "ana"), event(0, "logged-in", "bea"), event(10, "logged-out", "bea")]);
  agents.forget(100);
  assert.deepEqual(agents.of("ana", 100, 200), { from: 100, to: 200, breaks: [] });
  assert.equal(agents.of("bea", 0, 200), null);
});

test("events that come out of order break nothing", () => {
  const agents = new LoggedAgents();
  const at = (time: number, type: "logged-in" | "logged-out"): AgentEvent => ({
    at: time,
    agent: "ana",
    queue: "sales",
    type,
  });
  agents.take([at(100, "logged-in"), at(50, "logged-out"), at(80, "logged-in"), at(200, "logged-out")]);
  const found = agents.of("ana", 0, 1_000)!;
  assert.ok(found.from <= found.to);
  assert.equal(found.to, 200);
});
