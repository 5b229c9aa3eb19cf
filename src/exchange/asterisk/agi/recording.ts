import { type Agi, quoted } from "./commands.ts";

/** What came of a recording. */
export interface Recorded {
  /** How long somebody may have spoken, ms: the sound that was kept, without what Asterisk keeps of silence. */
  readonly spokenMs: number;
  /** The call is over here: see `AgiSession.over`. */
  readonly gone: boolean;
}

const NOTHING: Recorded = { spokenMs: 0, gone: false };

/**
 * Records what the caller says to a WAV file (its path without extension), at most `longestMs`. `#` or two seconds of
 * silence end it. A caller who sends no sound at all cannot be heard to be silent: then it lasts `longestMs`.
 */
export async function recordFile(
  agi: Agi,
  file: string,
  { longestMs }: { longestMs: number },
): Promise<Recorded> {
  const command = `RECORD FILE ${quoted(file)} "wav" "#" ${Math.round(longestMs)} s=2`;
  const { status, result, value, endpos } = await agi.command(command, longestMs + QUICK_MS);
  // Where the file cannot be written, it ends at once with the same result as when a caller hangs up.
  if (status === "rejected" || status === "unsafe" || value === "writefile") return NOTHING;
  if (status !== "ok" || !(Number(result) >= 0)) return { ...NOTHING, gone: true };
  const silenceMs = value === "dtmf" ? TO_THE_KEY_MS : SILENCE_KEPT_MS;
  return { ...NOTHING, spokenMs: Math.max(0, (endpos ?? 0) / SAMPLES_PER_MS - silenceMs) };
}

const QUICK_MS = 1_000;
const SAMPLES_PER_MS = 8;
/** Measured: one of the two seconds of silence that end a recording is kept. */
const SILENCE_KEPT_MS = 1_000;
/** A caller who says nothing and presses the key needs about this long. */
const TO_THE_KEY_MS = 500;
