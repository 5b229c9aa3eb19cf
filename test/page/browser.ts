import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { newLinkKey } from "../../src/api/sign-in/sessions.ts";
import type { WantedUser } from "../../src/api/sign-in/users.ts";
import type { Role } from "../../src/journal/accounts.ts";
import { makeUser, PASSWORD } from "../api/people.ts";
import { openV1, type V1 } from "../api/v1-centre.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Why tests with a browser are skipped, or `false`. */
export const noBrowser = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;

function launchBrowser(): Promise<Browser> {
  const args = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...args.split(" "), "--disable-component-update", "--disable-sync"],
  });
}

/** The page of a scripted centre, in real browsers. */
export class PageAtCentre {
  readonly v1: V1;
  readonly address: string;
  readonly #browser: Browser;
  /** What any page complained of. */
  readonly complaints: string[] = [];

  private constructor(v1: V1, address: string, browser: Browser) {
    this.v1 = v1;
    this.address = address;
    this.#browser = browser;
  }

  /** Closed when the test is over. */
  static async open(
    t: { after(end: () => unknown): void },
    given: Parameters<typeof openV1>[0] = {},
  ): Promise<PageAtCentre> {
    const v1 = await openV1(given);
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
    const browser = await launchBrowser();
    t.after(async () => {
      await browser.close();
      await v1.close();
    });
    const { port } = v1.api.server.address() as AddressInfo;
    return new PageAtCentre(v1, `http://127.0.0.1:${port}`, browser);
  }

  /** A window of somebody who is not signed in. `prepare`: before it opens the address. */
  async visit(
    path: string,
    options: BrowserContextOptions = {},
    prepare?: (page: Page) => Promise<unknown>,
  ): Promise<Page> {
    const context = await this.#browser.newContext({ locale: "es-CO", ...options });
    context.setDefaultTimeout(HANGS_AFTER_MS / 10);
    const page = await context.newPage();
    page.on("console", (message) => {
      // What the server refuses, the page says itself: nobody signed in, an order that came second; and that it is not reached.
      if (!/status of 4\d\d|net::ERR_/.test(message.text())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
    await prepare?.(page);
    await page.goto(this.address + path);
    return page;
  }

  /** A window of a new user, at a screen, in the language of its locale: by a link, which is quicker than the form. */
  async signedIn(
    path: string,
    role: Role = "supervisor",
    given: {
      readonly user?: WantedUser;
      readonly options?: BrowserContextOptions;
      readonly prepare?: (page: Page) => Promise<unknown>;
    } = {},
  ): Promise<Page> {
    const name = `${role} ${++this.#users}`;
    const { accounts } = this.v1.store;
    const user = await makeUser(this.v1.store, name, role, {
      operation: "clinic",
      seesNumbers: false,
      language: given.options?.locale?.startsWith("en") ? "en" : "es",
      ...given.user,
    });
    const key = await newLinkKey(accounts, user, Date.now());
    const page = await this.visit(`${path}#key=${key}`, given.options, given.prepare);
    await page.locator(".head nav").waitFor();
    return page;
  }
  #users = 0;
}

/** Fills the form in, as a person does. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  const form = page.locator("form", { has: page.locator("input[autocomplete=username]") });
  await form.locator("input[name=name]").fill(name);
  await form.locator("input[name=password]").fill(password);
  await form.locator("button[type=submit]").click();
}

/** What a cell says, its white space as a reader sees it. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).first().textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
}
