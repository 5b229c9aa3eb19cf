/**
 * The deadlines of what callers and customers are asked, the core's and the exchange's. Each is shorter than the one that
 * waits for it: a key, then the questions, then the core.
 */

/** After so long in a question, ms, the core gives the person up: a caller counts as silent, an attempt as failed. */
export const ASKED_WITHIN_MS = 120_000;

/**
 * The exchange puts no further question so long after the first began, ms: what began by then ends before
 * {@link ASKED_WITHIN_MS}, the longest choice of times included.
 */
export const QUESTIONS_WITHIN_MS = 75_000;

/** The silence after a question in which a key still counts, ms. */
export const KEY_WITHIN_MS = 4_000;

/** Until the first digit of a number, from each digit to the next, and for all of them together, ms. */
export const FIRST_DIGIT_WITHIN_MS = 6_000;
export const NEXT_DIGIT_WITHIN_MS = 4_000;
export const ALL_DIGITS_WITHIN_MS = 25_000;

/** The longest prompt, ms: an exchange that is still playing after that long is taken to hang. */
export const LONGEST_PROMPT_MS = 8_000;

/** The longest name that is recorded, ms. */
export const NAME_WITHIN_MS = 3_000;

/** How long a dialogue waits for what Espera decides, ms. */
export const ORDER_WITHIN_MS = 4_000;
