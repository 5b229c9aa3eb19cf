import assert from "node:assert/strict";
import { type Case, damaged } from "./cases.ts";
import { type Judge, WHOLE_NUMBER } from "./judge.ts";
import { asCommand, type Filled, filled, Known } from "./plan.ts";
import { type Came, type RawAnswer, RawConnection } from "./raw-connection.ts";
import type { RoleName } from "./roles.ts";

/** One who sends cases over a connection of their own, judges what comes back, and learns from it what to ask for next. */
export class FuzzClient {
  readonly #port: number;
  readonly #judge: Judge;
  readonly #connection: RawConnection;
  readonly #known = new Known();
  /** Requests that were sent. */
  sent = 0;

  constructor(port: number, judge: Judge, tokens: Readonly<Partial<Record<RoleName, string>>>) {
    this.#port = port;
    this.#judge = judge;
    this.#connection = new RawConnection(port);
    for (const [role, token] of Object.entries(tokens)) this.#known.add(`token ${role as RoleName}`, token);
  }

  /** Fails with what is wrong with the answers, and how to ask for them again. */
  async send({ requests, damage }: Case): Promise<void> {
    const asked = requests.map((plan) => filled(plan, this.#known));
    const whole = Buffer.concat(asked.map(({ bytes }) => bytes));
    const bytes = damage ? damaged(whole, damage) : whole;
    const methods = asked.map(({ method }) => method);
    this.sent += asked.length;
    const came = await this.#connection.exchange(bytes, damage ? null : methods);
    try {
      if (damage) this.#judgeDamaged(came);
      else this.#judgeWhole(asked, came);
    } catch (error) {
      const commands =
        damage || asked.length > 1
          ? `echo ${bytes.toString("base64")} | base64 -d | nc -q 5 127.0.0.1 ${this.#port}`
          : asCommand(asked[0]!, this.#port);
      throw new Error(
        `${(error as Error).message.slice(0, 1_000)}\n${commands.slice(0, 4_000)}\n${toldOf(came)}`,
        { cause: error },
      );
    }
  }

  close(): void {
    this.#connection.close();
  }

  #judgeWhole(asked: readonly Filled[], { answers, rest, ended }: Came): void {
    // What is wrong with the head of one that came early is answered before others, in the form of any of them.
    if (asked.length > 1 && (asked.some(isLarge) || asked.slice(0, -1).some(saysItIsLast))) {
      for (const answer of answers) this.#judge.judgeAnswer(answer);
      return;
    }
    assert.equal(ended, "answered", "it was not answered");
    for (const [n, answer] of answers.entries()) {
      this.#judge.judge(asked[n]!, answer);
      this.#learn(asked[n]!, answer);
    }
    if (answers.at(-1)?.isLast) return;
    assert.equal(answers.length, asked.length, "as many answers as requests");
    assert.equal(rest, "", "nothing behind the last answer");
  }

  #judgeDamaged({ answers, ended }: Came): void {
    assert.equal(ended, "closed", "the connection stays open");
    for (const answer of answers) this.#judge.judgeAnswer(answer);
  }

  #learn({ operation, target }: Filled, { status, headers, body }: RawAnswer): void {
    if (status !== 200) return;
    for (const [number] of body.slice(0, LOOKED_AT).matchAll(WHOLE_NUMBER)) this.#known.add("number", number);
    if (headers.get("content-type")?.startsWith("text/event-stream"))
      for (const [, id] of body.matchAll(/^id: (.+)$/gm)) this.#known.add("event", id!);
    if (target.includes("api=skill_2"))
      for (const [, id] of body.slice(0, LOOKED_AT).matchAll(/"conn_id":"([^"]+)"/g))
        this.#known.add("call", id!);
    if (operation === "listCallbacks" || operation === "searchCallbacks") {
      const { callbacks, next } = JSON.parse(body) as {
        callbacks: { id: string; version: number }[];
        next: string | null;
      };
      for (const { id, version } of callbacks.slice(0, 20)) this.#known.addCallback(id, version);
      if (next !== null) this.#known.add("cursor", next);
    }
    if (operation === "reportSmartWait")
      this.#known.add("cursor", (JSON.parse(body) as { cursor: string }).cursor);
  }
}

/** Its head ends the connection, and what came before is not answered any more. */
function isLarge({ headBytes }: Filled): boolean {
  return headBytes > LARGE_HEAD;
}

/** Nothing may follow it. */
function saysItIsLast({ version, headers }: Filled): boolean {
  return version === "1.0" || headers.some(([name, value]) => name === "Connection" && value === "close");
}

/** Somewhat less than the server takes. */
const LARGE_HEAD = 15_000;
/** Enough of a long answer to learn something. */
const LOOKED_AT = 4_000;

function toldOf({ answers, rest, ended }: Came): string {
  const told = answers.map(
    ({ status, headers, body }) =>
      `${status} ${JSON.stringify(Object.fromEntries(headers))} ${body.slice(0, 600)}`,
  );
  return [...told, rest.slice(0, 300), ended].map((line) => `  → ${line}`).join("\n");
}
