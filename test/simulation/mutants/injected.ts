import type { Exchange, Order, Report } from "../../../src/exchange/port.ts";
import type { Command } from "../../../src/line/commands.ts";
import type { Settings } from "../../../src/line/settings.ts";
import type { Clock } from "../../../src/time/clock.ts";
import type { Mutation } from "../espera-process.ts";

/** What is known of something wrong that is put in on purpose. */
export interface Found {
  /** Goes on from "it is found when". */
  readonly name: string;
  /** The rule by which the judge finds it, and what its sentence has in it. */
  readonly rule: number;
  readonly says: string;
  /** A story in which it was found: looked at first. */
  readonly seed: number;
}

/** Each is one thing wrong around Espera: in what it is given, or in what becomes of what it says. */
export const injected: readonly (Found & { readonly mutation: Mutation })[] = [
  {
    name: "a write is acknowledged before it is made",
    says: "before their callback was durable",
    rule: 5,
    seed: 0,
    mutation: {
      store: (store, { clock }) => ({
        ...store,
        async append(run, batch) {
          clock.at(clock.now() + 20, () => void store.append(run, batch).catch(() => undefined));
        },
      }),
    },
  },
  {
    name: "who is to be dialled is dialled while that is still being written",
    says: "before that was durable",
    rule: 2,
    seed: 0,
    mutation: {
      // The number is known from the report of the call: callbacks carry their call's id.
      store: (store, { exchange }) => ({
        ...store,
        async append(run, batch) {
          for (const { commands } of batch.steps)
            for (const command of commands)
              if (command.type === "dial") exchange.execute(unnumbered(command));
          await store.append(run, batch);
        },
      }),
    },
  },
  {
    name: "what was dialled is dialled again after every reconnect",
    says: "times to dial",
    rule: 2,
    seed: 2,
    mutation: {
      exchange: (exchange) => {
        const dialled: Order[] = [];
        return {
          ...exchange,
          connect: (receive) =>
            exchange.connect((report) => {
              receive(report);
              if (report.type === "snapshot") for (const order of dialled) exchange.execute(order);
            }),
          execute: (order) => {
            if (order.type === "dial") dialled.push(order);
            exchange.execute(order);
          },
        };
      },
    },
  },
  {
    name: "deadlines are never woken for",
    says: "is open long after everything",
    rule: 6,
    seed: 2,
    mutation: {
      clock: (clock): Clock => ({ now: () => clock.now(), at: () => ({ cancel: () => undefined }) }),
    },
  },
  {
    name: "a return call is seated behind everybody who waits",
    says: "who came earlier",
    rule: 3,
    seed: 0,
    mutation: {
      exchange: (exchange, { clock }) => ({
        ...exchange,
        execute: (order) =>
          exchange.execute(
            order.type === "seat" && order.call.includes("~") ? { ...order, place: clock.now() } : order,
          ),
      }),
    },
  },
  {
    name: "a soon retry does not keep its place",
    says: "who came earlier",
    rule: 3,
    seed: 212,
    mutation: {
      settings: (settings) => withAttempts(settings, { keepPlaceWithinMs: -1 }),
    },
  },
  {
    name: "one attempt more than allowed is made",
    says: "attempts allowed",
    rule: 2,
    seed: 3,
    mutation: {
      settings: (settings) => withAttempts(settings, { max: settings.attempts.max + 1 }),
    },
  },
  {
    name: "people are called at all hours",
    says: "calling hours",
    rule: 2,
    seed: 11,
    mutation: {
      settings: (settings) => ({
        ...settings,
        callingHours: Array(7).fill({ fromMinute: 0, toMinute: 1440 }),
      }),
    },
  },
  {
    name: "a number that phones again is not recognised",
    says: "of its number was open",
    rule: 5,
    seed: 0,
    mutation: {
      exchange: (exchange) => disguising(exchange, (number) => number.startsWith("+573")),
    },
  },
  {
    name: "numbers that the rules refuse are taken",
    says: "a number that the rules refuse",
    rule: 7,
    seed: 1,
    mutation: {
      exchange: (exchange) => disguising(exchange, (number) => !number.startsWith("+573")),
    },
  },
  {
    name: "what followed from time alone is forgotten at a restart",
    says: "knew something else",
    rule: 5,
    seed: 2,
    mutation: {
      store: (store) => ({
        ...store,
        async *steps(run, afterSeq) {
          for await (const steps of store.steps(run, afterSeq))
            yield steps.map((step) => (step.fact.type === "woke" ? { ...step, events: [] } : step));
        },
      }),
    },
  },
  {
    name: "the end of a callback is written and its phone rings on",
    says: "rang on after it had ended",
    rule: 2,
    seed: 8,
    mutation: {
      exchange: (exchange) => ({
        ...exchange,
        execute: (order) => {
          if (order.type !== "hang-up") exchange.execute(order);
        },
      }),
    },
  },
];

function withAttempts(settings: Settings, changed: Partial<Settings["attempts"]>): Settings {
  return { ...settings, attempts: { ...settings.attempts, ...changed } };
}

/** The order to dial with a number that nobody has: what counts is that it was given. */
function unnumbered(command: Extract<Command, { type: "dial" }>): Order {
  return { ...command, number: "" };
}

/** Shows Espera a fresh valid number in the place of each that is chosen, and dials the true one. */
function disguising(exchange: Exchange, chosen: (number: string) => boolean): Exchange {
  const trueNumbers = new Map<string, string>();
  const shown = new Map<string, string>();
  const disguise = (call: string, number: string | null): string | null => {
    if (number === null || !chosen(number)) return number;
    const known = shown.get(call);
    if (known !== undefined) return known;
    const fresh = `+57300${String(1_000_000 + hash(call)).slice(0, 7)}`;
    shown.set(call, fresh);
    trueNumbers.set(fresh, number);
    return fresh;
  };
  const disguised = (report: Report): Report => {
    if (report.type === "call-arrived" || report.type === "call-joined")
      return { ...report, number: disguise(report.call, report.number) };
    if (report.type !== "snapshot") return report;
    const calls = report.calls.map((call) => ({ ...call, number: disguise(call.call, call.number) }));
    return { ...report, calls };
  };
  return {
    ...exchange,
    connect: (receive) => exchange.connect((report) => receive(disguised(report))),
    execute: (order) =>
      exchange.execute(
        order.type === "dial" ? { ...order, number: trueNumbers.get(order.number) ?? order.number } : order,
      ),
  };
}

/** The same call gets the same number in every life of the process. */
function hash(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 8_999_999;
  return sum;
}
