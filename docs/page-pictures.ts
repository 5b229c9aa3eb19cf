import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";

/**
 * Pictures of the page of a running demonstration, in both languages and themes, on a desk, a phone and a wall:
 * `node docs/page-pictures.ts LINK [FOLDER]`. `LINK` is what the start prints; it signs in once. Left out, the folder is
 * `docs/pictures`, and only what the READMEs show is taken. Run it while the line of the first half hour is in trouble.
 */
const [link, folder] = process.argv.slice(2);
if (link === undefined) throw new Error("node docs/page-pictures.ts LINK [FOLDER]");

const sizes = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  wall: { width: 1920, height: 1080 },
} as const;
const languages = { es: "es-CO", en: "en-GB" } as const;
const themes = ["light", "dark"] as const;
const screens = {
  now: "/",
  line: "/skills/11",
  callbacks: "/callbacks",
  reports: "/reports/smart-wait",
  "diagram-2": "/reports/diagram_2?by=hour",
  "what-if": "/what-if",
  settings: "/settings",
  alerts: "/alerts",
  administration: "/administration",
} as const;

interface Picture {
  readonly file: string;
  readonly path: string;
  readonly language: keyof typeof languages;
  readonly theme: (typeof themes)[number];
  readonly size: keyof typeof sizes;
}

/** What the READMEs show. */
const kept: readonly Picture[] = (["es", "en"] as const).map((language) => ({
  file: `now.${language}.png`,
  path: screens.now,
  language,
  theme: "light",
  size: "desk",
}));

/** What is looked at before a release. */
function all(): Picture[] {
  return (["es", "en"] as const).flatMap((language) =>
    themes.flatMap((theme) => [
      ...(["desk", "phone"] as const).flatMap((size) =>
        Object.entries(screens).map(([name, path]) => ({
          file: `${name}.${language}.${theme}.${size}.png`,
          path,
          language,
          theme,
          size,
        })),
      ),
      {
        file: `wall.${language}.${theme}.png`,
        path: `/wall?theme=${theme}`,
        language,
        theme,
        size: "wall" as const,
      },
    ]),
  );
}

async function takeOf(
  browser: Browser,
  { path, language, theme, size }: Picture,
  to: string,
  storageState: BrowserContextOptions["storageState"],
): Promise<void> {
  const context = await browser.newContext({
    locale: languages[language],
    colorScheme: theme,
    viewport: sizes[size],
    ...(storageState ? { storageState } : {}),
  });
  // The language that the demonstration's user was given yields to that of the picture.
  await context.addInitScript(`localStorage.setItem("espera-language", "${language}")`);
  const page = await context.newPage();
  await page.goto(new URL(path, link).href);
  await page.locator(".age.fresh").waitFor();
  await page.locator("main :is(table, .empty, .tile, .story, .drop)").first().waitFor();
  // Quiet lines show nothing of what the screen is for.
  if (path === screens.now) {
    await page.locator(".now .trouble .mark").first().waitFor({ timeout: 600_000 });
    await page.locator(".now .recent").first().waitFor();
  }
  await page.screenshot({ path: to });
  await context.close();
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const signedIn = await browser.newContext();
const first = await signedIn.newPage();
await first.goto(link);
await first.locator(".head nav").waitFor();
const storageState = await signedIn.storageState();
const into = folder ?? new URL("pictures/", import.meta.url).pathname;
mkdirSync(into, { recursive: true });
for (const picture of folder === undefined ? kept : all()) {
  await takeOf(browser, picture, join(into, picture.file), storageState);
  process.stdout.write(`${picture.file}\n`);
}
await browser.close();
