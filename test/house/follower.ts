import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HANGS_AFTER_MS } from "../hanging.ts";
import type { Fence } from "./markdown.ts";
import { root } from "./project.ts";
import { differenceOfShape, linesNotFound } from "./shape.ts";

/**
 * A newcomer who follows a document from top to bottom and types its commands: in a checkout that is a folder of links
 * to this one, so that the files they write land beside it, with a HOME of its own for the data, and on a free port in
 * place of 8080. `npm ci` is left out: the tests run on what it installed.
 */
export class Follower {
  readonly #home: string;
  readonly #checkout: string;
  readonly #port: number;
  #server: ChildProcess | null = null;
  #token = "";

  private constructor(home: string, port: number) {
    this.#home = home;
    this.#checkout = checkoutIn(home);
    this.#port = port;
  }

  static async begin(): Promise<Follower> {
    const home = await mkdtemp(join(tmpdir(), "espera-docs-"));
    await mkdir(checkoutIn(home));
    for (const name of await readdir(root)) await symlink(join(root, name), join(checkoutIn(home), name));
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const address = probe.address();
    assert.ok(address !== null && typeof address === "object");
    probe.close();
    return new Follower(home, address.port);
  }

  /** Types one block; fails when it ends badly, or prints something of another shape than shown. */
  async type(block: Fence): Promise<void> {
    const text = block.text.replace(/^npm ci(?: && |\n)/m, "").replaceAll("8080", String(this.#port));
    const begins = /^npm start\b/m.exec(text);
    if (!begins) return check(block, await this.#run(text));
    if (begins.index > 0) await this.#run(text.slice(0, begins.index));
    await this.stopServer();
    return check(block, await this.#startServer(text.slice(begins.index)));
  }

  async leave(): Promise<void> {
    try {
      await this.stopServer();
    } finally {
      await rm(this.#home, { recursive: true, force: true });
    }
  }

  /** What Ctrl-C does: an interrupt to all that the terminal runs. The server must end well on it. */
  async stopServer(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    const ended = once(server, "exit") as Promise<[number | null, string | null]>;
    process.kill(-server.pid!, "SIGINT");
    const [code, signal] = await within(ended, "the server did not end after Ctrl-C");
    assert.deepEqual([code, signal], [0, null], "the server did not end well after Ctrl-C");
  }

  #environment(): NodeJS.ProcessEnv {
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    return {
      ...inherited,
      HOME: this.#home,
      HOST: "127.0.0.1",
      PORT: String(this.#port),
      ESPERA_DATA: join(this.#home, "data"),
      TOKEN: this.#token,
      npm_config_update_notifier: "false",
      npm_config_offline: "true",
      // npx would build again what the tests beside it use.
      npm_config_ignore_scripts: "true",
      // A plain sh dies of the interrupt itself, and npm would tell of that instead of how the server ended.
      npm_config_script_shell: "bash",
    };
  }

  async #run(script: string): Promise<string> {
    const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
      cwd: this.#checkout,
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    const [code] = (await within(once(child, "close"), `no end of: ${script}`)) as [number | null];
    assert.equal(code, 0, `${script}\n${printed}\n${complaints}`);
    return printed;
  }

  /** Gives what was printed until it listens; a demonstration then prints its token and a line for curl. */
  async #startServer(script: string): Promise<string> {
    const server = spawn("bash", ["-c", `exec ${script}`], {
      cwd: this.#checkout,
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#server = server;
    let printed = "";
    const wanted = script.includes("--day")
      ? /^Espera \S+ +http\S+\n/m
      : /^wolkvox-token: \S+\n[\s\S]*^curl .*\n/m;
    const ready = new Promise<void>((resolve, reject) => {
      const listen = (text: string) => {
        printed += text;
        if (wanted.test(printed)) resolve();
      };
      server.stdout.setEncoding("utf8").on("data", listen);
      server.stderr.setEncoding("utf8").on("data", listen);
      server.once("exit", (code) => reject(new Error(`${script} ended with ${code}:\n${printed}`)));
    });
    await within(ready, `${script} never printed ${wanted}`);
    this.#token = /^wolkvox-token: (\S+)/m.exec(printed)?.[1] ?? "";
    return printed;
  }
}

function checkoutIn(home: string): string {
  return join(home, "espera");
}

function check(block: Fence, printed: string): void {
  const shown = block.output;
  if (shown?.language === "json") {
    const wrong = differenceOfShape(JSON.parse(shown.text), JSON.parse(printed));
    assert.equal(wrong, null, printed);
  }
  if (shown?.language === "text") assert.deepEqual(linesNotFound(shown.text, printed), [], printed);
}

async function within<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), HANGS_AFTER_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
