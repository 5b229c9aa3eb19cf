import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { restReasons, waitReasons } from "../../src/words/reasons/callback-reasons.ts";
import { skillReasons } from "../../src/words/reasons/skill-reasons.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";
import { FedStream } from "./fed-stream.ts";

/** The narrowest telephone, a telephone, a tablet and a desk's screen. */
const WIDTHS = [320, 390, 800, 1280] as const;

/** How high the rows of a table are: those of callbacks, whatever each says, and those of others. */
const heightsOf = (page: Page) =>
  page.evaluate(
    `Object.values(Object.groupBy(document.querySelectorAll("main tbody tr"), (row) => String(row.querySelector(".steady") !== null)))
      .map((rows) => [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)))])`,
  ) as Promise<number[][]>;

async function open(page: Page, path: string, isThere: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
  await page.locator(isThere).first().waitFor();
}

test("rows of live tables are as high as each other, whatever they say, so that none moves when another changes", {
  skip: noBrowser,
  timeout: 4 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t);
  const { skills, at: now } = (await at.v1.get("/v1/skills")).json();
  const { callback } = (await at.v1.get("/v1/callbacks/ana")).json();
  const moment = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

  const ways = [
    ...Object.keys(waitReasons).map((waits) => ({ waits, putOff: null })),
    ...Object.keys(restReasons).map((putOff) => ({ waits: "resting", putOff, notBefore: moment(3_000) })),
  ];
  const notes = [
    {},
    { overtakesDialled: 12, nameRecorded: true, otherNumber: true },
    { attempts: 2, number: null, overtakesDialled: 1 },
    { promisedUntil: moment(-200) },
    { promisedFrom: moment(200), promisedUntil: moment(230) },
  ];
  const [longest] = ways.filter(({ waits }) => waits === "live-first");
  const said = [
    ...ways.map((way, n) => ({ ...way, ...notes[n % notes.length] })),
    ...notes.map((note) => ({ ...longest, ...note })),
  ];
  const callbacks = said.map((one, n) => ({
    ...callback,
    id: `c${n}`,
    place: moment(-20),
    arrivedAt: moment(-20),
    promisedFrom: moment(-10),
    promisedUntil: moment(4),
    notBefore: null,
    number: "+57300…67",
    ...one,
  }));
  const whys = Object.keys(skillReasons);
  const lines = whys.map((why, n) => ({
    ...skills[0],
    id: n + 1,
    name: "Servicio al cliente",
    why,
    auto: n % 2 === 0 ? { since: moment(-3 - 1_440 * (n % 4)), on: true } : null,
    outlook: n % 3 === 0 ? { risk: 0.873 } : null,
    line: n % 4 === 3 ? null : skills[0].line,
    agents: n % 4 === 3 ? null : { free: 0, ringing: n, busy: 9 * n, wrapUp: 3 * n, paused: 2 * n },
    today: [null, { answeredWithin: 0, offered: 0 }, { answeredWithin: 1_152, offered: 2_225 }][n % 3],
  }));
  const recent = lines.map(({ id }, n) => ({
    id,
    levels: Array.from({ length: 6 }, (_, m) => ({ from: moment(5 * m - 30), finished: n, within: n >> 1 })),
    quarter: { from: moment(-5), arrived: 90 * n, usual: n % 2 === 0 ? { low: 100, high: 120 } : null },
  }));
  /** The same, one after another in the skills' lines. */
  const few = callbacks.map((one, n) => ({
    ...one,
    skill: { id: 1 + (n % whys.length), name: "Servicio al cliente" },
  }));
  const callers = Array.from({ length: 12 }, (_, n) => ({
    id: `caller ${n}`,
    place: moment(-12 + n),
    arrivedAt: moment(-12 + n),
    phase: n % 5 === 4 ? "asked" : "waiting",
    predictedWaitMs: n % 3 === 0 ? null : 65_000,
  }));
  const snapshot = (shown: readonly object[], open: readonly object[]) => [
    { event: "beat", data: { at: now } },
    { event: "snapshot", data: { skills: shown } },
    { event: "callbacks", data: { callbacks: open } },
    ...[1, 3, 4].map((skill) => ({ event: "callers", data: { skill, callers } })),
    { event: "lines", data: { skills: shown } },
  ];

  for (const locale of ["es-CO", "en-GB"]) {
    let stream!: FedStream;
    const page = await at.signedIn("/", "supervisor", {
      options: { locale, viewport: { width: 1280, height: 800 }, bypassCSP: true },
      prepare: async (page) => {
        await page.route("**/v1/skills/recent*", (route) => route.fulfill({ json: { skills: recent } }));
        stream = await FedStream.of(page);
      },
    });
    await stream.opened(1);
    const steady = async (what: string) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const heights of await heightsOf(page))
          await t.test(`${locale}: ${what} at ${width} pixels`, () =>
            assert.equal(heights.length, 1, heights.join(", ")),
          );
      }
    };
    await stream.send(snapshot(lines, few));
    await page.locator("table.now .recent").nth(1).waitFor();
    await steady("skills");
    await stream.send(snapshot(lines, callbacks));
    await open(page, "/callbacks", "tbody tr");
    await steady("callbacks");
    await open(page, "/skills/1", "main table");
    await steady("people in a line");
    await page.close();
  }
  assert.deepEqual(at.complaints, []);
});
