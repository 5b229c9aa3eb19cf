import assert from "node:assert/strict";
import { test } from "node:test";
import type { ListResult } from "../../../src/exchange/asterisk/ami/results.ts";
import { Attempts } from "../../../src/exchange/asterisk/attempts.ts";
import { checkDialplan } from "../../../src/exchange/asterisk/check/dialplan-check.ts";
import { sentence } from "../../../src/exchange/asterisk/check/findings.ts";
import { dialplan } from "../../../src/exchange/asterisk/printed/dialplan.ts";
import { QueueEvents } from "../../../src/exchange/asterisk/queues/queue-events.ts";
import { Queues } from "../../../src/exchange/asterisk/queues/queues.ts";
import { ServedNotes } from "../../../src/exchange/asterisk/queues/served-notes.ts";
import { askForSight } from "../../../src/exchange/asterisk/queues/snapshot.ts";
import { Withdrawals } from "../../../src/exchange/asterisk/queues/withdrawals.ts";
import { AskedAmi, answered, event, gathered, turns } from "./adapter-peers.ts";

/** Asterisk has another queue of the alias, which is none of ours. */
const ours = { queue: "Ventas, y Soporte", alias: "ventas", skill: 7 };
const queues = new Queues([ours]);

function watching() {
  const ami = new AskedAmi();
  const { report, take } = gathered();
  const attempts = new Attempts({ ami, report, queues, trunks: ["PJSIP/{number}@trunk"], country: "CO" });
  return { ami, attempts, take, events: new QueueEvents(queues, attempts, report) };
}

const came = (Queue: string) =>
  event("QueueCallerJoin", { Queue, Uniqueid: "bed-1.1", CallerIDNum: "3000000001" });

test("Asterisk's events name the queue by its own name, and the alias is another queue there", () => {
  const { events, take } = watching();
  events.event(came("ventas"));
  assert.deepEqual(take(), []);
  events.event(came(ours.queue));
  assert.deepEqual(take(), [{ type: "call-joined", call: "bed-1.1", skill: 7, number: "3000000001" }]);
});

test("the dialplan's events name it by the alias", () => {
  const { events, take } = watching();
  events.event(came(ours.queue));
  take();
  const left = (Queue: string) =>
    event("UserEvent", { UserEvent: "EsperaLeft", Call: "bed-1.1", Queue, Why: "FULL" });
  events.event(left("otra"));
  assert.deepEqual(take(), []);
  events.event(left("ventas"));
  assert.deepEqual(take(), [{ type: "call-left", call: "bed-1.1", why: "full" }]);
});

test("a return call goes to the extension of the alias", () => {
  const { ami, attempts } = watching();
  attempts.dial({
    type: "dial",
    attempt: "bed-1.1~1",
    callback: "bed-1.1",
    person: "p1",
    skill: 7,
    place: 1_795_337_198_900,
    ringForMs: 25_000,
    dialogue: { name: null, laterMs: [] },
    number: "+573000000001",
  });
  assert.deepEqual(
    ami.actions.map(({ name, headers }) => [name, headers["Context"], headers["Exten"]]),
    [["Originate", "espera-return", "ventas"]],
  );
});

/** An Asterisk that lists by what it is asked for. */
class Listing extends AskedAmi {
  readonly asked: [name: string, headers: unknown][] = [];
  readonly lists: Readonly<Record<string, readonly ReturnType<typeof event>[]>>;

  constructor(lists: Listing["lists"]) {
    super();
    this.lists = lists;
  }

  override async list(name?: string, headers?: unknown): Promise<ListResult> {
    this.asked.push([name ?? "", headers]);
    return { ...answered({}), items: this.lists[name ?? ""] ?? [] };
  }
}

test("a snapshot finds calls by the name that each place has for the queue", async () => {
  const channel = (Uniqueid: string, more: Record<string, string>) =>
    event("CoreShowChannel", {
      Uniqueid,
      Channel: `PJSIP/callers-${Uniqueid}`,
      ChannelStateDesc: "Up",
      ...more,
    });
  const inQueue = (ApplicationData: string) => ({ Application: "Queue", ApplicationData });
  const ami = new Listing({
    CoreShowChannels: [
      channel("bed-1.1", { Context: "espera-in", Exten: "ventas", Application: "AGI" }),
      channel("bed-2.1", { Context: "espera-in", Exten: "ventas", ...inQueue('"Ventas, y Soporte",t,,,') }),
      channel("bed-3.1", { Context: "site", Exten: "s", ...inQueue("ventas,t,,,") }),
    ],
    QueueStatus: [
      event("QueueParams", { Queue: ours.queue }),
      event("QueueEntry", { Queue: ours.queue, Uniqueid: "bed-2.1", Priority: "-28111598" }),
      event("QueueParams", { Queue: "ventas" }),
      event("QueueEntry", { Queue: "ventas", Uniqueid: "bed-3.1", Priority: "0" }),
    ],
    DBGetTree: [
      event("DBGetTreeResponse", {
        Key: "/espera-served/ventas/espera-bed-9.1~1",
        Val: "PJSIP/ana-0000001f 1795337198",
      }),
      event("DBGetTreeResponse", { Key: "/espera-served/otra/espera-bed-9.2~1", Val: "PJSIP/ana-0000001f" }),
    ],
  });
  const sight = await askForSight(ami, queues, new ServedNotes(ami, queues), () => {}, 1_795_337_300_000);
  assert.deepEqual(
    sight?.calls.map(({ call, sighting }) => [call, sighting]),
    [
      ["bed-1.1", "in-dialogue"],
      ["bed-2.1", "waiting"],
    ],
  );
  assert.deepEqual(sight?.served, [{ attempt: "bed-9.1~1", endedAt: 1_795_337_198_000 }]);
});

test("a caller who waits is taken out of the queue by its name, where they came by the extension of the alias", async () => {
  const entry = { Queue: ours.queue, Uniqueid: "bed-1.1", Channel: "PJSIP/callers-00000000" };
  const ami = new Listing({
    QueueStatus: [event("QueueParams", { Queue: ours.queue }), event("QueueEntry", entry)],
  });
  const says: Record<string, string> = {
    CONTEXT: "espera-in",
    EXTEN: "ventas",
    "DIALPLAN_EXISTS(espera-in,ventas,again)": "1",
  };
  ami.answer = (name, headers) =>
    name === "Getvar" ? answered({ Value: says[String(headers["Variable"])] ?? "" }) : answered({});
  new Withdrawals(ami, queues).give({
    type: "withdraw",
    call: "bed-1.1",
    skill: 7,
    place: 1_795_337_198_000,
    dialogue: { waitMs: null, confirmNumber: true, otherNumber: false, recordName: false, laterMs: [] },
  });
  await turns();
  assert.deepEqual(ami.asked, [["QueueStatus", { Queue: ours.queue }]]);
  assert.deepEqual(
    ami.actions.filter(({ name }) => name === "QueueWithdrawCaller").map(({ headers }) => headers),
    [{ Queue: ours.queue, Caller: "PJSIP/callers-00000000" }],
  );
});

/** An Asterisk that runs a printed dialplan. */
class Running extends AskedAmi {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override async list(_name?: string, { Context = "" }: { Context?: string } = {}): Promise<ListResult> {
    const [, section] = this.#text.split(`[${Context}]\n`);
    if (section === undefined) return answeredNot;
    let extension = "";
    const items = section
      .split("\n[")[0]!
      .split("\n")
      .flatMap((line) => {
        const [, own, application = "", data = ""] =
          /^(?:exten => ([^,]+),1| same => n)(?:\([a-z]+\))?,(\w+)\((.*)\)$/.exec(line) ?? [];
        extension = own ?? extension;
        return application === ""
          ? []
          : [event("ListDialplan", { Extension: extension, Application: application, AppData: data })];
      });
    return { ...answered({}), items };
  }
}
const answeredNot: ListResult = { ...answered({}, false), items: [] };

test("check finds the queue at its alias, and says when that leads to another queue", async () => {
  const found = async (...printed: { queue: string; alias?: string }[]) => {
    const text = dialplan({
      queues: printed,
      agi: "127.0.0.1:4573",
      agiSecret: "of-this-installation",
      prompts: "espera/",
    });
    const findings = await checkDialplan(
      new Running(text),
      [{ ...ours, asksWaiting: { byKey: true, byWait: true } }],
      { host: "127.0.0.1", port: 4573, secret: "of-this-installation" },
      { version: "22.1", status: [] },
    );
    return findings.map((one) => sentence(one, "en"));
  };
  assert.deepEqual(await found(ours), []);
  assert.deepEqual(await found({ queue: "ventas" }), [
    'In espera-in the extension ventas leads to the queue ventas, and in espera.yaml it is Ventas, y Soporte: print the dialplan again with --queue "ventas=Ventas, y Soporte".',
    'In espera-return the extension ventas leads to the queue ventas, and in espera.yaml it is Ventas, y Soporte: print the dialplan again with --queue "ventas=Ventas, y Soporte".',
  ]);
  assert.deepEqual((await found({ queue: "soporte" })).slice(0, 1), [
    'The context espera-in has no queue Ventas, y Soporte: print the dialplan again with --queue "ventas=Ventas, y Soporte".',
  ]);
});

test("check says of each queue and context when the dialplan has another secret, or none yet", async () => {
  const codes = async (printed: string | undefined, secret: string | null) => {
    const text = dialplan({
      queues: [ours],
      agi: "127.0.0.1:4573",
      prompts: "espera/",
      ...(printed === undefined ? {} : { agiSecret: printed }),
    });
    const listening = { host: "127.0.0.1", port: 4573, secret };
    const runs = { version: "22.1", status: [] };
    return (await checkDialplan(new Running(text), [ours], listening, runs)).map(({ code }) => code);
  };
  const both = <T>(code: T) => [code, code];
  assert.deepEqual(await codes("new", "new"), []);
  assert.deepEqual(await codes("old", "new"), both("dialplan-other-secret"));
  assert.deepEqual(await codes(undefined, "new"), both("dialplan-other-secret"));
  assert.deepEqual(await codes("lost", null), both("dialplan-other-secret"));
  assert.deepEqual(await codes(undefined, null), both("dialplan-without-secret"));
});

test("check says of a dialplan that names one address: not the server's, or with nodes that it does", async () => {
  const codes = async (text: string, isOfNodes: boolean) => {
    const listening = { host: "127.0.0.1", port: 4573, secret: "new", isOfNodes };
    const runs = { version: "22.1", status: [] };
    return (await checkDialplan(new Running(text), [ours], listening, runs)).map(({ code }) => code);
  };
  const printed = (agi: string) => dialplan({ queues: [ours], agi, agiSecret: "new", prompts: "espera/" });
  /** As it was printed before there were nodes. */
  const earlier = (agi: string) => printed(agi).replaceAll(`agi://\${ESPERA_TO}/`, `agi://${agi}/`);
  for (const form of [printed, earlier]) {
    assert.deepEqual(await codes(form("127.0.0.1:4573"), false), []);
    assert.deepEqual(await codes(form("127.0.0.1:4574"), false), [
      "dialplan-elsewhere",
      "dialplan-elsewhere",
    ]);
  }
  assert.deepEqual(await codes(printed("10.0.0.9:4574"), true), [], "nodes say where they are called");
  assert.deepEqual(await codes(earlier("127.0.0.1:4573"), true), [
    "dialplan-fixed-address",
    "dialplan-fixed-address",
  ]);
});
