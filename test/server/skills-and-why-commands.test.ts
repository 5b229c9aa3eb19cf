import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { RunningServer } from "../../src/server/server.ts";
import { offerReasons } from "../../src/words/reasons/call-reasons.ts";
import { skillReasons } from "../../src/words/reasons/skill-reasons.ts";
import type { ScriptedCentre } from "../api/scripted-centre.ts";
import { espera } from "./command-line.ts";
import { startScripted } from "./scripted-server.ts";

describe("a supervisor who asks why", () => {
  let data: string;
  let server: RunningServer | null;
  let centre: ScriptedCentre;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "espera-why-"));
    ({ server, centre } = await startScripted(data));
    await centre.begin();
  });
  after(async () => {
    await server?.stop();
    await rm(data, { recursive: true });
  });

  const typed = async (...parameters: string[]) => {
    const { code, out, err } = await espera([...parameters, "--data", data]);
    assert.deepEqual([code, err], [0, ""]);
    return out;
  };

  it("reads of each skill its mode, since when and why, who waits and who is to be called back", async () => {
    const [head, , titles, , first, second] = (await typed("skills")).split("\n");
    assert.match(head!, /^clinic \(America\/Bogota\), 2026-03-02 10:\d\d$/);
    assert.match(
      titles!,
      /^Skill +Espera inteligente +Riesgo +Desde +Al teléfono +Por devolver +Devolviendo /,
    );
    assert.match(first!, /^skill 1 +encendida +- +2026-03-02 10:00 +1 +2 +0 +0 de 1 {3}Se ofrece /);
    assert.ok(second!.endsWith(skillReasons["nobody-logged-in"].es));
    const csv = (await typed("skills", "--csv", "--lang", "en")).split("\n");
    assert.match(csv[0]!, /^operation,skill_id,skill,smart_wait,risk,since,waiting,callbacks,/);
    assert.match(csv[1]!, /^clinic,1,skill 1,on,,2026-03-02 10:00,1,2,0,0,1,offers,/);
  });

  it("chooses among the newest calls, and reads the decision on one in sentences with its figures", async () => {
    const list = await typed("why");
    assert.match(list, /^leo +skill 2 +2026-03-02 10:\d\d:\d\d +…8877 +Se le ofreció: /m);
    assert.match(list, /espera why LLAMADA\n$/);
    const story = await typed("why", "zoe", "--lang", "en");
    assert.match(story, /^Call zoe: skill 1, clinic \(America\/Bogota\)\nIt is still open\.\n/);
    assert.ok(story.includes(`${offerReasons["wait-long"].en} (threshold 30 s, ahead 0)`), story);
    assert.match(story, /^2026-03-02 10:01:05 {2}The caller said no\. The caller answered with a key\.$/m);
  });

  it("reads of a call that asked to be called back what became of that, as callbacks show prints it", async () => {
    assert.equal(await typed("why", "ana"), await typed("callbacks", "show", "ana"));
  });

  it("reads the same without a running server, which is said", async () => {
    const before = await typed("why", "zoe");
    await server?.stop();
    server = null;
    assert.equal(await typed("why", "zoe"), before);
    assert.match(await typed("why", "--limit", "1"), /^leo /m);
    assert.ok((await typed("skills")).includes(skillReasons["operation-stopped"].es));
  });
});
