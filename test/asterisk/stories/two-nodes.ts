import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reach } from "../../../src/exchange/asterisk/check/reach.ts";
import { dialplan, leaseVariable, ownerVariable } from "../../../src/exchange/asterisk/printed/dialplan.ts";
import type { Step } from "../../../src/journal/port/run.ts";
import { openPostgresStore } from "../../../src/journal/postgres/store.ts";
import { verifyRun } from "../../../src/journal/verify/verify.ts";
import { type Cluster, postgresPrograms, startCluster } from "../../journal/postgres-cluster.ts";
import { MAIN } from "../../server/command-line.ts";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { addresses, managerUser } from "../bed/configuration.ts";
import { freeTcpPort } from "../bed/free-port.ts";
import type { Manager, ManagerMessage } from "../bed/manager.ts";
import { national } from "../bed/national.ts";
import type { Behaviour, PhoneCall } from "../bed/phone-call.ts";
import { caller, type Phones, startPhones } from "../bed/sipp.ts";
import { linesOfPhones, linesOfSteps } from "../bed/trace.ts";
import { until } from "../bed/until.ts";

/** The machines of the nodes, and the address in the dialplan, at which nobody is. */
export const hosts = { north: "127.0.0.11", south: "127.0.0.12", printed: "127.0.0.13" } as const;
export type NodeName = "north" | "south";

const QUEUE = "ventas";
const OPERATION = "centro";
const AGI_SECRET = "of-two-nodes-in-the-dialplan";
/** How long anything may take, ms: far more than it does, also on a machine under load. */
export const BOUND_MS = 60_000;

/** A server that is one of the nodes, as `espera start --node` runs it. */
class EsperaNode {
  readonly #process: ChildProcess;
  #said = "";

  constructor(name: NodeName, data: string) {
    const node = ["--node", name, "--node-address", `${hosts[name]}:0`];
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    this.#process = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", process.execPath, MAIN, "start", "--data", data, "--port", "0", ...node],
      { env: { ...environment, ESPERA_LOG: "info" }, stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of [this.#process.stdout!, this.#process.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#said += text;
      });
  }

  /** What it printed and logged. */
  get said(): string {
    return this.#said;
  }

  /** How it ended, an exit code or a signal; `null`: it runs. */
  get ended(): number | NodeJS.Signals | null {
    return this.#process.exitCode ?? this.#process.signalCode;
  }

  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#process.kill(signal);
  }

  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.#process.kill(signal);
    await until("the node is gone", BOUND_MS, () => this.ended !== null);
  }
}

/** A queue with one agent, `ana`, on a real Asterisk, and two nodes that share its operation by a real PostgreSQL. */
export class TwoNodes {
  readonly asterisk: Asterisk;
  readonly agents: Phones;
  readonly customers: Phones;
  readonly callers: PhoneCall[] = [];
  readonly agiPort: number;
  readonly #cluster: Cluster;
  readonly #database: string;
  readonly #witness: Manager;
  readonly #nodes = new Map<NodeName, EsperaNode>();
  #said = "";

  private constructor(given: {
    asterisk: Asterisk;
    agents: Phones;
    customers: Phones;
    agiPort: number;
    cluster: Cluster;
    witness: Manager;
  }) {
    this.asterisk = given.asterisk;
    this.agents = given.agents;
    this.customers = given.customers;
    this.agiPort = given.agiPort;
    this.#cluster = given.cluster;
    this.#database = given.cluster.freshAddress();
    this.#witness = given.witness;
  }

  /** The phone system and the database; no node runs yet. */
  static async start(): Promise<TwoNodes> {
    const programs = postgresPrograms();
    assert.ok(programs, "PostgreSQL is not installed: apt-get install postgresql");
    const agiPort = await freeTcpPort(hosts.north);
    const printed = dialplan({
      queues: [{ queue: QUEUE }],
      agi: `${hosts.printed}:${agiPort}`,
      agiSecret: AGI_SECRET,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Asterisk.
      prompts: "${ASTVARLIBDIR}/../sounds/es/",
    });
    const [asterisk, cluster] = await Promise.all([
      startAsterisk({
        agents: ["ana"],
        queues: { [QUEUE]: { members: ["ana"], timeoutS: 60 } },
        dialplan: `${printed}\n[callers]\nexten => ${QUEUE},1,Goto(espera-in,${QUEUE},1)\n\n[trunk]\n\n[agents]\n`,
        channelVariables: ["ESPERA_CALL"],
        prompts: join(import.meta.dirname, "../../../prompts"),
      }),
      startCluster(programs),
    ]);
    const agents = await startPhones(asterisk, "agents");
    const customers = await startPhones(asterisk, "customers");
    const witness = await asterisk.manager();
    return new TwoNodes({ asterisk, agents, customers, agiPort, cluster, witness });
  }

  /** Starts a node, which need not have joined yet. */
  async begin(name: NodeName): Promise<void> {
    const data = this.dataOf(name);
    await mkdir(data, { recursive: true, mode: 0o700 });
    await writeFile(join(data, "agi-secret"), AGI_SECRET, { mode: 0o600 });
    await writeFile(join(data, "espera.yaml"), this.#configuration(name), { mode: 0o600 });
    this.#nodes.set(name, new EsperaNode(name, data));
  }

  /** A node's data directory. */
  dataOf(name: NodeName): string {
    return join(this.asterisk.directory, name);
  }

  /** Starts a node, and waits until it has joined. */
  async join(name: NodeName): Promise<void> {
    await this.begin(name);
    await this.#joined(name);
  }

  async #joined(name: NodeName): Promise<void> {
    const node = this.#nodes.get(name)!;
    await until(`${name} has joined`, BOUND_MS, () => {
      assert.equal(node.ended, null, node.said);
      return node.said.includes('"listening"');
    });
  }

  #configuration(name: NodeName): string {
    return `
store: { address: "${this.#database}" }
operations:
  - name: ${OPERATION}
    timeZone: America/Bogota
    callingHours: "00:00-24:00"
    skills: [{ id: 7, name: Ventas, smartWait: on, offerAfterS: 0, holdOut: false }]
    exchange:
      asterisk:
        ami: { host: ${addresses.asterisk}, port: ${this.asterisk.ports.manager}, secret: ${managerUser.secret} }
        agi: { host: ${hosts[name]}, port: ${this.agiPort} }
        trunk: "PJSIP/{number}@trunk"
        prompts: ${this.asterisk.directory}/sounds/es/
        queues: [{ queue: ${QUEUE}, skill: 7 }]
`;
  }

  /** Ends a node. By SIGTERM it ends in good order. */
  async end(name: NodeName, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const node = this.#nodes.get(name)!;
    await node.end(signal);
    if (signal === "SIGTERM") assert.equal(node.ended, 0, node.said);
    this.#said += `${name}:\n${node.said}`;
    this.#nodes.delete(name);
  }

  /** The node that Asterisk brings calls to, by a lease that holds; `null`: none. */
  async leads(): Promise<NodeName | null> {
    const { until: held, address } = await this.lease();
    if (held <= Date.now() / 1000) return null;
    return (["north", "south"] as const).find((name) => address === `${hosts[name]}:${this.agiPort}`) ?? null;
  }

  /** Has a node stand still, or go on. */
  signal(name: NodeName, signal: "SIGSTOP" | "SIGCONT"): void {
    this.#nodes.get(name)!.signal(signal);
  }

  /** Whether somebody takes calls at a node's address. */
  listens(name: NodeName): Promise<boolean> {
    return reach({ host: hosts[name], port: this.agiPort }).then((reached) => reached === "reached");
  }

  /** The node that calls are brought to, once both nodes are there. */
  async led(): Promise<NodeName> {
    for (const name of this.#nodes.keys()) await this.#joined(name);
    return until("Asterisk brings calls to a node", BOUND_MS, () => this.leads());
  }

  /** Waits until Asterisk brings calls to this node. */
  async ledTo(name: NodeName): Promise<void> {
    await until(`Asterisk brings calls to ${name}`, BOUND_MS, async () => (await this.leads()) === name);
  }

  /** What stands in Asterisk: until when (epoch s) calls are brought, and where. */
  async lease(): Promise<{ readonly until: number; readonly address: string }> {
    const value = async (Variable: string) =>
      (await this.#witness.action("Getvar", { Variable }))["Value"] ?? "";
    return { until: Number(await value(leaseVariable(QUEUE))), address: await value(ownerVariable(QUEUE)) };
  }

  /** Puts something else there. */
  async lend(until: number, address: string): Promise<void> {
    await this.#witness.action("Setvar", { Variable: ownerVariable(QUEUE), Value: address });
    await this.#witness.action("Setvar", { Variable: leaseVariable(QUEUE), Value: `${until}` });
  }

  /** What the witness saw. */
  saw(event: string, which: (message: ManagerMessage) => boolean = () => true): ManagerMessage[] {
    return this.#witness.events.filter((message) => message["Event"] === event && which(message));
  }

  /** Somebody calls the queue. */
  async call(number: string, more: Partial<Behaviour> = {}): Promise<PhoneCall> {
    const call = await caller(this.asterisk, { to: QUEUE, number, ...more });
    this.callers.push(call);
    return call;
  }

  /** The call that the agent's phone gets next. */
  async nextAtAgent(act: () => Promise<unknown>): Promise<PhoneCall> {
    const before = this.agents.calls.length;
    await act();
    return this.agents.call("ana", BOUND_MS, before);
  }

  /** The agent takes no more calls, or does again. */
  async pause(yes: boolean): Promise<void> {
    const member = { Queue: QUEUE, Interface: "PJSIP/ana", Paused: `${yes}` };
    assert.equal((await this.#witness.action("QueuePause", member))["Response"], "Success");
  }

  /** The numbers of those who wait in Asterisk's own queue, first first, without a country's code. */
  async queue(): Promise<string[]> {
    const from = this.#witness.events.length;
    const { ActionID: id } = await this.#witness.action("QueueStatus", { Queue: QUEUE });
    const own = () => this.#witness.events.slice(from).filter((event) => event["ActionID"] === id);
    await until("the queue", BOUND_MS, () => own().some((event) => event["Event"] === "QueueStatusComplete"));
    return own()
      .filter((event) => event["Event"] === "QueueEntry")
      .sort((a, b) => Number(a["Position"]) - Number(b["Position"]))
      .map((event) => national(event["CallerIDNum"]));
  }

  /** All steps that are durable, and what `verify` says against them. */
  async journal(): Promise<{ readonly steps: readonly Step[]; readonly problems: readonly string[] }> {
    const store = await openPostgresStore({ url: this.#database });
    try {
      const record = (await store.operations()).find(({ name }) => name === OPERATION);
      const [run] = record ? await store.runs(record.id) : [];
      if (!run) return { steps: [], problems: [] };
      const steps: Step[] = [];
      for await (const some of store.steps(run, 0)) steps.push(...some);
      return { steps, problems: (await verifyRun(store, run, { all: true })).problems };
    } finally {
      await store.close();
    }
  }

  /** What everybody heard, did and logged: for a story that went wrong. */
  async trace(): Promise<string> {
    const { steps } = await this.journal();
    const phones = [...this.callers, ...this.customers.calls, ...this.agents.calls];
    const said = [...this.#nodes].map(([name, node]) => `${name}:\n${node.said}`);
    const lines = [...linesOfSteps(steps), ...linesOfPhones(phones), this.#said, ...said];
    return [...lines, await this.asterisk.log()].join("\n");
  }

  async stop(): Promise<void> {
    for (const node of this.#nodes.values()) await node.end("SIGKILL");
    await this.agents.kill();
    await this.customers.kill();
    await this.asterisk.stop();
    await this.#cluster.stop();
  }
}
