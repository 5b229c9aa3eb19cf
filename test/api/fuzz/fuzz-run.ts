import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { Description } from "../v1-description.ts";
import { cases } from "./cases.ts";
import { FuzzClient } from "./fuzz-client.ts";
import { Judge } from "./judge.ts";
import type { Progress } from "./progress.ts";
import { ServerUnderTest } from "./server-under-test.ts";

/**
 * Clients that ask a server side by side, each what is drawn from the next seed. What is wrong with an answer is a failure of
 * the progress, with the smallest case in which it was found.
 */
export class FuzzRun {
  readonly #server: ServerUnderTest;
  readonly #judge: Judge;
  readonly #clients: readonly FuzzClient[];
  readonly #cases: ReturnType<typeof cases>;
  readonly #progress: Progress;

  private constructor(server: ServerUnderTest, progress: Progress) {
    const document = readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8");
    const description = new Description(document);
    const judge = new Judge(description);
    this.#server = server;
    this.#judge = judge;
    this.#clients = server.tokens.map((tokens) => new FuzzClient(server.port, judge, tokens));
    this.#cases = cases(description);
    this.#progress = progress;
  }

  static async start(progress: Progress): Promise<FuzzRun> {
    return new FuzzRun(await ServerUnderTest.start(CLIENTS), progress);
  }

  get hasFailed(): boolean {
    return this.#progress.failures.length >= MOST_FAILURES;
  }

  /** Sends until so many requests were sent in all, then looks how the server does. */
  async until(requests: number): Promise<void> {
    const progress = this.#progress;
    await Promise.all(
      this.#clients.map(async (client) => {
        while (progress.requests < requests && !this.hasFailed && this.#server.isAlive)
          await this.#block(client, progress.blocks++);
      }),
    );
    await this.#look();
  }

  /** Ends the server; gives the errors in its log. */
  stop(): Promise<string[]> {
    for (const client of this.#clients) client.close();
    return this.#server.stop();
  }

  /** That it still answers, and what it holds when nobody is connected. */
  async #look(): Promise<void> {
    assert.ok(this.#server.isAlive, "the server ended");
    for (const client of this.#clients) client.close();
    const healthy = await fetch(`http://127.0.0.1:${this.#server.port}/healthz`, {
      headers: { connection: "close" },
    });
    assert.deepEqual([healthy.status, await healthy.text()], [200, "ok"]);
    const { requests, held, seen } = this.#progress;
    held.push({ ...(await this.#server.holding()), requests, process: process.pid });
    for (const [what, count] of this.#judge.seen) seen[what] = (seen[what] ?? 0) + count;
    this.#judge.seen.clear();
  }

  async #block(client: FuzzClient, block: number): Promise<void> {
    const { seed } = this.#progress;
    const before = client.sent;
    const sent = fc.asyncProperty(this.#cases, (one) => client.send(one));
    const { failed, errorInstance } = await fc.check(sent, {
      seed: seed * BLOCKS_OF_A_SEED + block,
      numRuns: CASES,
    });
    this.#progress.requests += client.sent - before;
    if (failed) {
      const { message } = errorInstance as Error;
      this.#progress.failures.push(`block ${block} of seed ${seed}: ${message}`);
    }
  }
}

const CLIENTS = 8;
/** Of a block, which is drawn from a seed of its own. */
const CASES = 100;
const BLOCKS_OF_A_SEED = 1_000_003;
/** Enough to see what is wrong. */
const MOST_FAILURES = 20;
