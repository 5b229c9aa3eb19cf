import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DeadlyPoint, type Death, deadlyPoints } from "./deadly-points.ts";
import { type Told, way } from "./way.ts";

const table: string[] = [];
const note = (at: string, by: string, backAfterMs: number, told: Told) =>
  table.push(
    [at, by, `back ${backAfterMs / 1000} s`, told.problems.length === 0 ? "holds" : told.problems.join("; ")]
      .concat(`${told.status}`, `${told.attempts}`, `seated ${told.seatedAfterS}`, `silent ${told.silenceS}`)
      .concat(`meanwhile ${told.meanwhileS}`)
      .join(" | "),
  );

function dies(at: DeadlyPoint, by: Death, backAfterMs: number): void {
  test(`${by} when ${deadlyPoints[at]} (${at}), back after ${backAfterMs / 1000} s`, async () => {
    const told = await way(at, by, backAfterMs);
    note(at, by, backAfterMs, told);
    console.log(table.at(-1));
    assert.deepEqual(told.problems, []);
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
  ];
  for (const at of points) if (some.includes(at)) dies(at, "SIGKILL", 20_000);
});
