import { ORDER_WITHIN_MS } from "../../../line/call/dialogue-deadlines.ts";
import { DialogueRun } from "../../dialogue/dialogue-run.ts";
import { type Answered, offerScript } from "../../dialogue/offer-script.ts";
import type { Opening } from "../../dialogue/utterances.ts";
import { GONE, type Gone, type Judge, play } from "../../dialogue/voice.ts";
import type { Report } from "../../port.ts";
import type { AgiCall } from "../agi/call.ts";
import { answer, setVariable } from "../agi/commands.ts";
import type { AgiSession } from "../agi/session.ts";
import { AgiVoice, type AgiVoiceGiven } from "../agi-voice.ts";
import type { AwaitedOrders, CallOrder } from "../awaited-orders.ts";
import { callerNumberOf, priorityOf, secondOf } from "../identity.ts";
import { classOf } from "../printed/caller-class.ts";
import { BY_KEY } from "../printed/dialplan.ts";
import type { AsteriskQueue, Queues } from "../queues/queues.ts";
import type { Withdrawals, WithdrawOrder } from "../queues/withdrawals.ts";

/** What a dialogue needs of the exchange. */
export interface DialogueGiven extends AgiVoiceGiven {
  readonly queues: Queues;
  readonly orders: AwaitedOrders;
}

interface InboundGiven extends DialogueGiven {
  readonly withdrawals: Withdrawals;
  readonly report: (report: Report) => void;
}

/** A caller as they come into a dialogue. */
interface Caller {
  readonly call: AgiCall;
  readonly session: AgiSession;
  readonly queue: AsteriskQueue;
  readonly number: string | null;
}

/**
 * The dialogue with a caller before the queue, or taken out of it: they are passed on, or asked, and on yes thanked. Whenever
 * it returns without having asked for the end of the call, the dialplan seats them.
 */
export async function inboundDialogue(
  call: AgiCall,
  session: AgiSession,
  given: InboundGiven,
): Promise<void> {
  const queue = given.queues.at(call.query.get("queue"));
  if (!queue) return;
  const caller: Caller = { call, session, queue, number: callerNumberOf(call.callerNumber ?? undefined) };
  const { order, opening } = await entrance(caller, given);
  if (!order) return;
  if (order.type === "pass" || order.type === "seat") return seat(caller, order.place);
  if (!(await answer(session))) return;
  given.report({ type: "question-began", call: call.uniqueid });
  const voice = new AgiVoice(session, call.uniqueid, given);
  const answered = await asked(voice, caller, order, opening, given);
  // Whether they hung up or the dialplan took them back is in the manager's events.
  if (answered === GONE) return;
  await conclude(voice, caller, answered, given);
}

type Entered = Extract<CallOrder, { type: "pass" | "offer" | "seat" }> | WithdrawOrder | null;

/** What is to be done with them, and how they are spoken to first: they arrive, were taken out of the queue, or left it by a key. */
async function entrance(
  { call, session, queue, number }: Caller,
  { orders, queues, withdrawals, report }: InboundGiven,
): Promise<{ readonly order: Entered; readonly opening: Opening }> {
  const id = call.uniqueid;
  const again = call.query.get("again") ?? "";
  if (again !== "" && again !== BY_KEY) return { order: withdrawals.take(id), opening: "waiting" };
  const order = orders.next(id, ["pass", "offer", "seat"], ORDER_WITHIN_MS, session.over);
  const ofClass = classOf(call.query.get("class"), call.query.get("credit"));
  const said = { call: id, ...queues.saidOf(queue), number, ...ofClass };
  if (again === BY_KEY) {
    report({ type: "offer-requested", ...said });
    return { order: await order, opening: "by-key" };
  }
  report({ type: "call-arrived", ...said });
  return { order: await order, opening: "arriving" };
}

/** The whole of what they are asked. */
function asked(
  voice: AgiVoice,
  { call, session, number }: Caller,
  { dialogue }: Extract<Entered, { type: "offer" | "withdraw" }>,
  opening: Opening,
  { clock, orders, recordings, report }: InboundGiven,
): Promise<Answered | Gone> {
  const id = call.uniqueid;
  const judge: Judge = async (digits) => {
    const order = orders.next(id, ["judge-number", "seat"], ORDER_WITHIN_MS, session.over);
    report({ type: "number-keyed", call: id, number: digits });
    const judged = await order;
    return judged === null ? GONE : judged.type === "judge-number" && judged.accepted;
  };
  const recordName = dialogue.recordName && recordings !== undefined;
  const talk = new DialogueRun(() => clock.now());
  return play(offerScript(talk, { dialogue: { ...dialogue, recordName }, opening, number }), voice, judge);
}

/** Tells what they chose, and does what is to be done with them then. */
async function conclude(
  voice: AgiVoice,
  caller: Caller,
  answered: Answered,
  { orders, report }: InboundGiven,
): Promise<void> {
  const { call, session } = caller;
  const order = orders.next(call.uniqueid, ["thank", "seat"], ORDER_WITHIN_MS, session.over);
  report({ type: "choice-made", call: call.uniqueid, ...answered });
  const command = await order;
  if (command?.type === "thank") {
    await voice.say([{ what: "promise", fromAt: command.fromAt, untilAt: command.untilAt }]);
    await setVariable(session, "ESPERA_DO", "bye");
    return;
  }
  if (answered.choice === "yes") await voice.say([{ what: "not-registered" }]);
  if (command) await seat(caller, command.place);
}

/** The dialplan has given them the place of their arrival; only a caller with an earlier one needs another. */
async function seat({ call, session }: Caller, place: number): Promise<void> {
  const arrivedAtS = Number(call.query.get("at") ?? Number.NaN);
  if (secondOf(place) < arrivedAtS) await setVariable(session, "QUEUE_PRIO", priorityOf(place));
}
