import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import type { Manager } from "../bed/manager.ts";
import { caller, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";
import { story } from "../stories/story.ts";
import { type Realtime, type RealtimeWanted, realtime } from "./realtime.ts";
import { told } from "./told.ts";

const dialplan = "[callers]\nexten => lines,1,Queue(lines)\n same => n,Hangup()\n";
const ana = ["lines", "PJSIP/ana", "ana"] as const;
const eva = ["lines", "PJSIP/eva", "eva"] as const;

/** An Asterisk with nothing in queues.conf and the queue `lines` of Ana in a database. */
async function started(wanted: RealtimeWanted) {
  const asterisk = await startAsterisk({ agents: ["ana", "eva"], dialplan });
  const database = await realtime(asterisk, wanted);
  database.queue("lines");
  database.member(...ana);
  await asterisk.restart();
  return { asterisk, database, manager: await asterisk.manager() };
}

async function ended({ asterisk, database }: { asterisk: Asterisk; database: Realtime }): Promise<void> {
  database.close();
  await asterisk.stop();
}

/** Queues and members that QueueStatus lists. */
async function listed(manager: Manager, headers: Record<string, string> = {}): Promise<string[]> {
  const from = manager.events.length;
  await manager.action("QueueStatus", headers);
  await until("the list's end", 5_000, () =>
    manager.events.slice(from).some((event) => event["Event"] === "QueueStatusComplete"),
  );
  const names = { QueueParams: ["Queue"], QueueMember: ["Name", "Membership", "Paused"] };
  return told(manager.events.slice(from), names).sort();
}

const memberEvents = {
  QueueMemberAdded: [],
  QueueMemberRemoved: [],
  QueueMemberPause: ["MemberName", "Paused"],
};

describe("realtime queues (sqlite3)", { concurrency: false }, () => {
  test("a row is seen at the next QueueStatus, and no event reports it", async () => {
    const centre = await started({ journal: "DELETE", batch: 0 });
    try {
      const { manager, database } = centre;
      const lines = ["QueueMember ana static 0", "QueueParams lines"];
      assert.deepEqual(await listed(manager), lines);
      const config = await manager.action("GetConfig", { Filename: "queues.conf" });
      assert.equal(Object.values(config).includes("lines"), false, "GetConfig does not show it");
      database.member(...eva);
      await pause(1_000);
      assert.deepEqual(told(manager.events, memberEvents), []);
      assert.deepEqual(await listed(manager), [
        "QueueMember ana static 0",
        "QueueMember eva static 0",
        "QueueParams lines",
      ]);
      database.pause("eva");
      assert.deepEqual(await listed(manager), [
        "QueueMember ana static 0",
        "QueueMember eva static 1",
        "QueueParams lines",
      ]);
      assert.deepEqual(told(manager.events, memberEvents), []);
      await manager.action("QueuePause", { Queue: "lines", Interface: "PJSIP/eva", Paused: "false" });
      assert.deepEqual(database.paused("eva"), "0", "QueuePause writes into the table");
      assert.deepEqual(told(manager.events, memberEvents), ["QueueMemberPause eva 0"]);
      database.removeMember("eva");
      assert.deepEqual(await listed(manager), lines);
      assert.deepEqual(told(manager.events, memberEvents), ["QueueMemberPause eva 0"]);
      database.queue("late");
      assert.deepEqual(await listed(manager), [
        ...lines.slice(0, 1),
        "QueueParams late",
        "QueueParams lines",
      ]);
    } finally {
      await ended(centre);
    }
  });

  test("a caller who joins makes the rows known: the new member is rung, by the usual events", async () => {
    const centre = await started({ journal: "DELETE", batch: 0 });
    const { asterisk, manager, database } = centre;
    const phones = await startPhones(asterisk, "agents", {}, { answerAfterMs: 50, hangUpAfterMs: 300 });
    try {
      database.removeMember("ana");
      database.member(...eva);
      const call = await caller(asterisk, { to: "lines", number: "6001" });
      assert.equal((await call.end(10_000)).by, "exchange");
      const events = told(manager.events, { ...memberEvents, AgentCalled: ["MemberName"], AgentConnect: [] });
      assert.deepEqual(events, ["AgentCalled eva", "AgentConnect"]);
      const statuses = manager.events.filter((event) => event["Event"] === "QueueMemberStatus");
      assert.deepEqual(
        statuses.map((event) => `${event["MemberName"]} ${event["Membership"]} ${event["Status"]}`),
        ["eva realtime 6", "eva realtime 2", "eva realtime 1"],
      );
    } finally {
      await phones.kill();
      await ended(centre);
    }
  });

  test("members of a queue of queues.conf are read from the table when somebody joins, not by QueueStatus", async () => {
    const asterisk = await startAsterisk({ agents: ["ana"], queues: { lines: {} }, dialplan });
    const database = await realtime(asterisk, { journal: "DELETE", batch: 0, queues: false });
    try {
      database.member(...ana);
      await asterisk.restart();
      const manager = await asterisk.manager();
      assert.deepEqual(await listed(manager), ["QueueParams lines"]);
      await caller(asterisk, { to: "lines", number: "6001" });
      await until("they wait", 5_000, () =>
        manager.events.some((event) => event["Event"] === "QueueCallerJoin"),
      );
      const lines = ["QueueMember ana static 0", "QueueParams lines"];
      assert.deepEqual(await listed(manager), lines);
      database.pause("ana");
      assert.deepEqual(await listed(manager), lines, "not seen until the next caller joins");
    } finally {
      await ended({ asterisk, database });
    }
  });

  test("with the module's own batch setting, a WAL database is read as it was at the start", async () => {
    const centre = await started({ journal: "WAL" });
    try {
      const before = await listed(centre.manager);
      centre.database.member(...eva);
      await pause(1_000);
      assert.deepEqual(await listed(centre.manager), before);
    } finally {
      await ended(centre);
    }
  });

  test("with the module's own batch setting, an ordinary database is locked for all others", async () => {
    const centre = await started({ journal: "DELETE" });
    try {
      await listed(centre.manager);
      assert.throws(() => centre.database.member(...eva), /locked/);
    } finally {
      await ended(centre);
    }
  });
});

story(
  "Espera knows an agent of a new row only when they are first rung",
  { agents: ["ana"], queue: { members: [] } },
  async (world) => {
    const database = await realtime(world.asterisk, { journal: "DELETE", batch: 0, queues: false });
    try {
      await world.asterisk.restart();
      await until("the lease", 20_000, async () => (await world.lease()) > Date.now() / 1000);
      world.agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 300 });
      const since = (await world.steps()).length;
      database.member("ventas", "PJSIP/ana", "ana");
      await pause(1_000);
      assert.equal((await world.steps()).length, since);
      const call = await world.call("3000000041");
      assert.equal((await call.end(10_000)).by, "exchange");
      await world.event("call-closed", 5_000);
      const facts = (await world.steps()).slice(since).map(({ fact }) => fact);
      const first = (type: string) => facts.findIndex((fact) => fact.type === type);
      assert.ok(first("call-rung") < first("agent-changed"), "rung before they were reported");
      assert.equal((await world.event("call-closed", 1_000)).outcome, "answered");
    } finally {
      database.close();
    }
  },
);

story(
  "Espera knows within a minute what became of rows, without a call",
  { agents: ["ana", "eva"], queue: { members: [] } },
  async (world) => {
    const database = await realtime(world.asterisk, { journal: "DELETE", batch: 0 });
    try {
      await writeFile(join(world.asterisk.directory, "etc/queues.conf"), "[general]\n");
      database.queue("ventas");
      database.member("ventas", "PJSIP/ana", "ana");
      database.member("ventas", "PJSIP/eva", "eva");
      await world.asterisk.restart();
      await until("the lease", 20_000, async () => (await world.lease()) > Date.now() / 1000);
      const since = (await world.steps()).length;
      database.removeMember("ana");
      database.pause("eva");
      const told = await until("both are told of", 60_000, async () => {
        const facts = (await world.steps()).slice(since).map(({ fact }) => fact);
        const changes = facts.flatMap((fact) =>
          fact.type === "agent-changed" ? [`${fact.agent} ${fact.status}`] : [],
        );
        return changes.length >= 2 ? changes : undefined;
      });
      assert.deepEqual(told.sort(), ["PJSIP/ana away", "PJSIP/eva paused"]);
    } finally {
      database.close();
    }
  },
);
