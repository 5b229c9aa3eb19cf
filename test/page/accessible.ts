import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const RULES = {
  all: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
  /** What another theme may break. */
  colour: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

/** What axe finds wrong, a line each; `colour`: only what it says of colours. */
export async function violationsOn(page: Page, rules: keyof typeof RULES = "all"): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(RULES[rules])}, resultTypes: ["violations"] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`);
}

/**
 * What a reader of a narrow window cannot see whole or hit, a line each: what makes the page scroll sideways, lies beyond its
 * edge or is cut off by what is around it, and targets under 24 pixels that are not a word in a sentence.
 */
export function misfitsOn(page: Page): Promise<string[]> {
  return page.evaluate(MISFITS);
}

const MISFITS = `(() => {
  const found = [];
  const is = (what, one) => found.push(what + ": " + one.outerHTML.slice(0, 140));
  const whole = document.documentElement;
  if (whole.scrollWidth > innerWidth) is("scrolls sideways by " + (whole.scrollWidth - innerWidth), whole);
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const isHeardOnly = (one) => one.closest(".only-heard, .skip, thead") !== null && getComputedStyle(one.closest(".only-heard, .skip, thead")).position === "absolute";
  const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  const inScroller = (one) => {
    for (let around = one.parentElement; around && around !== whole; around = around.parentElement)
      if (scrolls(around)) return true;
    return false;
  };
  for (const one of top.querySelectorAll("*")) {
    if (one.closest("svg *") || !one.checkVisibility({ visibilityProperty: true }) || isHeardOnly(one)) continue;
    const { left, right, width, height } = one.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    if ((left < -0.5 || right > innerWidth + 0.5) && !inScroller(one)) is("beyond the edge", one);
    const style = getComputedStyle(one);
    if (/hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1) is("cut", one);
    if (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1 && one.localName !== "dialog" && !/^(input|select|textarea)$/.test(one.localName))
      is("cut from below", one);
    if (!one.matches("a[href], button, input, select, summary")) continue;
    const inSentence = style.display === "inline" && [...one.parentElement.childNodes].some((beside) => beside !== one && beside.nodeType === 3 && /\\w{2}/.test(beside.textContent));
    if (Math.min(width, height) < 23.99 && !inSentence) is("a target of " + width.toFixed(1) + " × " + height.toFixed(1), one);
  }
  return [...new Set(found)];
})()`;
