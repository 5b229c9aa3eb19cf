import type { PhoneCall } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import { Centre } from "./centre.ts";

/** Who may be called back. */
export const CUSTOMER = "3000000003";
/** A number that nobody may be called back at: never offered anything. */
const TALKING = "555";

/** Runs a story in a centre of its own; prints everything when it goes wrong. */
export async function inCentre<T>(story: (centre: Centre) => Promise<T>): Promise<T> {
  const centre = await Centre.start();
  try {
    return await story(centre);
  } catch (error) {
    console.log(await centre.trace());
    throw error;
  } finally {
    await centre.stop();
  }
}

/** The agent talks to somebody; nobody else is free. */
export async function occupied(centre: Centre): Promise<PhoneCall> {
  centre.agents.behave("ana", { answerAfterMs: 100 });
  await centre.call(TALKING);
  const talk = await centre.agents.call("ana", 5_000);
  await talk.until("answered", 5_000);
  return talk;
}

/** The customer calls while the agent talks, is asked and says yes; it is durable when this resolves. */
export async function sayYes(centre: Centre): Promise<{ talk: PhoneCall; asked: PhoneCall }> {
  const talk = await occupied(centre);
  return { talk, asked: await asksForReturn(centre) };
}

export async function asksForReturn(centre: Centre, number = CUSTOMER): Promise<PhoneCall> {
  const keys = [
    { afterMs: 1_000, key: "1" },
    { afterMs: 2_500, key: "1" },
  ];
  const asked = await centre.call(number, { keys });
  await until("the promise is durable", 15_000, async () =>
    (await centre.journal()).events.some(({ type }) => type === "callback-registered"),
  );
  return asked;
}

/** The agent hangs up, and is free for the customer, who is called back; from then on they take everybody who comes. */
export async function calledBack(centre: Centre, talk: PhoneCall): Promise<PhoneCall> {
  servesAll(centre);
  talk.hangUp();
  return centre.customers.call(`+57${CUSTOMER}`, 30_000);
}

/** From now on the agent takes everybody who comes, talks a moment, and hangs up. */
export function servesAll(centre: Centre): void {
  centre.agents.behave("ana", { answerAfterMs: 800, hangUpAfterMs: 4_000 });
}
