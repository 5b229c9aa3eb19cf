import type { Ended } from "./simulation.ts";

/** Why a story failed, with its end and all that was said about the person it failed for. */
export function account(seed: number, { story }: Ended, wrong: readonly string[]): string {
  const subjects = [...new Set(wrong.flatMap((sentence) => sentence.match(/\d{8}-\d+-\d+(r\d+)?/g) ?? []))];
  const about =
    subjects.length === 0
      ? ""
      : `\nWhat is told of them:\n${story.text({ last: 60, words: subjects.slice(0, 3) })}`;
  return [
    `seed ${seed}: to read it all, ESPERA_SEED=${seed} npm test -- test/simulation/simulation.test.ts`,
    ...wrong.slice(0, 10),
    `The last of the story:\n${story.text({ last: 30 })}${about}`,
  ].join("\n");
}
