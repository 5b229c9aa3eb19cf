import { connect } from "node:net";
import type { Random } from "../../../queueing/random.ts";
import type { Clock } from "../../../time/clock.ts";
import { queueStatus } from "../ami/actions.ts";
import { AmiConnection } from "../ami/connection.ts";
import type { AsteriskGiven } from "../asterisk-given.ts";
import { extensionOf } from "../queues/queue-names.ts";
import { Queues } from "../queues/queues.ts";
import { checkDialplan, type Replaces, replacesOf } from "./dialplan-check.ts";
import { type Finding, finding } from "./findings.ts";
import { managerSession } from "./manager-session.ts";
import { whatKeepsFromHolding } from "./placeholder-check.ts";
import { checkPrompts } from "./prompts-check.ts";
import { checkQueues } from "./queue-check.ts";
import { queueOptions } from "./queue-options.ts";
import { queueFile } from "./queue-view.ts";
import { rightsOf } from "./rights.ts";
import { checkTrunk } from "./trunk-check.ts";

/** What is checked: what the adapter is given. */
export type CheckGiven = Pick<AsteriskGiven, "ami" | "agi" | "queues" | "trunks" | "callerId" | "prompts"> & {
  readonly clock: Clock;
  readonly random: Random;
  /** How long an Espera that does not listen yet is waited for, ms; without it not at all. */
  readonly waitMs?: number;
  /** Called when that is begun. */
  readonly waits?: () => void;
};

interface Checked {
  /** As Asterisk says it, `22.10.1`; `null` when it could not be asked. */
  readonly version: string | null;
  readonly findings: readonly Finding[];
}

/** Tests each part between Espera and a running Asterisk. It changes nothing there and makes no call. */
export async function checkAsterisk(given: CheckGiven): Promise<Checked> {
  const { agi, queues, trunks, callerId, prompts } = given;
  const listening = await checkAgi(given);
  const ami = await managerSession(given.ami, given);
  if (!(ami instanceof AmiConnection)) return { version: null, findings: [ami, ...listening] };
  try {
    const settings = await ami.action("CoreSettings");
    const version =
      settings.outcome === "answered" ? (settings.response.get("AsteriskVersion") ?? null) : null;
    const rights = await rightsOf(ami, given.ami.username);
    const findings = [...rights.findings, ...listening];
    const status = (await queueStatus(ami)) ?? [];
    const options = queueOptions.flatMap(({ names }) => names.map((name) => name.toLowerCase()));
    const files = new Map(
      await Promise.all(
        queues.map(async ({ queue }) => [queue, await queueFile(ami, queue, options)] as const),
      ),
    );
    const replaces = rights.may("ShowDialPlan") ? await replacesOf(ami) : new Map<string, Replaces>();
    const replaced = queues.map((queue) => ({ ...queue, replaces: replaces.get(extensionOf(queue)) }));
    findings.push(...checkQueues(status, replaced, files));
    const holding = queues.filter(({ holdsAgents }) => holdsAgents);
    findings.push(...(await whatKeepsFromHolding(ami, holding, new Queues(queues))));
    if (queues.some(({ asksWaiting }) => asksWaiting?.byWait) && !rights.may("QueueWithdrawCaller"))
      findings.push(finding("withdraw-unknown"));
    const listens = { ...agi, secret: agi.secret?.() ?? null };
    if (rights.may("ShowDialPlan"))
      findings.push(...(await checkDialplan(ami, queues, listens, { version, status })));
    // Where each queue shows a number of its own, that is what its calls show.
    const shown = callerId ?? (queues.every((queue) => queue.callerId) ? queues[0]?.callerId : undefined);
    for (const trunk of trunks)
      if (/^PJSIP\//i.test(trunk) || rights.may("ShowDialPlan"))
        findings.push(...(await checkTrunk(ami, trunk, shown)));
    findings.push(...(await checkPrompts(ami, given.ami.host, prompts)));
    return { version, findings };
  } finally {
    ami.stop();
  }
}

/** Whether somebody listens where Asterisk is to bring calls, as seen from here. */
async function checkAgi({ agi, clock, waitMs = 0, waits }: CheckGiven): Promise<Finding[]> {
  const until = clock.now() + waitMs;
  while (!(await isReached(agi))) {
    if (clock.now() >= until) return [finding("agi-unreachable", { host: agi.host, port: agi.port })];
    waits?.();
    waits = undefined;
    await new Promise<void>((resolve) => clock.at(clock.now() + LOOK_EVERY_MS, resolve));
  }
  return [];
}

function isReached({ host, port }: CheckGiven["agi"]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: ownAddresses[host] ?? host, port, timeout: REACH_WITHIN_MS });
    const settle = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.on("connect", () => settle(true));
    socket.on("timeout", () => settle(false));
    socket.on("error", () => settle(false));
  });
}

/** Where to reach a server that listens on all addresses. */
const ownAddresses: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
const REACH_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 250;
