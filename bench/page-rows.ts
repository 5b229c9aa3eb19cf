import type { Page } from "playwright-core";
import { noBrowser, PageAtCentre } from "../test/page/browser.ts";
import { FedStream } from "../test/page/fed-stream.ts";
import { type Bench, quantile, rounded } from "./measure.ts";

const ROWS = 500;
const DELTAS_PER_S = 10;
const LONG_FRAME_MS = 50;
const FIRST_PLACE = Date.parse("2026-03-02T10:00:00-05:00");

/**
 * The page with 500 callbacks in a real browser: how long its frames take while 10 of them change each second, over how long while nothing
 * comes in. Taken in turns. The browser is on the same machine as the server, and without a graphics card.
 */
export const pageRows: Bench = async ({ quick, say, rounds = quick ? 1 : 4 }) => {
  if (noBrowser) return { what: "nothing was measured", ratio: null, bounds: [], figures: { noBrowser } };
  const endings: (() => unknown)[] = [];
  try {
    const at = await PageAtCentre.open({ after: (end: () => unknown) => endings.push(end) });
    const { skills } = (await at.v1.get("/v1/skills")).json();
    const { callback } = (await at.v1.get("/v1/callbacks/ana")).json();
    let { version } = callback;
    const row = (n: number, attempts: number) => ({
      ...callback,
      id: `c${n}`,
      place: new Date(FIRST_PLACE + n * 1_000).toISOString(),
      version: ++version,
      attempts,
    });
    const event = (callbacks: object[]) => ({ event: "callbacks", data: { callbacks } });
    let stream!: FedStream;
    const page = await at.signedIn("/callbacks", "supervisor", {
      prepare: async (opened) => {
        stream = await FedStream.of(opened);
      },
    });
    await stream.opened(1);
    await stream.send([
      { event: "snapshot", data: { skills } },
      event(Array.from({ length: ROWS }, (_, n) => row(n, 0))),
      { event: "lines", data: { skills } },
    ]);
    const rows = page.locator("tbody tr");
    await rows.nth(99).waitFor();
    // What it takes to draw them the first time is not counted.
    await framesIn(page, 1);
    const frames = { rest: [] as number[], deltas: [] as number[] };
    const seconds = quick ? 0.5 : 10;
    let deltas = 0;
    for (let round = 0; round < rounds; round++) {
      say(`round ${round + 1}`);
      frames.rest.push(...(await framesIn(page, seconds)));
      let sent = Promise.resolve();
      const sending = setInterval(() => {
        sent = stream.send([event([row((deltas++ * 7) % ROWS, 1 + (deltas % 3))])]);
      }, 1_000 / DELTAS_PER_S);
      frames.deltas.push(...(await framesIn(page, seconds)));
      clearInterval(sending);
      await sent;
    }
    const p99 = { rest: quantile(frames.rest, 0.99), deltas: quantile(frames.deltas, 0.99) };
    const ratio = rounded(p99.deltas / p99.rest);
    return {
      what: `p99 of the length of frames with ${ROWS} callbacks while ${DELTAS_PER_S} change each second, over while nothing comes in`,
      ratio,
      bounds: [{ of: "ratio of p99", is: ratio, atMost: 1.5 }],
      figures: {
        rowsShown: await rows.count(),
        deltas,
        ofFrames: { rest: shown(frames.rest), deltas: shown(frames.deltas) },
      },
    };
  } finally {
    for (const end of endings) await end();
  }
};

/** How long (ms) each frame took in so many seconds. */
function framesIn(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(`new Promise((resolve) => {
    const lengths = [];
    let before = performance.now();
    const end = before + ${seconds * 1_000};
    const look = () => {
      const now = performance.now();
      lengths.push(now - before);
      before = now;
      if (now < end) requestAnimationFrame(look);
      else resolve(lengths);
    };
    requestAnimationFrame(look);
  })`);
}

function shown(lengths: readonly number[]) {
  return {
    frames: lengths.length,
    medianMs: rounded(quantile(lengths, 0.5)),
    p99Ms: rounded(quantile(lengths, 0.99)),
    longestMs: rounded(quantile(lengths, 1)),
    longShare: rounded(lengths.filter((ms) => ms > LONG_FRAME_MS).length / lengths.length),
  };
}
