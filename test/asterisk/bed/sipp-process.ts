import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Asterisk } from "./asterisk.ts";
import { addresses } from "./configuration.ts";
import { freeUdpPort } from "./free-port.ts";
import type { Order } from "./scenarios.ts";
import { SipRecord } from "./sip-record.ts";

/** A SIPp process. `exitCode` is SIPp's own: 0 when every call went through its scenario to the end. */
interface Sipp {
  readonly child: ChildProcess;
  /** The record of its messages. */
  readonly record: SipRecord;
  /** What SIPp complained of. */
  errors(): Promise<string>;
}

/** Starts a SIPp that plays `scenario` at a port; `more`: options besides the usual. It dies with this process. */
export async function startSipp(
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
    "-default_behaviors none -trace_msg -message_file messages -trace_err -error_file errors";
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

/** SIPp also writes down that the machine was slow, and what is repeated for it: that is no complaint about a call. */
function complaints(errors: string): string {
  return errors.replace(
    /(?:The following events occurred:\n)?[\d-]+\t[\d:.]+\t[\d.]+: (?:Overload warning: .*?remaining\.|Dead call [^']*'[^']*')\n?/g,
    "",
  );
}

/** Sends the bed's orders to a SIPp process. */
export function teller(address: string, port: number) {
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
