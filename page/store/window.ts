import { computed, signal } from "@preact/signals";

/** The width of the window, in pixels. */
const width = signal(innerWidth);
addEventListener("resize", () => (width.value = innerWidth));

/** Whether the rows of tables are cards: as the style sheet has it. */
const isNarrow = computed(() => width.value >= 0 && matchMedia("(width < 46rem)").matches);

/** How many marks of a line stand beside each other on Now; what a narrow window has no room for is scrolled to. */
export const marksInARow = computed(() =>
  isNarrow.value ? undefined : LEAST + Math.max(0, Math.floor((width.value - DESK) / MARK)),
);

/** As many as there is room for in a table that is as wide as a desk's screen, and no wider. */
const LEAST = 12;
const DESK = 1280;
const MARK = 16;
