export type RecordedOutcome = "answered" | "abandoned";

/** How programs call the two ways in which a wait ends, as `plainWord` has them. */
const known: Readonly<Record<RecordedOutcome, string>> = {
  answered: `
    answered answer handled completed complete completeagent completecaller connect connected
    atendida atendido atendidas contestada contestado contestadas respondida respondido`,
  abandoned: `
    abandoned abandon abandonment unanswered noanswer notanswered missed exitwithtimeout exitwithkey exitempty
    abandonada abandonado abandonadas abandono noatendida noatendido nocontestada nocontestado perdida perdido`,
};

const outcomes: ReadonlyMap<string, RecordedOutcome> = new Map(
  (["answered", "abandoned"] as const).flatMap((outcome) =>
    known[outcome]
      .trim()
      .split(/\s+/)
      .map((word) => [word, outcome] as const),
  ),
);

/** A word without case, accents, blanks and signs. */
export function plainWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/[^\p{Letter}\p{Number}]/gu, "")
    .toLowerCase();
}

/** What a word for an outcome means, in English or Spanish; `null` for one that is not known. */
export function outcomeOfWord(word: string): RecordedOutcome | null {
  return outcomes.get(plainWord(word)) ?? null;
}
