import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import { type Phones, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";

/** What stands in docs/asterisk-facts.md of return calls that a dialplan of the site's dials. */

const dialplan = `
[callers]
[trunk]
[agents]
[plain]
exten => _X.,1,Dial(PJSIP/\${EXTEN}@trunk)
[cause]
exten => _X.,1,Dial(PJSIP/\${EXTEN}@trunk)
 same => n,Hangup(\${HANGUPCAUSE})
[tones]
exten => _X.,1,Dial(PJSIP/\${EXTEN}@trunk)
 same => n,Goto(s-\${DIALSTATUS},1)
exten => _s-.,1,Congestion(10)
exten => s-BUSY,1,Busy(10)
[return]
exten => s,1,Hangup()
`;

let asterisk: Asterisk;
let customers: Phones;

before(async () => {
  asterisk = await startAsterisk({ dialplan });
  customers = await startPhones(asterisk, "customers");
});

after(async () => {
  await customers?.kill();
  await asterisk?.stop();
});

/** Dials by a dialplan: the cause of the leg's own end, and the causes that were reported before of the channel behind it. */
async function dialled(context: string, number: string): Promise<{ own: string; behind: string[] }> {
  const manager = await asterisk.manager();
  const leg = `leg-${context}-${number}`;
  const origin = { Channel: `Local/${number}@${context}`, Context: "return", Exten: "s", Priority: "1" };
  await manager.action("Originate", { Async: "true", ChannelId: leg, Timeout: "10000", ...origin });
  const ended = await until("the end", 15_000, () =>
    manager.events.find((event) => event["Event"] === "Hangup" && event["Uniqueid"] === leg),
  );
  const behind = manager.events
    .slice(0, manager.events.indexOf(ended))
    .filter((event) => event["Event"] === "HangupRequest" && event["Linkedid"] === leg)
    .filter((event) => event["Uniqueid"]?.split(";")[0] !== leg)
    .map((event) => event["Cause"] ?? "");
  manager.close();
  return { own: ended["Cause"] ?? "", behind };
}

for (const [status, cause] of [
  [486, "17"],
  [603, "21"],
  [404, "1"],
  [503, "34"],
] as const)
  test(`${status}: the channel behind says ${cause} before the leg ends, which says it only where the cause is handed on`, async () => {
    for (const [context, own] of [
      ["plain", "0"],
      ["cause", cause],
      ["tones", "0"],
    ] as const) {
      const number = `6${status}${context.length}${context === "tones" ? "1" : "0"}`;
      customers.behave(number, { ringAfterMs: null, refuse: { status, afterMs: 50 } });
      assert.deepEqual(await dialled(context, number), { own, behind: [cause] }, context);
    }
  });
