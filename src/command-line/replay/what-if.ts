import type { Target } from "../../line/settings.ts";
import { compare } from "../../replay/what-if/comparison.ts";
import { type SmartWaitChoice, skillIdsOf, variantOf } from "../../replay/what-if/variants.ts";
import { whatIf } from "../../replay/what-if/what-if.ts";
import { tableText } from "../../reports/table.ts";
import { doubtSentence } from "../../reports/what-if/doubt-sentence.ts";
import { htmlReport } from "../../reports/what-if/html-report.ts";
import { effectTable, reproductionTable, sweepTable } from "../../reports/what-if/what-if-tables.ts";
import { historyNoteSentence } from "../../words/history-note-sentence.ts";
import { redialSentence } from "../../words/redial-sentence.ts";
import { mustBeWritable, writeOutput } from "../output-file.ts";
import type { ReadingOptions } from "../planning/import-options.ts";
import { print } from "../program.ts";
import { ProgressLine } from "../progress-line.ts";
import { reader, toReader } from "../reader.ts";
import { historiesOf } from "./histories.ts";
import { settingsIn } from "./settings-in.ts";
import { combinations, type Sweep } from "./sweep.ts";
import { keepHeapTight } from "./tight-heap.ts";
import { whatIfJson } from "./what-if-json.ts";

export interface WhatIfOptions extends ReadingOptions, SmartWaitChoice {
  readonly target?: Target;
  readonly holdOut?: boolean;
  readonly seeds: number;
  readonly settings?: string;
  readonly sweep?: Sweep;
  readonly report?: string;
  readonly timeZone: string;
  readonly skipBad?: boolean;
  readonly json?: boolean;
}

/** Prints what smart wait would have changed in recorded days. */
export async function whatIfCommand(files: readonly string[], options: WhatIfOptions): Promise<void> {
  const { timeZone, skipBad = false, seeds, sweep = new Map(), report } = options;
  if (report !== undefined) mustBeWritable(report);
  const settings = options.settings === undefined ? null : await settingsIn(options.settings);
  const source = { ...options, settings };
  const swept = combinations(sweep, options);
  keepHeapTight();
  const open = await historiesOf(files, options, { returnCalls: true });
  const line = new ProgressLine();
  const found = await whatIf({
    recording: { open: async () => open(), timeZone, skipBad },
    skillIds: skillIdsOf(settings),
    variants: (known) => swept.map(({ choice }) => variantOf(source, choice, known)),
    seeds,
    progress: (done, all) => line.show(`${Math.floor((100 * done) / all)} %`),
  }).finally(() => line.clear());
  const compared = swept.map((one, variant) => ({ swept: one, comparison: compare(found, variant) }));
  const first = compared[0]!.comparison;
  if (report !== undefined)
    writeOutput(report, htmlReport({ comparison: first, files, seeds, language: reader }));
  if (options.json) {
    const of = ({ swept: { named }, comparison }: (typeof compared)[number]) => ({
      ...(sweep.size > 0 ? { swept: named } : {}),
      ...whatIfJson(comparison, found.surveyed, reader),
    });
    print(JSON.stringify(sweep.size > 0 ? compared.map(of) : of(compared[0]!)));
    return;
  }
  const { doubts, redials } = first;
  print(
    [
      toReader(
        "Lo registrado y el modelo, sin espera inteligente:",
        "The record and the model, without smart wait:",
      ),
      tableText(reproductionTable(first, reader)),
      "",
      sweep.size > 0
        ? toReader("Qué cambiaría la espera inteligente:", "What smart wait would change:")
        : toReader(
            "Los mismos días sin y con espera inteligente:",
            "The same days without and with smart wait:",
          ),
      tableText(sweep.size > 0 ? sweepTable(compared, reader) : effectTable(first, reader)),
      "",
      ...(doubts.length === 0
        ? [
            toReader(
              "El modelo reproduce lo registrado: la diferencia se puede tomar por el efecto.",
              "The model reproduces the record: the difference may be taken for the effect.",
            ),
          ]
        : [
            toReader("De esto no se puede concluir nada.", "Nothing can be concluded from this."),
            ...doubts.map((doubt) => doubtSentence(doubt)[reader]),
          ]),
      ...(redials.calledAgain > 0 ? [redialSentence(redials)[reader]] : []),
      ...found.surveyed.notes.map((note) => historyNoteSentence(note)[reader]),
    ].join("\n"),
  );
}
