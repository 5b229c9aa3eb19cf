import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";
import { FedStream, type StreamEvent } from "./fed-stream.ts";

const ROWS = 60;
const DELTAS = 1_000;
const ROUNDS = 5;

interface Callback extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly version: number;
  readonly place: string;
}

/** What a delta does: to which row, and how; the last comes with a row that was not there. */
const delta = fc.record({
  row: fc.nat({ max: ROWS - 1 }),
  does: fc.constantFrom("called", "keeps", "overtaken", "moved", "ended", "new"),
});

/** The open callbacks as the last deltas left them, and the events that say so. */
class Changes {
  readonly #rows: Callback[];
  readonly #example: Callback;
  #version: number;

  constructor(example: Callback) {
    this.#example = example;
    this.#version = example.version;
    this.#rows = Array.from({ length: ROWS }, (_, n) => this.#made(n));
  }

  all(): StreamEvent {
    return this.#event(this.#rows);
  }

  after({ row, does }: typeof delta extends fc.Arbitrary<infer Delta> ? Delta : never): StreamEvent {
    const changes = {
      called: { status: "YES", waits: "being-called", attempts: 1 },
      keeps: { status: "YES", waits: "not-first" },
      overtaken: { overtakesDialled: row },
      moved: { place: placeOf(2 * ROWS + row) },
      ended: { status: "OK", waits: null, reason: "answered" },
      new: {},
    } as const;
    const at = does === "new" ? this.#rows.length : row;
    this.#rows[at] = {
      ...(does === "new" ? this.#made(at) : this.#rows[at]!),
      ...changes[does],
      version: ++this.#version,
    };
    return this.#event([this.#rows[at]]);
  }

  /** The ids of all that is open, in the order of the line. */
  get line(): string[] {
    return this.#rows
      .filter(({ status }) => status === "YES")
      .sort((a, b) => Date.parse(a.place) - Date.parse(b.place) || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  #made(n: number): Callback {
    const id = `c${String(n).padStart(4, "0")}`;
    return { ...this.#example, id, place: placeOf(n), version: ++this.#version };
  }

  #event(callbacks: readonly Callback[]): StreamEvent {
    return { event: "callbacks", data: { callbacks } };
  }
}

function placeOf(n: number): string {
  return new Date(Date.parse("2026-03-02T10:00:00-05:00") + n * 1_000).toISOString();
}

const idsShown = (page: Page): Promise<string[]> =>
  page
    .locator("tbody th a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")!.split("/").at(-1)!));

/** What the reader has under their hand, as text that can be compared. */
const inHand = (page: Page): Promise<unknown> =>
  page.evaluate(`({
    focus: document.activeElement.closest("tr")?.dataset.kept,
    menu: document.querySelector("details[open]")?.closest("tr").dataset.kept,
    selected: getSelection().toString(),
    checked: [...document.querySelectorAll("tbody input:checked")].map((box) => box.closest("tr").dataset.kept).join(),
  })`);

/** How far from the top of the window the reader sees the row that they are at. */
const heightOfRow = (page: Page) =>
  page.evaluate(
    "document.querySelector('[data-kept=\"20\"]').getBoundingClientRect().top",
  ) as Promise<number>;

test("rows of a live table in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const { skills } = (await at.v1.get("/v1/skills")).json();
  const { callback } = (await at.v1.get("/v1/callbacks/ana")).json();

  await t.test(
    `hold focus, selection, check, open menu, scroll and order through ${DELTAS} deltas and a new snapshot`,
    async () => {
      let stream!: FedStream;
      const prepare = async (page: Page) => {
        stream = await FedStream.of(page);
      };
      const page = await at.signedIn("/callbacks", "supervisor", { prepare });
      const changes = new Changes(callback);
      const snapshot = () => [
        { event: "beat", data: { at: "2026-03-02T10:22:05-05:00" } },
        { event: "snapshot", data: { skills } },
        changes.all(),
        { event: "lines", data: { skills } },
      ];
      await stream.opened(1);
      await stream.send(snapshot());
      await page
        .locator("tbody tr")
        .nth(ROWS - 1)
        .waitFor();
      const before = await idsShown(page);
      assert.deepEqual(before, changes.line);
      await page.evaluate(
        "[...document.querySelectorAll('tbody tr')].forEach((row, index) => { row.dataset.kept = index; })",
      );
      await page.locator("tbody tr").nth(22).locator("input").check();
      await page.locator("tbody tr").nth(20).locator("summary").press("Enter");
      await page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('[data-kept=\"21\"] .why'))",
      );
      const held = (await inHand(page)) as Record<string, string>;
      assert.deepEqual([held["focus"], held["menu"], held["checked"]], ["20", "20", "22"]);
      assert.ok(held["selected"]!.length > 0);
      const height = await heightOfRow(page);

      const deltas = fc.sample(delta, { numRuns: DELTAS, seed: 1 });
      for (let round = 0; round < ROUNDS; round++) {
        const size = DELTAS / ROUNDS;
        // The menu's, the selected and the checked row change too, but not the words that are selected.
        const those = deltas
          .slice(round * size, (round + 1) * size)
          .filter(({ row, does }) => row !== 21 || does === "moved" || does === "new");
        const events = those.map((one) => changes.after(one));
        if (round === 2) {
          await stream.end();
          await stream.opened(2);
          await stream.send(snapshot());
        } else await stream.send(events);
        // The marker says that all before it was taken in.
        const marker = [{ ...skills[0], name: `round ${round}` }, ...skills.slice(1)];
        await stream.send([{ event: "lines", data: { skills: marker } }]);
        await page.getByRole("option", { name: `round ${round}` }).waitFor({ state: "attached" });
        assert.deepEqual(await inHand(page), held, `after ${(round + 1) * size} deltas`);
        assert.ok(Math.abs((await heightOfRow(page)) - height) <= 1, "it scrolled");
        assert.deepEqual(await idsShown(page), before);
      }
      await page.getByText(/cambios en la lista/).waitFor();

      await page.locator("tbody tr").nth(22).locator("input").uncheck();
      await page.evaluate("document.querySelector('details[open]').open = false; getSelection().empty()");
      await page.locator("h1").hover();
      await page.evaluate("document.activeElement.blur()");
      await page.locator(".held button:not(.plain)").waitFor({ state: "detached" });
      const after = await idsShown(page);
      assert.deepEqual(after, changes.line);
      assert.equal(new Set(after).size, after.length);
      // Rows that went on are the same rows.
      const same = (await page.evaluate(
        "[...document.querySelectorAll('tbody tr')].filter(({ dataset }) => dataset.kept).length",
      )) as number;
      assert.equal(same, before.filter((id) => after.includes(id)).length);
      await page.close();
    },
  );

  await t.test("are let go when the screen is left with a hand on them", async () => {
    const page = await at.signedIn("/callbacks");
    const link = page.locator("tbody tr").first().locator("th a");
    await link.hover();
    await link.click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await at.v1.centre.asked("late", "+573001110007", 1, "yes");
    await page.mouse.move(0, 0);
    await page.locator(".one a").first().press("Enter");
    await page.locator("a[href='/callbacks/late']").waitFor();
    assert.equal(await page.getByText(/cambios en la lista/).count(), 0);
    await page.close();
  });

  assert.deepEqual(at.complaints, []);
});
