import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { espera } from "./espera/command-line.ts";
import { problemsOfJournal } from "./judge/rows.ts";

test("a demonstration killed while it lives through its past has every day once and whole in the end", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const directory = mkdtempSync(join(tmpdir(), "espera-first-start-"));
  context.after(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "espera.yaml"), CONFIGURATION);
  const start = (dieAt?: string) => {
    const child = espera(context, ["start", "--data", directory, "--port", "0"], dieAt);
    let said = "";
    const failed = text(child.stderr!);
    const complete = new Promise<"complete">((resolve) => {
      child.stdout!.setEncoding("utf8").on("data", (line: string) => {
        said += line;
        if (/history complete|historia simulada completa/.test(said)) resolve("complete");
      });
    });
    return { child, complete, failed, ended: once(child, "close") };
  };

  // In the first day, in the second, and in the third, which another thread fills in while the server answers.
  for (const dieAt of ["migrating:1", "in-checkpoint:1", "in-checkpoint:2", "in-checkpoint:2"]) {
    const { complete, ended, failed } = start(dieAt);
    const outcome = await Promise.race([complete, ended]);
    assert.deepEqual(
      outcome,
      [null, "SIGKILL"],
      outcome === "complete" ? dieAt : `${dieAt}: ${await failed}`,
    );
  }
  const whole = start();
  assert.equal(await Promise.race([whole.complete, whole.failed]), "complete");
  whole.child.kill("SIGKILL");
  await whole.ended;
  const again = start();
  const greeting = String((await once(again.child.stdout!, "data"))[0]);
  assert.equal((await fetch(`${/http:\S+/.exec(greeting)?.[0]}/healthz`)).status, 200);
  again.child.kill("SIGINT");
  assert.deepEqual(await again.ended, [0, null]);

  const store = await openSqliteStore({ directory, readOnly: true });
  const [operation] = await store.operations();
  const runs = await store.runs(operation!.id);
  await store.close();
  const days = runs.filter(({ kind }) => kind === "generated");
  assert.equal(days.length, DAYS);
  assert.ok(days.every(({ complete }) => complete));
  assert.equal(new Set(days.map(({ name }) => name)).size, DAYS);
  assert.deepEqual(await problemsOfJournal(directory), []);
});

const DAYS = 4;
const CONFIGURATION = `
operations:
  - name: First start
    timeZone: America/Bogota
    country: CO
    skills:
      - { id: 1, name: Skill 1, target: 80 % in 20 s, smartWait: on, offerAfterS: 30 }
    exchange:
      simulated:
        seed: first start
        historyDays: ${DAYS}
        traffic:
          - { skill: 1, callsPerDay: 400, meanHandleS: 200, meanPatienceS: 300 }
        agents:
          - { count: 4, skills: [1], shift: 08:00-20:00, wrapUpS: 10 }
`;
