import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { addresses } from "../bed/configuration.ts";
import { freeTcpPort } from "../bed/free-port.ts";
import { until } from "../bed/until.ts";
import { judge } from "./judge.ts";
import { asksForReturn, CUSTOMER, calledBack, inCentre, occupied, sayYes, servesAll } from "./stories.ts";

describe("a second Espera with other data is started on the same Asterisk", { concurrency: 4 }, () => {
  for (const agi of ["the same AGI port", "another AGI port"] as const)
    for (const when of [
      "before they call",
      "while their phone rings",
      "while they are asked to press 1",
    ] as const)
      test(`${when}, with ${agi}`, async () => {
        await inCentre(async (centre) => {
          const own =
            agi === "another AGI port"
              ? { agiPort: await freeTcpPort(addresses.asterisk) }
              : { connects: false };
          const startSecond = () => centre.startEspera({ data: "other", ...own });
          await centre.startEspera();
          await centre.leased();
          if (when === "before they call") await startSecond();
          const phone = { answerAfterMs: 4_000, keys: [{ afterMs: 4_000, key: "1" }] };
          centre.customers.behave(`+57${CUSTOMER}`, phone);
          const { talk } = await sayYes(centre);
          const call = await calledBack(centre, talk);
          await call.until("ringing", 5_000);
          if (when === "while their phone rings") await startSecond();
          if (when === "while they are asked to press 1") {
            await call.until("answered", 6_000);
            await startSecond();
          }
          await until("everybody is served", 30_000, () =>
            [...centre.callers, ...centre.customers.calls].every((one) => one.ended),
          );
          await sleep(1_000);
          const { problems: found, status, attempts } = await judge(centre, CUSTOMER);
          const problems = [...found];
          if (attempts > 1) problems.push(`their phone was dialled ${attempts} times`);
          const other = await centre.journal("other");
          for (const event of other.events)
            if (event.type === "callback-registered")
              problems.push("the other one registered a callback as well");
          const commands = other.steps.flatMap((step) => step.commands.map(({ type }) => type));
          console.log(
            `second Espera | ${when} | ${agi} | ${problems.length === 0 ? "holds" : problems.join("; ")} | ${status} | attempts ${attempts} | the other ordered: ${commands.join()}`,
          );
          assert.deepEqual(problems, []);
        });
      });

  test("the first one dies, the second takes the calls, and is ended once it is noticed", async () => {
    await inCentre(async (centre) => {
      const first = await centre.startEspera();
      await centre.leased();
      const other = await centre.startEspera({ data: "other", connects: false });
      const talk = await occupied(centre);
      await centre.call("556");
      await until("one waits", 5_000, async () => (await centre.queue()).length === 1);
      await (await asksForReturn(centre)).end(30_000);
      await first.kill();
      await other.connected();
      const returned = await centre.startEspera({ connects: false });
      const phone = { answerAfterMs: 500, keys: [{ afterMs: 1_500, key: "1" }] };
      centre.customers.behave(`+57${CUSTOMER}`, phone);
      servesAll(centre);
      talk.hangUp();
      await sleep(5_000);
      // Somebody sees what the log of the first one says, and ends the other.
      await other.kill();
      const begun = Date.now();
      await returned.connected();
      const connected = Date.now();
      const call = await centre.customers.call(`+57${CUSTOMER}`, 20_000);
      const answered = await call.until("answered", 5_000);
      await until("everybody is served", 40_000, () =>
        [...centre.callers, ...centre.customers.calls].every((one) => one.ended),
      );
      await sleep(1_000);
      const { problems, status, attempts } = await judge(centre, CUSTOMER);
      const joined = centre.saw(
        "QueueCallerJoin",
        ({ Uniqueid }) => Uniqueid?.startsWith("espera-") ?? false,
      )[0];
      console.log(
        `second Espera | takes over | ${problems.join("; ")} | ${status} | attempts ${attempts} | first back ${(connected - begun) / 1000} after the end of the second | pick-up to queue ${((joined?.at ?? 0) - answered.at) / 1000}`,
      );
      assert.deepEqual(problems, []);
      assert.deepEqual({ status, attempts }, { status: "OK", attempts: 1 });
    });
  });
});
