import { minutesPrompt, type PromptName } from "./prompt-names.ts";

/** A time that may be chosen. */
export interface LaterOption {
  readonly key: string;
  readonly laterMs: number;
  readonly time: readonly PromptName[];
}

/** The times by their keys, from 1; of those that sound alike only the first, and not more than there are keys. */
export function laterOptions(laterMs: readonly number[]): LaterOption[] {
  const options: LaterOption[] = [];
  for (const one of laterMs) {
    const time = minutesPrompt(one / MINUTE_MS);
    if (options.length === MOST || options.some((other) => other.time.join() === time.join())) continue;
    options.push({ key: `${options.length + 1}`, laterMs: one, time });
  }
  return options;
}

const MINUTE_MS = 60_000;
const MOST = 9;
