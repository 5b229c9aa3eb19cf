import assert from "node:assert/strict";
import { connectManager } from "../bed/manager.ts";
import { until } from "../bed/until.ts";
import { story } from "../stories/story.ts";
import type { World } from "../stories/world.ts";
import { told } from "./told.ts";

/** SIGKILL and a new start. */
async function killed(world: World): Promise<void> {
  await world.asterisk.kill();
  await world.asterisk.start();
}

/** `core restart now`, until it is up again; the process stays the same. */
async function restarted(world: World): Promise<void> {
  const port = world.asterisk.ports.manager;
  const old = await connectManager(port);
  const begun = (await old.action("CoreStatus"))["CoreStartupTime"];
  const at = Date.now();
  await world.asterisk.cli("core restart now");
  await until("Asterisk is up again", 30_000, async () => {
    const again = await connectManager(port).catch(() => undefined);
    const status = await again?.action("CoreStatus").catch(() => undefined);
    again?.close();
    return status?.["Response"] === "Success" && status["CoreStartupTime"] !== begun;
  });
  console.log(
    `core restart now: ${Date.now() - at} ms`,
    told(old.events, { Shutdown: ["Shutdown", "Restart"] }),
  );
  old.close();
  process.kill(world.asterisk.pid, 0);
}

interface Ending {
  /** Of the caller, whether Asterisk hung up. */
  readonly bye: boolean;
  readonly outcome: "abandoned" | "lost";
  /** Verbs of queue_log after they entered. */
  readonly log: readonly string[];
}

const rows: readonly [string, (world: World) => Promise<void>, "question" | "queue", Ending][] = [
  ["killed", killed, "question", { bye: false, outcome: "abandoned", log: [] }],
  ["killed", killed, "queue", { bye: false, outcome: "lost", log: [] }],
  ["restarted by `core restart now`", restarted, "question", { bye: true, outcome: "abandoned", log: [] }],
  [
    "restarted by `core restart now`",
    restarted,
    "queue",
    { bye: true, outcome: "abandoned", log: ["RING", "ABANDON"] },
  ],
];

for (const [how, again, where, ending] of rows)
  story(`Asterisk is ${how} while a caller is in the ${where}`, { agents: ["ana"] }, async (world) => {
    world.agents.behave("ana", {});
    world.offers = where === "question";
    const call = await world.call("3000000031");
    if (where === "question") await until("the question", 5_000, () => call.ear.heard().length > 0);
    else await (await world.agents.call("ana", 5_000)).until("ringing", 5_000);
    const at = Date.now();
    await again(world);
    const up = Date.now();
    await until("the lease", 30_000, async () => (await world.lease()) > Date.now() / 1000);
    assert.equal((await world.event("call-closed", 5_000)).outcome, ending.outcome);
    // A phone that no BYE reached holds a call that is no more.
    assert.equal(call.event("hung-up")?.by, ending.bye ? "exchange" : undefined);
    const bye = call.event("hung-up")?.at;
    console.log(
      `up ${up - at} ms, lease ${Date.now() - up} ms later` +
        (bye === undefined ? "" : `, BYE after ${Math.round(bye - at)} ms`),
    );
    const verbs = (await world.asterisk.queueLog()).map((line) => line.split("|")[4]);
    const own = verbs.filter((verb) => verb !== "QUEUESTART" && verb !== "ENTERQUEUE");
    // Both were seen for the phone that rang: RINGCANCELED and RINGNOANSWER.
    assert.deepEqual(
      own.map((verb) => (verb?.startsWith("RING") ? "RING" : verb)),
      ending.log,
    );
    const choices = (await world.events()).flatMap((event) =>
      event.type === "choice-made" ? [event.choice] : [],
    );
    assert.deepEqual(choices, where === "question" ? ["silent"] : []);
    // The next caller is served as ever.
    world.offers = false;
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 300 });
    for (const phone of world.agents.calls) phone.hangUp();
    const next = await world.call("3000000032");
    assert.equal((await next.end(15_000)).by, "exchange");
    call.hangUp();
  });
