import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DeadlyPoint, type Death, deadlyPoints } from "./deadly-points.ts";
import { type Told, way } from "./way.ts";

const row = (at: string, by: string, backAfterMs: number, told: Told) =>
  [at, by, `back ${backAfterMs / 1000} s`, told.problems.length === 0 ? "holds" : told.problems.join("; ")]
    .concat(`${told.status}`, `${told.attempts}`, `seated ${told.seatedAfterS}`, `silent ${told.silenceS}`)
    .concat(`meanwhile ${told.meanwhileS}`)
    .join(" | ");

/** How long the dialplan waits for a word of Espera, with room for a busy machine, s. */
const WATCHDOG_S = 8 + 1;
/** The longest prompt is waited for as well. */
const LONGEST_PROMPT_S = 8;
/** What a caller loses when there is nobody to ask, s. */
const AT_ONCE_S = 1;
/** Where they are on the phone, and not in the queue yet. */
const inDialogue: readonly DeadlyPoint[] = [
  "arrived-unheard",
  "question-plays",
  "yes-unheard",
  "before-thank",
  "thanks-play",
  "press-1",
  "key-unheard",
  "before-leg-seat",
];

function dies(at: DeadlyPoint, by: Death, backAfterMs: number): void {
  test(`${by} when ${deadlyPoints[at]} (${at}), back after ${backAfterMs / 1000} s`, async () => {
    const told = await way(at, by, backAfterMs);
    console.log(row(at, by, backAfterMs, told));
    assert.deepEqual(told.problems, []);
    const bounds = by === "SIGKILL" ? [AT_ONCE_S, AT_ONCE_S] : [WATCHDOG_S, WATCHDOG_S + LONGEST_PROMPT_S];
    assert.ok(
      told.meanwhileS <= bounds[0]!,
      `a caller who came meanwhile waited ${told.meanwhileS} s for the queue`,
    );
    if (inDialogue.includes(at))
      assert.ok(Number(told.seatedAfterS) <= bounds[1]!, `they were left alone for ${told.seatedAfterS} s`);
  });
}

const only = process.env["ESPERA_DEATHS"]?.split(" ");
const points = (Object.keys(deadlyPoints) as DeadlyPoint[]).filter((at) => only?.includes(at) ?? true);

describe("Espera is killed and started again at once", { concurrency: 6 }, () => {
  for (const at of points) dies(at, "SIGKILL", 0);
});

describe("Espera hangs and goes on later", { concurrency: 6 }, () => {
  for (const at of points) dies(at, "SIGSTOP", 20_000);
});

describe("Espera is killed and started again after 20 s", { concurrency: 6 }, () => {
  const some: readonly DeadlyPoint[] = [
    "thanks-play",
    "before-dial",
    "phone-rings",
    "press-1",
    "leg-in-line",
    "agent-rings",
    "agent-talks",
  ];
  for (const at of points) if (some.includes(at)) dies(at, "SIGKILL", 20_000);
});
