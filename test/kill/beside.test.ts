import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { espera } from "./espera/command-line.ts";
import { judge } from "./judge/judge.ts";
import { problemsOfJournal, readRows } from "./judge/rows.ts";
import { Story } from "./story.ts";
import { OPERATION } from "./story-settings.ts";

test("a second server on the same data is refused in a sentence, and may start once the first was killed", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const story = await Story.begin("two servers");
  context.after(() => story.close());
  const first = story.start();
  await first.ready;

  const second = espera(context, ["start", "--data", story.directory, "--port", "0"]);
  const said = text(second.stderr!);
  const [code] = await once(second, "close");
  assert.equal(code, 1);
  assert.match(await said, /^[^\n]*\[directory-in-use\]\n$/);

  await story.work(first, 50);
  assert.equal(story.world.presence.length, 1, "the first was not disturbed");
  first.kill("SIGKILL");
  await first.ended;
  const third = story.start();
  await third.ready;
  third.kill("SIGTERM");
  assert.deepEqual(await third.ended, { code: 0, signal: null }, third.said);
});

test("when two servers are started at once on an empty directory, one runs and the other is refused", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const story = await Story.begin("two at once");
  context.after(() => story.close());
  const children = [story.start(), story.start()];
  const outcomes = await Promise.all(
    children.map((child) =>
      child.ready.then(
        () => "runs",
        () => (child.said.includes("directory-in-use") ? "refused" : child.said),
      ),
    ),
  );
  assert.deepEqual(outcomes.sort(), ["refused", "runs"]);
  await story.work(children.find(({ url }) => url !== null)!, 50);
  assert.equal(story.world.presence.length, 1);
});

test("recorded calls are imported beside a server, whichever of the two is killed meanwhile", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const story = await Story.begin("import beside");
  context.after(() => story.close());
  await story.live({ messages: 100 });
  const file = join(story.directory, "calls.csv");
  writeFileSync(file, callLog(CALLS));
  const command = ["import", file, "--data", story.directory, "--operation", OPERATION];

  const running = story.start();
  await running.ready;
  const [, signal] = await once(espera(context, command, "in-checkpoint:2"), "close");
  assert.equal(signal, "SIGKILL");
  const before = callsImported(story.directory);
  assert.ok(before > 0 && before < CALLS, `${before} calls were in when it was cut off`);

  const resumed = espera(context, command);
  const said = text(resumed.stderr!);
  const resumedEnd = once(resumed, "close");
  await imported(story.directory, before + CALLS / 10);
  running.kill("SIGKILL");
  await running.ended;
  await story.live({ at: "in-append", n: 5 });
  await story.live({ messages: 50 });
  assert.deepEqual([(await resumedEnd)[0], await said], [0, ""]);
  assert.equal(callsImported(story.directory), CALLS);

  const last = await story.comeToRest();
  last.kill("SIGTERM");
  assert.deepEqual(await last.ended, { code: 0, signal: null }, last.said);
  assert.deepEqual(await problemsOfJournal(story.directory), []);
  assert.deepEqual(judge(story, readRows(story.directory)).problems, []);
});

const CALLS = 40_000;

/** Recorded calls of one day, two seconds apart, in a skill that the operation does not know. */
function callLog(calls: number): string {
  const rows = Array.from({ length: calls }, (_, index) => {
    const time = new Date(Date.UTC(2024, 4, 2) + index * 2_000).toISOString().slice(0, 19);
    return `${time},c${index},customer-${index % 997},Recorded,${index % 40},answered,60,A1`;
  });
  return `${["offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent", ...rows].join("\n")}\n`;
}

/** Waits until so many calls are in. */
async function imported(directory: string, calls: number): Promise<void> {
  while (callsImported(directory) < calls) await pause(5);
}

function callsImported(directory: string): number {
  const journal = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
  try {
    const row = journal.prepare("SELECT max(last_seq) - 1 AS calls FROM runs WHERE kind = 'imported'").get();
    return Number(row?.["calls"] ?? 0);
  } finally {
    journal.close();
  }
}
