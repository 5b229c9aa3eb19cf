import { createSocket } from "node:dgram";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asterisk } from "./asterisk.ts";
import { addresses } from "./configuration.ts";
import { Ear } from "./ear.ts";
import { end } from "./end.ts";
import { freeUdpPort } from "./free-port.ts";
import { type Behaviour, PhoneCall } from "./phone-call.ts";
import { called, calling, type Order } from "./scenarios.ts";
import { header } from "./sip-record.ts";
import { startSipp, teller } from "./sipp-process.ts";
import { until } from "./until.ts";

const followEveryMs = 5;

/** Who calls: a call to an extension of `[callers]`. */
export interface CallerSettings extends Behaviour {
  /** The extension they dial. */
  readonly to: string;
  /** Their own number. */
  readonly number: string;
}

let groups = 0;

/** Calls; the phone belongs to this one call and its SIPp ends with it. */
export async function caller(asterisk: Asterisk, settings: CallerSettings): Promise<PhoneCall> {
  const { number, ...rest } = settings;
  const { calls, errors, running } = await callers(asterisk, { ...rest, numbers: [number], ratePerS: 100 });
  const call = calls[0] as PhoneCall;
  await until(`the call of ${number}`, 5_000, async () => {
    if (!running() && call.messages.length === 0) throw new Error(`SIPp did not call: ${await errors()}`);
    return call.messages.length > 0;
  });
  return call;
}

interface CallersSettings extends Behaviour {
  readonly to: string;
  /** One call of each, in this order. */
  readonly numbers: readonly string[];
  /** How many begin in a second. */
  readonly ratePerS: number;
}

export interface Callers {
  /** One of each number, in order; without messages until it begins. */
  readonly calls: readonly PhoneCall[];
  /** What SIPp complained of: empty when all is well. */
  readonly errors: () => Promise<string>;
  /** False when SIPp has ended: every call is over, or it failed. */
  readonly running: () => boolean;
}

/** Many callers of one kind, from one SIPp: for load. */
export async function callers(asterisk: Asterisk, settings: CallersSettings): Promise<Callers> {
  const address = addresses.callers;
  const port = await freeUdpPort(address);
  const group = `${process.pid}g${++groups}`;
  const exchange = `${addresses.asterisk}:${asterisk.ports.sip}`;
  const tell = teller(address, port);
  const calls: PhoneCall[] = [];
  // SIPp numbers its calls from 1 and takes the n-th line for the n-th call.
  const lines = ["SEQUENTIAL"];
  for (const [index, number] of settings.numbers.entries()) {
    const ear = await Ear.open(address);
    const callId = `caller-${group}-${index + 1}`;
    const order = (what: Order, headers: Record<string, string>) => tell(callId, what, headers);
    calls.push(new PhoneCall(callId, number, false, settings, ear, order));
    lines.push(`${number};${ear.port};${group}c${index + 1};`);
  }
  const known = new Map(calls.map((call) => [call.callId, call]));
  const list = join(asterisk.directory, `callers-${group}.csv`);
  await writeFile(list, `${lines.join("\n")}\n`);
  const sipp = await startSipp(
    asterisk,
    calling(),
    address,
    port,
    `-key exchange ${exchange} -key dialled ${settings.to} -deadcall_wait 0 -inf ${list} -m ${calls.length} ` +
      `-r ${settings.ratePerS} -cid_str caller-${group}-%u ${exchange}`,
  );
  const follow = () => {
    for (const message of sipp.record.read()) known.get(header(message, "Call-ID"))?.see(message);
  };
  const timer = setInterval(follow, followEveryMs).unref();
  sipp.child.once("exit", () => {
    clearInterval(timer);
    follow();
    for (const call of calls) call.finish();
    sipp.record.close();
  });
  const running = () => sipp.child.exitCode === null && sipp.child.signalCode === null;
  return { calls, errors: () => sipp.errors(), running };
}

/** Phones that are called: all agents, or all customers behind the trunk. */
export interface Phones {
  /** Every call so far, in order. */
  readonly calls: readonly PhoneCall[];
  /** What the phone of this agent or number does with its next calls. */
  behave(number: string, behaviour: Behaviour): void;
  /** The call of index `nth` (0: the first) to this agent or number, waited for at most `boundMs`. */
  call(number: string, boundMs: number, nth?: number): Promise<PhoneCall>;
  /** What SIPp complained of: empty when all is well. */
  errors(): Promise<string>;
  /** SIGKILL: from now on nothing answers there. */
  kill(): Promise<void>;
}

/**
 * Starts the phones of the agents or of the customers, one SIPp at each of their ports; who is not named in `behaviours`
 * behaves as `otherwise`, which rings for ever if not said. They end with `kill`, or with the test's process.
 */
export async function startPhones(
  asterisk: Asterisk,
  whose: "agents" | "customers",
  behaviours: Readonly<Record<string, Behaviour>> = {},
  otherwise: Behaviour = {},
): Promise<Phones> {
  const behaviour = new Map(Object.entries(behaviours));
  const calls: PhoneCall[] = [];
  const does = (number: string) => behaviour.get(number) ?? otherwise;
  const banks: Bank[] = [];
  for (const port of asterisk.ports[whose])
    banks.push(await startBank(asterisk, addresses[whose], port, does, (call) => calls.push(call)));
  return {
    calls,
    behave: (number, then) => void behaviour.set(number, then),
    call: (number, boundMs, nth = 0) =>
      until(
        `call ${nth + 1} to ${number}`,
        boundMs,
        () => calls.filter((call) => call.number === number)[nth],
      ),
    errors: async () => (await Promise.all(banks.map((bank) => bank.errors()))).join(""),
    kill: async () => {
      for (const bank of banks) await bank.kill();
    },
  };
}

/** The phones of one SIPp. */
type Bank = Pick<Phones, "errors" | "kill">;

async function startBank(
  asterisk: Asterisk,
  address: string,
  port: number,
  does: (number: string) => Behaviour,
  note: (call: PhoneCall) => void,
): Promise<Bank> {
  const exchange = `${addresses.asterisk}:${asterisk.ports.sip}`;
  // What is repeated on a slow machine when the call is over is not a new call.
  const options = `-deadcall_wait 30000 -key exchange ${exchange}`;
  const sipp = await startSipp(asterisk, called(), address, port, options);
  const tell = teller(address, port);
  const known = new Map<string, PhoneCall>();
  // The next call's ear is opened ahead, so that a message is taken in at once and in its order.
  let ear = await Ear.open(address);

  let busy = false;
  const follow = async () => {
    if (busy) return;
    busy = true;
    for (const message of sipp.record.read()) {
      const callId = header(message, "Call-ID");
      const call = known.get(callId);
      if (call !== undefined) call.see(message);
      else if (message.method === "INVITE" && message.status === undefined && !message.sent) {
        const number = message.start.match(/sips?:([^@;> ]*)@/)?.[1] ?? "";
        const order = (what: Order, headers: Record<string, string>) => tell(callId, what, headers);
        const begun = new PhoneCall(callId, number, true, does(number), ear, order);
        known.set(callId, begun);
        note(begun);
        begun.see(message);
        ear = await Ear.open(address);
      }
    }
    busy = false;
  };
  const timer = setInterval(() => void follow(), followEveryMs).unref();
  await until(`the phones at ${address}:${port}`, 5_000, async () => {
    if (sipp.child.exitCode !== null) throw new Error(`SIPp ended: ${await sipp.errors()}`);
    return isListening(address, port);
  });
  return {
    errors: () => sipp.errors(),
    kill: async () => {
      await end(sipp.child, "SIGKILL");
      await until("the record is read", 5_000, () => !busy);
      await follow();
      clearInterval(timer);
      for (const call of known.values()) call.finish();
      ear.close();
      sipp.record.close();
    },
  };
}

/** True when somebody has the UDP port. */
async function isListening(address: string, port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    const taken = new Promise<boolean>((resolve) => {
      socket.once("error", () => resolve(true));
      socket.bind({ port, address, exclusive: true }, () => resolve(false));
    });
    return await taken;
  } finally {
    socket.close();
  }
}
