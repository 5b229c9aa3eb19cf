import { setTimeout as sleep } from "node:timers/promises";
import { national } from "../bed/national.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import type { Centre } from "./centre.ts";
import type { DeadlyPoint, Death } from "./deadly-points.ts";
import type { EsperaChild } from "./espera-child.ts";
import { judge, silence, type Verdict } from "./judge.ts";
import { CUSTOMER, inCentre, occupied } from "./stories.ts";

/** Numbers that nobody may be called back at: they are never offered anything. */
const BEHIND = "556";
const MEANWHILE = "557";

export interface Told extends Verdict {
  /** From the death until they were in the queue, s; `null`: they were not on the phone, or there already. */
  readonly seatedAfterS: number | null;
  /** From the call to the queue of who called while Espera was dead, s. */
  readonly meanwhileS: number;
  /** The longest silence that the customer heard around the death, s. */
  readonly silenceS: number | null;
}

/** Deaths before the return call: the customer is still on the phone of their own call, and goes on to the queue. */
const whileAsked: readonly DeadlyPoint[] = [
  "arrived-unheard",
  "question-plays",
  "yes-unheard",
  "before-thank",
  "thanks-play",
];

/**
 * One customer's whole way, with a death on it: they call while the agent talks and say yes; they are called back when the
 * agent is free, who takes a break just then, press 1, wait, and talk to the agent; somebody who came after them waits
 * behind them. `backAfterMs`: how long Espera is dead, or hangs.
 */
export async function way(at: DeadlyPoint, by: Death, backAfterMs: number): Promise<Told> {
  return inCentre((centre) => walk(centre, at, by, backAfterMs));
}

async function walk(centre: Centre, at: DeadlyPoint, by: Death, backAfterMs: number): Promise<Told> {
  const { agents, customers } = centre;
  const first = await centre.startEspera({ die: { at, by, customer: CUSTOMER } });
  await centre.leased();
  const busy = await occupied(centre);
  agents.behave("ana", { answerAfterMs: 1_500, hangUpAfterMs: 4_000 });
  customers.behave(`+57${CUSTOMER}`, { answerAfterMs: 1_500, keys: [{ afterMs: 2_000, key: "1" }] });

  const asked = await centre.call(CUSTOMER, {
    keys: [
      { afterMs: 1_500, key: "1" },
      { afterMs: 3_500, key: "1" },
    ],
  });
  const life = new Life(centre, first, by, backAfterMs);
  const onTheWay = at === "agent-rings" || at === "agent-talks";
  if (whileAsked.includes(at)) {
    await sleep(1_100);
    await centre.call(BEHIND);
    await life.pass();
  } else {
    await asked.end(30_000);
    busy.hangUp();
    if (at === "before-dial") await life.pass();
    await customers.call(`+57${CUSTOMER}`, 40_000);
    await centre.pause(true);
    await centre.call(BEHIND);
    if (at !== "before-dial" && !onTheWay) await life.pass();
  }
  await until("the customer and who came after them wait", 40_000, async () => {
    const queue = await centre.queue();
    return isBefore(queue, CUSTOMER, BEHIND);
  });
  if (whileAsked.includes(at)) busy.hangUp();
  else await centre.pause(false);
  if (onTheWay) await life.pass();
  await until("everybody was served", 60_000, () =>
    [...centre.callers, ...customers.calls].every((call) => call.ended),
  );
  const order = centre.saw("AgentConnect").map((message) => national(message["CallerIDNum"]));
  const verdict = await judge(centre, CUSTOMER);
  const problems = [...verdict.problems];
  if (!isBefore(order, CUSTOMER, BEHIND))
    problems.push(`who came later was served before them: ${order.join()}`);
  return { ...verdict, problems, ...life.told(asked) };
}

/** The death of an Espera and its coming back. */
class Life {
  readonly #centre: Centre;
  readonly #first: EsperaChild;
  readonly #by: Death;
  readonly #backAfterMs: number;
  #meanwhile: PhoneCall | null = null;

  constructor(centre: Centre, first: EsperaChild, by: Death, backAfterMs: number) {
    this.#centre = centre;
    this.#first = first;
    this.#by = by;
    this.#backAfterMs = backAfterMs;
  }

  /** Waits for the death, at which somebody calls at once, and for the coming back. */
  async pass(): Promise<void> {
    await until("the deadly point", 40_000, () => this.#first.diedAt);
    if (this.#by === "SIGKILL") await until("Espera is gone", 2_000, () => this.#first.gone);
    this.#meanwhile = await this.#centre.call(MEANWHILE);
    await sleep(this.#backAfterMs);
    if (this.#by === "SIGKILL") await this.#centre.startEspera();
    else this.#first.signal("SIGCONT");
  }

  told(asked: PhoneCall): Pick<Told, "seatedAfterS" | "meanwhileS" | "silenceS"> {
    const diedAt = this.#first.diedAt!;
    const joins = this.#centre.saw("QueueCallerJoin");
    const seated = joins.find(
      (message) => national(message["CallerIDNum"]) === CUSTOMER && message.at >= diedAt,
    );
    const leg = this.#centre.customers.calls.at(-1);
    const onPhone = !asked.ended || asked.events().at(-1)!.at > diedAt ? asked : leg;
    const arrived = this.#meanwhile!.messages[0]!.at;
    const joined = joins.find((message) => message["CallerIDNum"] === MEANWHILE)!.at;
    const heardFrom = Math.max(diedAt - 1_000, onPhone?.event("answered")?.at ?? diedAt);
    return {
      seatedAfterS: seated ? (seated.at - diedAt) / 1000 : null,
      meanwhileS: (joined - arrived) / 1000,
      silenceS: onPhone && seated ? silence(onPhone, heardFrom, seated.at + 2_000) : null,
    };
  }
}

function isBefore(queue: readonly string[], one: string, other: string): boolean {
  return queue.includes(one) && queue.indexOf(one) < queue.indexOf(other);
}
