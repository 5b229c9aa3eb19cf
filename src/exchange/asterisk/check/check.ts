import { connect } from "node:net";
import type { Random } from "../../../queueing/random.ts";
import type { Clock } from "../../clock.ts";
import { AmiConnection } from "../ami/connection.ts";
import type { AsteriskGiven } from "../asterisk-exchange.ts";
import { checkDialplan } from "./dialplan-check.ts";
import { type Finding, finding } from "./findings.ts";
import { managerSession } from "./manager-session.ts";
import { checkPrompts } from "./prompts-check.ts";
import { checkQueues } from "./queue-check.ts";
import { rightsOf } from "./rights.ts";
import { checkTrunk } from "./trunk-check.ts";

/** What is checked: what the adapter is given. */
export type CheckGiven = Pick<AsteriskGiven, "ami" | "agi" | "queues" | "trunk" | "prompts"> & {
  readonly clock: Clock;
  readonly random: Random;
};

export interface Checked {
  /** As Asterisk says it, `22.10.1`; `null` when it could not be asked. */
  readonly version: string | null;
  readonly findings: readonly Finding[];
}

/** Tests each part between Espera and a running Asterisk. It changes nothing there and makes no call. */
export async function checkAsterisk(given: CheckGiven): Promise<Checked> {
  const { agi, queues, trunk, prompts } = given;
  const listening = await checkAgi(agi);
  const ami = await managerSession(given.ami, given);
  if (!(ami instanceof AmiConnection)) return { version: null, findings: [ami, ...listening] };
  try {
    const settings = await ami.action("CoreSettings");
    const version =
      settings.outcome === "answered" ? (settings.response.get("AsteriskVersion") ?? null) : null;
    const rights = await rightsOf(ami, given.ami.username);
    const findings = [...rights.findings, ...listening];
    findings.push(...(await checkQueues(ami, queues, { mayReadFile: rights.may("GetConfig") })));
    if (queues.some(({ asksWaiting }) => asksWaiting?.byWait) && !rights.may("QueueWithdrawCaller"))
      findings.push(finding("withdraw-unknown"));
    if (rights.may("ShowDialPlan")) findings.push(...(await checkDialplan(ami, queues, agi)));
    if (rights.may("PJSIPShowEndpoint") || !/^PJSIP\//i.test(trunk))
      findings.push(...(await checkTrunk(ami, trunk)));
    findings.push(...(await checkPrompts(ami, given.ami.host, prompts)));
    return { version, findings };
  } finally {
    ami.stop();
  }
}

/** Whether somebody listens where Asterisk is to bring calls, as seen from here. */
function checkAgi({ host, port }: CheckGiven["agi"]): Promise<Finding[]> {
  return new Promise((resolve) => {
    const socket = connect({ host: ownAddresses[host] ?? host, port, timeout: REACH_WITHIN_MS });
    const settle = (findings: Finding[]) => {
      socket.destroy();
      resolve(findings);
    };
    socket.on("connect", () => settle([]));
    socket.on("timeout", () => settle([finding("agi-unreachable", { host, port })]));
    socket.on("error", () => settle([finding("agi-unreachable", { host, port })]));
  });
}

/** Where to reach who listens on all addresses. */
const ownAddresses: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
const REACH_WITHIN_MS = 2_000;
