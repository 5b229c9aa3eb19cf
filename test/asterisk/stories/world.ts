import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { diagram2Row } from "../../../src/api/wolkvox/reports/diagram-2.ts";
import { AsteriskExchange } from "../../../src/exchange/asterisk/asterisk-exchange.ts";
import type { AsteriskGiven } from "../../../src/exchange/asterisk/asterisk-given.ts";
import {
  type DialplanWanted,
  dialplan,
  leaseVariable,
} from "../../../src/exchange/asterisk/printed/dialplan.ts";
import { extensionOf } from "../../../src/exchange/asterisk/queues/queue-names.ts";
import type { OperationRecord } from "../../../src/journal/port/registry.ts";
import type { Run, Step } from "../../../src/journal/port/run.ts";
import type { Store } from "../../../src/journal/port/store.ts";
import { openSqliteStore } from "../../../src/journal/sqlite/store.ts";
import type { Event } from "../../../src/line/events.ts";
import type { Settings, SkillSettings } from "../../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../../src/operation/default-settings.ts";
import { Operation } from "../../../src/operation/operation.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { smartWait } from "../../../src/reports/smart-wait/smart-wait.ts";
import { realClock } from "../../../src/time/real-clock.ts";
import { offeringAs } from "../../line/judgements.ts";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { type Attempt, attemptsIn, faultsOfDialling, inWords } from "../bed/attempts.ts";
import { addresses, managerUser, type QueueSettings } from "../bed/configuration.ts";
import { freeTcpPort } from "../bed/free-port.ts";
import { ManagerLine } from "../bed/manager-line.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { type CallerSettings, caller, type Phones, startPhones } from "../bed/sipp.ts";
import { linesOfSteps } from "../bed/trace.ts";
import { until } from "../bed/until.ts";
import { queueLines, type Site } from "./site.ts";
import { usualSite } from "./sites.ts";

/** The skill of the queue. */
export const SKILL = 7;
/** A second queue, of stories that have one, and its skill. */
export const OTHER_QUEUE = "soporte";
export const OTHER_SKILL = 8;
const TIME_ZONE = "America/Bogota";
const allDay = { fromMinute: 0, toMinute: 1440 };

/** Of stories in which nobody answers. */
export const RINGS_BRIEFLY = { ringForMs: 2_000 };

const usual = defaultSettings(TIME_ZONE);
const settings: Omit<Settings, "skills"> = {
  ...usual,
  attempts: {
    ...usual.attempts,
    max: 2,
    // However late the machine lets a phone answer.
    ringForMs: 30_000,
    gapMs: { busy: 500, "no-answer": 500, machine: 500, failed: 500 },
  },
  callingHours: [allDay, allDay, allDay, allDay, allDay, allDay, allDay],
};

export interface WorldWanted {
  readonly agents: readonly string[];
  readonly queue?: QueueSettings;
  /** The agents of a second queue, which callers and agents reach by dialling `soporte`. */
  readonly otherQueue?: readonly string[];
  readonly attempts?: Partial<Settings["attempts"]>;
  /** What is said of the skill, where it is not the usual. */
  readonly skill?: Partial<SkillSettings>;
  /** Whether there are prompts; yes if not said. */
  readonly prompts?: boolean;
  /** More of the dialplan. */
  readonly dialplan?: string;
  /** Where the story happens; the usual site if not said. */
  readonly site?: Site;
  /** Modules of Asterisk beyond those of every test. */
  readonly modules?: readonly string[];
  /** Files of Asterisk's configuration besides those of the site. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the exchange is given besides the usual. */
  readonly exchange?: Partial<Pick<AsteriskGiven, "trunks" | "country" | "callerId" | "cdr">>;
  /** Whether agents are held for return calls; no if not said. */
  readonly holdsAgents?: boolean;
  /** What the printed dialplan is asked for besides the usual. */
  readonly printed?: Partial<DialplanWanted>;
}

const AGI_SECRET = "of-this-world";

/** A centre of one queue on a real Asterisk, with the real operation in the test's process. */
export class World {
  readonly asterisk: Asterisk;
  readonly site: Site;
  readonly agents: Phones;
  readonly customers: Phones;
  readonly store: Store;
  readonly record: OperationRecord;
  readonly run: Run;
  /** Between Espera and Asterisk's manager. */
  readonly managerLine: ManagerLine;
  /** Whether callers are offered a return call; what the core's rules refuse is refused all the same. */
  offers = false;
  readonly log: { readonly level: string; readonly message: string }[] = [];
  readonly faults: unknown[] = [];
  readonly agiPort: number;
  #settings: Settings;
  readonly #wrapUpMs: number;
  readonly #hasOtherQueue: boolean;
  readonly #names: readonly string[];
  readonly #exchange: WorldWanted["exchange"];
  readonly #holdsAgents: boolean;
  #operation: Operation | null = null;

  private constructor(given: {
    asterisk: Asterisk;
    site: Site;
    agents: Phones;
    customers: Phones;
    store: Store;
    record: OperationRecord;
    run: Run;
    managerLine: ManagerLine;
    agiPort: number;
    settings: Settings;
    wrapUpMs: number;
    wanted: WorldWanted;
  }) {
    this.asterisk = given.asterisk;
    this.site = given.site;
    this.agents = given.agents;
    this.customers = given.customers;
    this.store = given.store;
    this.record = given.record;
    this.run = given.run;
    this.managerLine = given.managerLine;
    this.agiPort = given.agiPort;
    this.#settings = given.settings;
    this.#wrapUpMs = given.wrapUpMs;
    this.#hasOtherQueue = given.wanted.otherQueue !== undefined;
    this.#names = given.wanted.agents;
    this.#exchange = given.wanted.exchange;
    this.#holdsAgents = given.wanted.holdsAgents ?? false;
  }

  /** Everything runs and Espera has the lease. */
  static async start(wanted: WorldWanted): Promise<World> {
    const agiPort = await freeTcpPort(addresses.asterisk);
    const site = wanted.site ?? usualSite();
    const printed = dialplan({
      queues: [site, ...(wanted.otherQueue ? [{ queue: OTHER_QUEUE }] : [])],
      agi: `${addresses.asterisk}:${agiPort}`,
      agiSecret: AGI_SECRET,
      prompts: `\${ASTVARLIBDIR}/../sounds/es/`,
      watchdogS: 8,
      ...wanted.printed,
    });
    const { agents: names, queue: { members = names, ...queue } = {}, dialplan: more = "" } = wanted;
    const { extensions, included } = site.dialplan({ printed, agents: names, more });
    const asterisk = await startAsterisk({
      agents: names,
      queues: {
        [site.queue]: { timeoutS: 15, lines: queueLines(site, members, names), ...queue },
        ...(wanted.otherQueue
          ? { [OTHER_QUEUE]: { timeoutS: 15, lines: queueLines(site, wanted.otherQueue, names) } }
          : {}),
      },
      dialplan: extensions,
      files: { ...included, ...wanted.files },
      channelVariables: ["ESPERA_CALL"],
      ...(wanted.modules === undefined ? {} : { modules: wanted.modules }),
      ...(wanted.prompts === false ? {} : { prompts: join(import.meta.dirname, "../../../prompts") }),
    });
    const agents = await startPhones(asterisk, "agents");
    const customers = await startPhones(asterisk, "customers");
    const store = await openSqliteStore({ directory: asterisk.directory });
    const record = await store.openOperation({ name: "ventas", timeZone: TIME_ZONE, simulated: false });
    const run = await store.openRun(record.id, { kind: "live", name: "live" });
    const attempts = { ...settings.attempts, ...wanted.attempts };
    const world = new World({
      asterisk,
      site,
      agents,
      customers,
      store,
      record,
      run,
      managerLine: await ManagerLine.to(asterisk.ports.manager),
      agiPort,
      settings: {
        ...settings,
        attempts,
        skills: [
          { ...defaultSkill, id: SKILL, name: "Ventas", smartWait: "on", holdOut: false, ...wanted.skill },
          ...(wanted.otherQueue
            ? [
                {
                  ...defaultSkill,
                  id: OTHER_SKILL,
                  name: "Soporte",
                  smartWait: "on" as const,
                  holdOut: false,
                },
              ]
            : []),
        ],
      },
      wrapUpMs: (wanted.queue?.wrapupS ?? 0) * 1000,
      wanted,
    });
    await world.startEspera();
    return world;
  }

  /** The interface by which the queues ring an agent, which is what Espera knows them by. */
  interfaceOf(agent: string): string {
    return this.site.member(agent, this.#names).rung;
  }

  /** Where names are recorded; the same folder for Asterisk and for the test. */
  get recordings(): string {
    return `${this.asterisk.directory}/spool`;
  }

  /** What Espera holds of the operation just now, and what a supervisor may do with it. */
  get operation(): Operation {
    if (!this.#operation) throw new Error("Espera does not run");
    return this.#operation;
  }

  /** Opens the operation on the journal as it is, and waits for the lease. */
  async startEspera(): Promise<void> {
    const note = (level: string) => (details: object, message: string) => {
      this.log.push({ level, message: `${message} ${JSON.stringify(details)}` });
    };
    const exchange = new AsteriskExchange({
      ami: {
        host: addresses.asterisk,
        port: this.managerLine.port,
        username: managerUser.name,
        secret: managerUser.secret,
      },
      agi: { host: addresses.asterisk, port: this.agiPort, secret: () => AGI_SECRET },
      queues: [
        {
          queue: this.site.queue,
          alias: this.site.alias,
          skill: SKILL,
          wrapUpMs: this.#wrapUpMs,
          holdsAgents: this.#holdsAgents,
        },
        ...(this.#hasOtherQueue ? [{ queue: OTHER_QUEUE, skill: OTHER_SKILL }] : []),
      ],
      trunks: ["PJSIP/{number}@trunk"],
      country: "CO",
      ...this.#exchange,
      prompts: `${this.asterisk.directory}/sounds/es/`,
      recordings: this.recordings,
      clock: realClock,
      random: new RandomSource(randomUUID()).stream("asterisk"),
      log: { info: note("info"), warn: note("warn") },
    });
    this.#operation = await Operation.open({
      store: this.store,
      record: this.record,
      run: await this.store.openRun(this.record.id, { kind: "live", name: "live" }),
      exchange,
      clock: realClock,
      settings: this.#settings,
      newPersonId: randomUUID,
      onFault: (fault) => this.faults.push(fault),
      judgements: offeringAs(() => ({
        offer: this.offers,
        reason: this.offers ? "wait-long" : "wait-short",
      })),
    });
    this.#operation.start();
    await until("the lease", 5_000, async () => (await this.lease()) > Date.now() / 1000);
  }

  /** The skill is closed from now on, and opens tomorrow at noon: gives when that is, epoch ms. */
  closeUntilTomorrow(): number {
    const now = Temporal.Now.zonedDateTimeISO(TIME_ZONE);
    const tomorrow = now.add({ days: 1 });
    const noon = { fromMinute: 720, toMinute: 1440 };
    const openingHours = Array.from({ length: 7 }, (_, day) =>
      day + 1 === tomorrow.dayOfWeek ? noon : null,
    );
    this.#settings = {
      ...this.#settings,
      version: this.#settings.version + 1,
      skills: this.#settings.skills.map((skill) => ({ ...skill, openingHours })),
    };
    this.operation.adoptSettings(this.#settings);
    return tomorrow.with({ hour: 12, minute: 0, second: 0, millisecond: 0 }).epochMilliseconds;
  }

  /** Makes Asterisk ask until then (epoch s), no matter who is there. */
  async lend(until: number): Promise<void> {
    await this.manage("Setvar", { Variable: leaseVariable(extensionOf(this.site)), Value: `${until}` });
  }

  /** Until when Asterisk asks Espera, epoch s. */
  async lease(): Promise<number> {
    const answer = await this.manage("Getvar", { Variable: leaseVariable(extensionOf(this.site)) });
    return Number(answer["Value"]);
  }

  /** An action of the manager, as somebody else than Espera. */
  async manage(action: string, headers: Record<string, string>) {
    const manager = await this.asterisk.manager();
    try {
      return await manager.action(action, headers);
    } finally {
      manager.close();
    }
  }

  /** Somebody calls; the number is Colombian, without the country. */
  call(number: string, more: Partial<CallerSettings> = {}): Promise<PhoneCall> {
    return caller(this.asterisk, { to: "ventas", number, ...more });
  }

  /** The numbers of those who wait in Asterisk's own queue, first first. */
  async queue(): Promise<string[]> {
    const manager = await this.asterisk.manager();
    try {
      await manager.action("QueueStatus", { Queue: this.site.queue });
      await until("the queue", 5_000, () =>
        manager.events.some((event) => event["Event"] === "QueueStatusComplete"),
      );
      return manager.events
        .filter((event) => event["Event"] === "QueueEntry")
        .sort((a, b) => Number(a["Position"]) - Number(b["Position"]))
        .map((event) => event["CallerIDNum"] ?? "");
    } finally {
      manager.close();
    }
  }

  /** All steps that are durable. */
  async steps(): Promise<Step[]> {
    const all: Step[] = [];
    for await (const steps of this.store.steps(this.run, 0)) all.push(...steps);
    return all;
  }

  /** The events of the journal so far. */
  async events(): Promise<Event[]> {
    return (await this.steps()).flatMap((step) => step.events);
  }

  /** The attempts of the journal so far, in the order in which they were dialled. */
  async attempts(): Promise<Attempt[]> {
    return attemptsIn(await this.steps());
  }

  /** Attempts that were dialled twice, or at once, by the journal, the line to the manager and the phones: in sentences. */
  async faultsOfDialling(): Promise<string[]> {
    const rings = this.customers.calls.map(({ number }) => number);
    return faultsOfDialling({
      attempts: await this.attempts(),
      diallings: this.managerLine.diallings,
      rings,
    });
  }

  /** The first event of this type that satisfies `which`, waited for at most `boundMs`. */
  event<T extends Event["type"]>(
    type: T,
    boundMs: number,
    which: (event: Extract<Event, { type: T }>) => boolean = () => true,
  ): Promise<Extract<Event, { type: T }>> {
    return until(`${type} in the journal`, boundMs, async () =>
      (await this.events()).find(
        (event): event is Extract<Event, { type: T }> =>
          event.type === type && which(event as Extract<Event, { type: T }>),
      ),
    );
  }

  /** The row of the skill in `diagram_2`, of everything so far. */
  async diagram2() {
    const readModels = this.store.readModels();
    const range = { from: 0, to: Date.now() + 3_600_000 };
    const [row] = await smartWait(readModels, this.record.id, range, []);
    await readModels.close();
    return row ? diagram2Row(row) : {};
  }

  async stopEspera(): Promise<void> {
    await this.#operation?.stop();
    this.#operation = null;
  }

  /** The facts, events and commands of Espera, and what it and Asterisk logged: for a story that went wrong. */
  async trace(): Promise<string> {
    const steps = linesOfSteps(await this.steps());
    const attempts = inWords(await this.attempts());
    const log = this.log.map(({ level, message }) => `${level} ${message}`);
    return [...steps, ...attempts, ...log, await this.asterisk.log()].join("\n");
  }

  async stop(): Promise<void> {
    await this.stopEspera();
    this.managerLine.close();
    await this.store.close();
    await this.agents.kill();
    await this.customers.kill();
    await this.asterisk.stop();
  }
}
