import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { dialplan } from "../../../src/exchange/asterisk/printed/dialplan.ts";
import type { Step } from "../../../src/journal/port/run.ts";
import { openSqliteStore } from "../../../src/journal/sqlite/store.ts";
import type { Event } from "../../../src/line/events.ts";
import type { State } from "../../../src/line/state.ts";
import { recover } from "../../../src/operation/recovery.ts";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { addresses } from "../bed/configuration.ts";
import { freeTcpPort } from "../bed/free-port.ts";
import type { Manager, ManagerMessage } from "../bed/manager.ts";
import { national } from "../bed/national.ts";
import type { Behaviour, PhoneCall } from "../bed/phone-call.ts";
import { caller, type Phones, startPhones } from "../bed/sipp.ts";
import { linesOfPhones, linesOfSteps } from "../bed/trace.ts";
import { until } from "../bed/until.ts";
import {
  AGI_SECRET,
  type EsperaGiven,
  OPERATION,
  QUEUE,
  settingsOfCentre,
  TIME_ZONE,
} from "./centre-settings.ts";
import type { DeadlyPoint, Death } from "./deadly-points.ts";
import { EsperaChild } from "./espera-child.ts";

/** What the journal holds. */
export interface Journal {
  readonly steps: readonly Step[];
  readonly events: readonly Event[];
  readonly state: State;
}

/**
 * A centre of one queue and one agent, `ana`, on a real Asterisk, with phones in this process and Espera in others. The
 * witness is a manager session of the bed's own.
 */
export class Centre {
  readonly asterisk: Asterisk;
  readonly agents: Phones;
  readonly customers: Phones;
  readonly callers: PhoneCall[] = [];
  readonly esperas: EsperaChild[] = [];
  readonly #agiPort: number;
  #witness: Manager;
  #seen: ManagerMessage[] = [];

  private constructor(
    asterisk: Asterisk,
    agents: Phones,
    customers: Phones,
    agiPort: number,
    witness: Manager,
  ) {
    this.asterisk = asterisk;
    this.agents = agents;
    this.customers = customers;
    this.#agiPort = agiPort;
    this.#witness = witness;
  }

  static async start(): Promise<Centre> {
    const agiPort = await freeTcpPort(addresses.asterisk);
    const generated = dialplan({
      queues: [{ queue: QUEUE }],
      agi: `${addresses.asterisk}:${agiPort}`,
      agiSecret: AGI_SECRET,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Asterisk.
      prompts: "${ASTVARLIBDIR}/../sounds/es/",
    });
    const asterisk = await startAsterisk({
      agents: ["ana"],
      queues: { [QUEUE]: { members: ["ana"] } },
      dialplan: `${generated}\n[callers]\nexten => ${QUEUE},1,Goto(espera-in,${QUEUE},1)\n\n[trunk]\n\n[agents]\n`,
      channelVariables: ["ESPERA_CALL"],
      prompts: join(import.meta.dirname, "../../../prompts"),
    });
    const agents = await startPhones(asterisk, "agents");
    const customers = await startPhones(asterisk, "customers");
    return new Centre(asterisk, agents, customers, agiPort, await asterisk.manager());
  }

  /** Starts an Espera and waits until it knows what Asterisk holds, unless it is not expected to `connect`. */
  async startEspera({
    die,
    data = "data",
    amiPort = this.asterisk.ports.manager,
    agiPort = this.#agiPort,
    connects = true,
  }: {
    die?: { at: DeadlyPoint; by: Death; customer: string };
    data?: string;
    amiPort?: number;
    agiPort?: number;
    connects?: boolean;
  } = {}): Promise<EsperaChild> {
    const directory = join(this.asterisk.directory, data);
    await mkdir(directory, { recursive: true });
    const prompts = `${this.asterisk.directory}/sounds/es/`;
    const given: EsperaGiven = { data: directory, amiPort, agiPort, prompts };
    const child = new EsperaChild(given, die);
    this.esperas.push(child);
    if (connects) await child.connected();
    else await until("Espera says that it cannot listen", 60_000, () => child.said.includes("cannot listen"));
    return child;
  }

  /** Waits until Asterisk would ask Espera. */
  async leased(): Promise<void> {
    await until("the lease", 5_000, async () => {
      const { Value } = await this.#witness.action("Getvar", { Variable: `ESPERA_${QUEUE}` });
      return Number(Value) > Date.now() / 1000;
    });
  }

  /** Everything the witness saw, also before Asterisk was restarted. */
  get seen(): readonly ManagerMessage[] {
    return [...this.#seen, ...this.#witness.events];
  }

  /** Events of this kind, of the queue's and the channels' life. */
  saw(event: string, which: (message: ManagerMessage) => boolean = () => true): ManagerMessage[] {
    return this.seen.filter((message) => message["Event"] === event && which(message));
  }

  /** Kills Asterisk and starts it again, empty. */
  async restartAsterisk(): Promise<void> {
    this.#seen.push(...this.#witness.events);
    await this.asterisk.kill();
    await this.asterisk.start();
    this.#witness = await this.asterisk.manager();
  }

  /** Somebody calls the queue. */
  async call(number: string, more: Partial<Behaviour> = {}): Promise<PhoneCall> {
    const call = await caller(this.asterisk, { to: QUEUE, number, ...more });
    this.callers.push(call);
    return call;
  }

  /** The agent takes no more calls, or does again. */
  async pause(yes: boolean): Promise<void> {
    const member = { Queue: QUEUE, Interface: "PJSIP/ana", Paused: `${yes}` };
    const { Response } = await this.#witness.action("QueuePause", member);
    assert.equal(Response, "Success");
  }

  /** The numbers of those who wait in Asterisk's own queue, first first, without a country's code. */
  async queue(): Promise<string[]> {
    const from = this.#witness.events.length;
    const { ActionID: id } = await this.#witness.action("QueueStatus", { Queue: QUEUE });
    const own = () => this.#witness.events.slice(from).filter((event) => event["ActionID"] === id);
    await until("the queue", 5_000, () => own().some((event) => event["Event"] === "QueueStatusComplete"));
    return own()
      .filter((event) => event["Event"] === "QueueEntry")
      .sort((a, b) => Number(a["Position"]) - Number(b["Position"]))
      .map((event) => national(event["CallerIDNum"]));
  }

  /** What is durable in a data directory. */
  async journal(data = "data"): Promise<Journal> {
    const store = await openSqliteStore({ directory: join(this.asterisk.directory, data) });
    try {
      const record = await store.openOperation({ name: OPERATION, timeZone: TIME_ZONE, simulated: false });
      const run = await store.openRun(record.id, { kind: "live", name: "live" });
      const steps: Step[] = [];
      for await (const some of store.steps(run, 0)) steps.push(...some);
      const { state } = await recover(store, run, settingsOfCentre);
      return { steps, events: steps.flatMap(({ events }) => events), state };
    } finally {
      await store.close();
    }
  }

  /** The facts, events and commands, and what everybody logged: for a story that went wrong. */
  async trace(): Promise<string> {
    const { steps } = await this.journal();
    const phones = [...this.callers, ...this.customers.calls, ...this.agents.calls];
    const said = this.esperas.map((child, index) => `Espera ${index + 1}:\n${child.said}`);
    return [...linesOfSteps(steps), ...linesOfPhones(phones), ...said, await this.asterisk.log()].join("\n");
  }

  async stop(): Promise<void> {
    for (const child of this.esperas) if (!child.gone) await child.kill();
    await this.agents.kill();
    await this.customers.kill();
    await this.asterisk.stop();
  }
}
