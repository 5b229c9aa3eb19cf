import assert from "node:assert/strict";
import { test } from "node:test";
import { Lease } from "../../../src/exchange/asterisk/lease.ts";
import { AskedAmi, answered, turns } from "./adapter-peers.ts";
import { stillClock } from "./ami-peer.ts";

const sets = ({ actions }: AskedAmi) =>
  actions.filter(({ name }) => name === "Setvar").map(({ headers }) => headers["Value"]);

test("the lease follows Asterisk's clock, not ours", async () => {
  const ami = new AskedAmi();
  const clock = stillClock();
  const lease = new Lease(ami, clock, { queues: ["ventas"] });
  for (const seconds of ["1795337198.999999", "1795337000.5"]) {
    ami.answer = () => answered({ Timestamp: seconds });
    lease.hold();
    await turns();
    assert.equal(sets(ami).at(-1), Math.floor(Number(seconds)) + 10);
    lease.pause();
  }
});

test("a node says where it is called before it says until when; a server that is none takes back what one said", async () => {
  for (const address of ["10.0.0.11:4573", undefined]) {
    const ami = new AskedAmi();
    ami.answer = () => answered({ Timestamp: "1795337198.1" });
    new Lease(ami, stillClock(), { queues: ["ventas"], address }).hold();
    await turns();
    assert.deepEqual(
      ami.actions.slice(1).map(({ headers }) => headers),
      [
        { Variable: "ESPERAOWNER_ventas", Value: address ?? "" },
        { Variable: "ESPERA_ventas", Value: 1795337208 },
      ],
    );
  }
});

test("a lease that may be another node's by now is neither renewed nor ended", async () => {
  const ami = new AskedAmi();
  const clock = stillClock();
  ami.answer = () => answered({ Timestamp: "1795337198.1" });
  let isOurs = true;
  const lease = new Lease(ami, clock, { queues: ["ventas"], isOurs: () => isOurs });
  lease.hold();
  await turns();
  const before = sets(ami).length;
  isOurs = false;
  await clock.run(clock.now() + 60_000);
  await turns();
  await lease.giveUp();
  assert.equal(sets(ami).length, before);
});

test("an Asterisk that does not say its time gets no lease", async () => {
  for (const answer of [
    answered({}),
    answered({ Timestamp: "soon" }),
    { outcome: "unknown", why: "timeout" } as const,
  ]) {
    const ami = new AskedAmi();
    ami.answer = () => answer;
    new Lease(ami, stillClock(), { queues: ["ventas"] }).hold();
    await turns();
    assert.deepEqual(sets(ami), []);
  }
});

test("a lease that is given up while it is being renewed stays given up", async () => {
  const ami = new AskedAmi();
  const clock = stillClock();
  ami.answer = () => answered({ Timestamp: "1795337198.1" });
  const lease = new Lease(ami, clock, { queues: ["ventas"] });
  lease.hold();
  await lease.giveUp();
  await turns();
  await clock.run(clock.now() + 60_000);
  await turns();
  assert.deepEqual(sets(ami), [0]);
});
