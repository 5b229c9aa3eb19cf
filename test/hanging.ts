/**
 * After how long a test counts as hanging, ms. It guards against a run that never ends, and measures nothing: however slow the
 * machine, what works is done long before.
 */
export const HANGS_AFTER_MS = 30 * 60_000;
