import type { DialogueRun, DialogueScript } from "./dialogue-run.ts";
import { type LaterOption, laterOptions } from "./later-options.ts";

/**
 * Lets a person choose one of the times. A person who presses none of their keys hears them once more. Gives the time, or the
 * other key that was pressed, or `null` for no key.
 */
export function* chooseLater(
  talk: DialogueRun,
  laterMs: readonly number[],
): DialogueScript<LaterOption | string | null> {
  const optionOf = (key: string | null) => laterOptions(laterMs).find((option) => option.key === key) ?? null;
  const first = yield* talk.ask({ what: "later-options", laterMs, again: null });
  const chosen = optionOf(first);
  if (chosen) return chosen;
  const again = first === null ? "silent" : "not-understood";
  const second = yield* talk.ask({ what: "later-options", laterMs, again });
  return optionOf(second) ?? second;
}
