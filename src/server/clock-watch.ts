import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { z } from "zod";
import type { ClockAccepted } from "../api/v1/schema/administration.ts";
import type { BootNote, ClockDoubt, ClockNews, GuardedClock } from "../time/guarded-clock.ts";

/**
 * Watches the machine's clock for a server: logs what becomes known of it, says what is suspect, and notes in the data
 * directory what is believed, so that a restarted server is not fooled by a clock that was set wrong meanwhile.
 */
export class ClockWatch {
  readonly #clock: GuardedClock;
  readonly #file: string;
  readonly #log: Logger;
  readonly #stop: () => void;
  #noted: BootNote | null;

  constructor(clock: GuardedClock, directory: string, log: Logger) {
    this.#clock = clock;
    this.#file = join(directory, "clock.json");
    this.#log = log;
    this.#noted = readNote(this.#file);
    if (this.#noted) clock.remember(this.#noted);
    const watch = clock.watch(
      (news) => this.#heard(news),
      () => this.#keepNote(),
    );
    this.#stop = () => watch.cancel();
  }

  /** What is known against the clock, a sentence each; none: it is believed. */
  get complaints(): string[] {
    return clockComplaints(this.#clock.doubt, this.#clock.now());
  }

  /** Believes a clock that is suspect, on a person's word. */
  accept(): ClockAccepted {
    const byMs = this.#clock.accept();
    this.#keepNote();
    return { byMs, now: this.#clock.now() };
  }

  close(): void {
    this.#stop();
    this.#keepNote();
  }

  #heard({ what, byMs }: ClockNews): void {
    const bySeconds = Math.round(byMs / 1000);
    const log = this.#log;
    switch (what) {
      case "suspect":
        return log.warn(
          { bySeconds, accept: "npx espera clock accept" },
          "the machine's clock was set, and its monotonic clock saw nothing of it: it is not believed yet",
        );
      case "back-again":
        return log.info({ bySeconds }, "the machine's clock is what it was before it was set");
      case "proved":
        return log.info(
          { bySeconds },
          "the machine's clock has run steadily since it was set, and is believed",
        );
      case "accepted":
        return log.info({ bySeconds }, "the machine's clock was accepted, and is believed");
      case "slept":
        return log.info({ bySeconds }, "the machine slept");
    }
  }

  /** Written when it changed; one that is lost, or can't be written, costs only what it would have said. */
  #keepNote(): void {
    const { note } = this.#clock;
    const noted = this.#noted;
    if (!note || (noted?.boot === note.boot && Math.abs(noted.startedAt - note.startedAt) < NOTED_WITHIN_MS))
      return;
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(note), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
      this.#noted = note;
    } catch (error) {
      this.#log.warn({ err: error }, "what is believed of the clock could not be noted");
    }
  }
}

/** What to say of a doubt at `now`, epoch ms by the time that is believed. */
function clockComplaints({ suspectByMs, believedInMs, aheadMs }: ClockDoubt, now: number): string[] {
  const seconds = (ms: number) => Math.round(Math.abs(ms) / 1000);
  const lines: string[] = [];
  if (suspectByMs !== 0)
    lines.push(
      `the machine's clock was set ${suspectByMs > 0 ? "ahead" : "back"} by ${seconds(suspectByMs)} s: Espera goes on from its own time, ${new Date(now).toISOString()}, and believes the clock after another ${seconds(believedInMs)} s, or at once with: npx espera clock accept`,
    );
  if (aheadMs >= AHEAD_SAID_FROM_MS)
    lines.push(
      `Espera's time is ${seconds(aheadMs)} s ahead of the machine's clock, which was set back: it runs slower until both are the same`,
    );
  return lines;
}

function readNote(file: string): BootNote | null {
  try {
    return bootNote.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

const bootNote = z.object({ boot: z.string(), startedAt: z.number() });

/** A note is good as long as it is wrong by less than this. */
const NOTED_WITHIN_MS = 500;
/** Espera says nothing of being less than this ahead of the clock: time services correct as much all the time. */
const AHEAD_SAID_FROM_MS = 10_000;
