import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { FastifyReply, FastifyRequest } from "fastify";
import pino from "pino";
import type { Rights } from "../../src/api/sign-in/rights.ts";
import { Alerts, alertsEndpoint } from "../../src/api/v1/alerts/alerts.ts";
import { closesAt } from "../../src/api/v1/alerts/closing.ts";
import { alertReadings } from "../../src/api/v1/alerts/readings.ts";
import { alertList } from "../../src/api/v1/schema/alert-answers.ts";
import { sourcesOf } from "../../src/api/v1/sources.ts";
import type { WeeklyHours } from "../../src/line/settings.ts";
import { AlertsFile } from "../../src/server/alerts-file.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { openV1 } from "./v1-centre.ts";

async function clinic(t: TestContext) {
  const v1 = await openV1();
  t.after(() => v1.close());
  const { centre, store, owner } = v1;
  const sources = sourcesOf({
    store,
    readModels: store.readModels(),
    now: () => centre.clock.now(),
    live: async () => ({ version: "0", operations: [] }),
    owner,
  });
  const measures = async () =>
    Object.fromEntries(
      (await alertReadings(sources, centre.record)).map(({ kind, skill, measure }) => [
        `${kind} ${skill ?? "all"}`,
        measure,
      ]),
    );
  return { ...v1, sources, measures, alerts: new Alerts(sources, pino({ enabled: false })) };
}

test("a line is over its bound once somebody waited twice the time of the target", async (t) => {
  const { centre, measures, sources } = await clinic(t);
  const [skill] = await sources.skills.now(centre.record);
  const bound = Math.max(2 * skill!.target.withinMs, 60_000);
  const [line] = (await sources.owner.callers(centre.record, 1))!;
  centre.clock.jump(line!.callers[0]!.arrivedAt + bound - 1 - centre.clock.now());
  assert.ok((await measures())["line-over-bound 1"]! < 1);
  centre.clock.jump(line!.callers[0]!.arrivedAt + bound - centre.clock.now());
  assert.ok((await measures())["line-over-bound 1"]! >= 1);
});

test("a promise is in danger from five minutes before its end, in its own skill", async (t) => {
  const { centre, measures, sources } = await clinic(t);
  const { callbacks } = await sources.callbacks.page(centre.record, { status: "open" }, { limit: 9 }, false);
  const leo = callbacks.find(({ id }) => id === "leo")!;
  assert.equal(
    (await measures())["promise-in-danger 2"],
    leo.promisedUntil - centre.clock.now() < 300_000 ? 1 : 0,
  );
  centre.clock.jump(leo.promisedUntil - 299_999 - centre.clock.now());
  assert.equal((await measures())["promise-in-danger 2"], 1);
});

test("a promise is kept by its first call: a customer who then asks to be called later is in no danger when that time comes", async (t) => {
  const { centre, measures } = await clinic(t);
  const agent = { type: "agent-changed", agent: "agent-2", skills: [2] } as const;
  const attempt = "leo~1";
  centre.exchange.report({ ...agent, status: "free" });
  await centre.settled();
  centre.clock.jump(60_000);
  centre.exchange.report({ ...agent, status: "free" });
  await centre.settled();
  assert.equal(centre.diallingsOf("leo").length, 1);
  centre.exchange.report({ type: "attempt-progressed", attempt, progress: "answered" });
  centre.exchange.report({ type: "attempt-progressed", attempt, progress: "snoozed", laterMs: 1_800_000 });
  centre.exchange.report({ ...agent, status: "away" });
  await centre.settled();
  await centre.clock.run(centre.clock.now() + 1_860_000, () => centre.operation.settled());
  assert.equal(centre.operation.coreState.callbacks.get("leo")?.phase, "waiting");
  assert.equal((await measures())["promise-in-danger 2"], 0);
});

test("callbacks promised until after closing raise an alert in the last half hour before it", async (t) => {
  const { centre, measures, sources, store } = await clinic(t);
  const { callbacks } = await sources.callbacks.page(centre.record, { status: "open" }, { limit: 9 }, false);
  const promised = callbacks.find(({ id }) => id === "leo")!.promisedUntil;
  const settings = (await store.settings(centre.record.id))!;
  let { version } = settings;
  /** How it is read when every day closes at the minute of this moment. */
  const readWhenClosing = async (at: number) => {
    const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(settings.timeZone);
    const callingHours = Array(7).fill({ fromMinute: 0, toMinute: 60 * hour + minute });
    version++;
    await store.addSettings(centre.record.id, { ...settings, callingHours, version }, centre.clock.now());
    return (await measures())["left-at-closing 2"];
  };
  assert.equal(await readWhenClosing(promised), 1);
  assert.equal(await readWhenClosing(promised + 60_000), 0);
  centre.clock.jump(promised - 31 * 60_000 - centre.clock.now());
  assert.equal(await readWhenClosing(promised), 0);
});

test("a skill closes at the end of the hours that it is in, by its own and the operation's", () => {
  const all = (fromMinute: number, toMinute: number) => Array(7).fill({ fromMinute, toMinute });
  const settings = {
    callingHours: all(480, 1_140),
    holidays: { country: null, dates: ["2026-03-03"] },
    timeZone: "America/Bogota",
  } as const;
  const at = (text: string) => Date.parse(`${text}-05:00`);
  const closing = (text: string, openingHours: WeeklyHours | null = null) =>
    closesAt(settings, { openingHours }, at(text));
  assert.equal(closing("2026-03-02T18:59:00"), at("2026-03-02T19:00:00"));
  assert.equal(closing("2026-03-02T12:00:00", all(600, 1_050)), at("2026-03-02T17:30:00"));
  assert.equal(closing("2026-03-02T19:00:00"), null);
  assert.equal(closing("2026-03-02T09:00:00", all(600, 1_050)), null);
  assert.equal(closing("2026-03-02T12:00:00", [null, ...all(0, 1_440)]), null);
  assert.equal(closing("2026-03-03T12:00:00"), null);
  assert.equal(
    closesAt({ ...settings, callingHours: all(0, 1_440) }, { openingHours: null }, at("2026-03-02T23:50:00")),
    null,
  );
});

test("alerts outlive the server: those that ended are shown, and those that go on keep their beginning", async (t) => {
  const { centre, sources } = await clinic(t);
  const data = mkdtempSync(join(tmpdir(), "espera-alerts-"));
  t.after(() => rmSync(data, { recursive: true }));
  const begun = () => new Alerts(sources, pino({ enabled: false }), new AlertsFile(data));
  const before = begun();
  await before.look();
  centre.clock.jump(60_000);
  await before.look();
  const known = before.of(centre.record);
  assert.ok(known.length > 0);
  const after = begun();
  await after.look();
  assert.deepEqual(after.of(centre.record), known);
  writeFileSync(join(data, "alerts.json"), "[[");
  const anew = begun();
  await anew.look();
  assert.deepEqual(anew.of(centre.record), []);
});

test("a skill with open callbacks and without agents is one that nobody serves", async (t) => {
  const { measures } = await clinic(t);
  const all = await measures();
  assert.deepEqual([all["nobody-logged-in 1"], all["nobody-logged-in 2"]], [0, 1]);
});

test("an operation without its exchange gives one alert, and none for its skills; one that does not run gives none", async (t) => {
  const { measures, disconnect, stopRunning } = await clinic(t);
  disconnect();
  assert.deepEqual(await measures(), { "not-connected all": 1 });
  stopRunning();
  assert.deepEqual(await measures(), {});
});

test("an operation that does not answer while callbacks are open is an alert of its own after a minute, and others stay as they were", async (t) => {
  const { alerts, centre, answer, other } = await clinic(t);
  await alerts.look();
  centre.clock.jump(60_000);
  await alerts.look();
  const before = alerts.of(centre.record);
  assert.ok(before.length > 0);
  answer(false);
  await alerts.look();
  assert.deepEqual(alerts.of(centre.record), before);
  centre.clock.jump(60_000);
  await alerts.look();
  const [first, ...others] = alerts.of(centre.record);
  assert.deepEqual([first!.kind, first!.skill], ["not-answering", null]);
  assert.deepEqual(others, before);
  assert.deepEqual(alerts.of(other), []);
  answer(true);
  await alerts.look();
  assert.equal(
    alerts.of(centre.record).find(({ kind }) => kind === "not-answering")?.endedAt,
    centre.clock.now(),
  );
});

test("what was over its bound for a minute is an alert of its operation alone", async (t) => {
  const { alerts, centre, other } = await clinic(t);
  await alerts.look();
  assert.deepEqual(alerts.of(centre.record), []);
  centre.clock.jump(60_000);
  await alerts.look();
  assert.ok(alerts.of(centre.record).some(({ kind, skill }) => kind === "nobody-logged-in" && skill === 2));
  assert.deepEqual(alerts.of(other), []);
});

test("/v1/alerts says what each is, and what can be done, to those who see the skill", async (t) => {
  const { alerts, centre, sources } = await clinic(t);
  await alerts.look();
  centre.clock.jump(60_000);
  await alerts.look();
  const toldTo = async (...skills: number[]) => {
    const rights = { skills: new Set(skills) } as unknown as Rights;
    const asked = {} as FastifyRequest;
    const passage = { admit: async () => {}, signal: AbortSignal.timeout(HANGS_AFTER_MS) };
    const answer = await alertsEndpoint(sources, alerts).serve(
      { rights, operation: centre.record },
      asked,
      {} as FastifyReply,
      passage,
    );
    return alertList.parse(answer).alerts;
  };
  assert.deepEqual(await toldTo(), []);
  const served = (await toldTo(2)).find(({ kind }) => kind === "nobody-logged-in");
  assert.equal(served?.skill?.id, 2);
  assert.ok(served.es.what.startsWith(`${served.skill.name}: no hay agentes conectados`));
  assert.ok((await toldTo(1)).every(({ skill }) => skill?.id === 1));
});
