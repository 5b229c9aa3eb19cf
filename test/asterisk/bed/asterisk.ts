import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { prepareChroot, runInChroot, spawnInChroot } from "./chroot.ts";
import {
  type AsteriskSettings,
  addresses,
  PHONES_PER_SIPP,
  type Ports,
  writeConfiguration,
} from "./configuration.ts";
import { end } from "./end.ts";
import { freeTcpPort, freeUdpPort } from "./free-port.ts";
import { connectManager, type Manager, type ManagerWanted } from "./manager.ts";
import { until } from "./until.ts";

/** A real Asterisk of a test's own, on loopback. */
export interface Asterisk {
  /** As Asterisk says it, such as `Asterisk 22.10.1`. */
  readonly version: string;
  /** Its files: etc, lib, log, run, spool, sounds. The same path inside and outside. */
  readonly directory: string;
  readonly ports: Ports;
  /** From the start of the process to the first answer of a booted manager. */
  readonly bootMs: number;
  /** Of the process; for SIGSTOP. */
  readonly pid: number;
  /** A command of Asterisk's console and what it printed. */
  cli(command: string): Promise<string>;
  /** A connection of the bed's own, closed with the instance. */
  manager(wanted?: ManagerWanted): Promise<Manager>;
  /** The lines of queue_log so far. */
  queueLog(): Promise<string[]>;
  /** The log so far. */
  log(): Promise<string>;
  /** SIGKILL; resolves when it is gone. Its files stay, for `start`. Calls of the bed hear nothing of it. */
  kill(): Promise<void>;
  /** Starts it again, after `kill`, with the same configuration and ports. */
  start(): Promise<void>;
  /** Ends it by SIGTERM, as an orderly shutdown does, and starts it again. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

const bootBoundMs = 30_000;

/** Starts an Asterisk for a test; it is ready for calls when this resolves. The test must `stop` it. */
export async function startAsterisk(settings: AsteriskSettings): Promise<Asterisk> {
  const version = await prepareChroot();
  const directory = await mkdtemp("/tmp/espera-asterisk-");
  const agents: number[] = [];
  do agents.push(await freeUdpPort(addresses.agents));
  while (agents.length * PHONES_PER_SIPP < (settings.agents?.length ?? 0));
  const ports: Ports = {
    sip: await freeUdpPort(addresses.asterisk),
    manager: await freeTcpPort(addresses.asterisk),
    customers: [await freeUdpPort(addresses.customers)],
    agents,
  };
  const modulesAt = await runInChroot(directory, [
    "find",
    "/usr/lib",
    "-name",
    "app_queue.so",
    "-printf",
    "%h",
  ]);
  await writeConfiguration(directory, modulesAt, settings, ports);
  const instance = new Instance(version, directory, ports);
  try {
    await instance.start();
  } catch (error) {
    await instance.stop();
    throw error;
  }
  return instance;
}

class Instance implements Asterisk {
  readonly version: string;
  readonly directory: string;
  readonly ports: Ports;
  bootMs = 0;
  #process: ChildProcess | undefined;
  #managers: Manager[] = [];

  constructor(version: string, directory: string, ports: Ports) {
    this.version = version;
    this.directory = directory;
    this.ports = ports;
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error("this Asterisk does not run");
    return pid;
  }

  get #configuration(): string {
    return `${this.directory}/etc/asterisk.conf`;
  }

  async start(): Promise<void> {
    const begun = performance.now();
    const console = openSync(join(this.directory, "log", "console"), "a");
    const child = spawnInChroot(
      this.directory,
      ["asterisk", "-f", "-C", this.#configuration],
      ["ignore", console, console],
    );
    closeSync(console);
    child.unref();
    this.#process = child;
    const gone = () => child.exitCode !== null || child.signalCode !== null;
    try {
      await until("Asterisk is booted", bootBoundMs, async () => {
        if (gone()) throw new Error("Asterisk ended while it was booting");
        const manager = await connectManager(this.ports.manager).catch(() => undefined);
        if (manager === undefined) return false;
        try {
          await until("FullyBooted", bootBoundMs, () => {
            if (gone()) throw new Error("Asterisk ended while it was booting");
            return manager.events.some((event) => event["Event"] === "FullyBooted");
          });
        } finally {
          manager.close();
        }
        return true;
      });
      const unloaded = (await this.log()).match(/.*Error loading module.*/);
      if (unloaded !== null) throw new Error(unloaded[0]);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await this.#tail()}`);
    }
    this.bootMs = performance.now() - begun;
  }

  async #tail(): Promise<string> {
    const console = await readFile(join(this.directory, "log", "console"), "utf8").catch(() => "");
    return [...console.split("\n").slice(-20), ...(await this.log()).split("\n").slice(-40)].join("\n");
  }

  cli(command: string): Promise<string> {
    return runInChroot(this.directory, ["asterisk", "-C", this.#configuration, "-rx", command]);
  }

  async manager(wanted?: ManagerWanted): Promise<Manager> {
    const manager = await connectManager(this.ports.manager, wanted);
    this.#managers.push(manager);
    return manager;
  }

  async queueLog(): Promise<string[]> {
    const text = await readFile(join(this.directory, "log", "queue_log"), "utf8").catch(() => "");
    return text.split("\n").filter((line) => line !== "");
  }

  log(): Promise<string> {
    return readFile(join(this.directory, "log", "full.log"), "utf8").catch(() => "");
  }

  async kill(): Promise<void> {
    for (const manager of this.#managers.splice(0)) manager.close();
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    await end(child, "SIGKILL");
  }

  async restart(): Promise<void> {
    for (const manager of this.#managers.splice(0)) manager.close();
    const child = this.#process;
    if (child !== undefined) await end(child, "SIGTERM");
    this.#process = undefined;
    await this.start();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
