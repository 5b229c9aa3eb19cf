import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { ANA, type ScriptedCentre } from "../api/scripted-centre.ts";
import { espera } from "./command-line.ts";
import { startScripted } from "./scripted-server.ts";

describe("commands on a data folder with several operations", () => {
  let data: string;
  let server: RunningServer;
  let centre: ScriptedCentre;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "espera-choice-"));
    ({ server, centre } = await startScripted(data));
    await centre.begin();
    const store = await openSqliteStore({ directory: data });
    await store.openOperation({ name: "Otra sede", timeZone: "America/Lima", simulated: false });
    await store.close();
  });
  after(async () => {
    await server.stop();
    await rm(data, { recursive: true });
  });

  const typed = (...parameters: string[]) => espera([...parameters, "--data", data]);

  it("list the callbacks of all of them, or of the one that is named", async () => {
    const { code, out } = await typed("callbacks", "list");
    assert.equal(code, 0);
    assert.match(out, /^clinic \(America\/Bogota\): 3 devoluciones\n[\s\S]+\n\nOtra sede: No hay devolu/);
    const asJson = await typed("callbacks", "list", "--json");
    assert.deepEqual(
      asJson.out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).operation),
      ["clinic", "Otra sede"],
    );
    const named = await typed("callbacks", "list", "--operation", "Otra sede");
    assert.match(named.out, /^Otra sede: [^\n]*\n$/);
  });

  it("find the one that has a callback, to show it and to give orders", async () => {
    assert.match((await typed("callbacks", "show", "ana")).out, /^Devolución ana: skill 1, clinic /);
    assert.equal((await typed("callbacks", "cancel", "leo", "--why", "ya se resolvió")).code, 0);
    const nobody = await typed("callbacks", "show", "nobody");
    assert.equal(nobody.code, 1);
    assert.match(nobody.err, /^No hay ninguna devolución nobody en clinic, Otra sede\. /);
  });

  it("say which operations there are, ready to be typed, where one must be named", async () => {
    const days = ["--from", "2026-03-02", "--to", "2026-03-02"];
    for (const words of [
      ["report", "service-level", ...days, "--lang", "en"],
      ["report", "smart-wait", ...days, "--lang", "en"],
      ["token", "create", "--lang", "en"],
      ["person", "erase", ANA, "--lang", "en"],
    ]) {
      const { code, out, err } = await typed(...words);
      assert.deepEqual([code, out], [1, ""], words.join(" "));
      assert.equal(
        err,
        'There are several operations. Say which one: --operation clinic, --operation "Otra sede". [operation-not-named]\n',
        words.join(" "),
      );
    }
    assert.equal((await typed("report", "service-level", ...days, "--operation", "clinic")).code, 0);
    const unknown = await typed("callbacks", "list", "--operation", "clinica", "--lang", "en");
    assert.equal(
      unknown.err,
      "There is no operation named clinica. Known: clinic, Otra sede. [operation-unknown]\n",
    );
  });

  it("say so where there is no operation yet", async (t) => {
    const empty = await mkdtemp(join(tmpdir(), "espera-choice-"));
    t.after(() => rm(empty, { recursive: true }));
    await (await openSqliteStore({ directory: empty })).close();
    const { code, err } = await espera(["callbacks", "list", "--data", empty]);
    assert.equal(code, 1);
    assert.match(err, /^Todavía no hay ninguna operación\. .*espera import\. \[operation-missing\]\n$/);
  });
});
