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
import { type CheckedNode, checkLeases, checkNodes } from "./nodes-check.ts";
import { checkPrompts } from "./prompts-check.ts";
import { whatKeepsFromHolding } from "./queue/placeholder-check.ts";
import { checkQueues } from "./queue/queue-check.ts";
import { queueOptions } from "./queue/queue-options.ts";
import { queueFile } from "./queue/queue-view.ts";
import { reach } from "./reach.ts";
import { rightsOf } from "./rights.ts";
import { checkTrunk } from "./trunk-check.ts";

/** What is checked: what the adapter is given. */
export type CheckGiven = Pick<AsteriskGiven, "ami" | "agi" | "queues" | "trunks" | "callerId" | "prompts"> & {
  readonly clock: Clock;
  readonly random: Random;
  /** The nodes that live now; left out where the operation is not run by one of several nodes. */
  readonly nodes?: (() => Promise<readonly CheckedNode[]>) | undefined;
  /** How long an Espera that does not listen yet, or nodes that cannot be reached, are waited for, ms; without it not at all. */
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
  const { agi, queues, trunks, callerId, prompts, nodes } = given;
  const patience = new Patience(given);
  const listening = await patience.with(async () => {
    if (nodes) return checkNodes(await nodes(), given);
    return (await reach(agi)) === "reached"
      ? []
      : [finding("agi-unreachable", { host: agi.host, port: agi.port })];
  });
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
    if (nodes)
      findings.push(
        ...(await patience.with(async () => {
          const owner = (await nodes()).find(({ isOwner }) => isOwner);
          return owner ? checkLeases(ami, { queues, owner, agi }) : [];
        })),
      );
    const listens = { ...agi, secret: agi.secret?.() ?? null, isOfNodes: nodes !== undefined };
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

/** Looks again at what may only be starting, until nothing is found or the time for all of it is over. */
class Patience {
  readonly #clock: Clock;
  readonly #until: number;
  #waits: (() => void) | undefined;

  constructor({ clock, waitMs = 0, waits }: Pick<CheckGiven, "clock" | "waitMs" | "waits">) {
    this.#clock = clock;
    this.#until = clock.now() + waitMs;
    this.#waits = waits;
  }

  async with(look: () => Promise<Finding[]>): Promise<Finding[]> {
    for (;;) {
      const found = await look();
      if (found.length === 0 || this.#clock.now() >= this.#until) return found;
      this.#waits?.();
      this.#waits = undefined;
      await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + LOOK_EVERY_MS, resolve));
    }
  }
}

const LOOK_EVERY_MS = 250;
