import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { AsteriskOperation, ConfiguredAsterisk } from "../../configuration/configuration.ts";
import { agiAddress } from "../../exchange/asterisk/agi/agi-address.ts";
import { AsteriskExchange } from "../../exchange/asterisk/asterisk-exchange.ts";
import type { AsteriskGiven } from "../../exchange/asterisk/asterisk-given.ts";
import type { AsteriskQueue } from "../../exchange/asterisk/queues/queues.ts";
import type { Capabilities, Exchange, Order, Report } from "../../exchange/port.ts";
import type { SkillSettings } from "../../line/settings.ts";
import { RandomSource } from "../../queueing/random.ts";
import { realClock } from "../../time/real-clock.ts";
import { currentSettings } from "../operations/current-settings.ts";
import { LiveOperation } from "../operations/live-operation.ts";
import type { OperationBase } from "../operations/operation-base.ts";
import { operationRecord } from "../operations/operation-record.ts";
import { recordingsOf } from "../operations/recordings-of.ts";
import type { RunningOperation } from "../operations/running-operation.ts";
import { PromptsFolder } from "../prompts/prompts-folder.ts";
import { agiSecret } from "./agi-secret.ts";
import { type AsteriskAccess, asteriskAccess } from "./asterisk-access.ts";

/**
 * Starts an operation on a real Asterisk. Whether Asterisk can be reached is not waited for: until it is, and whenever
 * it is not, its calls go on without Espera. Faults: those of the record and of the access to Asterisk.
 */
export async function startAsteriskOperation(
  base: OperationBase,
  configured: AsteriskOperation,
): Promise<RunningOperation> {
  const access = await asteriskAccess(configured.exchange.ami, process.env);
  const record = await operationRecord(base.store, configured);
  const settings = await currentSettings(base.store, record, configured, realClock.now());
  const log = base.log.child({ operation: record.name });
  const { tenure, machine } = base;
  const given = asteriskGiven(configured.exchange, access, {
    directory: base.directory,
    country: settings.country,
    clock: realClock,
    random: new RandomSource(randomUUID()).stream("asterisk"),
    log,
    ...(tenure ? { isOwner: () => tenure.holds } : {}),
    ...(machine === undefined ? {} : { machine }),
  });
  fillPrompts(configured, log);
  const exchange = new SwitchedExchange(given, settings.skills);
  const recordings = recordingsOf(configured);
  const live = new LiveOperation({
    ...base,
    ...(recordings ? { recordings } : {}),
    record,
    settings,
    exchange,
    clock: realClock,
  });
  await live.start();
  return {
    record,
    ...(recordings ? { recordings } : {}),
    now: () => realClock.now(),
    get running() {
      return live.running;
    },
    get lacking() {
      return live.lacking;
    },
    get degraded() {
      return live.degraded;
    },
    get ceilingReached() {
      return live.ceilingReached;
    },
    view: () => ({ ...live.view(), generation: null }),
    today: (skill) => live.today(skill),
    // A real operation has the past that it lived through or that was imported, and no other.
    fillInThePast() {},
    async adopt(wanted) {
      const adopted = await currentSettings(base.store, record, wanted, realClock.now());
      live.adoptSettings(adopted);
      exchange.adopt(adopted.skills);
    },
    stop: () => live.stop(),
  };
}

/** Beside the start: a folder on another machine may not answer, and calls do not wait for it. */
function fillPrompts({ exchange: { prompts } }: AsteriskOperation, log: OperationBase["log"]): void {
  if (typeof prompts === "string") return;
  new PromptsFolder(prompts.espera)
    .fill()
    .catch((error: unknown) => log.warn({ err: error }, "the prompts cannot be put into their folder"));
}

/** What the adapter is given, out of the configuration and the data directory. Fault: `agi-secret-unreadable`. */
export function asteriskGiven(
  { ami, agi, trunk, callerId, cdr, prompts, recordings, queues }: ConfiguredAsterisk,
  access: AsteriskAccess,
  {
    directory,
    machine,
    ...surroundings
  }: Pick<AsteriskGiven, "country" | "clock" | "random" | "log" | "isOwner"> & {
    readonly directory: string;
    /** By which Asterisk reaches this node; left out: its dialplan knows. */
    readonly machine?: string;
  },
): AsteriskGiven {
  const { host, port, username } = ami;
  const { allowed, ...where } = agi;
  const listening = {
    ...where,
    secret: secretIn(directory),
    ...(machine === undefined ? {} : { address: agiAddress(agi, machine) }),
  };
  return {
    ...surroundings,
    ami: { host, port, username, ...access },
    agi: allowed === undefined ? listening : { ...listening, allowed },
    trunks: trunk,
    prompts: typeof prompts === "string" ? prompts : prompts.asterisk,
    queues,
    ...(callerId === undefined ? {} : { callerId }),
    ...(cdr === undefined ? {} : { cdr }),
    ...(recordings === undefined ? {} : { recordings: recordings.asterisk }),
  };
}

/** The secret in the directory, looked for as long as there is none: a dialplan may be printed beside a server that runs. */
function secretIn(directory: string): () => string | null {
  let known = agiSecret(directory);
  return () => (known ??= agiSecret(directory));
}

/** The queues with the modes of their skills: Asterisk never asks about one whose skill is `off`. */
export function queuesByMode(
  queues: readonly AsteriskQueue[],
  skills: readonly SkillSettings[],
): AsteriskQueue[] {
  return queues.map((queue) => ({
    ...queue,
    smartWait: skills.find(({ id }) => id === queue.skill)?.smartWait ?? "off",
  }));
}

/** The queues with what their skills say of who waits in them. */
export function queuesAsking(
  queues: ConfiguredAsterisk["queues"],
  skills: readonly SkillSettings[],
): (ConfiguredAsterisk["queues"][number] & AsteriskQueue)[] {
  return queues.map((queue) => {
    const offers = skills.find(({ id }) => id === queue.skill)?.queueOffers;
    const asksWaiting = { byKey: offers?.byKey ?? false, byWait: (offers?.afterMs ?? null) !== null };
    return { ...queue, asksWaiting };
  });
}

/**
 * The adapter, rebuilt when a skill was switched off or on again: which queues hold a lease is fixed for as long as
 * it is connected. A caller who is in a dialogue then goes on to their queue, as when the connection is lost.
 */
class SwitchedExchange implements Exchange {
  readonly #given: AsteriskGiven;
  #skills: readonly SkillSettings[];
  #exchange: AsteriskExchange;
  #receive: ((report: Report) => void) | null = null;

  constructor(given: AsteriskGiven, skills: readonly SkillSettings[]) {
    this.#given = given;
    this.#skills = skills;
    this.#exchange = this.#made();
  }

  get capabilities(): Capabilities {
    return this.#exchange.capabilities;
  }

  get connected(): boolean {
    return this.#exchange.connected;
  }

  get lacking(): string | null {
    return this.#exchange.lacking;
  }

  connect(receive: (report: Report) => void): void {
    this.#receive = receive;
    this.#exchange.connect(receive);
  }

  disconnect(): void {
    this.#receive = null;
    this.#exchange.disconnect();
  }

  execute(order: Order): void {
    this.#exchange.execute(order);
  }

  adopt(skills: readonly SkillSettings[]): void {
    const before = leased(this.#given.queues, this.#skills);
    this.#skills = skills;
    if (isDeepStrictEqual(before, leased(this.#given.queues, skills))) return;
    this.#exchange.disconnect();
    this.#exchange = this.#made();
    if (this.#receive) this.#exchange.connect(this.#receive);
  }

  #made(): AsteriskExchange {
    return new AsteriskExchange({ ...this.#given, queues: queuesByMode(this.#given.queues, this.#skills) });
  }
}

function leased(queues: readonly AsteriskQueue[], skills: readonly SkillSettings[]): string[] {
  return queuesByMode(queues, skills)
    .filter(({ smartWait }) => smartWait !== "off")
    .map(({ queue }) => queue);
}
