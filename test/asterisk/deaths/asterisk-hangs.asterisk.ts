import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../bed/until.ts";
import { judge } from "./judge.ts";
import { CUSTOMER, calledBack, inCentre, sayYes } from "./stories.ts";

/** They let it ring a while, so that two attempts at once would be seen. */
const phone = { answerAfterMs: 5_000, keys: [{ afterMs: 1_500, key: "1" }] };

describe("Asterisk hangs and goes on", { concurrency: 4 }, () => {
  for (const hungMs of [4_000, 20_000, 40_000])
    test(`for ${hungMs / 1000} s, when a return call is to be dialled`, async () => {
      await inCentre(async (centre) => {
        const espera = await centre.startEspera();
        await centre.leased();
        centre.customers.behave(`+57${CUSTOMER}`, { refuse: { status: 486, afterMs: 100 } });
        const { talk } = await sayYes(centre);
        await (await calledBack(centre, talk)).end(5_000);
        centre.customers.behave(`+57${CUSTOMER}`, phone);
        await sleep(3_000);
        process.kill(centre.asterisk.pid, "SIGSTOP");
        await sleep(hungMs);
        process.kill(centre.asterisk.pid, "SIGCONT");
        await centre.customers.call(`+57${CUSTOMER}`, 40_000, 1);
        await until("everybody is served", 30_000, () =>
          [...centre.callers, ...centre.customers.calls].every((one) => one.ended),
        );
        await until(
          "the callback is over",
          10_000,
          async () => (await centre.journal()).state.callbacks.size === 0,
        );
        await sleep(1_000);
        const { problems, status, attempts } = await judge(centre, CUSTOMER);
        console.log(
          `Asterisk hung ${hungMs / 1000} s | ${problems.length === 0 ? "holds" : problems.join("; ")} | ${status} | attempts ${attempts} | connections ${espera.connections} | rang ${centre.customers.calls.length}`,
        );
        if (problems.length > 0) console.log(await centre.trace());
        assert.deepEqual(problems, []);
        assert.equal(status, "OK");
      });
    });
});
