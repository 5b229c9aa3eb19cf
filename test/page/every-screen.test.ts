import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { PromptsFolder } from "../../src/server/prompts/prompts-folder.ts";
import { ScriptedPreviews, scriptedFound } from "../api/scripted-previews.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { misfitsOn, violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre, signIn, textOf } from "./browser.ts";
import { FedStream } from "./fed-stream.ts";
import { storeWithPast } from "./lived-past.ts";

const WIDE = { width: 1280, height: 800 };
/** The narrowest telephone, and what is left of 1280 × 800 at 400 %. */
const NARROW = [
  { width: 320, height: 640 },
  { width: 320, height: 200 },
] as const;

/** The language of a window, and the theme in which it is looked at first. */
const LOOKS = { "es-CO": "light", "en-GB": "dark" } as const;

/** What of a state of the page is wrong, in every theme and as narrow as it gets. */
async function faultsOf(page: Page, first: "light" | "dark"): Promise<string[]> {
  const faults: string[] = [];
  await page.setViewportSize(WIDE);
  // What is under the head that stays would count as covered.
  await page.evaluate("scrollTo(0, 0)");
  await page.emulateMedia({ colorScheme: first, forcedColors: "none" });
  const add = (where: string, found: string[]) => faults.push(...found.map((fault) => `${where}: ${fault}`));
  add(first, await violationsOn(page));
  const second = first === "light" ? "dark" : "light";
  await page.emulateMedia({ colorScheme: second });
  add(second, await violationsOn(page, "colour"));
  await page.emulateMedia({ forcedColors: "active" });
  add("forced colours", await violationsOn(page, "colour"));
  for (const size of NARROW) {
    await page.setViewportSize(size);
    add(`${size.width} × ${size.height}`, await misfitsOn(page));
  }
  const head = Number(
    await page.evaluate(
      "(() => { const head = document.querySelector('.head'); return head && getComputedStyle(head).position === 'sticky' ? head.offsetHeight : 0; })()",
    ),
  );
  if (head > 100) faults.push(`the head takes ${head} of 200 pixels`);
  await page.emulateMedia({ colorScheme: first, forcedColors: "none" });
  await page.setViewportSize(WIDE);
  return faults;
}

/** Opens another screen as the browser's own buttons do. */
async function open(page: Page, path: string, isThere: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
  await page.locator(isThere).first().waitFor();
}

const pressFirst = (page: Page, selector: string) => page.locator(selector).first().press("Enter");

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
}

test("every screen, in every state, is accessible to what a program can check, and whole as narrow as it gets", {
  skip: noBrowser,
  timeout: 6 * HANGS_AFTER_MS,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "espera-prompts-"));
  t.after(() => rmSync(folder, { recursive: true }));
  await new PromptsFolder(folder).fill();
  const previews = new ScriptedPreviews();
  const store = await storeWithPast();
  const at = await PageAtCentre.open(t, { store, previews, prompts: { kind: "folder", folder } });
  const { v1 } = at;
  const { version } = (await v1.get("/v1/callbacks/leo")).json().callback;
  await v1.post("/v1/callbacks/leo/cancel", { version, why: "test" });
  // Some alerts go on.
  await v1.get("/v1/alerts");
  v1.centre.clock.jump(60_000);
  const { skills, at: now } = (await v1.get("/v1/skills")).json();
  const { callback } = (await v1.get("/v1/callbacks/ana")).json();
  const moment = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

  const quiet = skills.map((skill: object) => ({ ...skill, line: { live: 0, callbacks: 0, returning: 0 } }));
  const auto = { since: moment(-3), on: true };
  const trouble = [
    {
      ...skills[0],
      why: "at-risk",
      auto,
      outlook: { risk: 0.87 },
      holdOut: { rate: 0.1, heldOut: 12 },
      today: { answeredWithin: 152, offered: 225 },
    },
    { ...skills[1], smartWait: "shadow", why: "shadow", today: { answeredWithin: 90, offered: 100 } },
  ];
  const stopped = skills.map((skill: object) => ({
    ...skill,
    line: null,
    agents: null,
    freeAgents: null,
    today: null,
    why: "not-connected",
  }));
  const callers = Array.from({ length: 42 }, (_, n) => ({
    id: `caller ${n}`,
    place: moment(-12 + n / 4),
    arrivedAt: moment(-12 + n / 4),
    phase: n % 5 === 4 ? "asked" : "waiting",
    predictedWaitMs: n % 3 === 0 ? null : 65_000,
  }));
  const waits = ["not-first", "being-called", "on-the-way", "resting", "not-first"];
  const callbacks = Array.from({ length: 30 }, (_, n) => ({
    ...callback,
    id: `c${n}`,
    place: moment(-20 + n / 2),
    arrivedAt: moment(-20 + n / 2),
    promisedFrom: moment(n - 15),
    promisedUntil: moment(n - 5),
    notBefore: n % 5 === 3 ? moment(300) : null,
    waits: waits[n % 5],
    overtakesDialled: n % 4,
    nameRecorded: n % 3 === 0,
    otherNumber: n % 3 === 1,
    attempts: n % 3,
    number: "+57300…67",
  }));
  const alertWords = (what: string) => ({ what, means: "Significa algo.", act: "Haga algo." });
  const flood = ["promise-in-danger", "line-over-bound"].flatMap((kind) =>
    Array.from({ length: 8 }, (_, n) => ({
      id: `${kind} ${n}`,
      kind,
      skill: { id: n + 1, name: `Servicio al cliente ${n}` },
      since: moment(-2),
      beganAt: moment(-1),
      endedAt: null,
      es: alertWords(`Servicio al cliente ${n}: ${kind}.`),
      en: alertWords(`Servicio al cliente ${n}: ${kind}.`),
    })),
  );
  const snapshot = (shown: readonly object[], open: readonly object[], waiting: readonly object[]) => [
    { event: "beat", data: { at: now } },
    { event: "snapshot", data: { skills: shown } },
    { event: "callbacks", data: { callbacks: open } },
    { event: "callers", data: { skill: 1, callers: waiting } },
    { event: "lines", data: { skills: shown } },
  ];

  for (const [locale, first] of Object.entries(LOOKS)) {
    const options = { locale, viewport: WIDE, bypassCSP: true };
    const looks = async (state: string, page: Page) =>
      t.test(`${locale}: ${state}`, async () => assert.deepEqual(await faultsOf(page, first), []));

    const signingIn = await at.visit("/", options);
    await signingIn.locator("form").waitFor();
    await looks("sign-in", signingIn);
    await signIn(signingIn, "nobody", "wrong password");
    await signingIn.locator("[role=alert]").waitFor();
    await looks("sign-in that is refused", signingIn);
    await signingIn.close();

    let stream!: FedStream;
    const prepare = async (page: Page) => {
      await page.clock.install();
      stream = await FedStream.of(page);
    };
    const page = await at.signedIn("/", "administrator", { user: { operation: null }, prepare, options });
    await stream.opened(1);
    await page.locator("main [role=status]").waitFor();
    await looks("Now, before anything has come", page);
    await stream.send(snapshot(quiet, [], []));
    await page.locator("table.now").waitFor();
    await looks("Now, where nobody waits", page);
    await open(page, "/skills/1", ".empty");
    await looks("one line, where nobody waits", page);
    await open(page, "/callbacks", ".empty");
    await looks("no callbacks", page);
    await stream.send(snapshot(stopped, [], []));
    await open(page, "/", "table.now");
    await looks("Now, without an exchange", page);

    await stream.send(snapshot(trouble, callbacks, callers));
    await page.locator("tr.trouble").waitFor();
    await page.locator(".alerts li").first().waitFor();
    await looks("Now, in trouble", page);
    await open(page, "/skills/1", "main table");
    await looks("one line, in trouble", page);
    await open(page, "/callbacks", "tbody tr:nth-child(20)");
    await looks("many callbacks", page);
    await page.locator("tbody summary").last().press("Enter");
    await looks("an open menu", page);
    await page.locator("tbody summary").last().press("Enter");
    await page.locator("tbody input").first().check();
    await page.locator("tbody input").nth(1).check();
    await looks("chosen callbacks", page);
    await pressFirst(page, ".bulk button.danger, .bulk button");
    await page.locator("dialog").waitFor();
    await looks("moving several", page);
    await page.locator("dialog input[name=why]").fill("test");
    await pressFirst(page, "dialog button[type=submit]");
    await page.locator("dialog .results").waitFor();
    await looks("what became of several", page);
    await closeDialog(page);
    await open(page, "/callbacks?show=resting&skill=1&promise=due", "main");
    await looks("filtered callbacks", page);
    await open(page, "/callbacks/ana", ".story li");
    for (const summary of await page.locator(".story summary").all()) await summary.press("Enter");
    await looks("one callback", page);
    await pressFirst(page, "button.danger");
    await page.locator("dialog").waitFor();
    await looks("cancelling one", page);
    await closeDialog(page);
    await open(page, "/callbacks/leo", ".story li");
    await looks("a callback that ended", page);
    await open(page, "/callbacks/nobody", "main [role=status]");
    await looks("a callback that is gone", page);
    await open(page, "/skills/999", "main [role=status]");
    await looks("a line that is not there", page);

    const days = "from=2026-02-27&to=2026-03-02";
    await open(page, `/reports/smart-wait?${days}`, "main table");
    await page.locator("main .sheet .lift").first().waitFor();
    await looks("the report of smart wait", page);
    await open(page, `/reports/smart-wait?${days}&by=hour`, ".chart svg[role=img]");
    await looks("its chart by hours", page);
    await pressFirst(page, ".chart button");
    await page.locator(".chart table").waitFor();
    await looks("its chart as a table", page);
    await open(page, `/reports/diagram_2?${days}&by=day`, ".chart svg[role=img]");
    await page.locator(".chart svg[role=img]").press("ArrowRight");
    await looks("diagram_2 by days", page);
    await open(page, `/reports/diagram_3?${days}&by=weekday&group=7&status=OK,FAIL`, ".chips");
    await page.locator(".chart").waitFor();
    await looks("diagram_3 by weekdays", page);
    await open(page, "/reports/diagram_2?from=2025-01-01&to=2025-01-01", ".empty");
    await looks("a report of nothing", page);

    await open(page, "/what-if", ".drop");
    await looks("what if: before a file", page);
    const id = "0".repeat(32);
    const job = { id, name: "marzo.csv", bytes: 100, received: 40, progress: null, choice: null };
    const steps = {
      "while it comes in": { state: "uploading" },
      "while it is read": { state: "running" },
      "while it runs": { state: "running", progress: 0.4 },
      "a result": { state: "ready", result: scriptedFound() },
      "a refusal": { state: "ready", result: scriptedFound([{ es: "Son pocos.", en: "They are few." }]) },
      "a failure": { state: "failed", problem: { es: "No es un registro.", en: "It is no record." } },
    };
    for (const [step, of] of Object.entries(steps)) {
      const answer = { job: { ...job, result: null, problem: null, hasRecord: true, ...of } };
      await page.route("**/v1/what-if*", (route) => route.fulfill({ json: answer }));
      await open(page, "/", "table.now");
      await open(page, "/what-if", "#record");
      await page.locator("#record").getByText("marzo.csv").waitFor();
      await looks(`what if: ${step}`, page);
      await page.unroute("**/v1/what-if*");
    }

    await open(page, "/settings", ".story li");
    await looks("settings", page);
    await page.locator("tbody tr", { hasText: "offerAfterS" }).first().locator("button").press("Enter");
    await page.locator("dialog input[name=value]").fill("90");
    await looks("changing a setting", page);
    await page.locator("dialog section button").press("Enter");
    await page.locator("dialog progress").waitFor();
    await looks("a preview that is lived through", page);
    previews.finish();
    await page.locator("dialog table").waitFor();
    await looks("a preview", page);
    await page.locator("dialog input[name=value]").fill("many");
    await page.locator("dialog input[name=why]").fill("test");
    await page.locator("dialog button[type=submit]").press("Enter");
    await page.locator("dialog [role=alert]").waitFor();
    await looks("a setting that is refused", page);
    await closeDialog(page);
    v1.ruleByFile(true);
    await open(page, "/", "table.now");
    await open(page, "/settings", ".story li");
    await page.locator("tbody tr", { hasText: "limits.pending" }).locator("button").press("Enter");
    await page.locator("dialog pre").waitFor();
    await looks("a setting that the file rules", page);
    await closeDialog(page);
    v1.ruleByFile(false);
    await open(page, "/settings/prompts", "tbody tr");
    await looks("prompts", page);
    await page.locator("tbody tr").first().locator("button").nth(1).press("Enter");
    await page.locator("dialog").waitFor();
    await looks("replacing a prompt", page);
    await closeDialog(page);
    await open(page, "/alerts", ".alert");
    await looks("alerts", page);
    await page.route("**/v1/alerts*", (route) => route.fulfill({ json: { alerts: flood } }));
    await page.clock.runFor(5_000);
    await page
      .locator(".alert ul li")
      .nth(flood.length - 1)
      .waitFor();
    await looks("many alerts, by their kinds", page);
    await open(page, "/", ".alerts li");
    await looks("Now, in a flood of alerts", page);
    await open(page, "/alerts", ".alert ul li");
    for (const button of await page.locator(".alert > button").all()) await button.press("Enter");
    await page.locator(".alert > button[aria-pressed=true]").nth(1).waitFor();
    await looks("silenced alerts", page);
    await open(page, "/", "table.now");
    await page.locator(".alerts").waitFor({ state: "detached" });
    await looks("Now, when all alerts are silenced", page);
    await page.unroute("**/v1/alerts*");

    await page.route("**/v1/nodes*", (route) =>
      route.fulfill({
        json: {
          nodes: ["0.1.0", "0.1.1", null].map((version, n) => ({
            id: `${n}`,
            name: `node ${n}`,
            address: `http://10.0.0.${n}:8090`,
            version,
            since: version && moment(-60),
            operations: n === 1 ? [] : [{ id: n + 1, name: `Operación ${n}` }],
          })),
          nobodys: [{ id: 9, name: "Cartera" }],
        },
      }),
    );
    await open(page, "/", "table.now");
    await open(page, "/administration?show=nodes", "main td");
    await looks("administration: nodes", page);
    await page.unroute("**/v1/nodes*");
    for (const part of ["users", "displays", "sessions", "tokens", "audit"]) {
      await open(page, `/administration?show=${part}`, "main :is(table, .empty)");
      await looks(`administration: ${part}`, page);
      const opens = page.locator("main .buttons button");
      if ((await opens.count()) === 0) continue;
      await opens.first().press("Enter");
      await page.locator("dialog").waitFor();
      await looks(`administration: the dialog of ${part}`, page);
      await closeDialog(page);
    }
    await open(page, "/wall", ".tile");
    await looks("a wall", page);
    await open(page, "/nowhere", "main [role=status]");
    await looks("an address that is no screen", page);

    await open(page, "/", "table.now");
    await stream.fallSilent();
    await page.clock.fastForward(65_000);
    await page.locator(".banner").waitFor();
    await looks("Now, when nothing is heard any more", page);
    await page.close();

    const ended = await at.signedIn("/callbacks/ana", "supervisor", { options });
    await ended.locator(".story li").first().waitFor();
    const user = (await v1.store.accounts.userNamed(await textOf(ended, ".user")))!;
    for (const { id: session } of await v1.store.accounts.sessions(user.id))
      await v1.store.accounts.endSession(session);
    await ended.locator("dialog.again").waitFor();
    await looks("a session that ended", ended);
    await ended.close();

    const viewer = await at.signedIn("/callbacks/ana", "viewer", { options });
    await viewer.locator("[aria-disabled=true]").first().waitFor();
    await looks("orders that are not for this user", viewer);
    await viewer.close();
    const wall = await at.visit("/wall", options);
    await wall.locator(".code").waitFor();
    await looks("a screen that waits to be accepted", wall);
    await wall.close();
  }
  assert.deepEqual(at.complaints, []);
});
