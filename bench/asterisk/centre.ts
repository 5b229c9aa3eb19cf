import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { dialplan } from "../../src/exchange/asterisk/printed/dialplan.ts";
import { type Asterisk, startAsterisk } from "../../test/asterisk/bed/asterisk.ts";
import { addresses } from "../../test/asterisk/bed/configuration.ts";
import { end } from "../../test/asterisk/bed/end.ts";
import { freeTcpPort } from "../../test/asterisk/bed/free-port.ts";
import type { Behaviour, PhoneCall } from "../../test/asterisk/bed/phone-call.ts";
import { header } from "../../test/asterisk/bed/sip-record.ts";
import { type Phones, startPhones } from "../../test/asterisk/bed/sipp.ts";
import { until } from "../../test/asterisk/bed/until.ts";
import type { EsperaGiven, EsperaQueue, EsperaState } from "./espera-process.ts";
import { Witness } from "./witness.ts";

interface CentreWanted {
  /** Those that Espera has. */
  readonly queues: readonly EsperaQueue[];
  /** Queues with the same dialplan that Espera knows nothing of: for them the lease is off. */
  readonly without?: readonly string[];
  readonly agentsPerQueue: number;
  readonly agents: Behaviour;
  readonly customers?: Behaviour;
}

/** A real Asterisk with agents and customers behind a trunk, and Espera with its journal on disk in a process of its own. */
export class Centre {
  readonly asterisk: Asterisk;
  readonly agents: Phones;
  readonly customers: Phones;
  /** What Asterisk says, for the judge. */
  readonly witness: Witness;
  /** Espera's data directory. */
  readonly data: string;
  readonly #espera: ChildProcess;
  #state: EsperaState | null = null;
  #complaints = "";

  private constructor(
    asterisk: Asterisk,
    agents: Phones,
    customers: Phones,
    witness: Witness,
    given: EsperaGiven,
  ) {
    this.asterisk = asterisk;
    this.agents = agents;
    this.customers = customers;
    this.witness = witness;
    this.data = given.data;
    const process_ = join(import.meta.dirname, "espera-process.ts");
    this.#espera = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", process.execPath, process_, JSON.stringify(given)],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#espera.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints += text;
    });
    createInterface({ input: this.#espera.stdout! }).on("line", (line) => {
      this.#state = JSON.parse(line) as EsperaState;
    });
  }

  /** Everything runs, and Asterisk asks Espera. */
  static async start(wanted: CentreWanted): Promise<Centre> {
    const agiPort = await freeTcpPort(addresses.asterisk);
    const queues = [...wanted.queues.map(({ queue }) => queue), ...(wanted.without ?? [])];
    const generated = dialplan({
      queues: queues.map((queue) => ({ queue })),
      agi: `${addresses.asterisk}:${agiPort}`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Asterisk.
      prompts: "${ASTVARLIBDIR}/../sounds/es/",
    });
    const arrivals = queues.map((queue) => `exten => ${queue},1,Goto(espera-in,${queue},1)`).join("\n");
    const members = (queue: string) =>
      Array.from({ length: wanted.agentsPerQueue }, (_, index) => `${queue}${index + 1}`);
    const asterisk = await startAsterisk({
      agents: queues.flatMap(members),
      queues: Object.fromEntries(queues.map((queue) => [queue, { members: members(queue) }])),
      dialplan: `${generated}\n[callers]\n${arrivals}\n\n[trunk]\n\n[agents]\n`,
      channelVariables: ["ESPERA_CALL"],
      prompts: join(import.meta.dirname, "../../prompts"),
    });
    const agents = await startPhones(asterisk, "agents", {}, wanted.agents);
    const customers = await startPhones(asterisk, "customers", {}, wanted.customers);
    const data = join(asterisk.directory, "espera");
    await mkdir(data);
    const prompts = `${asterisk.directory}/sounds/es/`;
    const given = { data, amiPort: asterisk.ports.manager, agiPort, prompts, queues: wanted.queues };
    const centre = new Centre(asterisk, agents, customers, await Witness.of(asterisk), given);
    await centre.#leased(wanted.queues.map(({ queue }) => queue));
    return centre;
  }

  async #leased(queues: readonly string[]): Promise<void> {
    const manager = await this.asterisk.manager();
    for (const queue of queues)
      await until(`the lease of ${queue}`, 20_000, async () => {
        const { Value } = await manager.action("Getvar", { Variable: `ESPERA_${queue}` });
        return this.espera.connected && Number(Value) > Date.now() / 1000;
      });
    manager.close();
  }

  /** Espera as it said itself at most half a second ago; throws when it has ended. */
  get espera(): EsperaState {
    if (this.#espera.exitCode !== null || this.#espera.signalCode !== null)
      throw new Error(`Espera ended: ${this.#complaints}`);
    return this.#state ?? { connected: false, openCallbacks: 0, loopLateMs: { p99: 0, max: 0 }, warnings: 0 };
  }

  get esperaPid(): number {
    return this.#espera.pid!;
  }

  /** What Espera and the phones complained of: empty when all is well. */
  async complaints(): Promise<string> {
    return this.#complaints + (await this.agents.errors()) + (await this.customers.errors());
  }

  /** Ends Espera in an orderly way, so that its journal is whole. */
  async stopEspera(): Promise<void> {
    await end(this.#espera, "SIGTERM");
  }

  async stop(): Promise<void> {
    await end(this.#espera, "SIGKILL");
    this.witness.close();
    await this.agents.kill();
    await this.customers.kill();
    await this.asterisk.stop();
  }
}

/** The agents' legs by the number of the customer that the agent saw, without a country's code. */
export function legsByCustomer(agents: Phones): Map<string, PhoneCall[]> {
  return Map.groupBy(agents.calls, (leg) => {
    const from = header(leg.messages[0]!, "From");
    return from.match(/sip:(?:\+57)?([^@;>]*)/)?.[1] ?? "";
  });
}

/** Milliseconds from the first INVITE to the answer; `NaN` when there was none. */
export function answeredAfterMs(call: PhoneCall): number {
  return (call.event("answered")?.at ?? Number.NaN) - (call.event("invited")?.at ?? Number.NaN);
}

/** The `n`-th number of a caller: a mobile phone's, without the country's code. */
export function numberOf(n: number): string {
  return `${3_000_000_000 + n}`;
}
