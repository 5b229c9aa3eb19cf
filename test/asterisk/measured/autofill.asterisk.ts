import assert from "node:assert/strict";
import { test } from "node:test";
import { startAsterisk } from "../bed/asterisk.ts";
import { caller, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";

const DIALPLAN = "[callers]\nexten => ventas,1,Answer()\n same => n,Queue(ventas)\n[trunk]\n[agents]\n";

/** How many agents ring for two callers while nobody answers. */
async function ringing(general: string): Promise<number> {
  const members = ["ana", "luz"].map((agent) => `member=PJSIP/${agent},0,${agent}\n`).join("");
  const asterisk = await startAsterisk({
    agents: ["ana", "luz"],
    files: {
      "queues.conf": `${general}[ventas]\nstrategy=leastrecent\ntimeout=15\nringinuse=no\n${members}`,
    },
    dialplan: DIALPLAN,
  });
  const agents = await startPhones(asterisk, "agents");
  try {
    await caller(asterisk, { to: "ventas", number: "3000000001" });
    await caller(asterisk, { to: "ventas", number: "3000000002" });
    const waiting = async () => (await asterisk.cli("queue show ventas")).match(/prio:/g)?.length === 2;
    await until("both wait", 5_000, waiting);
    // A queue looks again every second.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return agents.calls.length;
  } finally {
    await agents.kill();
    await asterisk.stop();
  }
}

test("where nothing is said of it, autofill is off", async () => {
  assert.equal(await ringing("[general]\npersistentmembers=no\n"), 1);
  assert.equal(await ringing("[general]\nautofill=yes\n"), 2);
  assert.equal(await ringing(""), 1);
});
