import { Fault } from "../../faults/faults.ts";
import { erlangA, type QueueMeasures } from "../../queueing/erlang/erlang-a.ts";
import { agentsNeeded } from "../../queueing/erlang/staffing.ts";
import { ParameterError } from "../../queueing/parameter-error.ts";
import { type TransientMeasures, transientErlangA } from "../../queueing/transient.ts";
import type { AgentsRow, AskedLine, AskedMoment, StaffedLoad } from "./erlang-table.ts";
import type { Load } from "./load-file.ts";

/** So many agents, or as many as it takes to answer this share in time. */
export type AgentsWanted = { readonly agents: number } | { readonly target: number };

/** Sizes that no line has: beyond them a number cannot hold what is between. */
const SMALLEST = 1e-9;
const LARGEST = 1e12;
/** Callers at the begin of a moment, and things that happen until it: more would take minutes. */
const MOST_IN_SYSTEM = 20_000;
const MOST_EVENTS = 10_000_000;
/** Of a table that a person reads. */
const MOST_ROWS = 1_000;

/** The line, where it can be calculated. Fault: `calculation-refused`. */
export function calculable(line: AskedLine): AskedLine {
  for (const [name, value] of Object.entries(line))
    if (value && (value > LARGEST || value < SMALLEST))
      throw new Fault("calculation-refused", {
        problem: `${name} is ${value}; it must be from ${SMALLEST} to ${LARGEST}`,
      });
  return line;
}

/** How a line is in the long run. Faults: `line-grows-without-end`, `calculation-refused`. */
export function steady(line: AskedLine, wanted: AgentsWanted): Steady {
  try {
    return calculated(line, wanted);
  } catch (error) {
    refuse(error, line, agentsOf(wanted));
  }
}

/** The same as a row; a line that grows without end is a row without figures. Fault: `calculation-refused`. */
function steadyRow(line: AskedLine, wanted: AgentsWanted): AgentsRow {
  try {
    return calculated(line, wanted);
  } catch (error) {
    const agents = agentsOf(wanted);
    if (growsWithoutEnd(error)) return { agents, measures: null };
    refuse(error, line, agents);
  }
}

/** A row for each number of agents, both included. Fault: `calculation-refused`. */
export function agentsRows(line: AskedLine, from: number, to: number): AgentsRow[] {
  if (to - from >= MOST_ROWS)
    throw new Fault("calculation-refused", { problem: `--agents ${from}-${to}: at most ${MOST_ROWS} rows` });
  return Array.from({ length: to - from + 1 }, (_, n) => steadyRow(line, { agents: from + n }));
}

/**
 * A row for what a report found. Where no call came, or of none is known how long it takes, nobody can say how many
 * agents. Fault: `calculation-refused`.
 */
export function staffed(load: Load, thresholdS: number, wanted: AgentsWanted): StaffedLoad {
  const { callsPerHour, ahtS, patienceS } = load;
  if (callsPerHour === 0 || ahtS === null) return { load, agents: agentsOf(wanted), measures: null };
  return { load, ...steadyRow(calculable({ callsPerHour, ahtS, thresholdS, patienceS }), wanted) };
}

/** What meets a caller at a moment. Faults: `line-grows-without-end`, `calculation-refused`. */
export function measuresAt(line: AskedLine, { agents, inSystem, atS }: AskedMoment): TransientMeasures {
  const rates = ratesOf(line);
  const { arrivalRate, serviceRate } = rates;
  // It is calculated by following what happens until then, and there is a limit to how much that may be.
  const events = (arrivalRate + Math.min(agents, MOST_IN_SYSTEM) * serviceRate) * atS;
  const growing = Math.max(0, arrivalRate - agents * serviceRate) * atS;
  if (inSystem + growing > MOST_IN_SYSTEM || events > MOST_EVENTS)
    throw new Fault("calculation-refused", {
      problem: `too much to follow: at most ${MOST_IN_SYSTEM} in system and ${MOST_EVENTS} calls until the moment`,
    });
  try {
    return transientErlangA(inSystem, [{ ...rates, agents, duration: atS }], line.thresholdS);
  } catch (error) {
    refuse(error, line, agents);
  }
}

interface Steady {
  readonly agents: number;
  readonly measures: QueueMeasures;
}

/** Errors: `ParameterError`. */
function calculated(line: AskedLine, wanted: AgentsWanted): Steady {
  const rates = ratesOf(line);
  if ("target" in wanted) return agentsNeeded(rates, line.thresholdS, { serviceLevel: wanted.target });
  const { agents } = wanted;
  return { agents, measures: erlangA({ ...rates, agents }, line.thresholdS) };
}

/** Each in a second. */
function ratesOf({ callsPerHour, ahtS, patienceS }: AskedLine) {
  return {
    arrivalRate: callsPerHour / 3600,
    serviceRate: 1 / ahtS,
    patienceRate: patienceS === null ? 0 : 1 / patienceS,
  };
}

function agentsOf(wanted: AgentsWanted): number | null {
  return "agents" in wanted ? wanted.agents : null;
}

function growsWithoutEnd(error: unknown): boolean {
  return error instanceof ParameterError && error.code === "line-grows-without-end";
}

/** Throws what the mathematics refuses as a fault of the catalogue, and other errors as they are. */
function refuse(error: unknown, { callsPerHour, ahtS }: AskedLine, agents: number | null): never {
  if (!(error instanceof ParameterError)) throw error;
  if (!growsWithoutEnd(error)) throw new Fault("calculation-refused", { problem: error.message });
  const load = (callsPerHour * ahtS) / 3600;
  throw new Fault("line-grows-without-end", {
    agents: agents ?? 0,
    load: Number(load.toPrecision(6)),
    needed: Math.floor(load) + 1,
  });
}
