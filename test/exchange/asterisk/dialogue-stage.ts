import type { TestContext } from "node:test";
import { AgiServer } from "../../../src/exchange/asterisk/agi/server.ts";
import { AwaitedOrders, type CallOrder } from "../../../src/exchange/asterisk/awaited-orders.ts";
import { inboundDialogue } from "../../../src/exchange/asterisk/dialogues/inbound-dialogue.ts";
import { returnDialogue } from "../../../src/exchange/asterisk/dialogues/return-dialogue.ts";
import { turnedAwayDialogue } from "../../../src/exchange/asterisk/dialogues/turned-away.ts";
import { Withdrawals, type WithdrawOrder } from "../../../src/exchange/asterisk/queues/withdrawals.ts";
import type { OfferDialogue } from "../../../src/line/commands.ts";
import { AskedAmi, answered, event, gathered, queues } from "./adapter-peers.ts";
import { AgiPeer, livingChannel } from "./agi-peer.ts";
import { stillClock, until } from "./ami-peer.ts";

export const CALL = "rig-1795337198.0";
/** Its recording of a name. */
export const RECORDING = "/rec/name-rig-1795337198%2e0";
export const PLACE = 1_795_337_198_000;
const key = (digit: string) => `200 result=${digit.charCodeAt(0)} endpos=8000\n`;

/** A server with the real dialogues, and what came of them. */
export async function serve(t: TestContext) {
  const clock = stillClock();
  const orders = new AwaitedOrders(clock);
  const { report, take } = gathered();
  const told: string[] = [];
  const missing: string[] = [];
  const ami = new AskedAmi();
  ami.items = [
    event("QueueParams", { Queue: "ventas" }),
    event("QueueEntry", { Queue: "ventas", Uniqueid: CALL, Channel: "PJSIP/callers-00000000" }),
  ];
  ami.answer = (name, headers) =>
    name === "Getvar" ? answered({ Value: channel[String(headers["Variable"])] ?? "" }) : answered({});
  const withdrawals = new Withdrawals(ami, queues);
  const given = {
    clock,
    queues,
    orders,
    prompts: "espera/",
    recordings: "/rec/",
    missingPrompt: (file: string) => void missing.push(file),
  };
  const server = new AgiServer({
    host: "127.0.0.1",
    port: 0,
    clock,
    handler: (call, session) => {
      if (call.script === "in")
        return inboundDialogue(call, session, {
          ...given,
          withdrawals,
          report: (one) => {
            report(one);
            told.push(one.type === "choice-made" ? `${one.choice} ${one.source}` : one.type);
          },
        });
      const dialogue = call.script === "turned-away" ? turnedAwayDialogue : returnDialogue;
      return dialogue(call, session, {
        ...given,
        progress: (attempt, progress, laterMs) =>
          void told.push([attempt, progress, ...(laterMs === undefined ? [] : [laterMs])].join(" ")),
      });
    },
  });
  const { port } = await server.listen();
  t.after(() => server.close());
  const call = (channel = livingChannel(), more = {}) => {
    const peer = new AgiPeer(port, { channel, ...more });
    t.after(() => peer.socket.destroy());
    return peer;
  };
  const order = async (after: number, one: CallOrder) => {
    await until(() => told.length === after);
    orders.give(one);
  };
  return { clock, order, call, told, take, missing, ami, withdrawals };
}

/** What a channel in the queue says of itself. */
export const channel: Record<string, string> = {
  CONTEXT: "espera-in",
  EXTEN: "ventas",
  "DIALPLAN_EXISTS(espera-in,ventas,again)": "1",
};

export const plain: OfferDialogue = {
  waitMs: null,
  confirmNumber: true,
  otherNumber: false,
  recordName: false,
  laterMs: [],
};
export const offer = (more: Partial<OfferDialogue> = {}): CallOrder => ({
  type: "offer",
  call: CALL,
  skill: 7,
  place: PLACE,
  dialogue: { ...plain, ...more },
});
export const withdraw = (more: Partial<OfferDialogue> = {}): WithdrawOrder => ({
  type: "withdraw",
  call: CALL,
  skill: 7,
  place: PLACE,
  dialogue: { ...plain, ...more },
});
export const seat: CallOrder = { type: "seat", call: CALL, skill: 7, place: PLACE };
export const judged = (accepted: boolean): CallOrder => ({ type: "judge-number", call: CALL, accepted });

/** What was played, in order: prompts by their names, anything else by its path. */
export const prompts = (peer: AgiPeer) =>
  peer.work.flatMap((line) => /^STREAM FILE "(?:espera\/)?([^"]*)"/.exec(line)?.[1] ?? []);

/** Names that stand one after another in a text. */
export const inOrder = (names: string) => names.split(" ");

export const digitsOf = (number: string) => Array.from(number).map((digit) => `digit-${digit}`);

/** Until when a caller presses a key: a prompt's name, or `wait` for a silence after one. */
type Press = readonly [at: string, key: string];

/** A channel on which these keys are pressed, one after another, each in the next prompt, or wait, of its name. */
export function presses(...keys: readonly Press[]) {
  return pressesOn({}, ...keys);
}

/** The same, with `special` replies to some commands. */
export function pressesOn(special: Record<string, string | null>, ...keys: readonly Press[]) {
  const left = [...keys];
  const living = livingChannel({
    ...special,
    "RECORD FILE": special["RECORD FILE"] ?? "200 result=0 (timeout) endpos=16000\n",
  });
  return (command: string) => {
    const next = left[0];
    const prefix = next?.[0] === "wait" ? "WAIT FOR DIGIT" : `STREAM FILE "espera/${next?.[0]}"`;
    if (next && command.startsWith(prefix)) {
      left.shift();
      return key(next[1]);
    }
    return living(command);
  };
}

/** Digits keyed after the tone. */
export const keyed = (digits: string): Press[] => Array.from(digits).map((digit) => ["wait", digit]);

export { answered, event, until };
