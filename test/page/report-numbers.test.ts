import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";
import { PAST_DAYS, storeWithPast } from "./lived-past.ts";

type Row = Readonly<Record<string, string>>;
// biome-ignore lint/suspicious/noExplicitAny: an answer as anybody reads it, without the types that made it
type Answer = Readonly<Record<string, any>>;

/** How each language writes what the compatible API answers. */
const LANGUAGES = {
  es: {
    locale: "es-CO",
    signs: { ",": ".", ".": "," },
    months: { "02": "feb", "03": "mar" },
    weekdays: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    all: "{all} llamadas",
    some: "Se muestran las primeras {n} de {all} llamadas; el archivo las tiene todas.",
    caption: "A {n} personas se les hizo la oferta; la aceptó el {share}",
    byStatus: "{n} llamadas que oyeron la oferta, por estado",
    levels: "El nivel de servicio, de tres maneras",
    lifts: "Cuánto subió el nivel de servicio",
    funnel: "De la oferta a la conversación",
    promises: "Promesas y turnos",
    between: "entre {low} y {high} puntos",
  },
  en: {
    locale: "en-GB",
    signs: { ",": ",", ".": "." },
    months: { "02": "Feb", "03": "Mar" },
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    all: "{all} calls",
    some: "The first {n} of {all} calls are shown; the file has all of them.",
    caption: "{n} callers heard the offer; {share} of them accepted",
    byStatus: "{n} calls that heard the offer, by status",
    levels: "The service level, three ways",
    lifts: "By how much the service level rose",
    funnel: "From the offer to the conversation",
    promises: "Promises and places",
    between: "between {low} and {high} points",
  },
} as const;
type Language = (typeof LANGUAGES)[keyof typeof LANGUAGES];

/** A past day, and a range of days. */
const RANGES = [
  [PAST_DAYS[0], PAST_DAYS[0]],
  [PAST_DAYS[0], PAST_DAYS[2]],
] as const;

const UNKNOWN = "–";
const COUNTS = ["treatment", "customer_say_no", "customer_say_yes", "recall_fail", "recall_ok"] as const;

test("every cell, chart and total of the reports is what the compatible API answers for the same days", {
  skip: noBrowser,
  timeout: 6 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t, { store: await storeWithPast({ callsPerDay: 500 }) });
  const { v1 } = at;
  const native = async (path: string): Promise<Answer> => {
    const answer = await v1.get(path);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json();
  };
  const compatible = async (api: string, [from, to]: readonly [string, string]): Promise<Row[]> => {
    const [first, last] = [from, to].map((date) => date.replaceAll("-", ""));
    const answer = await v1.api.inject({
      url: `/api/v2/reports_manager.php?api=${api}&date_ini=${first}000000&date_end=${last}235959`,
      headers: { "wolkvox-token": v1.token },
    });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json().data;
  };
  const names = new Map<string, string>(
    (await native("/v1/skills"))["skills"].map(({ id, name }: Answer) => [String(id), name]),
  );
  const nameOf = (row: Row) => names.get(row["skill_id"]!)!;

  for (const [code, language] of Object.entries(LANGUAGES)) {
    const { whole, percent } = writing(language);
    const page = await at.signedIn("/", "supervisor", { options: { locale: language.locale } });
    const show = async (path: string, table: string) => {
      await page.goto(at.address + path);
      await page.locator(table).last().waitFor();
    };
    for (const range of RANGES) {
      const [from, to] = range;
      const days = `from=${from}&to=${to}`;
      const skills = await compatible("diagram_2", range);
      const total = (member: string) => sum(skills, member);
      assert.equal(skills.length, 2);
      assert.ok(total("recall_ok") > 0, "there is something to compare");
      const calls = await compatible("diagram_3", range);
      const dates = PAST_DAYS.filter((date) => date <= to);

      await t.test(`${code}, ${days}: diagram_2, and by day with its chart`, async () => {
        await show(`/reports/diagram_2?${days}`, "main > .scroll table");
        const counts = (row: Row) => COUNTS.map((member) => whole(Number(row[member])));
        assert.deepEqual(
          await cellsOf(page, "main > .scroll table"),
          skills.map((row) => [nameOf(row), ...counts(row), liftOf(row, language)]),
        );

        const wanted: string[][] = [];
        const charted: string[][] = [];
        for (const date of dates) {
          const rows = await compatible("diagram_2", [date, date]);
          // Of a part of the range the lift is not known.
          for (const row of rows)
            wanted.push([nameOf(row), dayName(date, language), ...counts(row), UNKNOWN]);
          const series = ["treatment", "customer_say_yes", "recall_ok"] as const;
          charted.push([dayName(date, language), ...series.map((member) => whole(sum(rows, member)))]);
        }
        await show(`/reports/diagram_2?${days}&by=day`, "main > .scroll table");
        const shown = await cellsOf(page, "main > .scroll table");
        assert.deepEqual(shown.toSorted(byText), wanted.toSorted(byText));
        const accepted = percent(total("customer_say_yes") / total("treatment"));
        const caption = filled(language.caption, { n: whole(total("treatment")), share: accepted });
        await assertChart(page, caption, charted);
      });

      await t.test(`${code}, ${days}: diagram_3 with its chart`, async () => {
        await show(`/reports/diagram_3?${days}&by=day`, "main > .scroll table");
        const shown = await cellsOf(page, "main > .scroll table");
        assert.deepEqual(
          shown,
          calls.slice(0, shown.length).map((row) => [nameOf(row), ...callCells(row, language)]),
        );
        const said = shown.length < calls.length ? language.some : language.all;
        const [n, all] = [whole(shown.length), whole(calls.length)];
        await page.getByText(filled(said, { n, all }), { exact: true }).waitFor();
        const statuses = [...new Set(calls.map(({ status }) => status!))].sort();
        const charted = dates.map((date) => {
          const ofDay = calls.filter((row) => row["date_inbound_call"]!.startsWith(date));
          const counted = Map.groupBy(ofDay, ({ status }) => status!);
          return [
            dayName(date, language),
            ...statuses.map((status) => whole(counted.get(status)?.length ?? 0)),
          ];
        });
        await assertChart(page, filled(language.byStatus, { n: all }), charted);
      });

      await t.test(`${code}, ${days}: the smart-wait report`, async () => {
        const asked = `from=${from}&to=${Temporal.PlainDate.from(to).add({ days: 1 }).toString()}`;
        const { rows } = await native(`/v1/reports/smart-wait?${asked}`);
        const levels = await native(`/v1/reports/service-level?${asked}`);
        const lifts = await native(`/v1/reports/lift?${asked}`);
        await show(`/reports/smart-wait?${days}`, `section[aria-label="${language.promises}"] table`);
        for (const name of [language.levels, language.lifts])
          await page.locator(`section[aria-label="${name}"] table`).waitFor();
        const tableOf = (name: string) => cellsOf(page, `section[aria-label="${name}"] table`);

        const nameFirst = ({ skill }: Answer) => skill.name;
        assert.deepEqual(
          await tableOf(language.funnel),
          rows.map((row: Answer) => [nameFirst(row), ...funnelCounts(row).map(whole)]),
        );
        assert.deepEqual(
          await tableOf(language.promises),
          rows.map((row: Answer) => [nameFirst(row), ...promiseCells(row, whole)]),
        );
        // What both APIs count is the same.
        for (const [index, row] of skills.entries()) {
          const { treatments, yes, no, silent, callbacks } = rows[index];
          const { OK = 0, FAIL = 0, "NO USER": NO_USER = 0 } = callbacks.byStatus;
          assert.deepEqual(
            [treatments, treatments - yes, yes, FAIL + NO_USER, OK].map(String),
            COUNTS.map((member) => row[member]),
          );
          assert.equal(no + silent, treatments - yes);
          const ofSkill = calls.filter((call) => call["skill_id"] === row["skill_id"]);
          for (const [status, count] of Object.entries(callbacks.byStatus))
            assert.equal(ofSkill.filter((call) => call["status"] === status).length, count, status);
        }
        assert.deepEqual(
          await tableOf(language.levels),
          levels["rows"].map(({ skill, offered, target, strict, live, promise }: Answer) => [
            skill.name,
            whole(offered),
            percent(target.share),
            whole(target.withinMs / 1_000),
            ...[strict, live, promise].map((share) => (share === null ? UNKNOWN : percent(share))),
          ]),
        );
        const shown = await tableOf(language.lifts);
        // Under each skill's figures stands what may be concluded.
        assert.equal(shown.length, 4);
        for (const [index, { lift }] of lifts["rows"].entries())
          assert.deepEqual(shown[2 * index], [
            lift.skill.name,
            ...["promise", "strict", "live"].map((of) => liftText(lift.measured, of, language)),
          ]);
      });
    }
    await page.close();
  }
  assert.deepEqual(at.complaints, []);
});

/** What the cells of a table say, row by row. */
function cellsOf(page: Page, table: string): Promise<string[][]> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(`${table} tbody tr`)})].map((row) =>
    [...row.cells].map((cell) => cell.textContent.replaceAll(/\\s+/g, " ").trim()))`);
}

/** The chart of the screen: its caption, what its cursor says of each column, and the same as a table. */
async function assertChart(page: Page, caption: string, columns: readonly string[][]): Promise<void> {
  const chart = page.locator("figure.chart");
  assert.equal(plain(await chart.locator("figcaption").textContent()), caption);
  const names = await chart.locator(".legend li:has(svg)").allTextContents();
  for (const [name, ...values] of columns) {
    await chart.locator("svg[role=img]").press("ArrowRight");
    const said = names.map((series, index) => `${series.trim()} ${values[index]}`).join(" · ");
    await chart.getByText(`${name}: ${said}`, { exact: true }).waitFor();
  }
  const labels = await chart.locator("svg[role=img] g text").allTextContents();
  assert.deepEqual(
    labels,
    columns.map(([name]) => name),
  );
  await chart.locator(".legend button").click();
  await chart.locator("table").waitFor();
  assert.deepEqual(await cellsOf(page, "figure.chart table"), columns);
}

function byText(one: readonly string[], other: readonly string[]): number {
  return one.join() < other.join() ? -1 : 1;
}

function plain(text: string | null): string {
  return (text ?? "").replaceAll(/\s+/g, " ").trim();
}

function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]!);
}

function sum(rows: readonly Row[], member: string): number {
  return rows.reduce((all, row) => all + Number(row[member]), 0);
}

/** Figures as a language writes them, made from how programs write them. */
function writing({ signs }: Language) {
  const whole = (value: number) => String(value).replaceAll(/\B(?=(\d{3})+$)/g, signs[","]);
  const decimal = (value: number) => String(Math.round(10 * value) / 10).replace(".", signs["."]);
  return { whole, percent: (share: number) => `${decimal(100 * share)} %` };
}

/** A local day, `YYYY-MM-DD`. */
function dayName(date: string, { months }: Language): string {
  const [, month, day] = date.split("-") as [string, keyof Language["months"], string];
  return `${Number(day)} ${months[month]}`;
}

/** The lift of a row of diagram_2, `3.19 %` there. */
function liftOf({ service_level_up: text }: Row, language: Language): string {
  return text === "" ? UNKNOWN : signed(Number.parseFloat(text!.replaceAll(",", "")), language);
}

function signed(points: number, { signs }: Language): string {
  const sign = points > 0 ? "+" : points < 0 ? "−" : "";
  return `${sign}${Math.abs(points).toFixed(1).replace(".", signs["."])}`;
}

/** A row of diagram_3 after the skill; `2026-02-27 10:05:12` and `01:02:03` there. */
function callCells(row: Row, language: Language): string[] {
  const moment = (text: string | undefined) => {
    if (text === "") return UNKNOWN;
    const [date, time] = text!.split(" ") as [string, string];
    const weekday = language.weekdays[Temporal.PlainDate.from(date).dayOfWeek - 1];
    return `${weekday} ${dayName(date, language)} ${time}`;
  };
  const duration = (text: string | undefined) => (text === "" ? UNKNOWN : text!.replace(/^0(0:0?)?/, ""));
  return [
    moment(row["date_inbound_call"]),
    moment(row["date_last_outbound_call"]),
    row["status"]!,
    row["attempts"]!,
    row["ani"] || UNKNOWN,
    row["dial_phone"] || UNKNOWN,
    ...["time_between_calls", "time", "billed_minutes"].map((member) => duration(row[member])),
  ];
}

function funnelCounts({ heldOut, treatments, yes, no, silent, hungUp, callbacks }: Answer): number[] {
  const { OK = 0, FAIL = 0, YES = 0, "STOP NEW": PHONED = 0, "NO USER": OTHER = 0 } = callbacks.byStatus;
  return [heldOut, treatments, yes, no, silent, hungUp, OK, PHONED, FAIL + OTHER, YES];
}

function promiseCells(
  { promises, secondWait, overtakes }: Answer,
  whole: (value: number) => string,
): string[] {
  const { kept, late, notNeeded } = promises;
  const seconds = secondWait.medianMs === null ? null : Math.floor(secondWait.medianMs / 1_000);
  return [
    ...[kept, late, notNeeded].map(whole),
    seconds === null ? UNKNOWN : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
    whole(overtakes.whileDialled + overtakes.whileHeldBack),
  ];
}

/** A lift as it is shown where too few were held out: between which two it is, made no narrower. */
function liftText(measured: Answer, of: string, language: Language): string {
  assert.equal(measured["lift"][of].value, null);
  const { low, high } = measured["bounds"][of];
  const [from, to] = [Math.floor(10 * low) / 10, Math.ceil(10 * high) / 10];
  return filled(language.between, { low: signed(from, language), high: signed(to, language) });
}
