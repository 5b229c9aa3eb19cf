import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { Fault } from "../../src/faults/faults.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { reload } from "../../src/server/reload.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";

const configuration = (offerAfterS: number, timeZone = "America/Bogota") => `
operations:
  - name: clinic
    timeZone: ${timeZone}
    skills:
      - { id: 1, name: desk, target: 80 % in 20 s, offerAfterS: ${offerAfterS} }
    exchange:
      simulated:
        historyDays: 0
        traffic: [{ skill: 1, callsPerDay: 10, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 1, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }]
`;

describe("a running server that reads its configuration again on request", () => {
  let data: string;
  let file: string;
  let server: RunningServer;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "espera-reload-"));
    file = join(data, "espera.yaml");
    await writeFile(file, configuration(30));
    server = await start();
  });
  after(async () => {
    await server.stop();
    await rm(data, { recursive: true });
  });

  const start = () => startServer({ data, host: "127.0.0.1", port: 0, print: () => {}, logLevel: "silent" });

  async function newestSettings() {
    const store = await openSqliteStore({ directory: data, readOnly: true });
    const settings = await store.settings((await store.operations())[0]!.id);
    await store.close();
    return settings!;
  }

  it("keeps what changed as a new version, and what says the same as none", async () => {
    assert.equal((await newestSettings()).version, 1);
    const unchanged = { name: "clinic", changes: [], needsRestart: false };
    assert.deepEqual(await server.reload(), { operations: [unchanged], needRestart: [] });
    assert.equal((await newestSettings()).version, 1);
    await writeFile(file, configuration(45));
    const change = { skill: "desk", setting: "offerAfterS", from: "30", to: "45" };
    assert.deepEqual((await server.reload()).operations, [{ ...unchanged, changes: [change] }]);
    const settings = await newestSettings();
    assert.equal(settings.version, 2);
    assert.equal(settings.skills[0]!.offerAfterMs, 45_000);
  });

  it("lists each change by the keys of the file, as it is written there, also keys that are gone", async () => {
    const more = configuration(45)
      .replace("80 % in 20 s", "90/15, limits: { pending: 5 }, openingHours: 08:00-18:00")
      .replace("    skills:", "    attempts: { gapS: { busy: 60 } }\n    skills:");
    await writeFile(file, more);
    assert.deepEqual(
      (await server.reload()).operations[0]!.changes.map(({ skill, setting, from, to }) =>
        [skill, setting, from, to].join(" "),
      ),
      [
        " attempts.gapS.busy 120 60",
        "desk target 80 % in 20 s 90 % in 15 s",
        "desk openingHours - 08:00-18:00",
        "desk limits.pending - 5",
      ],
    );
    await writeFile(file, configuration(45));
    const back = (await server.reload()).operations[0]!.changes;
    assert.ok(
      back.some(({ setting, from, to }) => setting === "limits.pending" && from === "5" && to === "-"),
    );
    assert.equal((await newestSettings()).skills[0]!.limits.pending, null);
  });

  it("says what it did not take up: another exchange, and operations that came or went", async () => {
    const other = configuration(45).replace("operations:", "").replace("clinic", "lab");
    await writeFile(file, configuration(45).replace("callsPerDay: 10", "callsPerDay: 20") + other);
    const restart = {
      operations: [{ name: "clinic", changes: [], needsRestart: true }],
      needRestart: ["lab"],
    };
    assert.deepEqual(await server.reload(), restart);
    assert.deepEqual(await server.reload(), restart, "also when it is asked again");
    await writeFile(file, configuration(45));
    assert.equal((await server.reload()).operations[0]!.needsRestart, false);
  });

  it("remembers what another node runs, for when that is taken over", async () => {
    const [earlier, later] = [30, 45].map((s) => parseConfiguration(configuration(s), "espera.yaml")[0]!);
    const configured = new Map([["clinic", earlier!]]);
    assert.deepEqual(await reload([], configured, [later!], new Map()), { operations: [], needRestart: [] });
    assert.equal(configured.get("clinic"), later);
  });

  it("changes nothing when the file is not usable, and says why", async () => {
    await writeFile(file, configuration(45).replace("80 %", "eighty"));
    await assert.rejects(
      server.reload(),
      (fault) => fault instanceof Fault && fault.code === "config-invalid",
    );
    assert.equal((await newestSettings()).version, 4);
  });

  it("refuses to start in another zone than the one its days were counted in", async () => {
    await server.stop();
    await writeFile(file, configuration(45, "Europe/Madrid"));
    await assert.rejects(start(), (fault) => fault instanceof Fault && fault.code === "time-zone-fixed");
    await writeFile(file, configuration(45));
    server = await start();
  });
});
