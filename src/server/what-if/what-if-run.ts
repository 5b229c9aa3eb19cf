import type { WhatIfChoice, WhatIfResult } from "../../api/v1/schema/what-if/what-if-answers.ts";
import type { Settings } from "../../line/settings.ts";
import type { Language } from "../../words/language.ts";
import { ThreadRun } from "./thread-run.ts";

/** What the thread that lives a sent record through is given. */
export interface RunWanted {
  readonly file: string;
  /** What its sender calls it. */
  readonly name: string;
  readonly timeZone: string;
  readonly choice: WhatIfChoice;
  readonly settings: Settings | null;
}

export interface Found {
  readonly result: WhatIfResult;
  readonly reports: Readonly<Record<Language, string>>;
}

export function whatIfRun(wanted: RunWanted): ThreadRun<Found> {
  return new ThreadRun(new URL("./what-if-worker.ts", import.meta.url), wanted);
}
