import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { RandomSource } from "../../../src/queueing/random.ts";
import { agrees } from "./batches.ts";
import { playDeferredCallbacks } from "./deferred-callbacks.ts";
import { deferredExactly } from "./deferred-callbacks-chain.ts";

const { DC } = JSON.parse(
  readFileSync(new URL("../exact-values/callback-models.json", import.meta.url), "utf8"),
) as { DC: { id: string; params: Record<string, number>; exact: Record<string, number> }[] };

const CUSTOMERS = 2_000_000;

for (const { id, params, exact } of DC) {
  const model = {
    agents: params["n"]!,
    arrivalRate: params["lam"]!,
    serviceRate: params["mu"]!,
    patienceRate: params["th"]!,
    threshold: params["T"]!,
    offeredFromQueue: params["k"]!,
    accepted: params["p"]!,
    reserved: params["r"]!,
  };
  const found = deferredExactly(model);

  test(`${id}: the chain of callers and callbacks, solved level by level, has the values calculated elsewhere`, () => {
    const shown: [number, string][] = [
      [found.waiting, "P_delay"],
      [found.offered, "P_offer"],
      [found.accepted, "P_accept"],
      [found.abandoned, "P_abandon"],
      [found.answeredWithin, "live_answered_within_T"],
      [found.answeredWithin / (1 - found.accepted), "SL_live"],
      [found.answeredWithin + found.accepted, "SL_promise"],
      [found.liveQueue, "E_online_queue"],
      [found.callbackQueue, "E_callback_queue"],
      [found.callbackDelay, "E_callback_delay"],
      [found.occupancy, "occupancy"],
    ];
    for (const [value, name] of shown)
      assert.ok(Math.abs(value / exact[name]! - 1) < 1e-9, `${name}: ${value}, is ${exact[name]}`);
  });

  test(`${id}: ${CUSTOMERS / 1e6} million simulated customers agree with the chain`, () => {
    const seen = playDeferredCallbacks(model, new RandomSource(`deferred ${id}`), CUSTOMERS);
    agrees("waiting", seen.ratio("waiting", "customers"), found.waiting, "probability");
    agrees("offered", seen.ratio("offered", "customers"), found.offered, "probability");
    agrees("accepted", seen.ratio("accepted", "customers"), found.accepted, "probability");
    agrees("abandoned", seen.ratio("abandoned", "customers"), found.abandoned, "probability");
    agrees("answered within", seen.ratio("answeredWithin", "customers"), found.answeredWithin, "probability");
    agrees("live queue", seen.ratio("wait", "time"), found.liveQueue, "mean");
    agrees("callback delay", seen.ratio("delay", "called"), found.callbackDelay, "mean");
    agrees("occupancy", seen.ratio("busy", "agentTime"), found.occupancy, "probability");
  });
}
