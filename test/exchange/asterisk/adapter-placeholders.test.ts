import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { isNobody, isPlaceholder, placeholderId } from "../../../src/exchange/asterisk/identity.ts";
import { Placeholders } from "../../../src/exchange/asterisk/queues/placeholders.ts";
import { AskedAmi, answered, event, queues, turns } from "./adapter-peers.ts";

const PLACE = Date.parse("2026-11-30T10:00:00Z");
const ID = placeholderId("bed-1.0", 7, PLACE);

let ami: AskedAmi;
let placeholders: Placeholders;
/** The channels that Asterisk has. */
let living: Set<string>;
let failed: string[];

beforeEach(() => {
  ami = new AskedAmi();
  living = new Set();
  failed = [];
  placeholders = new Placeholders(ami, queues, (queue) => void failed.push(queue));
  ami.answer = (name, { Channel = "", ChannelId = "" }) => {
    if (name === "Originate") living.add(String(ChannelId));
    if (name === "Setvar") return answered({}, living.has(String(Channel).replace(/;2$/, "")));
    return answered({}, name !== "Hangup" || living.delete(String(Channel)));
  };
});

const hold = (place = PLACE, skill = 7) =>
  placeholders.hold({ type: "reserve", callback: "bed-1.0", skill, place, forMs: 15_000 });
const asked = (name: string) => ami.actions.filter((one) => one.name === name).map(({ headers }) => headers);
const about = (name: string, uniqueid: string) =>
  placeholders.event(event(name, { Queue: "ventas", Uniqueid: uniqueid, Interface: "PJSIP/ana" }));

test("one stands in the queue at the place, for as long as was said, and ends if an agent should get it", async () => {
  hold();
  await turns();
  const [{ Channel, ChannelId, Application, Variable } = {}] = asked("Originate");
  assert.deepEqual([Channel, ChannelId, Application], ["Local/ventas@espera-hold/n", ID, "Hangup"]);
  assert.deepEqual(Variable, [`__ESPERA_AT=${PLACE / 1000}`, "__ESPERA_FOR=15"]);
});

test("it stays when it is ordered again, and no second one comes; one that is gone is made again", async () => {
  hold();
  await turns();
  hold();
  await turns();
  assert.equal(asked("Originate").length, 1);
  assert.deepEqual(asked("Setvar").at(-1), {
    Channel: `${ID};2`,
    Variable: "TIMEOUT(absolute)",
    Value: 15,
  });
  living.clear();
  hold();
  await turns();
  assert.equal(asked("Originate").length, 2);
});

test("one that stands there since before a restart is found again", async () => {
  living.add(ID);
  hold();
  await turns();
  assert.deepEqual(asked("Originate"), []);
});

test("at another place the one before goes, and let go of it ends at once", async () => {
  hold();
  await turns();
  hold(PLACE + 5_000);
  await turns();
  assert.deepEqual(asked("Hangup")[0]?.["Channel"], ID);
  placeholders.letGo("bed-1.0");
  placeholders.letGo("bed-1.0");
  assert.deepEqual(
    asked("Hangup").map(({ Channel }) => Channel),
    [ID, placeholderId("bed-1.0", 7, PLACE + 5_000)],
  );
  assert.equal(living.size, 0);
});

test("one that begins after it was let go of ends as it begins", async () => {
  hold();
  await turns();
  living.clear();
  placeholders.letGo("bed-1.0");
  about("Newchannel", ID);
  assert.equal(asked("Hangup").length, 2);
  about("Hangup", ID);
  about("Newchannel", ID);
  assert.equal(asked("Hangup").length, 2, "and is forgotten with its end");
});

test("all of them go with Espera's own end", async () => {
  hold();
  placeholders.hold({ type: "reserve", callback: "other", skill: 3, place: PLACE, forMs: 15_000 });
  await turns();
  placeholders.letAllGo();
  assert.equal(living.size, 0);
});

test("a queue that rings an agent for one gets none any more", async () => {
  hold();
  await turns();
  about("AgentCalled", `${ID};2`);
  about("AgentCalled", `${ID};2`);
  assert.deepEqual(failed, ["ventas"]);
  assert.equal(asked("Hangup")[0]?.["Channel"], ID);
  hold(PLACE + 5_000);
  await turns();
  assert.equal(asked("Originate").length, 1);
  assert.ok(placeholders.failedIn(queues.named("ventas")!));
  assert.ok(!placeholders.failedIn(queues.named("soporte")!));
});

test("it is nobody's call, and no attempt's", () => {
  for (const id of [ID, `${ID};2`, placeholderId("a'b ~(1)", 1, 0)]) {
    assert.ok(isPlaceholder(id) && isNobody(id), id);
    assert.match(id, /^espera-hold-\d+-\d+-[\w.~%-]+(;2)?$/);
  }
  for (const id of ["1795337198.0", "espera-0123456789abcdef01234567-bed-1.0~1", "espera-test-1"])
    assert.ok(!isPlaceholder(id), id);
});
