import { type Command, InvalidArgumentError } from "commander";
import { Fault } from "../../faults/faults.ts";
import { erlangA, type QueueMeasures } from "../../queueing/erlang/erlang-a.ts";
import { agentsNeeded } from "../../queueing/erlang/staffing.ts";
import { ParameterError } from "../../queueing/parameter-error.ts";
import { type QueuePeriod, transientErlangA } from "../../queueing/transient.ts";
import { tableText } from "../../reports/table.ts";
import { positiveNumber } from "../arguments.ts";
import { type Format, printLists, withFormats } from "../output.ts";
import { wrongUse } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import {
  type AgentsRow,
  type AskedLine,
  agentsTable,
  agentsText,
  momentTable,
  type StaffedLoad,
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
        "cuántos esperan, cuelgan y se atienden a tiempo; o cuántos agentes hacen falta",
        "how many wait, give up and are answered in time; or how many agents that takes",
      ),
    )
    .option(
      "--agents <number>",
      toReader(
        "cuántos atienden; 18-24: una fila para cada número",
        "who serve; 18-24: a row for each number",
      ),
      agentNumbers,
    )
    .option(
      "--target <share>",
      toReader(
        "en vez de --agents: los menos que atienden a tiempo esta parte, como 0.8",
        "instead of --agents: the fewest who answer this share in time, like 0.8",
      ),
      share,
    )
    .option(
      "--calls-per-hour <calls>",
      toReader("cuántos llaman, se les conteste o no", "who call, answered or not"),
      numberFromZero,
    )
    .option(
      "--aht-s <seconds>",
      toReader("tiempo medio de gestión, con el trabajo posterior", "mean handle time, wrap-up included"),
      positiveNumber,
    )
    .option(
      "--threshold-s <seconds>",
      toReader("contestadas en tantos segundos", "answered within"),
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
        "en vez de los datos: una fila para cada una de este archivo, como lo imprime espera report staffing con --csv o --json",
        "instead of the line: a row for each of this file, as espera report staffing prints it with --csv or --json",
      ),
    )
    .action(async (options: LineOptions) => {
      const { agents, target, fromReport, json, csv } = options;
      if ((agents === undefined) === (target === undefined))
        wrongUse(
          toReader(
            "diga '--agents <number>' o '--target <share>', uno de los dos",
            "either '--agents <number>' or '--target <share>' is wanted",
          ),
        );
      if (fromReport !== undefined) {
        const thresholdS = thresholdOf(options);
        const rows = (await loadsOf(fromReport, options)).map((load) => staffed(load, thresholdS, options));
        const table = staffedTable(rows, thresholdS, reader);
        printLists({ json, csv }, [{ rows: rows.map(staffedAnswer) }], {
          table: () => table,
          text: () => tableText(table),
        });
        return;
      }
      const line = asked(options);
      if (agents !== undefined && agents.to > agents.from) {
        const rows = agentsFrom(line, agents);
        printLists({ json, csv }, [{ rows: rows.map(rowAnswer) }], {
          table: () => agentsTable(rows, line.thresholdS, reader),
          text: () => agentsText(line, rows, reader),
        });
        return;
      }
      const found = orFault(() => steady(line, agents?.from, target), line, agents?.from);
      printLists({ json, csv }, [steadyAnswer(found.agents, found.measures)], {
        table: () => agentsTable([found], line.thresholdS, reader),
        text: () => steadyTable(line, found.agents, found.measures, reader),
      });
    });
  withFormats(erlang);

  erlang
    .command("transient")
    .description(
      toReader(
        "qué encuentra quien llama un rato después de un momento conocido",
        "what meets a caller some time after a known moment",
      ),
    )
    .requiredOption(
      "--in-system <number>",
      toReader(
        "cuántos se atienden o esperan en ese momento",
        "callers being served or waiting at that moment",
      ),
      wholeOrNone,
    )
    .requiredOption(
      "--at-s <seconds>",
      toReader("cuánto después llama", "how long after it the caller calls"),
      numberFromZero,
    )
    // Those of the line are the parent's, and stand among its own when both are read.
    .configureHelp({ showGlobalOptions: true })
    .action((_, command: Command) => {
      const options = command.optsWithGlobals<LineOptions & { inSystem: number; atS: number }>();
      const line = asked(options);
      const { agents: numbers, target, inSystem, atS, json, csv } = options;
      if (target !== undefined)
        wrongUse(
          toReader(
            "'--target <share>' no vale para un momento: diga '--agents <number>'",
            "'--target <share>' is not for a moment: give '--agents <number>'",
          ),
        );
      if (numbers === undefined)
        wrongUse(
          toReader(
            "falta la opción '--agents <number>'",
            "required option '--agents <number>' not specified",
          ),
        );
      if (numbers.to > numbers.from)
        wrongUse(
          toReader(
            "para un momento, '--agents <number>' es un solo número",
            "'--agents <number>' is one number for a moment",
          ),
        );
      const agents = numbers.from;
      const period = { ...ratesOf(line), agents, duration: atS };
      mustBeFollowed(inSystem, period);
      const measures = orFault(() => transientErlangA(inSystem, [period], line.thresholdS), line, agents);
      const { serviceLevel, probabilityOfWaiting, meanQueue } = measures;
      const moment = { agents, inSystem, atS };
      printLists({ json, csv }, [{ serviceLevel, probabilityOfWaiting, meanQueue }], {
        table: () => momentTable(moment, measures),
        text: () => transientTable(line, moment, measures, reader),
      });
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
  if (thresholdS === undefined)
    wrongUse(
      toReader(
        "falta la opción '--threshold-s <seconds>'",
        "required option '--threshold-s <seconds>' not specified",
      ),
    );
  return thresholdS;
}

function asked({ callsPerHour, ahtS, patienceS, ...options }: LineOptions): AskedLine {
  if (callsPerHour === undefined)
    wrongUse(
      toReader(
        "falta la opción '--calls-per-hour <calls>'",
        "required option '--calls-per-hour <calls>' not specified",
      ),
    );
  if (ahtS === undefined)
    wrongUse(
      toReader("falta la opción '--aht-s <seconds>'", "required option '--aht-s <seconds>' not specified"),
    );
  const line = { callsPerHour, ahtS, thresholdS: thresholdOf(options), patienceS: patienceS ?? null };
  return calculable(line);
}

function calculable(line: AskedLine): AskedLine {
  for (const [name, value] of Object.entries(line)) if (value) mustBeReckonable(name, value);
  return line;
}

/** Sizes that no line has: beyond them a number cannot hold what is between. */
function mustBeReckonable(name: string, value: number): void {
  if (value > LARGEST || value < SMALLEST)
    throw new Fault("calculation-refused", {
      problem: `${name} is ${value}; it must be from ${SMALLEST} to ${LARGEST}`,
    });
}

const SMALLEST = 1e-9;
const LARGEST = 1e12;
/** Callers at the begin of a moment, and things that happen until it: more would take minutes. */
const MOST_IN_SYSTEM = 20_000;
const MOST_EVENTS = 10_000_000;
/** Of a table that a person reads. */
const MOST_ROWS = 1_000;

function ratesOf({ callsPerHour, ahtS, patienceS }: AskedLine) {
  return {
    arrivalRate: callsPerHour / 3600,
    serviceRate: 1 / ahtS,
    patienceRate: patienceS === null ? 0 : 1 / patienceS,
  };
}

/** A moment is calculated by following what happens until then: a limit to how much that may be. */
function mustBeFollowed(inSystem: number, period: QueuePeriod): void {
  const { agents, arrivalRate, serviceRate, duration } = period;
  const events = (arrivalRate + Math.min(agents, MOST_IN_SYSTEM) * serviceRate) * duration;
  const growing = Math.max(0, arrivalRate - agents * serviceRate) * duration;
  if (inSystem + growing > MOST_IN_SYSTEM || events > MOST_EVENTS)
    throw new Fault("calculation-refused", {
      problem: `too much to follow: at most ${MOST_IN_SYSTEM} in system and ${MOST_EVENTS} calls until the moment`,
    });
}

function steady(line: AskedLine, agents: number | undefined, target: number | undefined) {
  const rates = ratesOf(line);
  return agents === undefined
    ? agentsNeeded(rates, line.thresholdS, { serviceLevel: target! })
    : { agents, measures: erlangA({ ...rates, agents }, line.thresholdS) };
}

/** A line that grows without end is a row without figures. */
function agentsFrom(line: AskedLine, { from, to }: AgentNumbers): AgentsRow[] {
  if (to - from >= MOST_ROWS)
    throw new Fault("calculation-refused", { problem: `--agents ${from}-${to}: at most ${MOST_ROWS} rows` });
  return Array.from({ length: to - from + 1 }, (_, n) => rowFor(line, from + n, undefined));
}

function rowFor(line: AskedLine, agents: number | undefined, target: number | undefined): AgentsRow {
  try {
    return steady(line, agents, target);
  } catch (error) {
    if (error instanceof ParameterError && error.code === "line-grows-without-end")
      return { agents: agents ?? null, measures: null };
    return orFault(
      () => {
        throw error;
      },
      line,
      agents,
    );
  }
}

async function loadsOf(
  file: string,
  { callsPerHour, ahtS, patienceS, agents }: LineOptions,
): Promise<Load[]> {
  if (callsPerHour !== undefined || ahtS !== undefined || patienceS !== undefined)
    wrongUse(
      toReader(
        "'--from-report <file>' ya dice las llamadas, su duración y la paciencia",
        "'--from-report <file>' says the calls, their time and the patience itself",
      ),
    );
  if (agents !== undefined && agents.to > agents.from)
    wrongUse(
      toReader(
        "con '--from-report <file>', '--agents <number>' es un solo número",
        "'--agents <number>' is one number with '--from-report <file>'",
      ),
    );
  return readLoads(file);
}

/** Where no call came, or of none is known how long it takes, nobody can say how many agents. */
function staffed(load: Load, thresholdS: number, { agents, target }: LineOptions): StaffedLoad {
  const { callsPerHour, ahtS, patienceS } = load;
  if (callsPerHour === 0 || ahtS === null) return { load, agents: agents?.from ?? null, measures: null };
  const line = calculable({ callsPerHour, ahtS, thresholdS, patienceS });
  return { load, ...rowFor(line, agents?.from, target) };
}

function staffedAnswer({ load, ...row }: StaffedLoad) {
  return { ...load, ...rowAnswer(row) };
}

function rowAnswer({ agents, measures }: AgentsRow) {
  return measures ? steadyAnswer(agents ?? 0, measures) : { agents };
}

function steadyAnswer(agents: number, measures: QueueMeasures) {
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

/** What the mathematics refuses, as a fault of the catalogue. */
function orFault<T>(work: () => T, { callsPerHour, ahtS }: AskedLine, agents: number | undefined): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const load = (callsPerHour * ahtS) / 3600;
    if (error.code === "line-grows-without-end")
      throw new Fault("line-grows-without-end", {
        agents: agents ?? 0,
        load: Number(load.toPrecision(6)),
        needed: Math.floor(load) + 1,
      });
    throw new Fault("calculation-refused", { problem: error.message });
  }
}

function agentNumbers(text: string): AgentNumbers {
  const [, least = text, most = least] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const [from, to] = [wholeOrNone(least), wholeOrNone(most)];
  if (from < 1)
    throw new InvalidArgumentError(
      toReader("va un número entero mayor que 0", "a whole number above 0 is wanted"),
    );
  if (to < from)
    throw new InvalidArgumentError(
      toReader("escríbalo como 18-24, con el menor primero", "write it like 18-24, the smaller number first"),
    );
  return { from, to };
}

function wholeOrNone(text: string): number {
  if (!/^\d{1,7}$/.test(text))
    throw new InvalidArgumentError(toReader("va un número entero", "a whole number is wanted"));
  return Number(text);
}

function numberFromZero(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && Number.isFinite(number)))
    throw new InvalidArgumentError(
      toReader("va un número de 0 en adelante", "a number of at least 0 is wanted"),
    );
  return number;
}

function share(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < 1))
    throw new InvalidArgumentError(
      toReader("va una parte entre 0 y 1, como 0.8", "a share between 0 and 1 is wanted, like 0.8"),
    );
  return number;
}
