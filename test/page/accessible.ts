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
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(RULES[rules])}, resultTypes: ["violations"], selectors: false })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`);
}

/**
 * What a reader of a narrow window cannot see whole or hit, a line each: what makes the page scroll sideways, lies beyond its
 * edge or is cut off by what is around it, and targets under 24 pixels that are not a word in a sentence. Of a dialog, also
 * what no scrolling brings into sight, with room for what shows the focus.
 */
export function misfitsOn(page: Page): Promise<string[]> {
  return page.evaluate(MISFITS);
}

const MISFITS = `(() => {
  const TARGETS = "a[href], button, input, select, summary";
  const FOCUS_RING = 5;
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
    // A text in a fixed number of lines is seen whole by its title, and where its row leads to.
    if (one.matches(".steady") && one.title === one.textContent) continue;
    if (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1 && one.localName !== "dialog" && !/^(input|select|textarea)$/.test(one.localName))
      is("cut from below", one);
    if (!one.matches(TARGETS)) continue;
    const inSentence = style.display === "inline" && [...one.parentElement.childNodes].some((beside) => beside !== one && beside.nodeType === 3 && /\\w{2}/.test(beside.textContent));
    if (Math.min(width, height) < 23.99 && !inSentence) is("a target of " + width.toFixed(1) + " × " + height.toFixed(1), one);
  }
  if (top.localName !== "dialog") return [...new Set(found)];
  const before = top.scrollTop;
  const edge = top.getBoundingClientRect();
  if (edge.top < -0.5 || edge.bottom > innerHeight + 0.5) is("beyond the edge", top);
  for (const one of top.querySelectorAll("h1, h2, h3, p, li, small, td, pre, " + TARGETS)) {
    if (!one.checkVisibility({ visibilityProperty: true }) || isHeardOnly(one)) continue;
    one.scrollIntoView({ block: "nearest" });
    const [{ left, top: above, width, height }] = one.getClientRects();
    const room = one.matches(TARGETS) ? FOCUS_RING : 0;
    const isWhole = above - room >= edge.top && above + height + room <= edge.bottom;
    if (!isWhole && height + 2 * room < top.clientHeight) is("not in sight when it is scrolled to", one);
    if (!one.matches(TARGETS)) continue;
    const seen = document.elementFromPoint(left + width / 2, above + height / 2);
    if (!one.contains(seen)) is("covered when it is scrolled to", one);
  }
  top.scrollTop = before;
  return [...new Set(found)];
})()`;
