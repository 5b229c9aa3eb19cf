import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Holding, Ready } from "./fuzzed-server.ts";

/** A real server in a process of its own, with two operations in which callers come and wait. */
export class ServerUnderTest {
  readonly port: number;
  readonly tokens: Ready["tokens"];
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #log: Promise<string>;

  private constructor(child: ChildProcess, directory: string, log: Promise<string>, { port, tokens }: Ready) {
    this.#child = child;
    this.#directory = directory;
    this.#log = log;
    this.port = port;
    this.tokens = tokens;
  }

  static async start(clients: number): Promise<ServerUnderTest> {
    const directory = mkdtempSync(join(tmpdir(), "espera-fuzz-"));
    writeFileSync(join(directory, "espera.yaml"), CONFIGURATION);
    const child = fork(SERVER, [directory, String(clients)], { silent: true, execArgv: [] });
    child.stdout!.resume();
    const log = text(child.stderr!);
    const [ready] = (await Promise.race([
      once(child, "message"),
      once(child, "exit").then(async () => {
        throw new Error(`the server did not start: ${await log}`);
      }),
    ])) as [Ready];
    return new ServerUnderTest(child, directory, log, ready);
  }

  /** Where it still runs; else `false`. */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async holding(): Promise<Holding> {
    this.#child.send("holding");
    const [held] = (await once(this.#child, "message")) as [Holding];
    return held;
  }

  /** Ends it, and gives the lines of its log that are of errors. */
  async stop(): Promise<string[]> {
    if (this.isAlive) {
      this.#child.send("stop");
      await once(this.#child, "exit");
    }
    rmSync(this.#directory, { recursive: true, force: true });
    return (await this.#log)
      .split("\n")
      .filter((line) => line !== "" && !/"level":"(?:info|warn)"/.test(line));
  }
}

const SERVER = fileURLToPath(new URL("fuzzed-server.ts", import.meta.url));

/** In the first operation more callers come to one skill than its agents can take, so that many wait to be called back. */
const CONFIGURATION = `
operations:
  - name: alfa
    timeZone: America/Bogota
    licences: 100000
    skills:
      - { id: 1, name: alfa uno, offerAfterS: 20 }
      - { id: 2, name: alfa dos, offerAfterS: 20 }
    callingHours: 00:00-24:00
    exchange:
      simulated:
        historyDays: 1
        traffic:
          - { skill: 1, callsPerDay: 300, meanHandleS: 120, meanPatienceS: 300 }
          - { skill: 2, callsPerDay: 1200, meanHandleS: 300, meanPatienceS: 300 }
        agents:
          - { count: 1, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }
          - { count: 2, skills: [2], shift: "00:00-24:00", wrapUpS: 5 }
  - name: beta
    timeZone: America/Bogota
    licences: 100000
    skills:
      - { id: 1, name: beta uno, offerAfterS: 20 }
      - { id: 2, name: beta dos, offerAfterS: 20 }
    callingHours: 00:00-24:00
    exchange:
      simulated:
        historyDays: 1
        traffic: [{ skill: 1, callsPerDay: 300, meanHandleS: 300, meanPatienceS: 300 }]
        agents: [{ count: 1, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }]
`;
