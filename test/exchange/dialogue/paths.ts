import {
  type Act,
  type ActOutcome,
  DialogueRun,
  type DialogueScript,
} from "../../../src/exchange/dialogue/dialogue-run.ts";
import { spokenMs } from "../../../src/exchange/simulated/spoken-length.ts";
import {
  FIRST_DIGIT_WITHIN_MS,
  KEY_WITHIN_MS,
  NAME_WITHIN_MS,
  NEXT_DIGIT_WITHIN_MS,
} from "../../../src/line/call/dialogue-deadlines.ts";

/** What a person does with one thing that they hear; `early`: while it is being said. */
export type Move = "nothing" | "hang-up" | "speak" | { readonly keys: string; readonly early: boolean };

/** Something that is said to them, and what they do with it. */
export interface Step {
  readonly act: Exclude<Act, { act: "judge" }>;
  readonly move: Move;
}

/** One way through a dialogue, and what the world hears of it: each with its time since the beginning, ms. */
export interface Path {
  readonly steps: readonly Step[];
  readonly facts: readonly string[];
}

/** A key is pressed so long after the words, and a digit after the one before it, ms. */
export const KEY_AFTER_MS = 3_000;
export const DIGIT_AFTER_MS = 500;
/** People who hang up, or press a key while something is said, do so after this, ms. */
export const AT_ONCE_MS = 100;

/** Espera accepts numbers that begin so. */
export function isAccepted(number: string): boolean {
  return number.startsWith("3");
}

/** What a report says, without of which call it is, and when. */
export function inReport(report: object): string {
  return JSON.stringify(report, (key, value) => (ENVELOPE.has(key) ? undefined : (value as unknown)));
}

const ENVELOPE: ReadonlySet<string> = new Set(["type", "call", "attempt", "exchangeAt"]);

/**
 * Every way through a dialogue, by people who press their keys `early` or in the silence after the words; `told` puts what
 * comes of it into a fact.
 */
export function pathsOf<T>(
  begin: (talk: DialogueRun) => DialogueScript<T>,
  told: (result: T) => object,
  early: boolean,
): Path[] {
  const paths: Path[] = [];
  const extend = (moves: readonly Move[]) => {
    const { open, ...path } = follow(begin, told, moves);
    if (open === null) paths.push(path);
    else for (const move of movesAt(open, early)) extend([...moves, move]);
  };
  extend([]);
  return paths;
}

/** Follows a script as it is written, with neither Asterisk nor the simulated exchange; `open`: where the moves end before it. */
function follow<T>(
  begin: (talk: DialogueRun) => DialogueScript<T>,
  told: (result: T) => object,
  moves: readonly Move[],
): Path & { readonly open: Step["act"] | null } {
  let now = 0;
  const steps: Step[] = [];
  const facts: string[] = [];
  const script = begin(new DialogueRun(() => now));
  let step = script.next();
  while (!step.done) {
    const act = step.value;
    if (act.act === "judge") {
      facts.push(`${now} keyed ${act.number}`);
      step = script.next(isAccepted(act.number));
      continue;
    }
    const move = moves[steps.length];
    if (move === undefined) return { steps, facts, open: act };
    steps.push({ act, move });
    now += lastsMs(act, move);
    if (move === "hang-up") return { steps, facts, open: null };
    step = script.next(outcomeOf(act, move));
  }
  facts.push(`${now} ${JSON.stringify(told(step.value))}`);
  return { steps, facts, open: null };
}

/** How long it takes until a person has done this with what is said, ms. */
export function lastsMs(act: Step["act"], move: Move): number {
  if (move === "hang-up") return AT_ONCE_MS;
  const wordsMs = spokenMs(Array.isArray(act.says) ? act.says : [act.says], 0);
  if (typeof move === "object" && move.early) return AT_ONCE_MS;
  const keys = typeof move === "object" ? move.keys : "";
  switch (act.act) {
    case "say":
      return wordsMs;
    case "ask":
      return wordsMs + (keys === "" ? KEY_WITHIN_MS : KEY_AFTER_MS);
    case "digits": {
      const pauseMs = keys === "" ? FIRST_DIGIT_WITHIN_MS : keys.endsWith("#") ? 0 : NEXT_DIGIT_WITHIN_MS;
      return wordsMs + keys.length * DIGIT_AFTER_MS + pauseMs;
    }
    case "record":
      return wordsMs + NAME_WITHIN_MS;
  }
}

function outcomeOf(act: Step["act"], move: Move): ActOutcome {
  if (act.act === "record") return move === "speak";
  const keys = typeof move === "object" ? move.keys : "";
  if (act.act === "digits") return keys.replace("#", "");
  return keys === "" ? null : keys;
}

function movesAt(act: Step["act"], early: boolean): Move[] {
  switch (act.act) {
    case "say":
      return [...Array.from(act.keys, (keys) => ({ keys, early: true })), "nothing", "hang-up"];
    case "ask":
      return [...Array.from("1239", (keys) => ({ keys, early })), "nothing", "hang-up"];
    case "digits": {
      const numbers = ["3001112233#", "9001112233"].map((keys) => ({ keys, early: false }));
      return [...numbers, "nothing", "hang-up"];
    }
    case "record":
      return ["speak", "nothing", "hang-up"];
  }
}
