import { defaultOptions, type SimulatedOptions } from "../exchange/simulated/options.ts";
import type { SimulatedAgent } from "../exchange/simulated/simulated-agent.ts";
import type {
  Customer,
  QuestionBehaviour,
  ReturnCall,
  SimulatedCaller,
  Traffic,
} from "../exchange/simulated/traffic/traffic.ts";
import { Fault } from "../faults/faults.ts";
import { type CallLog, isBadRow, type LoggedCall, readCallLog } from "../history/call-log.ts";
import type { HistoryNote } from "../history/history-notes.ts";
import type { CallbackId, CallId, SkillId } from "../line/ids.ts";
import { pick, uniform } from "../queueing/laws/distributions.ts";
import { Patience } from "../queueing/laws/patience.ts";
import type { Random, RandomSource } from "../queueing/random.ts";
import { localDateOf, localDayRange } from "../time/local-time.ts";
import { type DayPresence, dayPresence } from "./centre/presence.ts";
import { presentAgents } from "./centre/present-agents.ts";
import { ServedSkills } from "./centre/served-skills.ts";
import { FictitiousNumbers } from "./fictitious-numbers.ts";

/** The calls of one local date, in their order of arrival; calls of the same second as the log has them. */
export interface RecordedDay {
  readonly date: string;
  /** The first moment of the date in its zone, and of the next, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly calls: readonly LoggedCall[];
  /** The log's names of the skills that have calls, sorted. */
  readonly skillNames: readonly string[];
  /** Rows of the whole file that could not be used. */
  readonly badRows: number;
  /** What is to be known of the whole file. */
  readonly notes: readonly HistoryNote[];
}

/**
 * Reads one date (`YYYY-MM-DD`) of recorded calls, local to the IANA zone of their times: a call log, unless `log` has them.
 * Raises the faults of reading them, `date-invalid`, and `recording-day-empty`.
 */
export async function readRecordedDay(
  file: string,
  date: string,
  timeZone: string,
  log: CallLog = readCallLog(file, timeZone),
): Promise<RecordedDay> {
  const { from, to } = localDayRange(date, date, timeZone);
  const calls: LoggedCall[] = [];
  let badRows = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for await (const rows of log.rows) {
    for (const row of rows) {
      if (isBadRow(row)) {
        badRows++;
        continue;
      }
      first = Math.min(first, row.arrivedAt);
      last = Math.max(last, row.arrivedAt);
      if (row.arrivedAt >= from && row.arrivedAt < to) calls.push(row);
    }
  }
  if (first > last) throw new Fault("recording-invalid", { file, problem: "it has no calls" });
  if (calls.length === 0) {
    throw new Fault("recording-day-empty", {
      file,
      date,
      first: localDateOf(first, timeZone),
      last: localDateOf(last, timeZone),
    });
  }
  calls.sort((a, b) => a.arrivedAt - b.arrivedAt);
  const skillNames = [...new Set(calls.map((call) => call.skill))].sort();
  return { date, from, to, calls, skillNames, badRows, notes: log.notes?.() ?? [] };
}

/** What a simulated exchange needs to play a recorded day. */
interface RecordedPlay {
  readonly traffic: Traffic;
  readonly agents: readonly SimulatedAgent[];
  readonly options: SimulatedOptions;
}

/** What callers do when they are asked: the share who accept is what centres report; the rest is our guess. */
const WHEN_ASKED = { yes: 0.37, no: 0.43, silent: 0.17, "hang-up": 0.03 } as const;
/** What meets a return call: 93 of 100 reach their customer, which is what centres report; the rest is our guess. */
const WHEN_DIALLED = { confirm: 0.93, "no-answer": 0.04, busy: 0.02, machine: 0.01 } as const;
/** Where nobody of the day ever gave up, callers stay this long. */
const PATIENT_MS = 24 * 3_600_000;

/**
 * A recorded day as a simulated exchange plays it. Recorded: who arrives when for what, how long they are talked with,
 * how long they waited before they gave up, which agents took calls. Who was there is inferred as for a whole record
 * (`dayPresence`). Not recorded and drawn, each from a stream of its own
 * per call: how long those who were answered would have waited (the day's law of patience in the skill, given that it
 * is longer than their wait), how long those who gave up would have kept an agent (the day's talks of the skill, and work after calls), and what
 * people do when they are asked or called back. Numbers are made up (`FictitiousNumbers`).
 *
 * `skillIds` maps the log's names of skills; calls of others are left out. `country` is an ISO 3166 code.
 */
export function recordedPlay(
  day: RecordedDay,
  given: {
    readonly skillIds: ReadonlyMap<string, SkillId>;
    readonly random: RandomSource;
    readonly country: string;
  },
): RecordedPlay {
  const { skillIds, random } = given;
  const calls = day.calls.filter((call) => skillIds.has(call.skill));
  const served = new ServedSkills();
  for (const call of calls) served.add(call);
  const presence = dayPresence(calls, (agent) => served.ever(agent));
  const people = new DayPeople(calls, skillIds, { afterCallMs: presence.afterCallMs, random });
  const numbers = new FictitiousNumbers(given.country);
  const callers = calls.map((call): SimulatedCaller => {
    const id = callIdOf(day, call);
    return {
      ...people.recorded(id, call),
      call: id,
      at: call.arrivedAt,
      skill: skillIds.get(call.skill)!,
      number: numbers.of(call.customer ?? `call ${call.callId}`),
      redial: null,
    };
  });
  const byId = new Map<CallbackId, SimulatedCaller>(callers.map((caller) => [caller.call, caller]));
  let next = 0;
  return {
    traffic: {
      next: () => callers[next++] ?? null,
      customer: (callback, skill) => byId.get(callback) ?? people.unrecorded(callback, skill),
    },
    agents: presentAgents(presence.agents, skillIds),
    // A caller who comes before the first agent waited for them; they were not turned away.
    options: { ...defaultOptions, joinEmpty: true },
  };
}

/** A log's ids are unique in their file only, and `~` marks the attempts of a callback. */
function callIdOf(day: RecordedDay, call: LoggedCall): CallId {
  return `${day.date}/${call.callId.replaceAll("~", "%7E")}`;
}

/** What the people of a day do, as far as it is recorded, and drawn from the day where it is not. */
class DayPeople {
  readonly #random: RandomSource;
  readonly #handles = new Map<SkillId | null, number[]>();
  readonly #patience = new Map<SkillId | null, Patience>();
  readonly #skillIds: ReadonlyMap<string, SkillId>;
  readonly #afterCallMs: DayPresence["afterCallMs"];
  readonly #afterAny: readonly number[];

  constructor(
    calls: readonly LoggedCall[],
    skillIds: ReadonlyMap<string, SkillId>,
    {
      afterCallMs,
      random,
    }: { readonly afterCallMs: DayPresence["afterCallMs"]; readonly random: RandomSource },
  ) {
    this.#random = random;
    this.#afterCallMs = afterCallMs;
    this.#afterAny = [...afterCallMs.values()];
    this.#skillIds = skillIds;
    for (const skill of [null, ...new Set(skillIds.values())]) {
      const ofSkill = calls.filter((call) => skill === null || skillIds.get(call.skill) === skill);
      this.#handles.set(
        skill,
        ofSkill.flatMap((call) => call.handleMs ?? []),
      );
      this.#patience.set(
        skill,
        new Patience(ofSkill.map((call) => ({ wait: call.waitMs, gaveUp: call.outcome === "abandoned" }))),
      );
    }
  }

  recorded(id: CallId, call: LoggedCall): Customer & Pick<SimulatedCaller, "patienceMs" | "question"> {
    const skill = this.#skillIds.get(call.skill)!;
    const gaveUp = call.outcome === "abandoned";
    return {
      ...this.#customer(
        id,
        skill,
        call.handleMs === null ? null : call.handleMs + (this.#afterCallMs.get(call) ?? 0),
      ),
      patienceMs: gaveUp
        ? call.waitMs
        : this.#patienceBeyond(skill, call.waitMs, this.#stream(id, "patience")),
      question: questionOf(this.#stream(id, "question")),
    };
  }

  /** Somebody who asked to be called back in another life of this exchange. */
  unrecorded(callback: CallbackId, skill: SkillId): Customer {
    return this.#customer(callback, skill, null);
  }

  #customer(id: CallId, skill: SkillId, handleMs: number | null): Customer {
    return {
      handleMs: handleMs ?? this.#handle(skill, this.#stream(id, "handle")),
      returnCall: (n) => {
        const stream = this.#stream(id, `return-${n}`);
        return returnCallOf(stream, this.#patienceBeyond(skill, 0, stream));
      },
    };
  }

  #stream(id: CallId, what: string): Random {
    return this.#random.stream("recorded-day", id, what);
  }

  #handle(skill: SkillId, stream: Random): number {
    const ofSkill = this.#handles.get(skill) ?? [];
    const pool = ofSkill.length > 0 ? ofSkill : this.#handles.get(null)!;
    return drawn(pool, stream) + drawn(this.#afterAny, stream);
  }

  /** Of the skill, or of the whole day where nobody of the skill gave up. */
  #patienceBeyond(skill: SkillId, waitMs: number, stream: Random): number {
    const ofSkill = this.#patience.get(skill);
    const law = ofSkill && ofSkill.tailRate > 0 ? ofSkill : this.#patience.get(null)!;
    return Math.min(Math.ceil(law.beyond(waitMs, stream.uniform())), Math.max(PATIENT_MS, waitMs));
  }
}

function drawn(values: readonly number[], stream: Random): number {
  return values[Math.floor(stream.uniform() * values.length)] ?? 0;
}

function questionOf(stream: Random): QuestionBehaviour {
  const does = pick(stream, WHEN_ASKED);
  return { does, afterMs: Math.round(uniform(stream, 3_000, 11_000)) };
}

function returnCallOf(stream: Random, patienceMs: number): ReturnCall {
  const does = pick(stream, WHEN_DIALLED);
  return {
    does,
    afterMs: Math.round(uniform(stream, 1_000, 3_000)),
    ringMs: Math.round(uniform(stream, 3_000, 12_000)),
    confirmAfterMs: Math.round(uniform(stream, 3_000, 6_000)),
    patienceMs,
  };
}
