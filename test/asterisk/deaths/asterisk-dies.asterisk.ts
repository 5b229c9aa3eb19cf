import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../bed/until.ts";
import { judge } from "./judge.ts";
import { CUSTOMER, calledBack, inCentre, sayYes, servesAll } from "./stories.ts";

describe("Asterisk is killed and started again", { concurrency: 4 }, () => {
  for (const point of ["thanks", "rings", "press-1", "in-line"] as const)
    test(`while the customer is at: ${point}`, async () => {
      await inCentre(async (centre) => {
        const espera = await centre.startEspera();
        await centre.leased();
        const { talk, asked } = await sayYes(centre);
        const phone = { answerAfterMs: 1_500, keys: [{ afterMs: 1_500, key: "1" }] };
        centre.customers.behave(`+57${CUSTOMER}`, phone);
        if (point !== "thanks") {
          const call = await calledBack(centre, talk);
          if (point === "in-line") await centre.pause(true);
          await call.until(point === "rings" ? "ringing" : "answered", 5_000);
          if (point === "in-line")
            await until("they wait", 10_000, async () => (await centre.queue()).includes(CUSTOMER));
        } else {
          await asked.until("answered", 5_000);
          servesAll(centre);
        }
        const lost = new Set([...centre.callers, ...centre.customers.calls]);
        const before = centre.customers.calls.length;
        const killed = Date.now();
        await centre.restartAsterisk();
        const booted = Date.now();
        await espera.connected(2, 20_000);
        const connected = Date.now();
        const again = await centre.customers.call(`+57${CUSTOMER}`, 30_000, before);
        const rang = again.messages[0]!.at;
        await again.end(40_000);
        await until(
          "the callback is over",
          10_000,
          async () => (await centre.journal()).state.callbacks.size === 0,
        );
        const { problems, status, attempts } = await judge(centre, CUSTOMER, { lost });
        const s = (to: number, from: number) => ((to - from) / 1000).toFixed(1);
        console.log(
          `Asterisk killed | ${point} | ${problems.length === 0 ? "holds" : problems.join("; ")} | ${status} | attempts ${attempts} | boot ${s(booted, killed)} | connected ${s(connected, booted)} after boot | dialled ${s(rang, booted)} after boot`,
        );
        assert.deepEqual(problems, []);
        assert.equal(status, "OK");
      });
    });
});
