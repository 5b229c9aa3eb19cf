import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";

const TODAY = "2026-03-02";
// biome-ignore lint/suspicious/noExplicitAny: an answer as anybody reads it, without the types that made it
type Answer = Readonly<Record<string, any>>;

/** Every number in a text, as Spanish writes them. */
function numbersIn(text: string): number[] {
  return [...text.replaceAll("−", "-").matchAll(/-?\d[\d.]*(?:,\d+)?/g)].map(([one]) =>
    Number(one.replaceAll(".", "").replace(",", ".")),
  );
}

/** What a cell shows; `null`: a dash. */
function figure(text: string | undefined): number | null {
  assert.ok(text !== undefined, "no such cell");
  if (text.trim() === "–") return null;
  const [first] = numbersIn(text);
  assert.ok(first !== undefined, text);
  return first;
}

/** A share as a percentage with one digit. */
function assertShare(shown: number | null, share: number | null, what: string): void {
  if (shown === null || share === null) assert.equal(shown, share, what);
  else assert.ok(Math.abs(shown - 100 * share) <= 0.05 + 1e-9, `${what}: ${shown} of ${share}`);
}

/** The rows of a table, by the titles of their columns; the first is its name. */
function rowsOf(page: Page, table: string): Promise<Record<string, string>[]> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(`${table} tbody tr`)})].map((row) => Object.fromEntries([
    ["", row.querySelector("th").textContent],
    ...[...row.querySelectorAll("td[data-label]")].map((cell) => [cell.dataset.label, cell.textContent.replaceAll(/\\s+/g, " ").trim()]),
  ]))`);
}

async function open(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
}

const kindOf = ({ waits }: Answer) =>
  waits === "being-called" || waits === "on-the-way" ? "called" : waits === "resting" ? "resting" : "kept";

test("every number of the live screens is that of /v1", {
  skip: noBrowser,
  timeout: 6 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t);
  const { v1 } = at;
  const asked = async (path: string): Promise<Answer> => {
    const answer = await v1.get(path);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json();
  };
  await liveThrough(at);
  const page = await at.signedIn("/", "supervisor", { options: { viewport: { width: 1280, height: 800 } } });
  await page.mouse.move(0, 0);

  await t.test("on Now: of each line, and of all of them together", async () => {
    const { skills } = await asked("/v1/skills");
    const { skills: recent } = await asked("/v1/skills/recent");
    const { callbacks } = await asked("/v1/callbacks?status=open&limit=1000");
    await page.locator("table.now .recent").nth(1).waitFor();
    const rows = await rowsOf(page, "table.now");
    assert.equal(rows.length, skills.length);
    let kept = 0;
    for (const [index, skill] of skills.entries()) {
      const row = rows[index]!;
      const open = callbacks.filter((one: Answer) => one["skill"].id === skill.id);
      const count = (kind: string) => open.filter((one: Answer) => kindOf(one) === kind).length;
      kept += count("kept");
      assert.equal(figure(row["En espera"]), skill.line.live);
      assert.deepEqual(
        numbersIn(row["Con turno guardado"]!),
        [count("kept"), count("resting")].slice(0, count("resting") === 0 ? 1 : 2),
      );
      assert.equal(figure(row["Marcando"]), count("called"));
      assert.equal(open.length, skill.openCallbacks);
      const { free, ...others } = skill.agents;
      const all = Object.values<number>(others).reduce((sum, one) => sum + one, free);
      assert.deepEqual(numbersIn(row["Agentes"]!).slice(0, 2), [free, all]);
      const { answeredWithin, offered } = skill.today;
      const level = row["Nivel de hoy"]!;
      if (offered === 0) assert.match(level, /^–/);
      else {
        assert.deepEqual(numbersIn(level).slice(0, 2), [answeredWithin, offered]);
        assertShare(numbersIn(level)[2]!, answeredWithin / offered, "level today");
      }
      const { levels, quarter } = recent.find(({ id }: Answer) => id === skill.id);
      const sum = (of: "finished" | "within") =>
        levels.reduce((all: number, one: Answer) => all + one[of], 0);
      const half = /30 min: ([^ ]+)/.exec(level)![1]!;
      assertShare(figure(half), sum("finished") === 0 ? null : sum("within") / sum("finished"), "30 min");
      assert.equal(figure(/: (\d+) llamada/.exec(level)![1]), quarter.arrived);
    }
    const cards = await page.locator(".cards dd.digits").allTextContents();
    const live = skills.reduce((sum: number, { line }: Answer) => sum + line.live, 0);
    const offered = skills.reduce((sum: number, { today }: Answer) => sum + today.offered, 0);
    const within = skills.reduce((sum: number, { today }: Answer) => sum + today.answeredWithin, 0);
    assert.ok(offered > 0 && kept > 0 && live > 0, "there is something to compare");
    assert.equal(figure(cards[0]), live);
    assert.equal(figure(cards[3]), callbacks.length);
    assertShare(figure(cards[4]), within / offered, "level of all");
  });

  await t.test("on Now: each count is of the rows that it opens", async () => {
    const links = "table.now td.figures a, .cards dd.digits > a[href^='/callbacks']";
    for (let index = 0; index < (await page.locator(links).count()); index++) {
      const link = page.locator(links).nth(index);
      const [count, href] = [figure((await link.textContent())!), await link.getAttribute("href")];
      await link.press("Enter");
      await page
        .locator(count === 0 ? ".empty" : "table.callbacks tbody tr")
        .first()
        .waitFor();
      assert.equal(await page.locator("table.callbacks tbody tr").count(), count, href!);
      await open(page, "/");
      await page.locator("table.now").waitFor();
    }
  });

  await t.test("of one line: everybody in it", async () => {
    for (const { id, line, today, holdOut, openCallbacks } of (await asked("/v1/skills"))["skills"]) {
      const { callbacks } = await asked(`/v1/callbacks?status=open&limit=1000&skill=${id}`);
      const resting = callbacks.filter((one: Answer) => kindOf(one) === "resting").length;
      await open(page, `/skills/${id}`);
      await page.getByRole("heading", { level: 1, name: `skill ${id}` }).waitFor();
      const rows = await rowsOf(page, "main table");
      assert.equal(rows.length, line.live + openCallbacks - resting);
      assert.deepEqual(
        rows.map((row) => figure(row["Turno"])),
        rows.map((_, index) => index + 1),
      );
      const ofCallbacks = rows.filter((row) => /Devolución/.test(row[""]!));
      assert.equal(ofCallbacks.length, openCallbacks - resting);
      const said = (await page.locator("section[aria-labelledby=level]").textContent())!;
      if (today.offered > 0)
        assert.deepEqual(numbersIn(said).slice(0, 2), [today.answeredWithin, today.offered]);
      assert.equal(holdOut.rate, 0);
    }
  });

  await t.test("of callbacks: each tab counts its rows, by skill too", async () => {
    const { callbacks } = await asked("/v1/callbacks?status=open&limit=1000");
    for (const skill of ["", "1", "2"]) {
      const own = callbacks.filter((one: Answer) => skill === "" || one["skill"].id === Number(skill));
      for (const [show, kinds] of Object.entries(TABS)) {
        const wanted = own.filter((one: Answer) => kinds.includes(kindOf(one)));
        await open(page, `/callbacks?show=${show}${skill === "" ? "" : `&skill=${skill}`}`);
        const tab = page.locator(".tabs button[aria-pressed=true]").first();
        await page.locator(wanted.length === 0 ? ".empty" : "table.callbacks").waitFor();
        assert.equal(figure((await tab.locator(".digits").textContent())!), wanted.length, show);
        const rows = await rowsOf(page, "table.callbacks");
        const byPlace = wanted.toSorted(
          (a: Answer, b: Answer) => Date.parse(a["place"]) - Date.parse(b["place"]),
        );
        assert.deepEqual(
          rows.map((row) => figure(row["Intentos"])),
          byPlace.map(({ attempts }: Answer) => attempts),
        );
      }
    }
  });

  await page.close();
  assert.deepEqual(at.complaints, []);
});

/** Callers of both skills: some are answered, some wait, some are called back later, moved, or never. */
async function liveThrough({ v1 }: PageAtCentre): Promise<void> {
  const { centre } = v1;
  const caller = fc.record({
    skill: fc.constantFrom(1, 2),
    does: fc.constantFrom("waits", "hangs up", "keeps", "keeps", "moved", "cancelled"),
  });
  for (const [index, { skill, does }] of fc.sample(caller, { numRuns: 16, seed: 17 }).entries()) {
    const [call, number] = [`drawn-${index}`, `+5730044400${String(index).padStart(2, "0")}`];
    const isCallback = does !== "waits" && does !== "hangs up";
    await centre.asked(call, number, skill, isCallback ? "yes" : "no");
    if (!isCallback) centre.exchange.report({ type: "call-joined", call, skill, number });
    if (does === "hangs up") centre.exchange.report({ type: "call-ended", call });
    await centre.settled();
    if (does !== "moved" && does !== "cancelled") continue;
    const { version } = (await v1.get(`/v1/callbacks/${call}`)).json().callback;
    const order = does === "moved" ? { act: "move", to: `${TODAY}T11:30` } : { act: "cancel" };
    const { act, ...more } = order;
    const given = await v1.post(`/v1/callbacks/${call}/${act}`, { version, why: "test", ...more });
    assert.equal(given.statusCode, 200, given.body);
  }
}

const TABS = {
  open: ["kept", "called", "resting"],
  line: ["kept"],
  called: ["called"],
  resting: ["resting"],
} as const satisfies Record<string, readonly string[]> as Readonly<Record<string, readonly string[]>>;
