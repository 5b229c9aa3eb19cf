import type { JudgementName, Target } from "../../line/settings.ts";
import { defaultSkill } from "../../operation/default-settings.ts";
import { replayAsItWas } from "../../replay/as-it-was/as-it-was.ts";
import { readWholeHistory } from "../../replay/as-it-was/whole-history.ts";
import { tableText } from "../../reports/table.ts";
import { LocalClock } from "../../time/local-clock.ts";
import { historyNoteSentence } from "../../words/history-note-sentence.ts";
import { CsvFile } from "../planning/csv-file.ts";
import type { ReadingOptions } from "../planning/import-options.ts";
import { print } from "../program.ts";
import { reader } from "../reader.ts";
import { AsItWasSums, asItWasTable } from "./as-it-was-summary.ts";
import { historiesOf } from "./histories.ts";

export interface AsItWasOptions extends ReadingOptions {
  readonly predictions?: string;
  readonly risk?: string;
  readonly target?: Target;
  readonly offerAfterS?: number;
  readonly judgement: JudgementName;
  readonly timeZone: string;
  readonly skipBad?: boolean;
  readonly json?: boolean;
}

/** Prints what would have been decided of recorded calls, and writes the files that were asked for. */
export async function asItWas(files: readonly string[], options: AsItWasOptions): Promise<void> {
  const { target = defaultSkill.target, timeZone, judgement, skipBad = false } = options;
  const offerAfterMs =
    options.offerAfterS === undefined ? Math.max(30_000, target.withinMs) : options.offerAfterS * 1_000;
  const history = await readWholeHistory((await historiesOf(files, options))(), { skipBad });
  const clock = new LocalClock(timeZone);
  const local = (at: number) => clock.format(at).replace(" ", "T");
  const predictions =
    options.predictions === undefined ? null : new CsvFile(options.predictions, PREDICTION_COLUMNS);
  const risks = options.risk === undefined ? null : new CsvFile(options.risk, RISK_COLUMNS);
  const sums = new AsItWasSums();
  try {
    replayAsItWas({
      calls: history.calls,
      timeZone,
      target,
      offerAfterMs,
      judgement,
      call: (one) => {
        sums.add(one);
        const { call, predicted, ahead, decision, reason } = one;
        predictions?.row([
          local(call.arrivedAt),
          call.logId,
          call.skill,
          ...[predicted?.meanMs, predicted?.p50Ms, predicted?.p80Ms, predicted?.p90Ms].map(inSeconds),
          ahead,
          decision,
          reason,
          inSeconds(call.waitMs),
          call.outcome,
        ]);
      },
      ...(risks && {
        risk: ({ skill, start, minutesIn, offeredSoFar, levelSoFar, risk, offered, level }) =>
          risks.row([
            skill,
            local(start),
            minutesIn,
            offeredSoFar,
            levelSoFar === null ? null : Number(levelSoFar.toFixed(4)),
            Number(risk.toFixed(4)),
            offered,
            Number(level.toFixed(4)),
          ]),
      }),
    });
    predictions?.finish();
    risks?.finish();
  } catch (error) {
    predictions?.abandon();
    risks?.abandon();
    throw error;
  }
  if (options.json) print(JSON.stringify({ skills: sums.summary() }));
  else {
    print(tableText(asItWasTable(sums.summary(), reader)));
    for (const { file, notes } of history.leftOut)
      for (const note of notes) print(`${file}: ${historyNoteSentence(note)[reader]}`);
  }
}

/** To a tenth, as nobody reads more. */
function inSeconds(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms / 100) / 10;
}

const PREDICTION_COLUMNS =
  "offered_at,call_id,skill,predicted_s,p50_s,p80_s,p90_s,ahead,decision,reason,wait_s,outcome".split(",");
const RISK_COLUMNS = "skill,interval_start,minutes_in,offered_so_far,level_so_far,risk,offered,level".split(
  ",",
);
