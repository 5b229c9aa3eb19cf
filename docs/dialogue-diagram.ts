import {
  type Act,
  type ActOutcome,
  DialogueRun,
  type DialogueScript,
} from "../src/exchange/dialogue/dialogue-run.ts";
import { offerScript } from "../src/exchange/dialogue/offer-script.ts";
import { progressBy, returnScript } from "../src/exchange/dialogue/return-script.ts";
import { wordsOf } from "../src/exchange/dialogue/utterances.ts";

const laterMs = [1_800_000, 3_600_000];

/** All that a caller can be asked, as a Mermaid flowchart. */
export function offerDiagram(): string {
  const dialogue = { waitMs: 600_000, confirmNumber: true, otherNumber: true, recordName: true, laterMs };
  const asked = { dialogue, opening: "arriving", number: "0" } as const;
  return flowchart(
    (talk) => offerScript(talk, asked),
    ({ choice }) => choice,
  );
}

/** All that the person who picks up a return call can be asked, as a Mermaid flowchart. */
export function returnDiagram(): string {
  return flowchart(
    (talk) => returnScript(talk, { name: "first", laterMs }, "a"),
    (wish) => progressBy(wish).progress,
  );
}

/** Takes every way through a script: what is said are the nodes, and keys the edges between them. */
function flowchart<T>(begin: (talk: DialogueRun) => DialogueScript<T>, endOf: (result: T) => string): string {
  const keys = new Map<string, Set<string>>();
  const nodes = new Map<string, string>();
  const idOf = (shape: string) => {
    if (!nodes.has(shape)) nodes.set(shape, `n${nodes.size + 1}`);
    return nodes.get(shape)!;
  };
  const explore = (outcomes: readonly ActOutcome[]) => {
    const script = begin(new DialogueRun(() => 0));
    let step = script.next();
    let from: string | null = null;
    let key = "";
    for (let nth = 0; ; nth++) {
      const here = idOf(step.done ? `(["${endOf(step.value)}"])` : shapeOf(step.value));
      if (from !== null) {
        const edge = `${from} ${here}`;
        keys.set(edge, (keys.get(edge) ?? new Set()).add(key));
      }
      if (step.done) return;
      if (nth === outcomes.length) {
        for (const outcome of outcomesOf(step.value)) explore([...outcomes, outcome]);
        return;
      }
      key = inWords(step.value, outcomes[nth]!);
      from = here;
      step = script.next(outcomes[nth]!);
    }
  };
  explore([]);
  return [
    "flowchart TD",
    ...[...nodes].map(([shape, id]) => `  ${id}${shape}`),
    ...[...keys].map(([edge, labels]) => {
      const [one, other] = edge.split(" ");
      const label = [...labels].filter((text) => text !== "").join(", ");
      return `  ${one} ${label === "" ? "-->" : `-->|${label}|`} ${other}`;
    }),
  ].join("\n");
}

/** Prompts by their names; digits and times, which differ, are left out. */
function shapeOf(act: Act): string {
  if (act.act === "judge") return '{"may it be called?"}';
  const says = Array.isArray(act.says) ? act.says : [act.says];
  const names = says
    .flatMap((one) => wordsOf(one, 0))
    .map((word) => (typeof word === "string" ? word : "the name"))
    .filter((name) => !/^(digit|minutes|hours|press)-|-hour$/.test(name));
  return `["${[...new Set(names)].join("<br/>")}"]`;
}

function outcomesOf(act: Act): ActOutcome[] {
  switch (act.act) {
    case "ask":
      return ["1", "2", "3", "9", null];
    case "digits":
      return ["3001112233", ""];
    case "judge":
      return [true, false];
    case "record":
      return [true];
    case "say":
      return [null];
  }
}

function inWords(act: Act, outcome: ActOutcome): string {
  if (act.act === "ask") return outcome === null ? "no key" : outcome === "9" ? "another key" : `${outcome}`;
  if (act.act === "digits") return outcome === "" ? "no key" : "a number";
  if (act.act === "judge") return outcome ? "yes" : "no";
  return "";
}
