import assert from "node:assert/strict";
import { test } from "node:test";
import { createToken } from "../../src/api/tokens.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { type DeadlyPoint, deadlyPoints } from "./deadly-points.ts";
import { judge } from "./judge.ts";
import { countSteps, problemsOfJournal, readRows, type SkillCounts } from "./rows.ts";
import { type Ending, Story } from "./story.ts";

/** At least once at each named point, and from outside in the middle of whatever happens. */
const endings: readonly Ending[] = [
  { at: "migrating", n: 1 },
  { at: "migrated", n: 1 },
  { at: "before-append", n: 1 },
  { messages: 150 },
  { at: "after-dial", n: 3 },
  { at: "recovering", n: 1 },
  { at: "before-thank", n: 2 },
  { at: "after-thank", n: 2 },
  { at: "in-checkpoint", n: 1, whileStopping: true },
  { at: "before-dial", n: 2 },
  { at: "in-append", n: 40 },
  { at: "recovering", n: 1 },
  { messages: 80, cut: true },
  { at: "after-append", n: 30 },
  { stop: true },
  { at: "between-orders", n: 2 },
  { at: "choice-unheard", n: 3 },
  { at: "confirmed-unheard", n: 2 },
  { at: "before-leg-seat", n: 2 },
  { at: "after-dial", n: 1 },
  { at: "before-append", n: 60 },
  { messages: 233 },
  { at: "after-thank", n: 1 },
  { messages: 61 },
];

test("killed again and again under load, Espera loses no promise, dials nothing twice, and hangs up on nobody", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const story = await Story.begin("twenty kills");
  context.after(() => story.close());
  for (const ending of endings)
    context.diagnostic(`${(await story.live(ending)).padEnd(11)} ${describe(ending)}`);
  const last = await story.comeToRest();
  const counts = await countSteps(story.directory);
  const token = await tokenFor(story.directory);
  assert.deepEqual(await diagram2(await last.ready, token), counts);
  last.kill("SIGTERM");
  assert.deepEqual(await last.ended, { code: 0, signal: null }, last.said);

  const again = story.start();
  assert.deepEqual(await diagram2(await again.ready, token), counts, "the same after another start");
  again.kill("SIGTERM");
  assert.deepEqual(await again.ended, { code: 0, signal: null }, again.said);

  assert.deepEqual(await problemsOfJournal(story.directory), []);
  const { problems, judged } = judge(story, readRows(story.directory));
  context.diagnostic(
    JSON.stringify({ lives: endings.length, ...judged, worstLateMs: story.clock.worstLateMs }),
  );
  assert.deepEqual(problems, []);
  assert.ok(
    judged.promisesHeard >= 20 && judged.rings >= 20 && judged.servedByReturnCall >= 10,
    "under load",
  );
});

function describe(ending: Ending): string {
  if ("stop" in ending) return "told to end";
  if ("messages" in ending)
    return `from outside, ${ending.messages} messages after ${ending.cut ? "its connection broke" : "its start"}`;
  const point: DeadlyPoint = ending.at;
  return `${point}:${ending.n}, ${deadlyPoints[point]}${ending.whileStopping ? ", told to end" : ""}`;
}

async function tokenFor(directory: string): Promise<string> {
  const store = await openSqliteStore({ directory });
  try {
    const operation = (await store.operations())[0]!.id;
    return (await createToken(store, { operation, label: "judge" }, Date.now())).token;
  } finally {
    await store.close();
  }
}

async function diagram2(url: string, token: string): Promise<SkillCounts[]> {
  const query = "api=diagram_2&date_ini=20261123000000&date_end=20261123235959";
  const response = await fetch(`${url}/api/v2/reports_manager.php?${query}`, {
    headers: { "wolkvox-token": token },
  });
  return ((await response.json()) as { data: SkillCounts[] }).data;
}
