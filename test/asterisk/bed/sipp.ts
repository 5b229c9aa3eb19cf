import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asterisk } from "./asterisk.ts";
import { addresses } from "./configuration.ts";
import { Ear } from "./ear.ts";
import { end } from "./end.ts";
import { freeUdpPort } from "./free-port.ts";
import { type Behaviour, PhoneCall } from "./phone-call.ts";
import { called, calling, type Order } from "./scenarios.ts";
import { header, SipRecord } from "./sip-record.ts";
import { until } from "./until.ts";

/** A SIPp process. `exitCode` is SIPp's own: 0 when every call went through its scenario to the end. */
interface Sipp {
  readonly child: ChildProcess;
  /** The record of its messages. */
  readonly record: SipRecord;
  /** What SIPp complained of. */
  errors(): Promise<string>;
}

async function startSipp(
  asterisk: Asterisk,
  scenario: string,
  address: string,
  port: number,
  more: string,
): Promise<Sipp> {
  const directory = await mkdtemp(join(asterisk.directory, "sipp-"));
  await writeFile(join(directory, "scenario.xml"), scenario);
  const mediaPort = await freeUdpPort(address);
  const controlPort = await freeUdpPort("0.0.0.0");
  const options =
    `-sf scenario.xml -i ${address} -p ${port} -mi ${address} -mp ${mediaPort} -cp ${controlPort} -nostdin -l 1000 ` +
    "-default_behaviors none -deadcall_wait 0 -trace_msg -message_file messages -trace_err -error_file errors";
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "sipp", ...`${options} ${more}`.split(" ")], {
    cwd: directory,
    env: { ...process.env, TERM: "dumb", TZ: "UTC" },
    stdio: "ignore",
  });
  // A call that a test leaves behind does not keep its process alive; it ends with it.
  child.unref();
  return {
    child,
    record: new SipRecord(join(directory, "messages")),
    errors: async () => complaints(await readFile(join(directory, "errors"), "utf8").catch(() => "")),
  };
}

/** SIPp also writes down that the machine was slow: that is no complaint about a call. */
function complaints(errors: string): string {
  return errors.replace(
    /(?:The following events occurred:\n)?[\d-]+\t[\d:.]+\t[\d.]+: Overload warning: .*?remaining\.\n?/g,
    "",
  );
}

/** Sends the bed's orders to a SIPp process. */
function teller(address: string, port: number) {
  return (callId: string, order: Order, headers: Record<string, string>) => {
    const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = createSocket("udp4");
    socket.send(
      `${order} sip:bed SIP/2.0\r\nVia: SIP/2.0/UDP ${addresses.asterisk}\r\nFrom: <sip:bed>\r\nTo: <sip:bed>\r\n` +
        `Call-ID: ${callId}\r\nCSeq: 1 ${order}\r\n${more.join("")}Content-Length: 0\r\n\r\n`,
      port,
      address,
      () => socket.close(),
    );
  };
}

const followEveryMs = 5;

/** Who calls: a call to an extension of `[callers]`. */
export interface CallerSettings extends Behaviour {
  /** The extension he dials. */
  readonly to: string;
  /** His own number. */
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

export interface CallersSettings extends Behaviour {
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
    const ear = await Ear.open(address, settings.hums ?? false);
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
    `-key exchange ${exchange} -key dialled ${settings.to} -inf ${list} -m ${calls.length} ` +
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
 * Starts the phones of the agents or of the customers; who is not named in `behaviours` behaves as `otherwise`, which
 * rings for ever if not said. They end with `kill`, or with the test's process.
 */
export async function startPhones(
  asterisk: Asterisk,
  whose: "agents" | "customers",
  behaviours: Readonly<Record<string, Behaviour>> = {},
  otherwise: Behaviour = {},
): Promise<Phones> {
  const address = addresses[whose];
  const port = whose === "agents" ? asterisk.ports.agents : asterisk.ports.trunk;
  const sipp = await startSipp(
    asterisk,
    called(),
    address,
    port,
    `-key exchange ${addresses.asterisk}:${asterisk.ports.sip}`,
  );
  const tell = teller(address, port);
  const behaviour = new Map(Object.entries(behaviours));
  const calls: PhoneCall[] = [];
  const known = new Map<string, PhoneCall>();
  // Each ear is opened ahead, so that a message is taken in at once and in its order.
  const ears = new Map<boolean, Ear>();
  const prepareEars = async () => {
    for (const hums of [true, false]) if (!ears.has(hums)) ears.set(hums, await Ear.open(address, hums));
  };
  await prepareEars();

  let busy = false;
  const follow = async () => {
    if (busy) return;
    busy = true;
    for (const message of sipp.record.read()) {
      const callId = header(message, "Call-ID");
      let call = known.get(callId);
      if (call === undefined) {
        if (message.method !== "INVITE" || message.status !== undefined || message.sent) continue;
        const number = message.start.match(/sips?:([^@;> ]*)@/)?.[1] ?? "";
        const does = behaviour.get(number) ?? otherwise;
        const hums = does.hums ?? false;
        const ear = ears.get(hums) as Ear;
        ears.delete(hums);
        call = new PhoneCall(callId, number, true, does, ear, (order, headers) =>
          tell(callId, order, headers),
        );
        known.set(callId, call);
        calls.push(call);
        call.see(message);
        await prepareEars();
      } else call.see(message);
    }
    busy = false;
  };
  const timer = setInterval(() => void follow(), followEveryMs).unref();
  const phones: Phones = {
    calls,
    behave: (number, does) => void behaviour.set(number, does),
    call: (number, boundMs, nth = 0) =>
      until(
        `call ${nth + 1} to ${number}`,
        boundMs,
        () => calls.filter((call) => call.number === number)[nth],
      ),
    errors: () => sipp.errors(),
    kill: async () => {
      await end(sipp.child, "SIGKILL");
      await until("the record is read", 5_000, () => !busy);
      await follow();
      clearInterval(timer);
      for (const call of calls) call.finish();
      for (const ear of ears.values()) ear.close();
      ears.clear();
      sipp.record.close();
    },
  };
  await until(`the phones of the ${whose}`, 5_000, async () => {
    if (sipp.child.exitCode !== null) throw new Error(`SIPp ended: ${await sipp.errors()}`);
    return isListening(address, port);
  });
  return phones;
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
