import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { PromptName } from "../../../src/exchange/dialogue/prompt-names.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { timesHeard } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { World, type WorldWanted } from "./world.ts";

/**
 * A test with a centre of its own. The journal's own faults, an attempt that was dialled twice, and what SIPp complains
 * of fail it.
 */
export function story(
  name: string,
  wanted: WorldWanted,
  tell: (world: World) => Promise<void>,
  { withinMs = 120_000 } = {},
): void {
  test(name, { timeout: withinMs }, async () => {
    const world = await World.start(wanted);
    try {
      await tell(world);
      assert.deepEqual(world.faults, []);
      assert.deepEqual(await world.faultsOfDialling(), []);
      for (const phones of [world.agents, world.customers])
        assert.doesNotMatch(await phones.errors(), /unexpected|abort|discard/i);
    } catch (error) {
      if (process.env["ESPERA_TRACE"] !== undefined) console.log(await world.trace());
      throw error;
    } finally {
      await world.stop();
    }
  });
}

/** Somebody calls, says yes twice, and puts the phone down when they are registered. */
export async function registered(world: World, number: string): Promise<PhoneCall> {
  world.offers = true;
  const call = await world.call(number, {
    keys: [
      { afterMs: 300, key: "1" },
      { afterMs: 900, key: "1" },
    ],
  });
  await world.event("callback-registered", 30_000);
  world.offers = false;
  call.hangUp();
  await call.end(30_000);
  return call;
}

/**
 * Presses keys once the phone has heard a prompt to its end (for the `nth` time), and `laterMs` after that. What is
 * asked with it is by then being said.
 */
export async function keyedAfter(
  call: PhoneCall,
  prompt: PromptName,
  keys: string,
  nth = 1,
  laterMs = 0,
): Promise<void> {
  await until(`${prompt} at the phone of ${call.number}`, 25_000, () => timesHeard(call, prompt) >= nth);
  if (laterMs > 0) await pause(laterMs);
  for (const key of keys) call.press(key);
}

/** A phone that answered hangs up as soon as its conversation stands. */
export async function putDown(call: PhoneCall): Promise<void> {
  await until("the conversation stands", 30_000, () => call.messages.some(({ method }) => method === "ACK"));
  call.hangUp();
}

/** How the phone of a return call saw it, in words. */
export function seen(call: PhoneCall): string[] {
  return call.events().map(({ what, detail }) => (detail === undefined ? what : `${what} ${detail}`));
}

/** The agent ana takes no more calls, or does again. */
export async function paused(world: World, yes: boolean): Promise<void> {
  const { rung } = world.site.member("ana", ["ana"]);
  const answer = await world.manage("QueuePause", { Interface: rung, Paused: `${yes}` });
  assert.equal(answer["Response"], "Success");
}
