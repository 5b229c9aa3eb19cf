import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";

/** An example while it runs. */
export class Poller {
  out = "";
  err = "";
  readonly #child: ChildProcess;
  #heard: () => void = () => {};

  /** Starts `command` with nothing in its environment that is not named here or needed by every program. */
  constructor(t: TestContext, command: readonly string[], environment: Readonly<Record<string, string>>) {
    const { PATH = "", HOME = "", DOTNET_ROOT = "" } = process.env;
    const [program, ...parameters] = command;
    this.#child = spawn(program!, parameters, {
      env: { PATH, HOME, DOTNET_ROOT, LANG: "C.UTF-8", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      // In a group of its own, so that what a shell started ends with it.
      detached: true,
    });
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.out += text;
      this.#heard();
    });
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.err += text;
      this.#heard();
    });
    t.after(() => this.end());
  }

  /** Waits for its end and gives the exit code. */
  async ended(): Promise<number | null> {
    const [code] = (await once(this.#child, "close")) as [number | null];
    return code;
  }

  /** Waits until it has said something like that, on either side. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.err) && !pattern.test(this.out)) {
      if (this.#child.exitCode !== null)
        throw new Error(`it ended with ${this.#child.exitCode} and never said ${pattern}:\n${this.err}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
        this.#child.once("close", () => resolve());
      });
    }
  }

  end(): void {
    try {
      process.kill(-this.#child.pid!, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}
