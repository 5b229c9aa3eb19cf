import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { WhatIfResult } from "../../api/v1/schema/what-if/what-if-answers.ts";
import { Fault } from "../../faults/faults.ts";
import type { Comparison } from "../../replay/what-if/comparison.ts";
import type { WhatIf } from "../../replay/what-if/what-if.ts";
import { doubtSentence } from "../../reports/what-if/doubt-sentence.ts";
import { historyNoteSentence } from "../../words/history-note-sentence.ts";
import type { Language } from "../../words/language.ts";
import { faultSentence } from "../../words/problems/fault-sentences.ts";
import { redialSentence } from "../../words/redial-sentence.ts";
import type { Said } from "./thread-run.ts";

/** How often each day is replayed, with other draws each time: few, because people ask again and again. */
export const SEEDS = 3;
const REPORTED_EVERY_MS = 250;

/**
 * The work of a thread that replays recorded days: it has a low priority, and posts how far it is, what it found, or in a sentence what
 * went wrong. `worded` puts such a sentence into the words of its reader.
 */
export async function liveThrough<Found>(
  work: (progress: (done: number, of: number) => void) => Promise<Found>,
  worded = (sentence: string) => sentence,
): Promise<void> {
  // Linux gives each thread a priority of its own; elsewhere it would be the server's.
  if (process.platform === "linux") setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  const say = (said: Said<Found>) => parentPort!.postMessage(said);
  let reportedAt = 0;
  try {
    const found = await work((done, of) => {
      if (performance.now() < reportedAt + REPORTED_EVERY_MS) return;
      reportedAt = performance.now();
      say({ progress: done / of });
    });
    say({ found });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const sentence = (language: Language) => worded(faultSentence(error, language));
    say({ problem: { es: sentence("es"), en: sentence("en") } });
  }
}

/** What was found, as it is answered. */
export function resultOf({ days, redials, ...all }: Comparison, { surveyed }: WhatIf): WhatIfResult {
  return {
    record: all.record,
    model: all.model,
    with: all.with,
    difference: all.difference,
    doubts: all.doubts.map(doubtSentence),
    notes: [
      ...(redials.calledAgain > 0 ? [redialSentence(redials)] : []),
      ...surveyed.notes.map(historyNoteSentence),
    ],
    days: days.map(({ date, model, with: having }) => ({ date, model, with: having })),
  };
}
