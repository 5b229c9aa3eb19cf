import assert from "node:assert/strict";
import { until } from "../bed/until.ts";
import { sites } from "./sites.ts";
import { keyedAfter, putDown, story } from "./story.ts";

const site = sites.alias;
const NUMBER = "3000000002";

story(
  "a queue that no extension can name is used by its alias: its callers are seen, asked, called back and noted",
  { agents: ["ana"], site, skill: { queueOffers: { byKey: false, afterMs: 3_000, leastAhead: 1 } } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50 });
    const live = await world.call("3000000001");
    const talking = await world.agents.call("ana", 30_000);
    await talking.until("answered", 30_000);
    const ahead = await world.call("3000000009");
    await until("the caller ahead waits", 30_000, async () => (await world.queue()).length === 1);
    const asked = await world.call(NUMBER);
    await until("the caller waits", 30_000, async () => (await world.queue()).length === 2);

    world.offers = true;
    await keyedAfter(asked, "question-still-busy", "1");
    await keyedAfter(asked, "number-intro", "1");
    const registered = await world.event("callback-registered", 30_000);
    world.offers = false;
    assert.equal((await asked.end(30_000)).by, "exchange");

    world.customers.behave(`+57${NUMBER}`, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
    world.agents.behave("ana", { answerAfterMs: 500, hangUpAfterMs: 1_500 });
    await putDown(talking);
    const ended = await world.event("callback-ended", 60_000);
    assert.deepEqual([ended.status, ended.callback], ["OK", registered.callback]);
    for (const call of [live, ahead]) assert.equal((await call.end(30_000)).by, "exchange");
    assert.match(
      await world.asterisk.cli("database show espera-served"),
      /\/espera-served\/ventas-y-soporte\/espera-/,
    );
    const connected = (await world.asterisk.queueLog()).filter((line) => line.includes("|CONNECT|"));
    assert.deepEqual([...new Set(connected.map((line) => line.split("|")[2]))], [site.queue]);
  },
);
