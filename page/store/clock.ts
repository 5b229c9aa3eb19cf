import { computed, signal } from "@preact/signals";

/**
 * The server's time, counted on from when it last said it by the browser's monotonic clock: this machine's own clock
 * may be wrong by minutes, and may be set while the page is open.
 */
interface Heard {
  /** Epoch ms at the server. */
  readonly at: number;
  /** `performance.now()` then. */
  readonly mark: number;
}

let heard: Heard = { at: Date.now(), mark: performance.now() };

/** Epoch ms at the server, as of the last second: one timer for the whole page. */
export const now = signal(heard.at);

/** `at`: epoch ms, as the server said it just now. */
export function hearTime(at: number): void {
  heard = { at, mark: performance.now() };
  heardAnything();
  tick();
}

/** `performance.now()` when the server was heard last. */
const lastHeard = signal(performance.now());

/** Something came from the server. */
export function heardAnything(): void {
  lastHeard.value = performance.now();
}

const ticked = signal(performance.now());

/** How long nothing was heard from the server, in ms. */
export const silence = computed(() => Math.max(0, ticked.value - lastHeard.value));

/** How old what is shown is: fresh, old enough to say so, or so old that nothing may be built on it. */
export const age = computed<"fresh" | "old" | "stale">(() =>
  silence.value >= STALE_MS ? "stale" : silence.value >= OLD_MS ? "old" : "fresh",
);

/** Epoch ms at the server when it was heard last. */
export const heardAt = computed(() => now.value - silence.value);

export function startClock(): void {
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}

function tick(): void {
  ticked.value = performance.now();
  now.value = heard.at + ticked.peek() - heard.mark;
}

const OLD_MS = 20_000;
const STALE_MS = 60_000;
