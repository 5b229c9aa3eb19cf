import { minutesPrompt, type PromptName } from "../dialogue/prompt-names.ts";
import type { Said, Sayable, Speech } from "./speech.ts";

/** Silence after the times. */
const KEY_WITHIN_MS = 4_000;
const MINUTE_MS = 60_000;

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

const MOST = 9;

/** Lets the caller choose one of the times; who presses none of their keys hears them once more. */
export async function chooseLater(
  speech: Speech,
  options: readonly LaterOption[],
): Promise<{ readonly chosen: LaterOption | null; readonly said: Said }> {
  const menu: Sayable[] = options.flatMap(({ key, time }) => [
    "later-in" as const,
    ...time,
    `press-${key}` as PromptName,
  ]);
  let heard = await speech.ask(["later-intro", ...menu], KEY_WITHIN_MS);
  const chosenBy = ({ key }: Said) => options.find((option) => option.key === key) ?? null;
  if (!heard.gone && chosenBy(heard) === null) {
    const again: Sayable[] = heard.key === null ? menu : ["not-understood", ...menu];
    heard = await speech.ask(again, KEY_WITHIN_MS);
  }
  return { chosen: chosenBy(heard), said: heard };
}
