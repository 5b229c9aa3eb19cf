import type { Choice, ChoiceSource } from "../../line/facts.ts";
import type { Clock } from "../clock.ts";
import type { Report } from "../port.ts";
import type { AgiCall } from "./agi/call.ts";
import { answer, setVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import { numberOf, priorityOf, secondOf } from "./identity.ts";
import type { OrderDesk } from "./order-desk.ts";
import { digitPrompts, minutesPrompt, type PromptName } from "./prompt-names.ts";
import type { Queues } from "./queues.ts";
import { minutesUntil, type Said, Speech } from "./speech.ts";

/** What a dialogue needs of the exchange. */
export interface DialogueGiven {
  readonly clock: Clock;
  readonly queues: Queues;
  readonly orders: OrderDesk;
  readonly report: (report: Report) => void;
  /** Folder of the prompts, with a slash at its end. */
  readonly prompts: string;
  /** Told of a prompt that is not there. */
  readonly missingPrompt: (file: string) => void;
}

/** How long a caller waits for Espera's decision, well below the dialplan's watchdog. */
export const ORDER_WITHIN_MS = 4_000;
/** Silence after a question. */
const KEY_WITHIN_MS = 4_000;

interface Chosen {
  readonly choice: Choice;
  readonly source: ChoiceSource;
}

/**
 * The dialogue with a caller before the queue: he is passed on, or asked, and on yes thanked. Whenever it returns
 * without having asked for the end of the call, the dialplan seats him.
 */
export async function inboundDialogue(
  call: AgiCall,
  session: AgiSession,
  given: DialogueGiven,
): Promise<void> {
  const { orders, report, queues, clock } = given;
  const queue = queues.named(call.query.get("queue"));
  if (!queue) return;
  const id = call.uniqueid;
  const number = numberOf(call.callerNumber ?? undefined);
  const arrivedAtS = Number(call.query.get("at") ?? Number.NaN);
  const first = orders.next(id, ["pass", "offer", "seat"], ORDER_WITHIN_MS, session.over);
  report({ type: "call-arrived", call: id, skill: queue.skill, number });
  const decided = await first;
  if (!decided) return;
  if (decided.type !== "offer") return seat(session, decided.place, arrivedAtS);

  const speech = new Speech(session, given.prompts, given.missingPrompt);
  if (!(await answer(session))) return;
  report({ type: "question-began", call: id });
  const chosen = await question(speech, number);
  // Whether he hung up or the dialplan took him back is told by the manager's events.
  if (!chosen) return;
  const second = orders.next(id, ["thank", "seat"], ORDER_WITHIN_MS, session.over);
  report({ type: "choice-made", call: id, ...chosen });
  const answered = await second;
  if (answered?.type === "thank") {
    const from = minutesPrompt(minutesUntil(answered.fromAt, clock));
    const until = minutesPrompt(minutesUntil(answered.untilAt, clock));
    const latest: PromptName[] = until[0] === from[0] ? [] : ["thanks-latest", ...until];
    await speech.say(["thanks-registered", ...from, ...latest, "thanks-goodbye"], { keys: "" });
    await setVariable(session, "ESPERA_DO", "bye");
    return;
  }
  if (chosen.choice === "yes") await speech.say(["not-registered"], { keys: "" });
  if (answered) await seat(session, answered.place, arrivedAtS);
}

/** The dialplan has given him the place of his arrival; only who has an earlier one needs another. */
async function seat(session: AgiSession, place: number, arrivedAtS: number): Promise<void> {
  if (secondOf(place) < arrivedAtS) await setVariable(session, "QUEUE_PRIO", priorityOf(place));
}

/** Asks, and lets who says yes hear his number; `null` when the call is over here. */
async function question(speech: Speech, number: string | null): Promise<Chosen | null> {
  let heard = await speech.ask(["question-busy", "question-choice"], KEY_WITHIN_MS);
  if (isOther(heard)) heard = await speech.ask(["not-understood", "question-choice"], KEY_WITHIN_MS);
  if (heard.key !== "1") return answerOf(heard);
  return answerOf(
    await speech.ask(["number-intro", ...digitPrompts(number ?? ""), "number-confirm"], KEY_WITHIN_MS),
  );
}

function isOther({ key }: Said): boolean {
  return key !== null && key !== "1" && key !== "2";
}

function answerOf({ key, gone }: Said): Chosen | null {
  if (gone) return null;
  if (key === null) return { choice: "silent", source: "timeout" };
  return { choice: key === "1" ? "yes" : "no", source: "key" };
}
