import { writeSync } from "node:fs";
import type { Exchange, Order, Report } from "../../../src/exchange/port.ts";

/** Where, on a customer's way, an Espera can be made to die or to hang by its own hand. */
export const deadlyPoints = {
  "arrived-unheard": "their call arrives, nobody decided on it",
  "question-plays": "they hear the question",
  "yes-unheard": "they said yes, nothing is written",
  "before-thank": "the promise is durable, they have not heard it",
  "thanks-play": "they hear the promise",
  "before-dial": "the return call is durable, no order to dial went out",
  "phone-rings": "their phone rings",
  "press-1": "they picked up and are asked for key 1",
  "key-unheard": "they pressed 1, nothing is written",
  "before-leg-seat": "their key is durable, no order to seat them went out",
  "leg-in-line": "they wait in the queue",
  "agent-rings": "the agent's phone rings for them",
  "agent-talks": "they talk to the agent",
} as const;

export type DeadlyPoint = keyof typeof deadlyPoints;

/** How a process ends, or seems to. */
export type Death = "SIGKILL" | "SIGSTOP";

/** What plays is to be heard for a moment. */
const MOMENT_MS = 600;

/**
 * The exchange, with a deadly point around its reports and orders: there this process says `AT point` and gets the
 * signal, once. `customer` is their number as they call.
 */
export function deadly(exchange: Exchange, at: DeadlyPoint, death: Death, customer: string): Exchange {
  let alive = true;
  const die = () => {
    if (!alive) return;
    alive = false;
    writeSync(1, `AT ${at}\n`);
    process.kill(process.pid, death);
  };
  const reach = (point: DeadlyPoint) => {
    if (point === at) die();
  };
  const reachSoon = (point: DeadlyPoint) => {
    if (point === at) setTimeout(die, MOMENT_MS);
  };
  const hear = (report: Report, on: (point: DeadlyPoint) => void, after: (point: DeadlyPoint) => void) => {
    if (report.type === "call-arrived" && report.number === customer) on("arrived-unheard");
    if (report.type === "question-began") after("question-plays");
    if (report.type === "choice-made") on("yes-unheard");
    if (report.type === "attempt-progressed" && report.progress === "ringing") after("phone-rings");
    if (report.type === "attempt-progressed" && report.progress === "answered") after("press-1");
    if (report.type === "attempt-progressed" && report.progress === "confirmed") on("key-unheard");
    if (report.type === "call-joined" && isLeg(report.call)) after("leg-in-line");
    if (report.type === "call-rung" && isLeg(report.call)) after("agent-rings");
    if (report.type === "call-answered" && isLeg(report.call)) after("agent-talks");
  };
  const nothing = () => undefined;
  return {
    // What it can do is known only once Asterisk was asked.
    get capabilities() {
      return exchange.capabilities;
    },
    connect: (receive) => {
      exchange.connect((report) => {
        hear(report, reach, nothing);
        receive(report);
        hear(report, nothing, reachSoon);
      });
    },
    disconnect: () => exchange.disconnect(),
    execute: (order: Order) => {
      if (order.type === "thank") reach("before-thank");
      if (order.type === "dial") reach("before-dial");
      if (order.type === "seat" && isLeg(order.call)) reach("before-leg-seat");
      exchange.execute(order);
      if (order.type === "thank") reachSoon("thanks-play");
    },
  };
}

function isLeg(call: string): boolean {
  return call.includes("~");
}
