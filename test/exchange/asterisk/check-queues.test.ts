import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { QueueSnapshot } from "../../../src/exchange/asterisk/ami/actions.ts";
import type { ListResult } from "../../../src/exchange/asterisk/ami/results.ts";
import { checkDialplan } from "../../../src/exchange/asterisk/check/dialplan-check.ts";
import { type FindingCode, findings, sentence } from "../../../src/exchange/asterisk/check/findings.ts";
import { checkQueues } from "../../../src/exchange/asterisk/check/queue/queue-check.ts";
import {
  type CheckedQueue,
  queueOptions,
  verdictOf,
} from "../../../src/exchange/asterisk/check/queue/queue-options.ts";
import { checkTrunk } from "../../../src/exchange/asterisk/check/trunk-check.ts";
import { AskedAmi, answered, event } from "./adapter-peers.ts";

type Line = [key: string, value: string];

const GENERAL: Line[] = [["autofill", "yes"]];
const SOUND: Line[] = [["ringinuse", "no"]];

const status = (queue: string, members: Record<string, string>[] = [], weight = "0"): QueueSnapshot => ({
  queue,
  params: event("QueueParams", { Queue: queue, Weight: weight }),
  members: members.map((member) => event("QueueMember", { Queue: queue, ...member })),
  entries: [],
});

/** The codes of what is found of a queue with these lines, beside another queue of the same weight. */
function codesOf(
  own: Line[],
  {
    general = GENERAL,
    queue = {},
    all = [status("ventas"), status("soporte")],
  }: { general?: Line[]; queue?: Partial<CheckedQueue>; all?: QueueSnapshot[] } = {},
): FindingCode[] {
  const file = { general: new Map(general), own: new Map([...SOUND, ...own]) };
  const found = checkQueues(all, [{ queue: "ventas", skill: 7, ...queue }], new Map([["ventas", file]]));
  for (const one of found)
    for (const language of ["es", "en"] as const) assert.doesNotMatch(sentence(one, language), /[{}?]/);
  return found.map(({ code }) => code);
}

describe("of the settings of a queue", () => {
  const own: [Line, ...FindingCode[]][] = [
    [["autofill", "no"], "serves-one-by-one"],
    [["weight", "5"], "weight-differs"],
    [["ringinuse", "yes"], "rings-in-use"],
    [["wrapuptime", "10"], "wrap-up-differs"],
    [["maxlen", "5"], "may-be-full"],
    [["joinempty", "no"], "refuses-when-empty"],
    [["joinempty", "penalty,paused"], "refuses-when-empty"],
    [["leavewhenempty", "strict"], "refuses-when-empty"],
    [["context", "ivr"], "key-leads-away"],
    [["announce-position", "limit"], "announces-position"],
    [["announce-holdtime", "once"], "announces-hold-time"],
    [["announce-to-first-user", "yes"], "announces-to-first"],
    [["announce", "queue-ventas"], "announcement-replaced"],
    [["membergosub", "recording"], "routine-replaced"],
    [["membermacro", "recording"], "routine-replaced"],
    [["defaultrule", "vip"], "penalty-rule-restarts"],
    [["weight", "0"]],
    [["joinempty", "yes"]],
    [["leavewhenempty", "no"]],
    [["context", "espera-key-ventas"]],
    [["announce-position", "no"]],
    [["strategy", "ringall"]],
    [["periodic-announce", "press-one"]],
    [["monitor-format", "wav"]],
  ];
  for (const [line, ...codes] of own)
    test(`${line.join("=")} is ${codes.length > 0 ? codes.join() : "fine"}`, () =>
      assert.deepEqual(codesOf([line]), codes));

  test("a routine that Espera's own calls is fine, and so is a rule whose limits are asked for", () => {
    const replaces = { routine: "recording", limits: true };
    assert.deepEqual(codesOf([["membergosub", "recording"]], { queue: { replaces } }), []);
    assert.deepEqual(codesOf([["membergosub", "other"]], { queue: { replaces } }), ["routine-replaced"]);
    assert.deepEqual(codesOf([["membermacro", "recording"]], { queue: { replaces } }), ["routine-replaced"]);
    assert.deepEqual(codesOf([["defaultrule", "vip"]], { queue: { replaces } }), []);
  });

  const global: [Line, ...FindingCode[]][] = [
    [["force_longest_waiting_caller", "yes"], "forces-longest-waiting"],
    [["force_longest_waiting_caller", "prio"]],
    [["force_longest_waiting_caller", "no"]],
    [["negative_penalty_invalid", "yes"], "negative-penalty-invalid"],
    [["persistentmembers", "yes"]],
  ];
  for (const [line, ...codes] of global)
    test(`[general] ${line.join("=")} is ${codes.length > 0 ? codes.join() : "fine"}`, () =>
      assert.deepEqual(codesOf([], { general: [...GENERAL, line] }), codes));

  test("return calls do not work where callers are forced by how long they have stood", () => {
    assert.equal(findings["forces-longest-waiting"].level, "missing");
  });

  test("what neither the queue nor [general] says is as Asterisk has it", () => {
    assert.deepEqual(codesOf([], { general: [] }), ["serves-one-by-one"]);
    assert.deepEqual(codesOf([["autofill", "yes"]], { general: [] }), []);
    assert.deepEqual(codesOf([["autofill", "yes"]], { general: [["autofill", "no"]] }), []);
  });

  test("a weight is that of the other queues, or nothing is said of it", () => {
    const beside = (weight: string) => ({ all: [status("ventas"), status("soporte", [], weight)] });
    assert.deepEqual(codesOf([["weight", "5"]], beside("5")), []);
    assert.deepEqual(codesOf([], beside("5")), ["weight-differs"]);
    assert.deepEqual(codesOf([["weight", "5"]], { all: [status("ventas")] }), ["weight-differs"]);
    assert.deepEqual(codesOf([], { all: [status("ventas")] }), []);
  });

  test("calls of another queue count for wrap-up only where there is one", () => {
    const general: Line[] = [...GENERAL, ["shared_lastcall", "yes"]];
    const queue = { wrapUpMs: 10_000 };
    assert.deepEqual(codesOf([["wrapuptime", "10"]], { general, queue }), ["shares-last-call"]);
    assert.deepEqual(codesOf([], { general }), []);
  });

  test("no option is weighed twice, and each verdict has a code that is known", () => {
    const names = queueOptions.flatMap((option) => option.names);
    assert.deepEqual([...new Set(names)], names);
    for (const option of queueOptions) {
      assert.match(verdictOf(option, "en"), /^(fine$|warned: |refused: )/);
      assert.match(verdictOf(option, "es"), /^(bien$|avisa: |rechaza: )/);
    }
  });
});

describe("of the members of a queue", () => {
  const found = (...members: Record<string, string>[]) => codesOf([], { all: [status("ventas", members)] });

  test("whether they talk is known by a phone of their own, or a state interface", () => {
    assert.deepEqual(found({ Location: "PJSIP/ana", StateInterface: "PJSIP/ana" }), []);
    assert.deepEqual(found({ Location: "Local/ana@agents", StateInterface: "PJSIP/ana" }), []);
    assert.deepEqual(found({ Location: "Local/1@from-queue/n", StateInterface: "hint:1@ext-local" }), []);
    assert.deepEqual(found({ Location: "Local/ana@agents", StateInterface: "Local/ana@agents" }), [
      "member-without-state",
    ]);
    assert.deepEqual(found({ Location: "Local/ana@agents/n", StateInterface: "Local/ana@agents/n" }), [
      "member-half-seen",
    ]);
    assert.equal(findings["member-without-state"].level, "missing");
  });

  test("a member with a penalty is named", () => {
    assert.deepEqual(
      found({ Location: "PJSIP/ana", Penalty: "0" }, { Location: "PJSIP/luz", Penalty: "5" }),
      ["member-with-penalty"],
    );
  });
});

const SECRET = "of-this-installation";

/** An Asterisk whose contexts have the same steps for the queue. */
class Plan extends AskedAmi {
  readonly #steps: [application: string, data: string][];

  constructor(...steps: [application: string, data: string][]) {
    super();
    this.#steps = steps;
  }

  override async list(): Promise<ListResult> {
    const steps = [...this.#steps, ["Set", "QUEUE_PRIO=1"], ["AGI", `agi://127.0.0.1:4573/${SECRET}/in`]];
    const items = steps.map(([Application = "", AppData = ""]) =>
      event("ListDialplan", { Extension: "ventas", Application, AppData }),
    );
    return { ...answered({}), items: [...items, event("ListDialplan", { Extension: "T" })] };
  }
}

describe("of the dialplan", () => {
  const codes = async (
    version: string | null,
    members: Record<string, string>[],
    ...steps: [string, string][]
  ) => {
    const runs = { version, status: [status("ventas", members)] };
    const listening = { host: "127.0.0.1", port: 4573, secret: SECRET };
    const found = await checkDialplan(new Plan(...steps), [{ queue: "ventas", skill: 7 }], listening, runs);
    return found.map(({ code }) => code);
  };

  test("the routine is one argument later before Asterisk 21, and what is printed now fits all", async () => {
    const seventh: [string, string] = ["Queue", "ventas,,,a,,,espera-served"];
    const eighth: [string, string] = ["Queue", "ventas,,,a,,,,espera-served"];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the dialplan
    const printed: [string, string] = ["Queue", "ventas,,,a,,,${ESPERA_MACRO}espera-served,${ESPERA_RULE}"];
    for (const old of ["16.28.0~dfsg", "18.10.0", "20.5.2", "certified-18.9-cert5", "GIT-20-2f8c"]) {
      assert.deepEqual(await codes(old, [], seventh), ["dialplan-without-note"], old);
      assert.deepEqual(await codes(old, [], eighth), [], old);
      assert.deepEqual(await codes(old, [], printed), [], old);
    }
    for (const recent of ["21.0.0", "22.10.1+dfsg", null]) {
      assert.deepEqual(await codes(recent, [], seventh), [], String(recent));
      assert.deepEqual(await codes(recent, [], eighth), ["dialplan-without-note"], String(recent));
      assert.deepEqual(await codes(recent, [], printed), [], String(recent));
    }
  });

  test("agents behind from-queue need to know where the call came from, in both contexts", async () => {
    const queue: [string, string] = ["Queue", "ventas,,,a,,,espera-served"];
    const behind = [{ Location: "Local/101@from-queue/n", StateInterface: "hint:101@ext-local" }];
    assert.deepEqual(await codes("22.1", behind, queue), [
      "dialplan-without-nodest",
      "dialplan-without-nodest",
    ]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the dialplan
    assert.deepEqual(await codes("22.1", behind, queue, ["Set", "__NODEST=${EXTEN}"]), []);
  });
});

describe("of the trunk", () => {
  /** The codes of what is found of an endpoint with these values; `null`: its functions are not loaded. */
  const codes = async (endpoint: Record<string, string> | null, callerId?: string, state = "NOT_INUSE") => {
    const ami = new AskedAmi();
    const values: Record<string, string> = { context: "trunk", ...endpoint };
    ami.answer = (_name, headers) => {
      const [, option = ""] = /^PJSIP_ENDPOINT\(trunk,(\w+)\)$/.exec(String(headers["Variable"])) ?? [];
      if (headers["Variable"] === "DEVICE_STATE(PJSIP/trunk)") return answered({ Value: state });
      return answered({ Value: endpoint === null ? "" : (values[option] ?? "") });
    };
    return (await checkTrunk(ami, "PJSIP/{number}@trunk", callerId)).map(({ code }) => code);
  };

  test("an endpoint that is not there or not reached gives another finding than one that cannot be asked", async () => {
    const callerId = "Clínica <6011234567>";
    assert.deepEqual(await codes({}, callerId, "INVALID"), ["trunk-unknown"]);
    assert.deepEqual(await codes({}, callerId, "UNAVAILABLE"), ["trunk-unavailable"]);
    assert.deepEqual(await codes({}, callerId, ""), ["trunk-other"]);
    assert.deepEqual(await codes({}, callerId), []);
    assert.deepEqual(await codes(null), [], "what it shows is not known");
  });

  test("a Local channel hands on why a call failed, or is named", async () => {
    const dial: [string, string] = ["Dial", "PJSIP/3001112233@trunk"];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the dialplan
    const cause: [string, string] = ["Hangup", "${HANGUPCAUSE}"];
    const of = async (...steps: [string, string][]) =>
      (await checkTrunk(new Plan(...steps), "Local/{number}@out/n", undefined)).map(({ code }) => code);
    assert.deepEqual(await of(dial), ["trunk-hides-cause"]);
    assert.deepEqual(await of(dial, ["Hangup", ""]), ["trunk-hides-cause"]);
    assert.deepEqual(await of(dial, cause), []);
    assert.deepEqual(await of(), ["trunk-other"], "it goes on to other contexts");
  });

  test("somebody says which number is shown: the configuration or the endpoint", async () => {
    assert.deepEqual(await codes({ callerid: "<unknown>" }), ["caller-id-lacking"]);
    assert.deepEqual(await codes({ callerid: '"" <unknown>', from_user: "" }), ["caller-id-lacking"]);
    assert.deepEqual(await codes({ callerid: "<unknown>" }, "Clínica <6011234567>"), []);
    assert.deepEqual(await codes({ callerid: '"Clínica" <6011234567>' }), []);
    assert.deepEqual(await codes({ callerid: "<unknown>", from_user: "6011234567" }), []);
  });
});
