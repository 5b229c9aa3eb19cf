import assert from "node:assert/strict";
import type { PhoneCall } from "../bed/phone-call.ts";
import { keyedAfter } from "./story.ts";
import type { World, WorldWanted } from "./world.ts";

export const CALLER = "3000000001";
export const OTHER = "3109876543";
export const withNumber = { confirmNumber: true, otherNumber: true, recordName: false, laterMs: [] };

export const world: WorldWanted = { agents: ["ana"], skill: { dialogue: withNumber } };

/** Somebody calls, keys another number than their own, and has hung up when this resolves. They pick up there. */
export async function keysAnotherNumber(world: World): Promise<PhoneCall> {
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
  world.customers.behave(`+57${OTHER}`, { answerAfterMs: 100, keys: [{ afterMs: 500, key: "1" }] });
  world.offers = true;
  const call = await world.call(CALLER);
  await keyedAfter(call, "question-busy", "1");
  // Twice, as the impatient do: the second is none of the number.
  await keyedAfter(call, "number-intro", "22");
  await keyedAfter(call, "tone", `${OTHER}#`);
  // The number is said back: its last digit is its first one too.
  await keyedAfter(call, "digit-3", "1", 2);
  const registered = await world.event("callback-registered", 30_000);
  assert.equal(registered.otherNumber, true);
  assert.equal((await call.end(30_000)).by, "exchange");
  return call;
}
