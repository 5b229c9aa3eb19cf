import { type Command, InvalidArgumentError, Option } from "commander";
import { callLogFile } from "../history/call-log.ts";
import { readQueueLog } from "../history/queue-log/queue-log.ts";
import { isQueueLog } from "../history/queue-log/queue-log-file.ts";
import { withSkillNames } from "../history/skill-names.ts";
import { allJudgements } from "../line/judgement/judgements.ts";
import type { JudgementName, Target } from "../line/settings.ts";
import { replayAsItWas } from "../replay/as-it-was/as-it-was.ts";
import { type HistoryFile, readWholeHistory } from "../replay/as-it-was/whole-history.ts";
import { historyNoteSentence } from "../reports/history-note-sentence.ts";
import { tableText } from "../reports/table.ts";
import { parseTarget } from "../server/target.ts";
import { LocalClock } from "../time/local-clock.ts";
import { AsItWasSums, asItWasTable } from "./as-it-was-summary.ts";
import { CsvFile } from "./csv-file.ts";
import { type ReadingOptions, readingOf, withReadingOptions } from "./import-options.ts";
import { print } from "./program.ts";
import { reader, say } from "./reader.ts";

interface ReplayOptions extends ReadingOptions {
  readonly predictions?: string;
  readonly risk?: string;
  readonly target: Target;
  readonly offerAfterS?: number;
  readonly judgement: JudgementName;
  readonly timeZone: string;
  readonly skipBad?: boolean;
  readonly json?: boolean;
}

export function addReplay(program: Command): void {
  const command = program
    .command("replay <file...>")
    .description(
      say(
        "dice qué habría decidido Espera en días grabados: un CSV de llamadas, o el queue_log de Asterisk",
        "say what Espera would have decided in recorded days: a CSV of calls, or Asterisk's queue_log",
      ),
    )
    .requiredOption(
      "--as-it-was",
      say(
        "las llamadas pasan como fueron; no se simula nada",
        "calls pass as they were; nothing is simulated",
      ),
    )
    .option(
      "--predictions <file>",
      say(
        "escribe un CSV con lo predicho de cada llamada",
        "write a CSV with what was predicted of each call",
      ),
    )
    .option(
      "--risk <file>",
      say(
        "escribe un CSV con el riesgo de cada media hora, cada cinco minutos",
        "write a CSV with the risk of each half hour, every five minutes",
      ),
    )
    .option("--target <share/seconds>", say("meta de nivel de servicio", "service-level target"), targetOf, {
      share: 0.8,
      withinMs: 20_000,
    } satisfies Target)
    .option(
      "--offer-after-s <seconds>",
      say(
        "espera prevista desde la que se ofrece; si no se dice, el tiempo de la meta y al menos 30",
        "predicted wait from which a call is offered; default: the target's time, and at least 30",
      ),
      seconds,
    )
    .addOption(
      new Option("--judgement <name>", say("cómo se predicen las esperas", "how waits are predicted"))
        .choices(Object.keys(allJudgements))
        .default("learned"),
    )
    .option(
      "--time-zone <zone>",
      say("zona IANA de las horas del archivo", "IANA zone of the file's times"),
      "America/Bogota",
    );
  withReadingOptions(command)
    .option("--skip-bad", say("omite las filas que no se pueden usar", "leave rows out that cannot be used"))
    .option("--json", say("el resumen, en JSON", "the summary, as JSON"))
    .action(async (files: string[], options: ReplayOptions) => replay(files, options));
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<void> {
  const { target, timeZone, judgement, skipBad = false } = options;
  const offerAfterMs =
    options.offerAfterS === undefined ? Math.max(30_000, target.withinMs) : options.offerAfterS * 1_000;
  const history = await readWholeHistory(await historiesOf(files, options), { skipBad });
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

/** All files of a queue_log are one log; each other file is its own. */
async function historiesOf(files: readonly string[], options: ReplayOptions): Promise<HistoryFile[]> {
  const { timeZone, skills } = options;
  const named = ({ name, log }: HistoryFile) => ({ name, log: skills ? withSkillNames(log, skills) : log });
  const queueLogs: string[] = [];
  const histories: HistoryFile[] = [];
  for (const file of files) {
    if (await isQueueLog(file)) queueLogs.push(file);
    else histories.push({ name: file, log: callLogFile(file, timeZone, readingOf(options))() });
  }
  if (queueLogs.length > 0)
    histories.unshift({ name: queueLogs.join(", "), log: readQueueLog(queueLogs, timeZone) });
  return histories.map(named);
}

function targetOf(text: string): Target {
  const target = parseTarget(text);
  if (target) return target;
  throw new InvalidArgumentError(say("se escribe como 80/20", "write it like 80/20"));
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= 3_600) return value;
  throw new InvalidArgumentError(say("un número de 0 a 3600", "a number from 0 to 3600"));
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
