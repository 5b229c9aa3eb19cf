import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../src/faults/faults.ts";
import { soleTenures } from "../../src/server/nodes/sole-tenure.ts";

/** A database that answers no question about a former append, each for a second of the machine's time. */
async function silent() {
  let now = 0;
  let asked = 0;
  const away = new Fault("database-unreachable", { problem: "timeout" });
  const tenures = await soleTenures(
    {
      nodes: async () => [],
      owners: async () => [],
      takeOver: async () => 1,
      takeBack: async () => {
        now += 1_000;
        if (++asked === 4) tenures.stopping();
        throw away;
      },
    },
    () => now,
  );
  return { tenures, away, asked: () => asked };
}

test("a server alone asks for as long as it runs what became of its steps, and when it stops not for long", async () => {
  const { tenures, away, asked } = await silent();
  const [first, second] = [await tenures.take(1), await tenures.take(2)];
  await assert.rejects(first.takeBack(), away);
  assert.equal(asked(), 6, "three times while it ran, once as it stopped, and for two seconds more");
  tenures.stopping();
  assert.equal(second.holds, false, "the others need not wait as well");
});
