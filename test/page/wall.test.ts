import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { misfitsOn, violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";
import { FedStream } from "./fed-stream.ts";

const SCREENS = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
] as const;
const NAMES = [
  "Servicio al cliente",
  "Soporte técnico de equipos",
  "Facturación",
  "Ventas a empresas",
] as const;

const idsOf = (page: Page) =>
  page
    .locator(".tile")
    .evaluateAll((tiles) => tiles.map(({ ariaLabel }) => Number(ariaLabel!.split(" ").at(-1))));

test("a wall", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const { skills, at: now } = (await at.v1.get("/v1/skills")).json();
  const moment = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...skills[0],
      id: n + 1,
      name: `${NAMES[n % NAMES.length]} ${n + 1}`,
      why: "at-risk",
      auto: { since: moment(-2 * 86_400), on: true },
      outlook: { risk: 0.874 },
      line: { live: 100, callbacks: 0, returning: 0 },
      agents: { free: 120, ringing: 1, busy: 9, wrapUp: 3, paused: 2 },
      today: { answeredWithin: 11_152, offered: 22_225 },
    }));
  /** In every second line many have waited for more than an hour. */
  const callers = Array.from({ length: 112 }, (_, n) => ({
    id: `caller ${n}`,
    place: moment(n - 3_700),
    arrivedAt: moment(n - 3_700),
    phase: "waiting",
    predictedWaitMs: 65_000,
  }));
  const snapshot = (shown: readonly { readonly id: number }[]) => [
    { event: "beat", data: { at: now } },
    { event: "snapshot", data: { skills: shown } },
    { event: "callbacks", data: { callbacks: [] } },
    ...shown
      .filter(({ id }) => id % 2 === 0)
      .map(({ id }) => ({ event: "callers", data: { skill: id, callers } })),
    { event: "lines", data: { skills: shown } },
  ];
  const words = (what: string) => ({ what, means: "…", act: "…" });
  const alerts = [2, 4].map((n) => ({
    id: `${n}`,
    kind: "line-over-bound",
    skill: { id: n, name: "Ventas" },
    since: moment(-600),
    beganAt: moment(-540),
    endedAt: null,
    es: words(`${NAMES[n - 1]} ${n}: la espera más larga pasa de 40 segundos.`),
    en: words(`${NAMES[n - 1]} ${n}: the longest wait is over 40 seconds.`),
  }));

  for (const locale of ["es-CO", "en-GB"]) {
    let stream!: FedStream;
    const prepare = async (page: Page) => {
      await page.clock.install();
      await page.route("**/v1/alerts*", (route) => route.fulfill({ json: { alerts } }));
      stream = await FedStream.of(page);
    };
    const options = { locale, viewport: SCREENS[0], bypassCSP: true };
    const page = await at.signedIn("/", "viewer", { prepare, options });
    await page.goto(`${at.address}/wall?rotate=20`);
    await stream.opened(2);
    for (const count of [4, 5, 8, 12]) {
      await stream.send(snapshot(lines(count)));
      await page.waitForFunction(`document.querySelectorAll(".tile").length === ${count === 12 ? 6 : count}`);
      await page.locator(".banner").first().waitFor();
      for (const size of SCREENS) {
        await page.setViewportSize(size);
        await t.test(
          `${locale}: shows ${count} lines at ${size.width} × ${size.height} without scrolling, and nothing cut off`,
          async () => {
            const hidden = await page.evaluate("document.documentElement.scrollHeight - innerHeight");
            assert.deepEqual([hidden, await misfitsOn(page)], [0, []]);
          },
        );
      }
    }
    await t.test(`${locale}: shows many lines in turns, until it is paused`, async () => {
      assert.deepEqual(await violationsOn(page), []);
      const all = Array.from({ length: 12 }, (_, n) => n + 1);
      const first = await idsOf(page);
      const second = all.filter((id) => !first.includes(id));
      const showing = (id: number) => page.locator(`.tile[aria-label$=" ${id}"]`).waitFor();
      await page.clock.runFor(20_000);
      await showing(second[0]!);
      assert.deepEqual(await idsOf(page), second);
      await page.locator(".wall button").click();
      await page.clock.runFor(20_000);
      assert.deepEqual(await idsOf(page), second);
      await page.locator(".wall button").click();
      await showing(first[0]!);
    });
    await page.close();
  }
  assert.deepEqual(at.complaints, []);
});
