import { readCall } from "../../../src/exchange/asterisk/agi/call.ts";
import { AgiSession } from "../../../src/exchange/asterisk/agi/session.ts";
import { AwaitedOrders } from "../../../src/exchange/asterisk/awaited-orders.ts";
import { inboundDialogue } from "../../../src/exchange/asterisk/dialogues/inbound-dialogue.ts";
import { returnDialogue } from "../../../src/exchange/asterisk/dialogues/return-dialogue.ts";
import { Withdrawals } from "../../../src/exchange/asterisk/queues/withdrawals.ts";
import { returnVariables } from "../../../src/exchange/asterisk/return-variables.ts";

import { type Words, wordsOf } from "../../../src/exchange/dialogue/utterances.ts";
import { recordingName } from "../../../src/exchange/recording-name.ts";
import { lengthOf } from "../../../src/exchange/simulated/spoken-length.ts";
import type { OfferDialogue, ReturnDialogue } from "../../../src/line/commands.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { AskedAmi, queues } from "../asterisk/adapter-peers.ts";
import { described } from "../asterisk/agi-peer.ts";
import { AT_ONCE_MS, DIGIT_AFTER_MS, inReport, isAccepted, KEY_AFTER_MS, type Step } from "./paths.ts";

const CALL = "rig-1795337198.0";
const RECORDINGS = "/rec/";
const GONE = ["200 result=-1 endpos=0", "HANGUP"];

/** Asterisk's side of a call whose person takes one way through the dialogue. What was played that was not to be is `wrong`. */
class Phone {
  readonly clock = new VirtualClock(0);
  readonly session: AgiSession;
  readonly wrong: string[] = [];
  readonly #steps: readonly Step[];
  readonly #variables: Readonly<Record<string, string>>;
  #step = 0;
  /** Words that were played, and keys that were pressed, in this step. */
  #played = 0;
  #pressed = 0;

  constructor(steps: readonly Step[], variables: Readonly<Record<string, string>> = {}) {
    this.#steps = steps;
    this.#variables = variables;
    const wire = { write: (text: string) => void this.#take(text.trim()), close: () => undefined };
    this.session = new AgiSession(wire, { clock: this.clock, graceMs: 8_000 });
  }

  async #take(command: string): Promise<void> {
    const [afterMs, ...lines] = this.#reply(command);
    await this.clock.run(this.clock.now() + afterMs);
    for (const line of lines) this.session.receive(line);
  }

  /** After how many ms Asterisk replies what. */
  #reply(command: string): [afterMs: number, ...lines: string[]] {
    const [, name, argument = "", keys = ""] =
      /^(\D+?)(?: "([^"]*)" "([^"]*)")?(?: \d+)?$/.exec(command) ?? [];
    const variable = /^GET VARIABLE "(\w+)"$/.exec(command)?.[1];
    if (variable !== undefined)
      return [
        0,
        variable in this.#variables ? `200 result=1 (${this.#variables[variable]})` : "200 result=0",
      ];
    const step = this.#steps[this.#step];
    if (step && name === "STREAM FILE") return this.#play(step, argument, keys);
    if (step && command.startsWith("WAIT FOR DIGIT"))
      return this.#awaitKey(step, Number(command.split(" ").at(-1)));
    if (step && command.startsWith("RECORD FILE")) {
      this.#nextStep();
      return [3_000, `200 result=0 (timeout) endpos=${step.move === "speak" ? 24_000 : 0}`];
    }
    return [0, "200 result=0"];
  }

  #play({ act, move }: Step, file: string, keys: string): [number, ...string[]] {
    if (move === "hang-up") {
      this.#nextStep();
      return [AT_ONCE_MS, ...GONE];
    }
    const words: Words = (Array.isArray(act.says) ? act.says : [act.says]).flatMap((one) => wordsOf(one, 0));
    const word = words[this.#played++]!;
    const wanted = typeof word === "string" ? `espera/${word}` : RECORDINGS + recordingName(word.nameOf);
    if (file !== wanted) this.wrong.push(`${file} was played instead of ${wanted}`);
    if (typeof move === "object" && move.early && keys.includes(move.keys)) {
      this.#nextStep();
      return [AT_ONCE_MS, keyed(move.keys)];
    }
    if (act.act === "say" && this.#played === words.length) this.#nextStep();
    return [lengthOf(word), "200 result=0 endpos=8000"];
  }

  #awaitKey({ act, move }: Step, withinMs: number): [number, ...string[]] {
    const key = typeof move === "object" ? move.keys[this.#pressed++] : undefined;
    if (key === undefined || key === "#" || act.act === "ask") this.#nextStep();
    if (key === undefined) return [withinMs, "200 result=0"];
    return [act.act === "ask" ? KEY_AFTER_MS : DIGIT_AFTER_MS, keyed(key)];
  }

  #nextStep(): void {
    this.#step++;
    this.#played = 0;
    this.#pressed = 0;
  }
}

function keyed(key: string): string {
  return `200 result=${key.charCodeAt(0)} endpos=8000`;
}

function callOf(more: Readonly<Record<string, string>> = {}) {
  let lines = described.join("\n");
  for (const [found, put] of Object.entries(more)) lines = lines.replaceAll(found, put);
  return readCall(lines.split("\n"))!;
}

function givenBy(phone: Phone) {
  return {
    clock: phone.clock,
    queues,
    orders: new AwaitedOrders(phone.clock),
    prompts: "espera/",
    recordings: RECORDINGS,
    missingPrompt: (file: string) => void phone.wrong.push(`${file} is missing`),
  };
}

/** What the Asterisk exchange reports of a caller who is asked. */
export async function askedByAsterisk(
  steps: readonly Step[],
  { dialogue, number }: { readonly dialogue: OfferDialogue; readonly number: string | null },
): Promise<string[]> {
  const phone = new Phone(steps);
  const given = givenBy(phone);
  const facts: string[] = [];
  let beganAt = 0;
  const call = callOf({ "34600111222": number ?? "unknown" });
  await inboundDialogue(call, phone.session, {
    ...given,
    withdrawals: new Withdrawals(new AskedAmi(), queues),
    report: (report) => {
      const at = phone.clock.now() - beganAt;
      if (report.type === "call-arrived")
        given.orders.give({ type: "offer", call: CALL, skill: 7, place: 0, dialogue });
      else if (report.type === "question-began") beganAt = phone.clock.now();
      else if (report.type === "number-keyed") {
        facts.push(`${at} keyed ${report.number}`);
        given.orders.give({ type: "judge-number", call: CALL, accepted: isAccepted(report.number) });
      } else if (report.type === "choice-made") {
        facts.push(`${at} ${inReport(report)}`);
        given.orders.give({ type: "seat", call: CALL, skill: 7, place: 0 });
      }
    },
  });
  return [...facts, ...phone.wrong];
}

/** What the Asterisk exchange reports of the person who picks up a return call. */
export async function returnedByAsterisk(
  steps: readonly Step[],
  dialogue: ReturnDialogue,
): Promise<string[]> {
  const phone = new Phone(steps, returnVariables(dialogue));
  const given = givenBy(phone);
  const facts: string[] = [];
  await returnDialogue(callOf({ "in?": "return?", [CALL]: "espera-a~1" }), phone.session, {
    ...given,
    progress: (attempt, progress, laterMs) => {
      if (progress === "answered") return;
      facts.push(`${phone.clock.now()} ${JSON.stringify({ progress, laterMs })}`);
      if (progress === "confirmed") given.orders.give({ type: "seat", call: attempt, skill: 7, place: 0 });
    },
  });
  return [...facts, ...phone.wrong];
}
