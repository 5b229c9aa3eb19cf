import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { makeUser, PASSWORD } from "../api/people.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";

/** What the focus is on: its name or text; why it is not where a reader would see it, or `null`. */
interface Focus {
  readonly on: string;
  readonly tag: string;
  readonly fault: string | null;
}

const FOCUS = `(() => {
  const one = document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  const [x, y] = [left + Math.min(width, innerWidth - left) / 2, top + Math.min(height, 20) / 2];
  const seen = document.elementFromPoint(x, y);
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const isQuiet = one.matches("[tabindex='-1']");
  const fault =
    one === document.body ? "nothing has it"
    : !one.checkVisibility() ? "it is hidden"
    : isQuiet ? null
    : seen === null || !(one.contains(seen) || seen.contains(one)) ? "it is covered or out of sight"
    : outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "nothing shows it"
    : null;
  const on = (one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent).replaceAll(/\\s+/g, " ").trim();
  return { on, tag: one.localName, fault };
})()`;

/** Somebody at a page without a mouse. After each key the focus is where they see it. */
class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Fulfilled when what the page does by itself after a key is done. */
  async focus(): Promise<Focus> {
    return this.#page.evaluate(`new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(${FOCUS}))));
    })`);
  }

  async press(...keys: string[]): Promise<Focus> {
    let focus!: Focus;
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      focus = await this.focus();
      assert.equal(focus.fault, null, `after ${key}, on ${focus.tag} “${focus.on}”`);
    }
    return focus;
  }

  /** On to what is called so, by as many tabs as it takes. */
  async tabTo(name: string | RegExp, back = false): Promise<void> {
    const is = (on: string) => (typeof name === "string" ? on === name : name.test(on));
    const passed: string[] = [];
    for (let tabs = 0; tabs < 70; tabs++) {
      await this.#page.keyboard.press(back ? "Shift+Tab" : "Tab");
      const { on, tag, fault } = await this.focus();
      // Between the last element and the first is the browser's own frame.
      if (tag === "body") continue;
      assert.equal(fault, null, `on ${tag} “${on}”`);
      if (is(on)) return;
      passed.push(on);
    }
    assert.fail(`nothing is called ${name}; passed ${passed.join(" | ")}`);
  }

  /** As soon as something that is waited for is there, the focus is where a reader sees it. */
  async holds(why: string): Promise<Focus> {
    const focus = await this.focus();
    assert.equal(focus.fault, null, `${why}, on ${focus.tag} “${focus.on}”`);
    return focus;
  }
}

test("the page by the keyboard alone, in a browser", {
  skip: noBrowser,
  timeout: 4 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t);
  const { v1 } = at;
  for (const [index, call] of ["first", "second", "third", "fourth", "fifth"].entries())
    await v1.centre.asked(call, `+57300111000${index}`, 2, "yes");
  await makeUser(v1.store, "Olga", "supervisor", { operation: "clinic", seesNumbers: false, language: "es" });
  const page = await at.visit("/");
  const keys = new Keys(page);
  const statusOf = async (id: string) => (await v1.get(`/v1/callbacks/${id}`)).json().callback;
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();

  /** Each goes on from where the one before it left the focus. */
  let isLost = false;
  const step = (name: string, act: () => Promise<void>) =>
    t.test(name, async () => {
      assert.ok(!isLost, "a step before it failed");
      isLost = true;
      await act();
      isLost = false;
    });

  await step("signs in, and the focus is in the page", async () => {
    await page.locator("form").waitFor();
    await keys.tabTo("Usuario");
    await page.keyboard.type("Olga");
    await keys.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator("table.now tbody tr").first().waitFor();
    await keys.holds("signed in");
  });

  await step("goes past the head to the lines, into one of them, and to the callbacks", async () => {
    await keys.tabTo("skill 1");
    await keys.press("Enter");
    await heading("skill 1");
    assert.equal((await keys.holds("a line")).on, "skill 1");
    await keys.tabTo(/^← /);
    await keys.press("Enter");
    await page.locator("table.now").waitFor();
    assert.equal((await keys.holds("back from a line")).on, "Ahora");
    await keys.tabTo("Devoluciones", true);
    await keys.press("Enter");
    await heading("Devoluciones");
    await keys.holds("the callbacks");
  });

  const menuOf = async (id: string) => {
    const { place } = await statusOf(id);
    await keys.tabTo(`Acciones de la devolución de las ${place.slice(11, 16)}`);
  };

  await step("opens a menu, closes it with Escape, and is on its button again", async () => {
    await menuOf("first");
    await keys.press("Enter", "Tab");
    assert.equal(await page.locator("details[open]").count(), 1);
    await keys.press("Escape");
    assert.equal(await page.locator("details[open]").count(), 0);
    assert.equal((await keys.focus()).tag, "summary");
  });

  await step("gives up a cancellation with Escape, then cancels, confirming it", async () => {
    await keys.press("Enter");
    await keys.tabTo("Cancelar");
    await keys.press("Enter");
    await page.locator("dialog").waitFor();
    await keys.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    assert.equal((await keys.holds("given up")).tag, "summary");
    assert.equal((await statusOf("first")).status, "YES");
    await keys.press("Enter");
    await keys.tabTo("Cancelar");
    await keys.press("Enter");
    await page.locator("dialog").waitFor();
    assert.match((await keys.holds("the dialog")).on, /^Motivo/);
    await page.keyboard.type("lo pidió");
    await keys.tabTo("Cancelar la devolución");
    await keys.press("Enter");
    await page.locator("dialog .met").waitFor();
    assert.equal((await keys.holds("cancelled")).on, "Cerrar");
    assert.equal((await statusOf("first")).status, "FAIL");
    await keys.press("Enter");
    await page.locator("dialog").waitFor({ state: "detached" });
    await keys.holds("closed");
  });

  await step("moves one to a later time", async () => {
    await menuOf("second");
    await keys.press("Enter");
    await keys.tabTo("Mover");
    await keys.press("Enter");
    await page.locator("dialog").waitFor();
    await keys.holds("the dialog");
    // Day, month and year, hour and minute, each in its part of the field, in whichever order; a. m. where the browser asks for it.
    await page.keyboard.type("03032026");
    await page.keyboard.press("Tab");
    await page.keyboard.type("1130a");
    await keys.tabTo(/^Motivo/);
    await page.keyboard.type("lo pidió");
    await keys.press("Enter");
    await page.locator("dialog .met").waitFor();
    await keys.holds("moved");
    assert.match((await statusOf("second")).notBefore, /^2026-03-03T11:30:00/);
    await keys.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await keys.holds("closed");
  });

  await step("calls one now", async () => {
    v1.centre.exchange.report({ type: "agent-changed", agent: "agent-2", skills: [2], status: "busy" });
    await v1.centre.settled();
    await menuOf("fifth");
    await keys.press("Enter");
    await keys.tabTo("Llamar ya");
    await keys.press("Enter");
    await page.locator("dialog").waitFor();
    await page.keyboard.type("lo pidió");
    await keys.press("Enter");
    await page.locator("dialog .met").waitFor();
    await keys.holds("called");
    assert.equal(v1.centre.diallingsOf("fifth").length, 1);
    await keys.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await keys.holds("closed");
  });

  await step("chooses several and cancels them together", async () => {
    for (const id of ["third", "fourth"]) {
      const { place } = await statusOf(id);
      await keys.tabTo(`Elegir la devolución de las ${place.slice(11, 16)}`, true);
      await keys.press("Space");
    }
    await page.getByText("2 elegidas").waitFor();
    await keys.tabTo("Cancelar", true);
    await keys.press("Enter");
    await page.locator("dialog").waitFor();
    await page.keyboard.type("lo pidieron");
    await keys.press("Enter");
    await page.locator("dialog .results li").nth(1).waitFor();
    await keys.holds("cancelled");
    for (const id of ["third", "fourth"]) assert.equal((await statusOf(id)).status, "FAIL");
    await keys.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await keys.holds("closed");
  });

  await page.close();
  assert.deepEqual(at.complaints, []);
});
