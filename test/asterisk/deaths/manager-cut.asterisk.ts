import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ManagerLine } from "../bed/manager-line.ts";
import { national } from "../bed/national.ts";
import { until } from "../bed/until.ts";
import type { Centre } from "./centre.ts";
import { judge } from "./judge.ts";
import { asksForReturn, CUSTOMER, calledBack, inCentre, occupied, sayYes, servesAll } from "./stories.ts";

const CUT_MS = 30_000;

/** Who waits by the journal, in the order of places, as the numbers of their calls by the witness. */
async function waitingByJournal(centre: Centre): Promise<string[]> {
  const { state } = await centre.journal();
  const numberOf = (id: string) =>
    national(centre.saw("QueueCallerJoin", (message) => message["Uniqueid"] === id)[0]?.["CallerIDNum"]);
  const calls = [...state.calls.values()].filter(({ phase }) => phase === "waiting");
  const legs = [...state.callbacks.values()].filter(({ phase }) => phase === "in-line");
  return [
    ...calls.map(({ id, place }) => ({ number: numberOf(id), place })),
    ...legs.map(({ place }) => ({ number: CUSTOMER, place })),
  ]
    .sort((a, b) => a.place - b.place)
    .map(({ number }) => number);
}

/** Waits until these wait, in this order, by Asterisk's own queue and by the journal. */
async function waiting(centre: Centre, numbers: readonly string[]): Promise<void> {
  const are = (found: readonly string[]) => found.join() === numbers.join();
  await until(`${numbers.join()} wait`, 15_000, async () => are(await centre.queue()));
  await until("the journal agrees with the queue", 5_000, async () => are(await waitingByJournal(centre)));
}

describe("the manager's connection is cut for 30 s", { concurrency: 4 }, () => {
  for (const how of ["closed", "silent"] as const)
    test(`the connection is ${how}: calls arrive, join, are answered and end meanwhile`, async () => {
      await inCentre(async (centre) => {
        const line = await ManagerLine.to(centre.asterisk.ports.manager);
        try {
          const espera = await centre.startEspera({ amiPort: line.port });
          await centre.leased();
          const talk = await occupied(centre);
          await centre.call("556");
          const leaves = await centre.call("558");
          await until("two wait", 5_000, async () => (await centre.queue()).length === 2);
          const asked = await asksForReturn(centre);
          await asked.end(30_000);
          centre.customers.behave(`+57${CUSTOMER}`, {
            answerAfterMs: 1_500,
            keys: [{ afterMs: 1_500, key: "1" }],
          });

          line.cut(how);
          const cutAt = Date.now();
          await sleep(1_000);
          const inLease = await centre.call("3000000004");
          leaves.hangUp();
          centre.agents.behave("ana", { answerAfterMs: 300 });
          talk.hangUp();
          const second = await centre.agents.call("ana", 10_000, 1);
          await second.until("answered", 5_000);
          const short = await centre.call("560");
          await sleep(1_000);
          short.hangUp();
          await sleep(11_000);
          const later = await centre.call("3000000005");
          await sleep(Math.max(0, cutAt + CUT_MS - Date.now()));
          line.mend();
          const mendedAt = Date.now();
          await espera.connected(2, 20_000);
          const connectedAt = Date.now();
          await waiting(centre, ["3000000004", "3000000005"]);
          servesAll(centre);
          second.hangUp();
          const leg = await centre.customers.call(`+57${CUSTOMER}`, 40_000);
          await centre.pause(true);
          await centre.call("562");
          await waiting(centre, [CUSTOMER, "562"]);
          await centre.pause(false);
          await until("everybody was served", 40_000, () =>
            [...centre.callers, leg].every((call) => call.ended),
          );
          await until("nobody is left in the journal", 10_000, async () => {
            const { state } = await centre.journal();
            return state.calls.size === 0 && state.callbacks.size === 0;
          });
          const joined = (number: string) =>
            centre.saw("QueueCallerJoin", (message) => message["CallerIDNum"] === number)[0]!.at;
          const { problems, status } = await judge(centre, CUSTOMER);
          console.log(
            `AMI ${how} | ${problems.length === 0 ? "holds" : problems.join("; ")} | ${status} | connected ${(connectedAt - mendedAt) / 1000} after mend | joined in lease ${(joined("3000000004") - inLease.messages[0]!.at) / 1000}, after it ${(joined("3000000005") - later.messages[0]!.at) / 1000}`,
          );
          assert.deepEqual(problems, []);
          assert.equal(status, "OK");
        } finally {
          line.close();
        }
      });
    });

  test("a callback whose next attempt falls due meanwhile is dialled afterwards", async () => {
    await inCentre(async (centre) => {
      const line = await ManagerLine.to(centre.asterisk.ports.manager);
      try {
        const espera = await centre.startEspera({ amiPort: line.port });
        await centre.leased();
        centre.customers.behave(`+57${CUSTOMER}`, { refuse: { status: 486, afterMs: 100 } });
        const { talk } = await sayYes(centre);
        await (await calledBack(centre, talk)).end(5_000);
        line.cut("closed");
        await sleep(15_000);
        centre.customers.behave(`+57${CUSTOMER}`, {
          answerAfterMs: 500,
          keys: [{ afterMs: 1_000, key: "1" }],
        });
        line.mend();
        await espera.connected(2, 20_000);
        const leg = await centre.customers.call(`+57${CUSTOMER}`, 15_000, 1);
        await leg.end(20_000);
        const { problems, status } = await judge(centre, CUSTOMER);
        assert.deepEqual(problems, []);
        assert.equal(status, "OK");
      } finally {
        line.close();
      }
    });
  });
});
