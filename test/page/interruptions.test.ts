import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { waitReasons } from "../../src/words/reasons/callback-reasons.ts";
import { skillReasons } from "../../src/words/reasons/skill-reasons.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre, signIn, textOf } from "./browser.ts";
import { FedStream } from "./fed-stream.ts";

const HOUR_MS = 60 * 60_000;

/** What the reader's clocks show, in seconds, of `0:07` or `1:05:00`. */
function secondsOf(clock: string): number {
  return clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
}

test("a page that is interrupted, in a browser", {
  skip: noBrowser,
  timeout: 4 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t);
  const { v1 } = at;
  const row = (page: Page, id: string) =>
    page.locator("tbody tr", { has: page.locator(`a[href$='/${id}']`) });

  /** With the pointer off the rows, which are held as long as it is on them. */
  const atCallbacks = async (prepare?: (page: Page) => Promise<unknown>) => {
    const page = await at.signedIn("/callbacks", "supervisor", prepare ? { prepare } : {});
    await page.mouse.move(0, 0);
    return page;
  };
  const cancel = async (id: string) => {
    const { version } = (await v1.get(`/v1/callbacks/${id}`)).json().callback;
    assert.equal((await v1.post(`/v1/callbacks/${id}/cancel`, { version, why: "test" })).statusCode, 200);
  };
  const endSessionsOf = async (name: string) => {
    const user = (await v1.store.accounts.userNamed(name))!;
    for (const { id } of await v1.store.accounts.sessions(user.id)) await v1.store.accounts.endSession(id);
  };

  await t.test("says that its stream is cut, and is right again when it comes back", async () => {
    const page = await atCallbacks();
    await row(page, "ana").waitFor();
    await page.route("**/v1/stream*", (route) => route.abort());
    v1.api.server.closeAllConnections();
    await page.locator(".age.old").waitFor();
    await cancel("eva");
    await v1.centre.asked("meanwhile", "+573001110001", 1, "yes");
    await page.unroute("**/v1/stream*");
    await row(page, "meanwhile").waitFor();
    assert.equal(await row(page, "eva").count(), 0);
    assert.equal(await row(page, "ana").count(), 1);
    await page.locator(".age.fresh").waitFor();
    await page.close();
  });

  await t.test(
    "says since when the operation does not answer the server, and goes on by itself",
    async () => {
      const page = await atCallbacks();
      await row(page, "ana").waitFor();
      v1.answer(false);
      await page.locator(".banner").waitFor();
      assert.match(
        await textOf(page, ".banner"),
        /^La operación no responde desde \d\d:\d\d:\d\d, .* Las cifras vuelven solas, casi siempre en segundos\.$/,
      );
      assert.equal(await row(page, "ana").count(), 1);
      await page.reload();
      await row(page, "ana").getByText(waitReasons["not-answering"].es).waitFor();
      await page.getByRole("link", { name: "Ahora" }).click();
      await page.locator("table.now").getByText(skillReasons["not-answering"].es).first().waitFor();
      assert.equal(await textOf(page, ".cards dd"), "–");
      await page.goBack();
      v1.answer(true);
      await page.locator(".banner").waitFor({ state: "detached" });
      await row(page, "ana").getByText(waitReasons["not-answering"].es).waitFor({ state: "detached" });
      assert.equal(await row(page, "ana").count(), 1);
      await page.close();
    },
  );

  await t.test("is right when a frozen tab goes on", async () => {
    const page = await atCallbacks();
    await row(page, "meanwhile").waitFor();
    const lifecycle = await page.context().newCDPSession(page);
    await lifecycle.send("Page.setWebLifecycleState", { state: "frozen" });
    await cancel("meanwhile");
    await v1.centre.asked("frozen", "+573001110002", 1, "yes");
    await lifecycle.send("Page.setWebLifecycleState", { state: "active" });
    await row(page, "frozen").waitFor();
    await row(page, "meanwhile").waitFor({ state: "detached" });
    await page.close();
  });

  await t.test("gives up a connection that went dead while the machine slept, and asks again", async () => {
    let stream!: FedStream;
    const prepare = async (page: Page) => {
      await page.clock.install();
      stream = await FedStream.of(page);
    };
    const page = await atCallbacks(prepare);
    const { skills } = (await v1.get("/v1/skills")).json();
    const { callbacks } = (await v1.get("/v1/callbacks?status=open")).json();
    const snapshot = (shown: object[]) => [
      { event: "snapshot", data: { skills } },
      { event: "callbacks", data: { callbacks: shown } },
      { event: "lines", data: { skills } },
    ];
    await stream.opened(1);
    await stream.send(snapshot(callbacks));
    await row(page, "ana").waitFor();
    await stream.fallSilent();
    await page.clock.fastForward(HOUR_MS);
    await page.locator(".banner").waitFor();
    await stream.opened(2);
    await stream.send(snapshot(callbacks.filter(({ id }: { id: string }) => id !== "ana")));
    await row(page, "ana").waitFor({ state: "detached" });
    await page.locator(".banner").waitFor({ state: "detached" });
    await page.close();
  });

  await t.test(
    "shows ages by the server's clock, whatever this machine's shows, and if it is set",
    async () => {
      const now = v1.centre.clock.now();
      const waited = (now - v1.centre.operation.coreState.calls.get("zoe")!.arrivedAt) / 1_000;
      const prepare = (page: Page) => page.clock.install({ time: now + HOUR_MS });
      const page = await at.signedIn("/", "supervisor", { prepare });
      const cell = "tbody tr td[data-label='Espera más larga']";
      await page.locator(cell).first().waitFor();
      for (const time of [now - 5 * HOUR_MS, now + 30 * HOUR_MS]) {
        const shown = secondsOf((await textOf(page, `${cell} time`)).trim());
        assert.ok(shown >= waited && shown < waited + HOUR_MS / 1_000, `${shown} s of ${waited}`);
        await page.clock.setSystemTime(time);
        await page.clock.runFor(2_000);
      }
      await page.close();
    },
  );

  await t.test("counts hours that passed over a night in which the clocks were set", async () => {
    const { callback } = (await v1.get("/v1/callbacks/ana")).json();
    const { skills } = (await v1.get("/v1/skills")).json();
    const nights = [
      // Back from 3:00 to 2:00, and on from 2:00 to 3:00.
      {
        early: "2026-10-25T02:30:00+02:00",
        late: "2026-10-25T02:30:00+01:00",
        at: "2026-10-25T02:45:00+01:00",
      },
      {
        early: "2026-03-29T01:50:00+01:00",
        late: "2026-03-29T03:05:00+02:00",
        at: "2026-03-29T03:10:00+02:00",
      },
    ];
    for (const { early, late, at: time } of nights) {
      let stream!: FedStream;
      const prepare = async (page: Page) => {
        stream = await FedStream.of(page);
        await page.route("**/v1/session", async (route) => {
          const response = await route.fetch();
          const text = (await response.text()).replaceAll("America/Bogota", "Europe/Madrid");
          await route.fulfill({ response, body: text });
        });
      };
      const options = { timezoneId: "America/Santiago" };
      const page = await at.signedIn("/callbacks", "supervisor", { prepare, options });
      const one = (id: string, place: string) => ({ ...callback, id, place, arrivedAt: place });
      const callbacks = [one("late", late), one("early", early)];
      await stream.opened(1);
      await stream.send([
        { event: "beat", data: { at: time } },
        { event: "snapshot", data: { skills } },
        { event: "callbacks", data: { callbacks } },
        { event: "lines", data: { skills } },
      ]);
      await row(page, "late").waitFor();
      const places = (await page.locator("tbody th").allTextContents()).map((text) => text.trim());
      assert.deepEqual(
        places,
        [early, late].map((place) => place.slice(11, 16)),
      );
      const waits = await page.locator("tbody td.figures time").allTextContents();
      for (const [index, since] of [early, late].entries()) {
        const waited = (Date.parse(time) - Date.parse(since)) / 1_000;
        const shown = secondsOf(waits[index]!);
        assert.ok(shown >= waited && shown < waited + HOUR_MS / 1_000, `${shown} s of ${waited}`);
      }
      await page.close();
    }
  });

  await t.test(
    "keeps what was being written when the session ends, and hides it until its user is back",
    async () => {
      const page = await at.signedIn("/callbacks/leo");
      const name = await textOf(page, ".user");
      await page.getByRole("button", { name: "Mover" }).click();
      await page.locator("dialog input[name=why]").fill("lo pidió por correo");
      await endSessionsOf(name);
      await page.getByText("La sesión terminó.").waitFor();
      for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
      await page.locator("dialog.again[open]").waitFor();
      await signIn(page, name);
      await page.locator("dialog.again").waitFor({ state: "detached" });
      assert.equal(await page.locator("dialog input[name=why]").inputValue(), "lo pidió por correo");
      await page.locator("dialog input[name=to]").fill("2026-03-02T11:30");
      await page.locator("dialog button[type=submit]").click();
      await page.locator("dialog .met").waitFor();
      await page.close();
    },
  );

  await t.test("shows nothing that another user left when somebody else signs in", async () => {
    const page = await at.signedIn("/callbacks/leo", "supervisor");
    const other = await at.signedIn("/", "viewer");
    const name = await textOf(page, ".user");
    await page.getByRole("button", { name: "Mover" }).click();
    await page.locator("dialog input[name=why]").fill("de otra persona");
    await endSessionsOf(name);
    await page.locator("dialog.again").waitFor();
    await signIn(page, await textOf(other, ".user"));
    await page.locator(".user", { hasText: "viewer" }).waitFor();
    assert.equal(await page.locator("dialog").count(), 0);
    for (const one of [page, other]) await one.close();
  });

  assert.deepEqual(at.complaints, []);
});
