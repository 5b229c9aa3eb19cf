import assert from "node:assert/strict";
import { test } from "node:test";
import { accountOf, diallingFaults, type Seen } from "../../bench/asterisk/account.ts";
import type { Promised } from "../../bench/asterisk/journal.ts";
import { type AgentRing, type Channel, Witness } from "../../bench/asterisk/witness.ts";
import { newChannelId } from "../../src/exchange/asterisk/identity.ts";
import type { Attempt } from "../asterisk/bed/attempts.ts";
import { Ear } from "../asterisk/bed/ear.ts";
import { PhoneCall } from "../asterisk/bed/phone-call.ts";
import type { SipMessage } from "../asterisk/bed/sip-record.ts";
import type { Phones } from "../asterisk/bed/sipp.ts";

const CALLER = "3000000001";
const DIALLED = "+573000000001";

/** What passed at a phone, as SIPp recorded it: a time, who sent it, and the first line. */
type Passed = readonly [at: number, sent: "sent" | "received", start: string];

async function phone(called: string | null, from: string, ...passed: Passed[]): Promise<PhoneCall> {
  const ear = await Ear.open("127.0.0.1");
  const call = new PhoneCall("id", called ?? from, called !== null, { dead: true }, ear, () => undefined);
  for (const [at, way, start] of passed) {
    const status = /^SIP\/2\.0 (\d+)/.exec(start)?.[1];
    const method = status === undefined ? start.split(" ")[0]! : "INVITE";
    const message: SipMessage = {
      at,
      sent: way === "sent",
      start,
      status: status === undefined ? undefined : Number(status),
      method,
      text: `${start}\r\nFrom: <sip:${from}@127.0.0.1>;tag=a\r\nCSeq: 1 ${method}\r\n\r\n`,
    };
    call.see(message);
  }
  call.finish();
  return call;
}

const agentsLeg = (agent: string, from: string, at: number, pickedUpAt: number | null) =>
  phone(
    agent,
    from,
    [at, "received", `INVITE sip:${agent}@127.0.0.4 SIP/2.0`],
    ...(pickedUpAt === null ? [] : [[pickedUpAt, "sent", "SIP/2.0 200 OK"] as const]),
  );
const channel = (rings: readonly AgentRing[], change: Partial<Channel> = {}): Channel => ({
  number: CALLER,
  begun: 1,
  begunAt: 1_000,
  joinedAt: 1_200,
  endedAt: null,
  rings: [...rings],
  ...change,
});
const attempt = (n: number, dialledAt: number): Attempt => ({
  attempt: `c~${n}`,
  callback: "c",
  n,
  dialledAt,
  progress: [],
  endedAt: dialledAt + 1_000,
  result: "no-answer",
});
const promise: Promised = { callback: "c", number: DIALLED, registeredAt: 5_000, status: "FAIL" };

async function seen({
  channels,
  agents = [],
  customers = [],
  promises = [],
  attempts = [],
}: {
  readonly channels: Record<string, Channel>;
  readonly agents?: readonly PhoneCall[];
  readonly customers?: readonly PhoneCall[];
  readonly promises?: readonly Promised[];
  readonly attempts?: readonly Attempt[];
}): Promise<Seen> {
  const witness = new Witness();
  for (const [uniqueid, each] of Object.entries(channels)) witness.channels.set(uniqueid, each);
  const call = await phone(
    null,
    CALLER,
    [1_000, "sent", "INVITE sip:ventas@127.0.0.1 SIP/2.0"],
    [1_050, "received", "SIP/2.0 200 OK"],
    [6_000, "received", "BYE sip:bed@127.0.0.2 SIP/2.0"],
  );
  const phones = (calls: readonly PhoneCall[]) => ({ calls }) as Phones;
  return {
    callers: [{ does: "yes", queue: "ventas", call }],
    agents: phones(agents),
    customers: phones(customers),
    witness,
    written: { promises, attempts, dialoguesAtOnce: 0, facts: 0 },
  };
}

test("a caller's call is known by their phone and by the channel that shows their number", async () => {
  const [call] = accountOf(await seen({ channels: { c: channel([]) } })).calls;
  assert.deepEqual(call?.phone, { invitedAt: 1_000, refused: null, endedAt: 6_000, endedBy: "exchange" });
  assert.equal(call?.channel?.joinedAt, 1_200);
  const [unheard] = accountOf(await seen({ channels: {} })).calls;
  assert.equal(unheard?.channel, null);
});

test("each ring has the INVITE of its own time: one that was not recorded takes none of another ring", async () => {
  const rings: AgentRing[] = [
    { agent: "ventas1", at: 2_000, connectedAt: null, endedAt: 17_000 },
    { agent: "ventas2", at: 18_000, connectedAt: null, endedAt: 20_000 },
    { agent: "ventas1", at: 30_000, connectedAt: 30_400, endedAt: 33_000 },
  ];
  const agents = [
    await agentsLeg("ventas1", CALLER, 29_900, 30_300),
    await agentsLeg("ventas2", "3000000002", 18_000, 18_300),
  ];
  const [call] = accountOf(await seen({ channels: { c: channel(rings) }, agents })).calls;
  assert.deepEqual(
    call?.channel?.rings.map(({ pickedUpAt }) => pickedUpAt),
    [null, null, 30_300],
  );
});

test("an attempt has the INVITE that came before the next attempt, and its channel's rings by the number dialled", async () => {
  const attempts = [attempt(1, 10_000), attempt(2, 20_000)];
  const ring: AgentRing = { agent: "ventas1", at: 22_000, connectedAt: 22_400, endedAt: 24_000 };
  const customers = [
    await phone(
      DIALLED,
      "espera",
      [20_100, "received", `INVITE sip:${DIALLED}@127.0.0.3 SIP/2.0`],
      [21_100, "sent", "SIP/2.0 200 OK"],
    ),
  ];
  const agents = [await agentsLeg("ventas1", DIALLED, 22_000, 22_300)];
  const channels = {
    c: channel([]),
    [newChannelId("c~1")]: channel([], { number: "" }),
    [newChannelId("c~2")]: channel([ring], { number: "" }),
  };
  const given = await seen({ channels, agents, customers, promises: [promise], attempts });
  const [callback] = accountOf(given).callbacks;
  assert.deepEqual([callback?.number, callback?.does, callback?.queue], [CALLER, "yes", "ventas"]);
  const [first, second] = callback!.attempts;
  assert.equal(first?.phone, null);
  assert.deepEqual([second?.phone?.invitedAt, second?.phone?.pickedUpAt], [20_100, 21_100]);
  assert.equal(second?.channel?.rings[0]?.pickedUpAt, 22_300);
  assert.deepEqual(diallingFaults(given), []);
});

for (const [what, legs] of [
  ["whose channel began twice", { [newChannelId("c~1")]: channel([], { begun: 2 }) }],
  ["of two channels", { [newChannelId("c~1")]: channel([]), [newChannelId("c~1")]: channel([]) }],
] as const)
  test(`an attempt ${what} was dialled twice`, async () => {
    const channels = { c: channel([]), ...legs };
    const given = await seen({ channels, promises: [promise], attempts: [attempt(1, 10_000)] });
    assert.deepEqual(diallingFaults(given), ["c~1 was dialled 2 times (c~1)"]);
  });
