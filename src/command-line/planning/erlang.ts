import { type Command, InvalidArgumentError } from "commander";
import { tableText } from "../../reports/table.ts";
import { positiveNumber } from "../arguments.ts";
import { type Format, printLists, withFormats } from "../output.ts";
import { wrongUse } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { type AgentsWanted, agentsRows, calculable, measuresAt, staffed, steady } from "./erlang-line.ts";
import {
  type AgentsRow,
  type AskedLine,
  type AskedMoment,
  agentsTable,
  agentsText,
  momentTable,
  staffedTable,
  steadyTable,
  transientTable,
} from "./erlang-table.ts";
import { type Load, readLoads } from "./load-file.ts";

/** What a line of callers will be like: for planners, without a server and without a journal. */
export function addErlang(program: Command): void {
  const erlang = program
    .command("erlang")
    .description(
      toReader(
        "cuántos esperan, cuelgan o son atendidos a tiempo; o cuántos agentes hacen falta",
        "how many callers wait, give up and are answered in time; or how many agents a target takes",
      ),
    )
    .option(
      "--agents <number>",
      toReader(
        "cuántos agentes atienden; 18-24: una fila para cada número",
        "how many agents serve; 18-24: a row for each number",
      ),
      agentNumbers,
    )
    .option(
      "--target <share>",
      toReader(
        "en vez de --agents: busca cuántos bastan para contestar a tiempo esta parte, como 0.8",
        "instead of --agents: find the fewest agents that answer this share in time, like 0.8",
      ),
      share,
    )
    .option(
      "--calls-per-hour <calls>",
      toReader("llamadas por hora, se contesten o no", "calls in an hour, answered or not"),
      numberFromZero,
    )
    .option(
      "--aht-s <seconds>",
      toReader("tiempo medio de gestión, con el trabajo posterior", "mean handle time, wrap-up included"),
      positiveNumber,
    )
    .option(
      "--threshold-s <seconds>",
      toReader("contestadas en tantos segundos", "answered within this many seconds"),
      numberFromZero,
    )
    .option(
      "--patience-s <seconds>",
      toReader(
        "paciencia media; sin ella nadie cuelga (Erlang C)",
        "mean patience; left out: nobody gives up (Erlang C)",
      ),
      positiveNumber,
    )
    .option(
      "--from-report <file>",
      toReader(
        "planea cada fila de este archivo, que npx espera report staffing imprime con --csv o --json",
        "plan each row of this file, which npx espera report staffing prints with --csv or --json",
      ),
    )
    .action(printLine);
  withFormats(erlang);
  addTransient(erlang);
}

/** What meets a caller at a moment: with the options of the line, which are the parent's. */
function addTransient(erlang: Command): void {
  erlang
    .command("transient")
    .description(
      toReader(
        "qué encuentra quien llama un rato después de un momento conocido",
        "what a caller finds some time after a known moment",
      ),
    )
    .requiredOption(
      "--in-system <number>",
      toReader(
        "cuántos se atienden o esperan en ese momento",
        "how many are being served or waiting at that moment",
      ),
      wholeOrNone,
    )
    .requiredOption(
      "--at-s <seconds>",
      toReader("cuánto después llama", "how long after that moment the caller calls"),
      numberFromZero,
    )
    .action((_, command: Command) =>
      printMoment(command.optsWithGlobals<LineOptions & Omit<AskedMoment, "agents">>()),
    );
}

async function printLine(options: LineOptions): Promise<void> {
  const { agents, target, fromReport, json, csv } = options;
  if ((agents === undefined) === (target === undefined))
    wrongUse(
      toReader(
        "diga '--agents <number>' o '--target <share>', uno de los dos",
        "give either '--agents <number>' or '--target <share>'",
      ),
    );
  const wanted: AgentsWanted = agents === undefined ? { target: target! } : { agents: agents.from };
  if (fromReport !== undefined) {
    const thresholdS = thresholdOf(options);
    const rows = (await loadsOf(fromReport, options)).map((load) => staffed(load, thresholdS, wanted));
    const table = staffedTable(rows, thresholdS, reader);
    printLists({ json, csv }, [{ rows: rows.map(({ load, ...row }) => ({ ...load, ...rowAnswer(row) })) }], {
      table: () => table,
      text: () => tableText(table),
    });
    return;
  }
  const line = asked(options);
  if (agents !== undefined && agents.to > agents.from) {
    const rows = agentsRows(line, agents.from, agents.to);
    printLists({ json, csv }, [{ rows: rows.map(rowAnswer) }], {
      table: () => agentsTable(rows, line.thresholdS, reader),
      text: () => agentsText(line, rows, reader),
    });
    return;
  }
  const found = steady(line, wanted);
  printLists({ json, csv }, [rowAnswer(found)], {
    table: () => agentsTable([found], line.thresholdS, reader),
    text: () => steadyTable(line, found.agents, found.measures, reader),
  });
}

function printMoment(options: LineOptions & Omit<AskedMoment, "agents">): void {
  const line = asked(options);
  const { agents, target, inSystem, atS, json, csv } = options;
  if (target !== undefined)
    wrongUse(
      toReader(
        "'--target <share>' no vale para un momento: diga '--agents <number>'",
        "'--target <share>' does not work for a moment: give '--agents <number>'",
      ),
    );
  if (agents === undefined) missing("--agents <number>");
  if (agents.to > agents.from)
    wrongUse(
      toReader(
        "para un momento, '--agents <number>' es un solo número",
        "for a moment, give a single number with '--agents <number>'",
      ),
    );
  const moment = { agents: agents.from, inSystem, atS };
  const measures = measuresAt(line, moment);
  const { serviceLevel, probabilityOfWaiting, meanQueue } = measures;
  printLists({ json, csv }, [{ serviceLevel, probabilityOfWaiting, meanQueue }], {
    table: () => momentTable(moment, measures),
    text: () => transientTable(line, moment, measures, reader),
  });
}

interface LineOptions extends Format {
  readonly agents?: AgentNumbers;
  readonly target?: number;
  readonly callsPerHour?: number;
  readonly ahtS?: number;
  readonly thresholdS?: number;
  readonly patienceS?: number;
  readonly fromReport?: string;
}

/** From one number of agents to another, both included. */
interface AgentNumbers {
  readonly from: number;
  readonly to: number;
}

function thresholdOf({ thresholdS }: LineOptions): number {
  return thresholdS ?? missing("--threshold-s <seconds>");
}

function asked({ callsPerHour, ahtS, patienceS, ...options }: LineOptions): AskedLine {
  return calculable({
    callsPerHour: callsPerHour ?? missing("--calls-per-hour <calls>"),
    ahtS: ahtS ?? missing("--aht-s <seconds>"),
    thresholdS: thresholdOf(options),
    patienceS: patienceS ?? null,
  });
}

/** Some lines of options are complete without it, so that the parser cannot ask for it. */
function missing(option: string): never {
  wrongUse(toReader(`falta la opción '${option}'`, `required option '${option}' not specified`));
}

async function loadsOf(
  file: string,
  { callsPerHour, ahtS, patienceS, agents }: LineOptions,
): Promise<Load[]> {
  if (callsPerHour !== undefined || ahtS !== undefined || patienceS !== undefined)
    wrongUse(
      toReader(
        "'--from-report <file>' ya dice las llamadas, su duración y la paciencia",
        "'--from-report <file>' already has the calls, their handle time and the patience",
      ),
    );
  if (agents !== undefined && agents.to > agents.from)
    wrongUse(
      toReader(
        "con '--from-report <file>', '--agents <number>' es un solo número",
        "with '--from-report <file>', give a single number with '--agents <number>'",
      ),
    );
  return readLoads(file);
}

/** `agents` alone of a line that grows without end. */
function rowAnswer({ agents, measures }: AgentsRow) {
  if (!measures) return { agents };
  return {
    agents,
    probabilityOfWaiting: measures.probabilityOfWaiting,
    probabilityOfAbandonment: measures.probabilityOfAbandonment,
    serviceLevel: measures.serviceLevel,
    meanWaitS: measures.meanWait,
    meanWaitOfServedS: measures.meanWaitOfServed,
    meanQueue: measures.meanQueue,
    occupancy: measures.occupancy,
  };
}

function agentNumbers(text: string): AgentNumbers {
  const [, least = text, most = least] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const [from, to] = [wholeOrNone(least), wholeOrNone(most)];
  if (from < 1)
    throw new InvalidArgumentError(
      toReader("va un número entero mayor que 0", "give a whole number above 0"),
    );
  if (to < from)
    throw new InvalidArgumentError(
      toReader("escríbalo como 18-24, con el menor primero", "write it like 18-24, the smaller number first"),
    );
  return { from, to };
}

function wholeOrNone(text: string): number {
  if (!/^\d{1,7}$/.test(text))
    throw new InvalidArgumentError(toReader("va un número entero", "give a whole number"));
  return Number(text);
}

function numberFromZero(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && Number.isFinite(number)))
    throw new InvalidArgumentError(toReader("va un número de 0 en adelante", "give a number of at least 0"));
  return number;
}

function share(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < 1))
    throw new InvalidArgumentError(
      toReader("va una parte entre 0 y 1, como 0.8", "give a share between 0 and 1, like 0.8"),
    );
  return number;
}
