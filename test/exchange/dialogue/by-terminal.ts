import type { DialogueScript } from "../../../src/exchange/dialogue/dialogue-run.ts";
import { DialogueRun } from "../../../src/exchange/dialogue/dialogue-run.ts";
import { readDialogueLanguage } from "../../../src/exchange/dialogue/prompt-texts.ts";
import { GONE, play } from "../../../src/exchange/dialogue/voice.ts";
import { TerminalVoice } from "../../../src/exchange/terminal/terminal-voice.ts";
import { isAccepted, type Step } from "./paths.ts";

const spanish = readDialogueLanguage("es");

/** What comes of a script in a terminal in which this way is typed, without times. */
export async function typedAtTerminal<T>(
  begin: (talk: DialogueRun) => DialogueScript<T>,
  told: (result: T) => object,
  steps: readonly Step[],
): Promise<string[]> {
  const lines = steps.filter(isTyped).map(({ move }) => lineOf(move));
  const facts: string[] = [];
  const terminal = {
    print: () => undefined,
    type: () => Promise.resolve(lines.shift() ?? null),
  };
  const result = await play(
    begin(new DialogueRun(() => 0)),
    new TerminalVoice(terminal, spanish),
    (number) => {
      facts.push(`keyed ${number}`);
      return Promise.resolve(isAccepted(number));
    },
  );
  return result === GONE ? facts : [...facts, JSON.stringify(told(result))];
}

/** Whether a line is read there: nobody is asked for anything by what is only said. */
export function isTyped({ act }: Step): boolean {
  return act.act !== "say" || act.keys !== "";
}

/** `null`: the end of the input. */
function lineOf(move: Step["move"]): string | null {
  if (move === "hang-up") return null;
  if (move === "speak") return "Ana";
  return move === "nothing" ? "" : move.keys;
}
