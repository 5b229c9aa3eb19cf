import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { laterOptions } from "../../../src/exchange/dialogue/later-options.ts";
import { minutesPrompt } from "../../../src/exchange/dialogue/prompt-names.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { livingChannel } from "./agi-peer.ts";
import {
  CALL,
  digitsOf,
  inOrder,
  judged,
  keyed,
  offer,
  presses,
  pressesOn,
  prompts,
  RECORDING,
  seat,
  serve,
  until,
} from "./dialogue-stage.ts";

const limit = { timeout: HANGS_AFTER_MS };
const OTHER = "3001112233";
const chosen = (reports: readonly { readonly type: string }[]) =>
  reports.find(({ type }) => type === "choice-made");

test("the wait is said where it is known, rounded up", limit, async (t) => {
  const { call, order } = await serve(t);
  const peer = call(presses(["question-choice", "2"]));
  await order(1, offer({ waitMs: 11 * 60_000 }));
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(prompts(peer), ["question-busy", "question-wait", "minutes-15", "question-choice"]);
});

test(
  "between which times it ends is said where that is known, and only its end where that is all there is to say",
  limit,
  async (t) => {
    const saidOf = async (fromMinutes: number, untilMinutes: number) => {
      const { call, order } = await serve(t);
      const peer = call(presses(["question-choice", "2"]));
      const waitSpan = { fromMs: fromMinutes * 60_000, untilMs: untilMinutes * 60_000 };
      await order(1, offer({ waitMs: 11 * 60_000, waitSpan }));
      await order(3, seat);
      await until(() => peer.closed);
      return prompts(peer).slice(1, -1);
    };
    assert.deepEqual(await saidOf(10, 25), ["question-wait-between", "minutes-10", "wait-and", "minutes-25"]);
    assert.deepEqual(await saidOf(0, 10), ["question-wait", "minutes-10"]);
    assert.deepEqual(await saidOf(100, 120), ["question-wait", "hours-2"]);
  },
);

test("a yes brings along what was heard and pressed", limit, async (t) => {
  const { call, order, take, told } = await serve(t);
  const peer = call(presses(["question-choice", "1"]));
  await order(1, offer({ confirmNumber: false }));
  await until(() => told.length === 3);
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(chosen(take()), {
    type: "choice-made",
    call: CALL,
    choice: "yes",
    source: "key",
    consent: { prompt: "question-choice@1", key: "1" },
  });
  assert.deepEqual(prompts(peer), ["question-busy", "question-choice", "not-registered"]);
});

test(
  "3 leads to the times; the one that is chosen is reported, with the question that led there",
  limit,
  async (t) => {
    const { call, order, take } = await serve(t);
    const peer = call(presses(["question-later", "3"], ["press-2", "2"], ["number-confirm", "1"]));
    await order(1, offer({ laterMs: [1_200_000, 3_600_000, 7_200_000] }));
    await order(3, seat);
    await until(() => peer.closed);
    const said = chosen(take());
    assert.ok(said && "laterMs" in said && "consent" in said);
    assert.deepEqual([said.laterMs, said.consent], [3_600_000, { prompt: "question-later@1", key: "3" }]);
    assert.deepEqual(prompts(peer).slice(3, 10), [
      ...inOrder("later-intro later-in minutes-20 press-1 later-in about-an-hour press-2"),
    ]);
  },
);

test("3 means nothing where no time may be chosen", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "3"], ["question-choice", "2"]));
  await order(1, offer());
  await order(3, seat);
  await until(() => peer.closed);
  assert.ok(prompts(peer).includes("not-understood") && !prompts(peer).includes("question-later"));
  assert.equal(told.at(-1), "no key");
});

test("each time has a key of its own, no two sound alike, and every key is one of the phone's", () => {
  const everyThreeMinutes = Array.from({ length: 100 }, (_, nth) => (nth + 1) * 180_000);
  const times = fc.subarray(everyThreeMinutes);
  fc.assert(
    fc.property(times, (all) => {
      const laterMs = all.toSorted((a, b) => a - b);
      const options = laterOptions(laterMs);
      assert.deepEqual(
        options.map(({ key }) => key),
        options.map((_, index) => `${index + 1}`),
      );
      const sounds = new Set(laterMs.map((one) => minutesPrompt(one / 60_000).join()));
      assert.equal(options.length, Math.min(9, sounds.size));
      assert.equal(new Set(options.map(({ time }) => time.join())).size, options.length);
      for (const option of options) assert.ok(laterMs.includes(option.laterMs));
      assert.equal(options[0]?.laterMs, laterMs[0]);
    }),
  );
});

test("another number: it is keyed after the tone, judged, said back, and confirmed", limit, async (t) => {
  const { call, order, take, told } = await serve(t);
  const peer = call(
    presses(["question-choice", "1"], ["number-confirm-other", "2"], ...keyed(`${OTHER}#`), [
      "number-confirm-other",
      "1",
    ]),
  );
  await order(1, offer({ otherNumber: true }));
  await order(3, judged(true));
  await order(4, seat);
  await until(() => peer.closed);
  assert.deepEqual(told, ["call-arrived", "question-began", "number-keyed", "yes key"]);
  assert.ok(take().some((one) => one.type === "number-keyed" && one.number === OTHER));
  assert.deepEqual(prompts(peer).slice(2), [
    "number-intro",
    ...digitsOf("34600111222"),
    "number-confirm-other",
    ...inOrder("number-key tone"),
    "number-intro",
    ...digitsOf(OTHER),
    "number-confirm-other",
    "not-registered",
  ]);
  const listening = peer.work.filter((line) => /"espera\/(number-key|tone)"/.test(line));
  assert.deepEqual(
    listening,
    ['STREAM FILE "espera/number-key" ""', 'STREAM FILE "espera/tone" ""'],
    "no key before the end of the tone is heard",
  );
});

test(
  "a number that may not be called: another one may be keyed, and after two they are seated",
  limit,
  async (t) => {
    const { call, order, told } = await serve(t);
    const peer = call(
      presses(
        ["question-choice", "1"],
        ["number-confirm-other", "2"],
        ...keyed("9001112233#"),
        ...keyed("9001112244#"),
      ),
    );
    await order(1, offer({ otherNumber: true }));
    await order(3, judged(false));
    await order(4, judged(false));
    await order(5, seat);
    await until(() => peer.closed);
    assert.deepEqual(told.slice(2), ["number-keyed", "number-keyed", "no key"]);
    const refusal = inOrder("number-key tone number-not-possible");
    assert.deepEqual(prompts(peer).slice(-7), [...refusal, ...refusal, "not-registered"]);
  },
);

test("what can be no number is not asked about: too few digits, or a star in them", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(
    presses(
      ["question-choice", "1"],
      ["number-confirm-other", "2"],
      ...keyed("300111#"),
      ...keyed("30011*2233#"),
    ),
  );
  await order(1, offer({ otherNumber: true }));
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(told.slice(2), ["no key"]);
});

test("the digits end without the # too: at the most that a number has, or by a pause", limit, async (t) => {
  for (const [digits, pause] of [
    ["1234567890123456", false],
    [OTHER, true],
  ] as const) {
    const { call, order, take, told } = await serve(t);
    const waits: (readonly [string, string])[] = keyed(digits).map(([at, one]) => [at, one]);
    const peer = call(presses(["question-choice", "1"], ["number-confirm-other", "2"], ...waits));
    await order(1, offer({ otherNumber: true }));
    if (pause) {
      await until(() => told.length === 3);
      assert.ok(take().some((one) => one.type === "number-keyed" && one.number === digits));
    } else {
      await until(() => prompts(peer).includes("number-not-possible"));
      assert.ok(!told.includes("number-keyed"));
    }
    peer.socket.destroy();
  }
});

test("a caller who keys nothing is silent, and seated", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "1"], ["number-confirm-other", "2"]));
  await order(1, offer({ otherNumber: true }));
  await order(3, seat);
  await until(() => peer.closed);
  assert.equal(told.at(-1), "silent timeout");
});

test("a caller who withholds their number keys one at once", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const channel = presses(["question-choice", "1"], ...keyed(`${OTHER}#`), ["number-confirm-other", "1"]);
  const peer = call(channel, { caller: "unknown" });
  await order(1, offer({ otherNumber: true }));
  await order(3, judged(true));
  await order(4, seat);
  await until(() => peer.closed);
  assert.deepEqual(prompts(peer).slice(0, 4), ["question-busy", "question-choice", "number-key", "tone"]);
  assert.equal(told.at(-1), "yes key");
});

test(
  "a caller who calls from a number that may not be called keys one at once, though it is known",
  limit,
  async (t) => {
    const { call, order, told } = await serve(t);
    const peer = call(
      presses(["question-choice", "1"], ...keyed(`${OTHER}#`), ["number-confirm-other", "1"]),
    );
    await order(1, offer({ otherNumber: true, keyNumber: true }));
    await order(3, judged(true));
    await order(4, seat);
    await until(() => peer.closed);
    assert.deepEqual(prompts(peer).slice(0, 4), ["question-busy", "question-choice", "number-key", "tone"]);
    assert.ok(!prompts(peer).some((prompt) => prompt === "digit-6"), "their own number is not said");
    assert.equal(told.at(-1), "yes key");
  },
);

test("a third number is the last that may be keyed", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const again = [...keyed(`${OTHER}#`), ["number-confirm-other", "2"] as const];
  const peer = call(
    presses(
      ["question-choice", "1"],
      ["number-confirm-other", "2"],
      ...again,
      ...again,
      ...keyed(`${OTHER}#`),
      ["number-confirm", "2"],
    ),
  );
  await order(1, offer({ otherNumber: true }));
  for (const nth of [3, 4, 5]) await order(nth, judged(true));
  await order(6, seat);
  await until(() => peer.closed);
  assert.equal(prompts(peer).at(-1), "number-confirm");
  assert.equal(told.at(-1), "no key");
});

test("a number that Espera does not judge: the dialplan seats them", limit, async (t) => {
  const { call, order, clock, told } = await serve(t);
  const peer = call(presses(["question-choice", "1"], ["number-confirm-other", "2"], ...keyed(`${OTHER}#`)));
  await order(1, offer({ otherNumber: true }));
  await until(() => told.length === 3);
  await clock.run(clock.now() + 4_000);
  await until(() => peer.closed);
  assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
  assert.equal(told.length, 3);
});

test("a name is recorded after the tone, three seconds of it, under the call's id", limit, async (t) => {
  const { call, order, take } = await serve(t);
  const peer = call(presses(["question-choice", "1"], ["number-confirm", "1"]));
  await order(1, offer({ recordName: true }));
  await order(3, seat);
  await until(() => peer.closed);
  assert.ok(peer.work.includes(`RECORD FILE "${RECORDING}" "wav" "#" 3000 s=2`));
  const said = chosen(take());
  assert.ok(said && "nameRecorded" in said && said.nameRecorded);
  const at = (what: string) => peer.work.findIndex((line) => line.includes(what));
  assert.ok(at("name-say") < at("tone") && at("tone") < at("RECORD FILE"));
});

for (const { what, reply } of [
  { what: "who says nothing", reply: "200 result=988 (timeout) endpos=8160\n" },
  { what: "who only presses #", reply: "200 result=35 (dtmf) endpos=3680\n" },
  { what: "whose phone sends no sound", reply: "200 result=0 (timeout) endpos=0\n" },
  { what: "a caller with no room on the disk", reply: "200 result=-1 (writefile)\n" },
])
  test(`${what} has no name recorded, and their yes counts`, limit, async (t) => {
    const { call, order, take } = await serve(t);
    const peer = call(pressesOn({ "RECORD FILE": reply }, ["question-choice", "1"], ["number-confirm", "1"]));
    await order(1, offer({ recordName: true }));
    await order(3, seat);
    await until(() => peer.closed);
    const said = chosen(take());
    assert.ok(said && "choice" in said && said.choice === "yes" && !("nameRecorded" in said));
  });

test("a caller who hangs up at their name has chosen nothing", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const gone = { "RECORD FILE": "200 result=-1 (hangup) endpos=4000\nHANGUP\n" };
  const peer = call(pressesOn(gone, ["question-choice", "1"], ["number-confirm", "1"]));
  await order(1, offer({ recordName: true }));
  await until(() => peer.closed);
  assert.deepEqual(told, ["call-arrived", "question-began"]);
});

test(
  "every way through the dialogue ends with a seat or with a thank-you, and never with an end that nobody asked for",
  limit,
  async (t) => {
    const { call, order, told } = await serve(t);
    const peer = call(livingChannel());
    await order(1, offer({ otherNumber: true, recordName: true, laterMs: [1_800_000] }));
    await order(3, seat);
    await until(() => peer.closed);
    assert.equal(told.at(-1), "silent timeout");
    assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
  },
);
