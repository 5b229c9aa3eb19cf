import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Changes } from "../src/journal/rows/projection.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { readCheckpoint, writeCheckpoint } from "../src/line/checkpoint.ts";
import { decide } from "../src/line/decide.ts";
import type { Caller, Fact } from "../src/line/facts.ts";
import { allJudgements, type Judgements } from "../src/line/judgement/judgements.ts";
import type { Settings } from "../src/line/settings.ts";
import type { State } from "../src/line/state.ts";
import { nextWake } from "../src/line/wake.ts";
import { Operation } from "../src/operation/operation.ts";
import { collectGarbage } from "./collect-garbage.ts";
import {
  morning,
  PlayedExchange,
  raise,
  recordMorning,
  settings,
  type TimedReport,
  timeZone,
} from "./large-centre.ts";
import { type Bench, type BenchOptions, inDirectory, median, rounded, timed } from "./measure.ts";
import type { Restarted } from "./restart-process.ts";

const FEW = 100;
const EVERY_MS = 500;
const LAST_HOUR = 7_200;

/**
 * Very many open callbacks: what each takes in memory, how long a process takes to restore the line after a kill, and
 * what a decision costs. Against it: the same decisions with 100 open. Taken in turns.
 */
export const openCallbacks: Bench = async (options) =>
  inDirectory(async (directory) => {
    const { quick, say } = options;
    const count = quick ? 1_000 : 100_000;
    say(`${count} callers say yes`);
    const many = await registerAll(directory, { callers: count, open: count });
    say("restarting");
    const restarts: Restarted[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round++) restarts.push(await restarted(directory));
    say("deciding");
    // As many callers in the last hour, so that only the open callbacks differ.
    const few = await inDirectory((other) =>
      registerAll(other, { callers: Math.min(count, LAST_HOUR), open: FEW }),
    );
    const costs = await decisionCosts(options, few, many);
    const checkpointMs = await checkpointCost(directory, many);
    const of = (what: keyof Restarted) => median(restarts.map((one) => one[what]));
    const bytesEach = Math.round(of("bytes") / of("open"));
    const readyMs = rounded(of("readyMs"));
    return {
      what: `cost of a decision with ${count} callbacks open, over that with ${FEW}`,
      ratio: rounded(costs.ratio),
      bounds: [
        { of: "ratio", is: rounded(costs.ratio), atMost: 1.5 },
        { of: "bytes of heap of each open callback", is: bytesEach, atMost: 2_048 },
        { of: "until a killed process is ready again, ms", is: readyMs, atMost: 3_000 },
      ],
      figures: {
        decisions: costs.figures,
        heapBytesOfEach: bytesEach,
        restart: {
          readyMs,
          recoveredMs: rounded(of("recoveredMs")),
          stepsAfterCheckpoint: of("stepsAfterCheckpoint"),
        },
        // Written every 10,000 facts; the facts that come meanwhile wait for it.
        checkpoint: { ms: rounded(checkpointMs), megabytes: rounded(many.length / 1e6) },
      },
    };
  });

/** Everybody is offered, and of each skill one callback at a time is dialled. */
export const everybodyIsOffered: Judgements = {
  ...allJudgements,
  plain: { predict: () => null, offer: () => ({ offer: true, reason: "wait-long" }), pace: () => 1 },
};

const wholeDay = { fromMinute: 0, toMinute: 1_440 };
/** Every caller who says yes is asked, callbacks may be asked for at any hour, and they live long enough to be open to the end. */
export const patient: Settings = {
  ...settings,
  skills: settings.skills.map((skill) => ({ ...skill, holdOut: false })),
  callingHours: Array.from({ length: 7 }, () => wholeDay),
  callbackExpiresAfterMs: 7 * 24 * 3_600_000,
};

/**
 * Callers, two a second, who are asked while no agent is there, through the operation into the journal; `open` of
 * them say yes, the others no and hang up. The journal is left as a kill would leave it. Gives the line as a checkpoint.
 */
async function registerAll(
  directory: string,
  { callers, open }: { callers: number; open: number },
): Promise<string> {
  const store = await openSqliteStore({ directory });
  const record = await store.openOperation({ name: "open", timeZone, simulated: true });
  const begin = morning - callers * EVERY_MS;
  const exchange = new PlayedExchange(begin);
  const operation = await Operation.open({
    store,
    record,
    run: await store.openRun(record.id, { kind: "live", name: "live" }),
    exchange,
    clock: exchange.clock,
    settings: patient,
    newPersonId: () => crypto.randomUUID(),
    onFault: raise,
    judgements: everybodyIsOffered,
    // So that a restart has as many steps to apply after it as there are at the most by default.
    checkpointEvery: 15_000,
  });
  operation.start();
  for (let n = 0; n < callers; n++) {
    const at = begin + n * EVERY_MS;
    const choice = n % (callers / open) === 0 ? "yes" : "no";
    const call = `20261115-${n}`;
    const { id: skill } = patient.skills[Math.floor(n / (callers / open)) % patient.skills.length]!;
    const number = `+57300${String(n).padStart(7, "0")}`;
    exchange.play({ at, report: { type: "call-arrived", call, skill, number } });
    exchange.play({ at, report: { type: "question-began", call } });
    exchange.play({ at, report: { type: "choice-made", call, choice, source: "key" } });
    exchange.play({ at, report: { type: "call-ended", call } });
    if (n % 250 === 249) await operation.settled();
  }
  await operation.settled();
  const { size } = operation.coreState.callbacks;
  if (size !== open) throw new Error(`${size} callbacks are open instead of ${open}`);
  const checkpoint = writeCheckpoint(operation.coreState);
  await store.close();
  return checkpoint;
}

async function restarted(directory: string): Promise<Restarted> {
  const program = fileURLToPath(new URL("./restart-process.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, directory]);
  return JSON.parse(stdout) as Restarted;
}

/** Milliseconds to make a checkpoint of the line and to make it durable. */
async function checkpointCost(directory: string, line: string): Promise<number> {
  const state = readCheckpoint(line);
  const store = await openSqliteStore({ directory });
  const [record] = await store.operations();
  const [run] = await store.runs(record!.id);
  const took: number[] = [];
  for (let round = 0; round < 5; round++)
    took.push(
      await timed(() =>
        store.append(run!, {
          steps: [],
          changes: new Changes(),
          people: [],
          checkpoint: writeCheckpoint(state),
        }),
      ),
    );
  await store.close();
  return median(took);
}

/** The same facts of a morning decided on with few and with many open, each time from the same two checkpoints. */
async function decisionCosts({ quick }: BenchOptions, few: string, many: string) {
  const facts = (await recordMorning(quick ? 0.02 : 0.5)).map(factOf);
  const rounds: { few: Decided; many: Decided }[] = [];
  for (let round = 0; round < (quick ? 1 : 15); round++)
    rounds.push({ few: decideAll(readCheckpoint(few), facts), many: decideAll(readCheckpoint(many), facts) });
  const of = (which: "few" | "many") => {
    const { decisions, dialled } = rounds[0]![which];
    const us = median(rounds.map((round) => (round[which].ms * 1_000) / round[which].decisions));
    const snapshotMs = median(rounds.map((round) => round[which].snapshotMs));
    return { microsecondsEach: rounded(us), decisions, dialled, snapshotMs: rounded(snapshotMs) };
  };
  const each = ({ ms, decisions }: Decided) => ms / decisions;
  return {
    ratio: median(rounds.map((round) => each(round.many) / each(round.few))),
    figures: { many: of("many"), few: of("few") },
  };
}

interface Decided {
  /** Of the decisions counted. */
  readonly ms: number;
  readonly decisions: number;
  readonly dialled: number;
  /** What is seen of everything at once, when a connection begins, is compared with every open callback. */
  readonly snapshotMs: number;
}

/** Decides on all facts, and on `woke` whenever the core asks for it. The first is the snapshot. */
function decideAll(state: State, [snapshot, ...facts]: readonly Fact[]): Decided {
  const snapshotBegin = performance.now();
  decide(state, snapshot!, everybodyIsOffered);
  const snapshotMs = performance.now() - snapshotBegin;
  collectGarbage();
  let decisions = 0;
  let dialled = 0;
  const decideOn = (fact: Fact) => {
    const { commands } = decide(state, fact, everybodyIsOffered);
    decisions++;
    for (const { type } of commands) if (type === "dial") dialled++;
  };
  // Right after so much garbage was collected everything lies in slow memory: the first third warms up.
  const warm = Math.floor(facts.length / 3);
  let begin = performance.now();
  let wake = nextWake(state, morning);
  for (const [index, fact] of facts.entries()) {
    if (index === warm) {
      begin = performance.now();
      decisions = 0;
    }
    for (; wake !== null && wake <= fact.at; wake = nextWake(state, wake + 1))
      decideOn({ type: "woke", at: wake });
    decideOn(fact);
    wake = nextWake(state, fact.at);
  }
  return { ms: performance.now() - begin, decisions, dialled, snapshotMs };
}

/** As the operation makes facts of reports; a person is named after their number. */
function factOf({ at, report }: TimedReport): Fact {
  if (report.type === "snapshot") {
    const calls = report.calls.map(({ number, ...call }) => ({ ...call, caller: callerOf(number) }));
    return { ...report, calls, at };
  }
  if (report.type === "number-keyed") {
    const { number, ...rest } = report;
    return { ...rest, callee: callerOf(number), at };
  }
  if ("number" in report) {
    const { number, ...rest } = report;
    return { ...rest, caller: callerOf(number), at };
  }
  return { ...report, at };
}

function callerOf(number: string | null): Caller {
  return { person: number, number: number === null ? "anonymous" : "dialable" };
}
