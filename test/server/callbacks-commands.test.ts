import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { listCallbacks, showCallback } from "../../src/api/v1/schema/forms.ts";
import type { OfOperation } from "../../src/command-line/native-api.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { offerReasons } from "../../src/words/reasons/call-reasons.ts";
import { endReasons, waitReasons } from "../../src/words/reasons/callback-reasons.ts";
import { orderOutcomes } from "../../src/words/reasons/order-outcomes.ts";
import { ANA, EVA, type ScriptedCentre } from "../api/scripted-centre.ts";
import { eagerJudgements } from "../line/judgements.ts";
import { espera } from "./command-line.ts";
import { startScripted } from "./scripted-server.ts";

/** What is wrong with the journal, all of it decided again. */
async function problemsOf(data: string): Promise<readonly string[]> {
  const store = await openSqliteStore({ directory: data, readOnly: true });
  try {
    const [operation] = await store.operations();
    const [run] = await store.runs(operation!.id);
    return (await verifyRun(store, run!, { all: true, judgements: eagerJudgements })).problems;
  } finally {
    await store.close();
  }
}

describe("a supervisor at a terminal", () => {
  let data: string;
  let server: RunningServer | null;
  let centre: ScriptedCentre;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "espera-callbacks-"));
    ({ server, centre } = await startScripted(data));
    await centre.begin();
  });
  after(async () => {
    await server?.stop();
    await rm(data, { recursive: true });
  });

  const callbacks = (...parameters: string[]) => espera(["callbacks", ...parameters, "--data", data]);
  const story = async (id: string) =>
    JSON.parse((await callbacks("show", id, "--json")).out) as OfOperation<typeof showCallback>;

  it("reads in Spanish who waits since when, by when they were promised a call, and why they wait", async () => {
    const { code, out, err } = await callbacks("list");
    assert.deepEqual([code, err], [0, ""]);
    const [title, , header, , ...rows] = out.trimEnd().split("\n");
    assert.equal(title, "clinic (America/Bogota): 3 devoluciones");
    assert.match(header!, /Devolución +Skill +Turno +Prometida hasta +Intentos +Número +Estado/);
    assert.deepEqual(
      rows.map((row) => row.split(/ {2,}/).map((cell) => cell.trim())[0]),
      ["ana", "eva", "leo"],
    );
    assert.match(rows[0]!, /skill 1 +2026-03-02 10:02 +2026-03-02 10:\d\d +0 +…4567 +Al teléfono espera/);
    assert.ok(rows[2]!.endsWith(waitReasons["nobody-logged-in"].es));
    assert.equal(out.includes(ANA), false);
  });

  it("reads the same in English, where it is asked for or the machine speaks it", async () => {
    const asked = await callbacks("list", "--lang", "en");
    assert.match(asked.out, /^clinic \(America\/Bogota\): 3 callbacks\n/);
    assert.ok(asked.out.includes(waitReasons["behind-phone"].en));
    const spoken = await espera(["callbacks", "list", "--data", data], { LANG: "en_US.UTF-8" });
    assert.equal(spoken.out, asked.out);
  });

  it("sees whole numbers when asked for, chooses a skill, and gets JSON for a script", async () => {
    const { out } = await callbacks("list", "--numbers", "--skill", "skill 1", "--json");
    const list = JSON.parse(out) as OfOperation<typeof listCallbacks>;
    assert.deepEqual(list.callbacks.map(({ number }) => number ?? "").sort(), [ANA, EVA]);
  });

  it("moves one to another time, says why, and reads it in its story", async () => {
    const why = "prefiere la tarde";
    const { code, out } = await callbacks("move", "leo", "--to", "2026-03-02 16:30", "--why", why);
    assert.deepEqual([code, out], [0, `${orderOutcomes.done.es}\n`]);
    const { out: printed } = await callbacks("show", "leo");
    assert.match(printed, /^Devolución leo: skill 2, clinic \(America\/Bogota\)\nYES\. Abierta/);
    assert.match(printed, /^Ahora: .* No antes de 2026-03-02 16:30\.$/m);
    for (const sentence of [
      offerReasons["wait-long"].es,
      "Dijo que sí: pulsó 1 tras oír question-choice@1.",
      `${process.env["SUDO_USER"] || userInfo().username} ordenó pasar a 2026-03-02 16:30: «${why}». ${orderOutcomes.done.es}`,
    ])
      assert.ok(printed.includes(sentence), `${sentence}\n${printed}`);
    const times = [...printed.matchAll(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) /gm)].map((match) => match[1]!);
    assert.ok(times.length >= 5);
    assert.deepEqual(times, times.toSorted());
  });

  it("moves one to the end of another skill's line", async () => {
    assert.equal((await callbacks("move", "eva", "--skill", "2", "--why", "se equivocó de fila")).code, 0);
    const { callback } = await story("eva");
    assert.deepEqual([callback.skill.id, callback.registeredFor.id], [2, 1]);
  });

  it("has one called now: the exchange is ordered to dial, once", async () => {
    const { code } = await callbacks("call", "ana", "--why", "es urgente", "--author", "Lucía");
    assert.equal(code, 0);
    await centre.settled();
    assert.equal(centre.diallingsOf("ana").length, 1);
    const again = await callbacks("call", "ana", "--why", "otra vez", "--lang", "en");
    assert.deepEqual(
      [again.code, again.out, again.err],
      [1, "", `${orderOutcomes["being-called"].en} [being-called]\n`],
    );
    assert.equal(centre.diallingsOf("ana").length, 1);
    const { orders } = await story("ana");
    assert.deepEqual(
      orders.map(({ author, why, outcome }) => [author, why, outcome]),
      [
        ["Lucía", "es urgente", "done"],
        [process.env["SUDO_USER"] || userInfo().username, "otra vez", "being-called"],
      ],
    );
    centre.exchange.report({ type: "attempt-progressed", attempt: "ana~1", progress: "no-answer" });
    await centre.settled();
    const { out } = await callbacks("show", "ana");
    assert.match(out, /Intento 1: Nadie contestó\./);
    assert.match(out, /Se marcó porque un supervisor lo pidió\./);
  });

  it("reads how long a customer waited who had pressed 1, and hung up", async () => {
    const { report } = centre.exchange;
    const attempt = "ana~2";
    assert.equal((await callbacks("call", "ana", "--why", "otra vez")).code, 0);
    report({ type: "attempt-progressed", attempt, progress: "answered" });
    report({ type: "attempt-progressed", attempt, progress: "confirmed" });
    report({ type: "call-joined", call: attempt, skill: 1, number: ANA });
    centre.clock.jump(95_000);
    report({ type: "call-ended", call: attempt });
    await centre.settled();
    const { out } = await callbacks("show", "ana");
    assert.match(out, /Intento 2: Contestó y colgó .* Desde que pulsó 1 esperó 1 min 35 s\./);
    const { out: english } = await callbacks("show", "ana", "--lang", "en");
    assert.match(english, /Attempt 2: .* After pressing 1 the customer waited 1 min 35 s\./);
    const { callback, attempts } = await story("ana");
    assert.deepEqual([callback.secondWaitMs, attempts.at(-1)!.secondWaitMs], [95_000, 95_000]);
  });

  it("cancels one: nobody is dialled, and its story says who ended it and why", async () => {
    assert.equal((await callbacks("cancel", "eva", "--why", "ya se resolvió")).code, 0);
    const { out } = await callbacks("show", "eva");
    assert.match(out, /^FAIL\./m);
    assert.ok(out.includes(`Terminó en FAIL. ${endReasons.cancelled.es}`), out);
    assert.ok(out.includes("«ya se resolvió»"), out);
    const { out: all } = await callbacks("list", "--status", "FAIL");
    assert.match(all, /eva .*FAIL: Un supervisor la canceló\./);
    assert.deepEqual(centre.diallingsOf("eva"), []);
  });

  it("reads in words what they got wrong, and ends with 2; what is refused or not there ends with 1", async () => {
    const wrong = [
      ["cancel", "leo"],
      ["cancel", "leo", "--why", "  "],
      ["move", "leo", "--why", "so"],
      ["move", "leo", "--to", "tomorrow", "--why", "so"],
      ["list", "--open", "--all"],
      ["list", "--limit", "0"],
      ["list", "--status", "MAYBE"],
      ["show"],
    ];
    const answers = await Promise.all(wrong.map((parameters) => callbacks(...parameters)));
    for (const [index, { code, err }] of answers.entries()) {
      assert.equal(code, 2, wrong[index]!.join(" "));
      assert.match(err, /^error: .+/, wrong[index]!.join(" "));
    }
    const nobody = await callbacks("show", "nobody");
    assert.equal(nobody.code, 1);
    assert.match(nobody.err, /^No hay ninguna devolución nobody en clinic\. .*\[callback-unknown\]\n$/);
    const inEnglish = await callbacks("show", "nobody", "--lang", "en");
    assert.match(inEnglish.err, /^There is no callback nobody in clinic\. .*\[callback-unknown\]\n$/);
    const past = await callbacks("move", "leo", "--to", "2026-03-02 09:00", "--why", "so");
    assert.deepEqual([past.code, past.err], [1, `${orderOutcomes["time-past"].es} [time-past]\n`]);
  });

  it("gives a person all that is held of them, and erases it", async () => {
    const person = (...parameters: string[]) => espera(["person", ...parameters, "--data", data]);
    const { out } = await person("export", "300 765 4321");
    assert.equal(JSON.parse(out).held[0].number, EVA);
    const erased = await person("erase", EVA, "--lang", "en");
    assert.deepEqual([erased.code, erased.err], [0, ""]);
    assert.match(erased.out, /^Erased\. Backups/);
    const again = await person("export", EVA);
    assert.deepEqual([again.code, again.out], [1, ""]);
    assert.match(again.err, /\[person-unknown\]/);
    assert.match((await callbacks("show", "eva")).out, /Sus datos se borraron\./);
  });

  it("looks at the same without a running server, which is said, and cannot order anything", async () => {
    const before = await story("ana");
    await server?.stop();
    server = null;
    assert.deepEqual(await story("ana"), {
      ...before,
      callback: { ...before.callback, waits: "operation-stopped" },
    });
    assert.ok((await callbacks("list")).out.includes(waitReasons["operation-stopped"].es));
    const order = await callbacks("cancel", "ana", "--why", "so");
    assert.equal(order.code, 1);
    assert.match(order.err, /^No hay ningún servidor en marcha .*\[server-not-running\]\n$/);
    assert.equal((await story("ana")).orders.length, before.orders.length);
    const { out } = await espera(["person", "export", ANA, "--data", data]);
    assert.equal(JSON.parse(out).held[0].number, ANA);
    assert.equal((await espera(["person", "erase", ANA, "--data", data])).code, 0);
    assert.equal((await story("ana")).callback.number, null);
    assert.deepEqual(await problemsOf(data), []);
  });
});
