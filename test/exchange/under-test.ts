import type { Order, Report } from "../../src/exchange/port.ts";
import type { SimulatedOptions } from "../../src/exchange/simulated/options.ts";
import type { SimulatedAgent } from "../../src/exchange/simulated/simulated-agent.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import type {
  Customer,
  ReturnCall,
  SimulatedCaller,
  Traffic,
} from "../../src/exchange/simulated/traffic/traffic.ts";
import type { OfferDialogue, ReturnDialogue } from "../../src/line/commands.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { RecordingObserver } from "./recording-observer.ts";

/** Every report, with when it came. */
export interface Reported {
  readonly at: number;
  readonly report: Report;
}

/** Agents who answer at once and always, so that a test says what else happens. */
export const promptAgents: Partial<SimulatedOptions> = {
  missProbability: 0,
  agentAnswersAfterMs: { from: 0, to: 0 },
};

/** The question and nothing more. */
export const bareQuestion: OfferDialogue = {
  waitMs: 120_000,
  confirmNumber: false,
  otherNumber: false,
  recordName: false,
  laterMs: [],
};

/** All that may be asked. */
export const wholeQuestion: OfferDialogue = {
  waitMs: 120_000,
  confirmNumber: true,
  otherNumber: true,
  recordName: true,
  laterMs: [600_000, 1_200_000],
};

export const bareReturn: ReturnDialogue = { name: null, laterMs: [] };

/** The first attempt of a callback, with nothing special about it. */
export const dial: Order = {
  type: "dial",
  attempt: "c~1",
  callback: "c",
  person: "p",
  skill: 1,
  place: 0,
  ringForMs: 20_000,
  number: "+573001234567",
  dialogue: bareReturn,
};

/** A caller with nothing special about them. */
export function caller(call: string, at: number, more: Partial<SimulatedCaller> = {}): SimulatedCaller {
  return {
    call,
    at,
    skill: 1,
    number: "+573001234567",
    handleMs: 60_000,
    patienceMs: 3_600_000,
    question: { afterMs: 5_000, does: "yes" },
    returnCall: () => returnCall(),
    redial: null,
    ...more,
  };
}

export function returnCall(more: Partial<ReturnCall> = {}): ReturnCall {
  return {
    afterMs: 1_000,
    ringMs: 5_000,
    does: "confirm",
    confirmAfterMs: 3_000,
    patienceMs: 3_600_000,
    ...more,
  };
}

export function agent(id: string, more: Partial<SimulatedAgent> = {}): SimulatedAgent {
  return { id, skills: [1], wrapUpMs: 0, shifts: [{ from: 0, to: 1e12 }], ...more };
}

/** Traffic of just these callers. */
export function trafficOf(callers: readonly SimulatedCaller[], stranger?: Customer): Traffic {
  const ordered = [...callers].sort((a, b) => a.at - b.at);
  let taken = 0;
  return {
    next: () => ordered[taken++] ?? null,
    customer: (callback) => ordered.find(({ call }) => call === callback) ?? stranger ?? caller(callback, 0),
  };
}

/** A simulated exchange on a virtual clock at 0, and all that it reports. Not connected yet. */
export function begin(given: {
  readonly callers?: readonly SimulatedCaller[];
  readonly traffic?: Traffic;
  readonly agents?: readonly SimulatedAgent[];
  readonly options?: Partial<SimulatedOptions>;
  readonly seed?: number;
}) {
  const clock = new VirtualClock(0);
  const observer = new RecordingObserver();
  const exchange = new SimulatedExchange({
    clock,
    traffic: given.traffic ?? trafficOf(given.callers ?? []),
    agents: given.agents ?? [],
    random: new RandomSource(given.seed ?? 1),
    options: { ...promptAgents, ...given.options },
    observer,
  });
  const reported: Reported[] = [];
  /** What came, in short: `time type who detail`. */
  const said = () => reported.map(({ at, report }) => `${at} ${inShort(report)}`);
  const receive = (report: Report) => reported.push({ at: clock.now(), report });
  return { clock, exchange, observer, reported, receive, said };
}

/** Answers every arrival with `pass` at its own time of arrival. */
export function passAll(hall: ReturnType<typeof begin>): (report: Report) => void {
  return (report) => {
    hall.receive(report);
    if (report.type === "call-arrived")
      hall.exchange.execute({
        type: "pass",
        call: report.call,
        skill: report.skill,
        place: hall.clock.now(),
      });
  };
}

function inShort(report: Report): string {
  switch (report.type) {
    case "snapshot":
      return "snapshot";
    case "exchange-lost":
      return "lost";
    case "agent-changed":
      return `agent ${report.agent} ${report.status}`;
    case "attempt-progressed":
      return `attempt ${report.attempt} ${report.progress}`;
    case "offer-requested":
      return `requested ${report.call}`;
    case "number-keyed":
      return `keyed ${report.call} ${report.number}`;
    case "choice-made":
      return `choice ${report.call} ${report.choice} ${report.source}`;
    case "call-replaced":
      return `replaced ${report.call} ${report.by}`;
    case "call-left":
      return `left ${report.call} ${report.why}`;
    case "call-rung":
    case "ring-missed":
    case "call-answered":
      return `${report.type.replace(/^call-/, "")} ${report.call} ${report.agent}`;
    case "call-arrived":
    case "question-began":
    case "call-joined":
    case "call-ended":
      return `${report.type.replace(/^call-/, "")} ${report.call}`;
  }
}
