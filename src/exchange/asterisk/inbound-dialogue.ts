import type { Clock } from "../clock.ts";
import { minutesPrompt, type PromptName } from "../dialogue/prompt-names.ts";
import type { Report } from "../port.ts";
import { recordingName } from "../recording-name.ts";
import type { AgiCall } from "./agi/call.ts";
import { answer, setVariable } from "./agi/commands.ts";
import { recordFile } from "./agi/recording.ts";
import type { AgiSession } from "./agi/session.ts";
import { classOf } from "./caller-class.ts";
import { BY_KEY } from "./dialplan.ts";
import { numberOf, priorityOf, secondOf } from "./identity.ts";
import { confirmedNumber } from "./number-dialogue.ts";
import type { CallOrder, OrderDesk } from "./order-desk.ts";
import { type Answered, question } from "./question.ts";
import type { AsteriskQueue, Queues } from "./queues.ts";
import { minutesUntil, Speech, type SpeechGiven } from "./speech.ts";
import type { Withdrawals, WithdrawOrder } from "./withdrawals.ts";

/** What a dialogue needs of the exchange. */
export interface DialogueGiven extends Omit<SpeechGiven, "questionsWithinMs"> {
  readonly clock: Clock;
  readonly queues: Queues;
  readonly orders: OrderDesk;
  /** The folder for recorded names as Asterisk sees it, with a slash at its end; without it no name is recorded. */
  readonly recordings?: string;
}

export interface InboundGiven extends DialogueGiven {
  readonly withdrawals: Withdrawals;
  readonly report: (report: Report) => void;
}

/** How long a caller waits for Espera's decision, well below the dialplan's watchdog. */
export const ORDER_WITHIN_MS = 4_000;
/** The core gives a caller up who is asked for two minutes: what is begun by now ends before. */
const QUESTIONS_WITHIN_MS = 75_000;
/** As long as a recorded name may be. */
const NAME_MS = 3_000;
/** Shorter than this, nobody has spoken. */
const SHORTEST_NAME_MS = 250;

/** A caller as he comes into a dialogue. */
interface Caller {
  readonly call: AgiCall;
  readonly session: AgiSession;
  readonly queue: AsteriskQueue;
  readonly number: string | null;
}

/**
 * The dialogue with a caller before the queue, or taken out of it: he is passed on, or asked, and on yes thanked. Whenever
 * it returns without having asked for the end of the call, the dialplan seats him.
 */
export async function inboundDialogue(
  call: AgiCall,
  session: AgiSession,
  given: InboundGiven,
): Promise<void> {
  const queue = given.queues.at(call.query.get("queue"));
  if (!queue) return;
  const caller: Caller = { call, session, queue, number: numberOf(call.callerNumber ?? undefined) };
  const { order, opening } = await entrance(caller, given);
  if (!order) return;
  if (order.type === "pass" || order.type === "seat") return seat(caller, order.place);
  if (!(await answer(session))) return;
  given.report({ type: "question-began", call: call.uniqueid });
  const speech = new Speech(session, { ...given, questionsWithinMs: QUESTIONS_WITHIN_MS });
  const answered = await asked(speech, caller, order, opening, given);
  // Whether he hung up or the dialplan took him back is told by the manager's events.
  if (!answered) return;
  await conclude(speech, caller, answered, given);
}

type Entered = Extract<CallOrder, { type: "pass" | "offer" | "seat" }> | WithdrawOrder | null;

/** What is to be done with him, and how he is spoken to first: he arrives, was taken out of the queue, or left it by a key. */
async function entrance(
  { call, session, queue, number }: Caller,
  { orders, queues, withdrawals, report }: InboundGiven,
): Promise<{ readonly order: Entered; readonly opening: readonly PromptName[] }> {
  const id = call.uniqueid;
  const again = call.query.get("again") ?? "";
  if (again !== "" && again !== BY_KEY)
    return { order: withdrawals.take(id), opening: ["question-still-busy"] };
  const order = orders.next(id, ["pass", "offer", "seat"], ORDER_WITHIN_MS, session.over);
  const ofClass = classOf(call.query.get("class"), call.query.get("credit"));
  const said = { call: id, ...queues.saidOf(queue), number, ...ofClass };
  if (again === BY_KEY) {
    report({ type: "offer-requested", ...said });
    return { order: await order, opening: [] };
  }
  report({ type: "call-arrived", ...said });
  return { order: await order, opening: ["question-busy"] };
}

/** The whole of what he is asked; `null` when the call is over here. */
async function asked(
  speech: Speech,
  { call, session, number }: Caller,
  { dialogue }: Extract<Entered, { type: "offer" | "withdraw" }>,
  opening: readonly PromptName[],
  { clock, orders, recordings, report }: InboundGiven,
): Promise<(Answered & { readonly nameRecorded?: true }) | null> {
  const id = call.uniqueid;
  const answered = await question(speech, opening, dialogue);
  if (answered?.choice !== "yes") return answered;
  const confirmed = await confirmedNumber(speech, {
    clock,
    number,
    dialogue,
    judge: async (digits) => {
      const order = orders.next(id, ["judge-number", "seat"], ORDER_WITHIN_MS, session.over);
      report({ type: "number-keyed", call: id, number: digits });
      const judged = await order;
      return judged === null ? null : judged.type === "judge-number" && judged.accepted;
    },
  });
  if (confirmed?.choice !== "yes") return confirmed;
  if (!dialogue.recordName || recordings === undefined) return answered;
  const { gone } = await speech.say(["name-say", "tone"], { keys: "" });
  if (gone) return null;
  const name = await recordFile(session, recordings + recordingName(id), { longestMs: NAME_MS });
  if (name.gone) return null;
  return name.spokenMs > SHORTEST_NAME_MS ? { ...answered, nameRecorded: true } : answered;
}

/** Tells what he chose, and does what is to be done with him then. */
async function conclude(
  speech: Speech,
  caller: Caller,
  answered: Answered,
  { clock, orders, report }: InboundGiven,
): Promise<void> {
  const { call, session } = caller;
  const order = orders.next(call.uniqueid, ["thank", "seat"], ORDER_WITHIN_MS, session.over);
  report({ type: "choice-made", call: call.uniqueid, ...answered });
  const told = await order;
  if (told?.type === "thank") {
    const from = minutesPrompt(minutesUntil(told.fromAt, clock));
    const until = minutesPrompt(minutesUntil(told.untilAt, clock));
    const latest: PromptName[] = until[0] === from[0] ? [] : ["thanks-latest", ...until];
    await speech.say(["thanks-registered", ...from, ...latest, "thanks-goodbye"], { keys: "" });
    await setVariable(session, "ESPERA_DO", "bye");
    return;
  }
  if (answered.choice === "yes") await speech.say(["not-registered"], { keys: "" });
  if (told) await seat(caller, told.place);
}

/** The dialplan has given him the place of his arrival; only who has an earlier one needs another. */
async function seat({ call, session }: Caller, place: number): Promise<void> {
  const arrivedAtS = Number(call.query.get("at") ?? Number.NaN);
  if (secondOf(place) < arrivedAtS) await setVariable(session, "QUEUE_PRIO", priorityOf(place));
}
