import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { after, before, describe, test } from "node:test";
import { attemptOf } from "../../../src/exchange/asterisk/identity.ts";
import type { Step } from "../../../src/journal/port/run.ts";
import { espera } from "../../server/command-line.ts";
import { attemptsIn, faultsOfDialling } from "../bed/attempts.ts";
import { national } from "../bed/national.ts";
import { hears } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { putDown } from "./story.ts";
import { BOUND_MS, hosts, type NodeName, TwoNodes } from "./two-nodes.ts";

let centre: TwoNodes;
/** Whoever heard a promise, in the order of the promises. */
const promised: string[] = [];

before(async () => {
  centre = await TwoNodes.start();
});

after(() => centre?.stop());

test("a call is brought to the address that a node gave, and to the printed one when that is no address", async () => {
  const brought: string[] = [];
  const servers: Server[] = [];
  for (const host of [hosts.north, hosts.printed]) {
    const server = createServer((socket) => {
      brought.push(host);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(centre.agiPort, host, resolve));
    servers.push(server);
  }
  await centre.pause(true);
  const north = `${hosts.north}:${centre.agiPort}`;
  const strange = [
    "",
    hosts.north,
    `${north}/x`,
    `${north},x`,
    `x ${north}`,
    `x):Hangup(`,
    `"]?Hangup():"`,
    `$[1]`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what somebody might try.
    "${EVAL(x)}:1",
  ];
  const inAnHour = Math.floor(Date.now() / 1000) + 3_600;
  for (const [nth, address] of [north, ...strange].entries()) {
    await centre.lend(inAnHour, address);
    const number = `55${nth}`;
    const call = await centre.call(number);
    await until(`${address}: they wait`, BOUND_MS, async () => (await centre.queue()).includes(number));
    call.hangUp();
    await call.end(BOUND_MS);
  }
  await centre.lend(0, north);
  await centre.call("560").then((call) => call.until("answered", BOUND_MS).then(() => call.hangUp()));
  assert.deepEqual(brought, [hosts.north, ...strange.map(() => hosts.printed)]);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  await centre.pause(false);
});

const steps = [
  "before they are dialled",
  "while their phone rings",
  "while they are asked to press 1",
  "after they pressed 1",
  "while the agent's phone rings for them",
  "while they talk",
] as const;

describe("a return call goes on under the other node", () => {
  before(async () => {
    await centre.join("north");
    await centre.ledTo("north");
    await centre.join("south");
    // How long callers wait is not known before some were answered.
    centre.agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 200 });
    for (const number of ["551", "552", "553"]) await (await centre.call(number)).end(BOUND_MS);
  });

  test("espera asterisk check finds nothing missing on the machine of the one that stands by", async () => {
    const standingBy = otherThan(await centre.led());
    const ran = await espera(["asterisk", "check", "--lang", "en", "--data", centre.dataOf(standingBy)]);
    assert.deepEqual([ran.code, ran.err], [0, ""], ran.out);
    assert.match(ran.out, /Nothing is missing\./);
  });

  for (const [nth, step] of steps.entries())
    test(`when its own is killed ${step}`, async () => {
      await tell(`300000010${nth}`, step, async () => {
        const killedAt = Date.now();
        const owner = await centre.led();
        await centre.end(owner, "SIGKILL");
        await centre.ledTo(otherThan(owner));
        console.log(`killed ${step}: ${otherThan(owner)} leads after ${(Date.now() - killedAt) / 1000} s`);
        await centre.begin(owner);
      });
    });

  test("and a node that stood still, and goes on later, takes no calls from the other", async () => {
    const owner = await centre.led();
    centre.signal(owner, "SIGSTOP");
    await centre.ledTo(otherThan(owner));
    centre.signal(owner, "SIGCONT");
    await until("it has let go of Asterisk", BOUND_MS, async () => !(await centre.listens(owner)));
    assert.equal(await centre.leads(), otherThan(owner));
  });

  test("when its own is stopped; who waits, and who calls just then, keeps their place", async () => {
    const [number, waiting, arriving] = ["3000000110", "556", "557"];
    await tell(number, "while their phone rings", async () => {
      await centre.pause(true);
      const waits = await centre.call(waiting);
      await until("they wait", BOUND_MS, async () => (await centre.queue()).includes(waiting));
      const owner = await centre.led();
      const arrives = centre.call(arriving);
      await centre.end(owner, "SIGTERM");
      await centre.ledTo(otherThan(owner));
      await until(
        "both wait",
        BOUND_MS,
        async () => (await centre.queue()).join() === `${waiting},${arriving}`,
      );
      for (const call of [waits, await arrives]) assert.equal(call.ended, false);
      await centre.begin(owner);
    });
    // Everybody who still waits is served, after the customer, who had called before them.
    centre.agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 200 });
    await centre.pause(false);
    for (const call of centre.callers) assert.equal((await call.end(BOUND_MS)).what, "hung-up");
    assert.deepEqual(served().slice(-3), [number, waiting, arriving]);
  });

  test("and by then every promise was kept, and nothing was dialled twice", async () => {
    const statuses = (steps: readonly Step[]) =>
      steps.flatMap(({ events }) =>
        events.flatMap((one) => (one.type === "callback-ended" ? [one.status] : [])),
      );
    const { steps, problems } = await until("all callbacks have ended", BOUND_MS, async () => {
      const journal = await centre.journal();
      return statuses(journal.steps).length >= promised.length && journal;
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      statuses(steps),
      promised.map(() => "OK"),
    );
    const rings = centre.customers.calls.map(({ number }) => national(number));
    assert.deepEqual(rings, promised);
    const attempts = attemptsIn(steps);
    assert.deepEqual(faultsOfDialling({ attempts, diallings: [], rings: [] }), []);
    const legs = centre.saw("Newchannel").flatMap(({ Uniqueid = "" }) => attemptOf(Uniqueid) ?? []);
    assert.deepEqual(
      legs,
      attempts.map(({ attempt }) => attempt),
    );
    for (const number of promised) assert.equal(served().filter((one) => one === number).length, 1, number);
    for (const phones of [centre.agents, centre.customers])
      assert.doesNotMatch(await phones.errors(), /unexpected|abort|discard/i);
  });
});

/** The numbers that the agent was connected to, in order. */
function served(): string[] {
  return centre.saw("AgentConnect").map((message) => national(message["CallerIDNum"]));
}

function otherThan(name: NodeName): NodeName {
  return name === "north" ? "south" : "north";
}

/**
 * A customer calls while the agent talks, says yes and hears the promise; they are called back when the agent is free, press 1, wait
 * until the agent is back from a break, and talk. At `step` something happens. Nobody but agent and customer hangs up.
 */
async function tell(
  number: string,
  step: (typeof steps)[number],
  happens: () => Promise<void>,
): Promise<void> {
  const at = async (one: typeof step) => {
    if (one === step) await happens();
  };
  await centre.led();
  centre.agents.behave("ana", { answerAfterMs: 100 });
  const talk = await centre.nextAtAgent(() => centre.call("555"));
  await talk.until("answered", BOUND_MS);
  const asked = await centre.call(number, {
    keys: [
      { afterMs: 500, key: "1" },
      { afterMs: 1_500, key: "1" },
    ],
  });
  await until("the promise is heard", BOUND_MS, () => hears(asked, "thanks-registered"));
  promised.push(number);
  await putDown(asked);
  await asked.end(BOUND_MS);
  await at("before they are dialled");

  centre.customers.behave(`+57${number}`, {});
  await putDown(talk);
  const returned = await centre.customers.call(`+57${number}`, BOUND_MS);
  await returned.until("ringing", BOUND_MS);
  await at("while their phone rings");
  await centre.pause(true);
  returned.answer();
  if (step === "while they are asked to press 1") {
    await until("they are asked", BOUND_MS, () => returned.ear.heard().length > 0);
    await at(step);
  } else {
    await until("they are asked", BOUND_MS, () => hears(returned, "return-hello"));
    returned.press("1");
  }
  await until("they wait", BOUND_MS, async () => (await centre.queue())[0] === number);
  await at("after they pressed 1");

  centre.agents.behave("ana", {});
  const leg = await centre.nextAtAgent(() => centre.pause(false));
  await leg.until("ringing", BOUND_MS);
  await at("while the agent's phone rings for them");
  leg.answer();
  await until("they talk", BOUND_MS, () => served().includes(number));
  await at("while they talk");
  assert.equal(returned.ended, false);
  await putDown(leg);
  assert.equal((await returned.end(BOUND_MS)).by, "exchange");
}
