import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Report } from "../../src/exchange/port.ts";
import { spokenMs } from "../../src/exchange/simulated/spoken-length.ts";
import type { DetailsBehaviour, DetailsStep } from "../../src/exchange/simulated/traffic/traffic.ts";
import type { OfferDialogue } from "../../src/line/commands.ts";
import { agent, bareQuestion, begin, caller, wholeQuestion } from "./under-test.ts";

const details: DetailsBehaviour = {
  answersAfterMs: 2_000,
  keysAfterMs: 6_000,
  later: null,
  keys: [],
  saysName: true,
  stops: null,
};

interface Asked {
  readonly dialogue?: Partial<OfferDialogue>;
  readonly details?: Partial<DetailsBehaviour>;
  readonly number?: string | null;
  /** What Espera says to the numbers that are keyed, in order; then nothing. */
  readonly verdicts?: readonly boolean[];
}

/** One caller who says yes after 4 s and is asked all that the dialogue may ask; an Espera that answers at once. */
function asked(given: Asked) {
  const number = given.number === undefined ? "+573001234567" : given.number;
  const question = {
    afterMs: 4_000,
    does: "yes" as const,
    details: { ...details, ...given.details },
  };
  const hall = begin({ agents: [agent("ana")], callers: [caller("a", 0, { number, question })] });
  const verdicts = [...(given.verdicts ?? [])];
  hall.exchange.connect((report) => {
    hall.receive(report);
    const { exchange } = hall;
    if (report.type === "call-arrived") {
      const dialogue = { ...wholeQuestion, ...given.dialogue };
      exchange.execute({ type: "offer", call: "a", skill: 1, place: 0, dialogue });
    } else if (report.type === "number-keyed") {
      const accepted = verdicts.shift();
      if (accepted !== undefined) exchange.execute({ type: "judge-number", call: "a", accepted });
    } else if (report.type === "choice-made") {
      if (report.choice === "yes") exchange.execute({ type: "thank", call: "a", fromAt: 1, untilAt: 2 });
      else exchange.execute({ type: "seat", call: "a", skill: 1, place: 0 });
    }
  });
  return hall;
}

type Hall = ReturnType<typeof asked>;

function choiceOf(hall: Hall): Extract<Report, { type: "choice-made" }> | undefined {
  const found = hall.reported.filter(({ report }) => report.type === "choice-made");
  assert.ok(found.length <= 1, "one choice");
  const report = found[0]?.report;
  return report?.type === "choice-made" ? report : undefined;
}

async function run(given: Asked): Promise<Hall> {
  const hall = asked(given);
  await hall.clock.run(120_000);
  return hall;
}

test("a caller who agrees to everything hears their number, says their name, and consented to words of a known version", async () => {
  const hall = await run({});
  assert.deepEqual(hall.observer.heardBy("a"), ["question", "number", "name-wanted", "promise"]);
  assert.deepEqual(hall.observer.didOf("a"), ["pressed 1", "pressed 1", "said-name"]);
  const { exchangeAt, ...choice } = choiceOf(hall)!;
  assert.deepEqual(choice, {
    type: "choice-made",
    call: "a",
    choice: "yes",
    source: "key",
    consent: { prompt: "question-choice@1", key: "1" },
    nameRecorded: true,
  });
  assert.equal(exchangeAt, 2 + 4_000 + 2_000 + spokenMs([{ what: "name-wanted" }], 0) + 3_000);
  assert.deepEqual(
    hall.observer.hearings.filter(({ what }) => what.what === "question" || what.what === "number"),
    [
      { call: "a", what: { what: "question", opening: "arriving", waitMs: 120_000, later: true }, at: 2 },
      { call: "a", what: { what: "number", number: "+573001234567", mayKey: true }, at: 4_002 },
    ],
  );
});

test("of the bare question a yes is all, and nothing else is asked", async () => {
  const hall = await run({ dialogue: bareQuestion, details: { later: 1, keys: ["3101234567"] } });
  assert.deepEqual(hall.observer.heardBy("a"), ["question", "promise"]);
  assert.equal(choiceOf(hall)!.nameRecorded, undefined);
  assert.equal(choiceOf(hall)!.laterMs, undefined);
});

test("a caller who asks for a later time picks among those that are offered, the last where they wanted one beyond", async () => {
  for (const [later, laterMs, key] of [
    [0, 600_000, "1"],
    [1, 1_200_000, "2"],
    [7, 1_200_000, "2"],
  ] as const) {
    const hall = await run({ dialogue: { confirmNumber: false, otherNumber: false }, details: { later } });
    assert.deepEqual(hall.observer.heardBy("a"), ["question", "later-options", "name-wanted", "promise"]);
    assert.deepEqual(hall.observer.didOf("a"), ["pressed 3", `pressed ${key}`, "said-name"]);
    assert.equal(choiceOf(hall)!.laterMs, laterMs);
    assert.deepEqual(choiceOf(hall)!.consent, { prompt: "question-later@1", key: "3" });
  }
});

test("a name that is not said is not recorded, and keeps nobody from being called back", async () => {
  for (const more of [{ saysName: false }, { stops: { at: "name", how: "silent" } }] as const) {
    const hall = await run({ details: { ...more, saysName: false } });
    assert.equal(choiceOf(hall)!.choice, "yes");
    assert.equal(choiceOf(hall)!.nameRecorded, undefined);
    assert.ok(!hall.observer.didOf("a").includes("said-name"));
  }
});

test("another number is keyed, judged, said back when it will be called, confirmed, and the dialogue goes on", async () => {
  const hall = await run({ details: { keys: ["3101234567"] }, verdicts: [true] });
  assert.deepEqual(hall.said().slice(2, 4), ["2 question-began a", "12002 keyed a 3101234567"]);
  assert.deepEqual(hall.observer.heardBy("a"), [
    "question",
    "number",
    "number-wanted",
    "number",
    "name-wanted",
    "promise",
  ]);
  assert.deepEqual(hall.observer.hearings[3]!.what, { what: "number", number: "3101234567", mayKey: true });
  assert.deepEqual(hall.observer.didOf("a"), [
    "pressed 1",
    "pressed 2",
    "pressed 3101234567#",
    "pressed 1",
    "said-name",
  ]);
  assert.equal(choiceOf(hall)!.choice, "yes");
});

test("a number that is refused may be followed by another; after two they have said no and are seated", async () => {
  const keys = ["1234567", "3101234567", "3107654321"];
  const second = await run({ details: { keys }, verdicts: [false, true] });
  assert.equal(choiceOf(second)!.choice, "yes");
  assert.equal(second.observer.heardBy("a").filter((what) => what === "number-refused").length, 1);

  const none = await run({ details: { keys }, verdicts: [false, false, true] });
  const { choice, source, consent } = choiceOf(none)!;
  assert.deepEqual([choice, source, consent], ["no", "key", undefined]);
  assert.equal(none.said().filter((line) => line.includes("keyed")).length, 2);
  assert.deepEqual(none.observer.heardBy("a").slice(-3), ["number-refused", "not-registered", "queue-music"]);
});

test("a caller who shows no number, or one that may not be called, has to key one, and hears no other", async () => {
  const keyed = await run({ number: null, details: { keys: ["3101234567"] }, verdicts: [true] });
  assert.deepEqual(keyed.observer.heardBy("a"), [
    "question",
    "number-wanted",
    "number",
    "name-wanted",
    "promise",
  ]);
  const abroad = await run({
    dialogue: { keyNumber: true },
    details: { keys: ["3101234567"] },
    verdicts: [true],
  });
  assert.deepEqual(abroad.observer.heardBy("a"), keyed.observer.heardBy("a"));
  const silent = await run({ number: null });
  assert.deepEqual([choiceOf(silent)!.choice, choiceOf(silent)!.source], ["silent", "timeout"]);
});

test("whose number is wrong and who may not key another has said no", async () => {
  const hall = await run({ dialogue: { otherNumber: false }, details: { keys: ["3101234567"] } });
  assert.equal(choiceOf(hall)!.choice, "no");
  assert.deepEqual(hall.observer.heardBy("a"), ["question", "number", "queue-music"]);
});

test("when Espera says nothing to a number, the exchange seats them at their place", async () => {
  const hall = await run({ details: { keys: ["3101234567"] } });
  assert.equal(hall.said()[4], `${12_002 + 8_000} joined a`);
  assert.equal(choiceOf(hall), undefined);
});

test("a verdict that comes when no number waits for it changes nothing", async () => {
  const hall = asked({ details: { keys: ["3101234567"] }, verdicts: [true] });
  for (let at = 0; at < 60_000; at += 500)
    if (at < 12_000 || at > 12_500)
      hall.clock.at(at, () => hall.exchange.execute({ type: "judge-number", call: "a", accepted: false }));
  await hall.clock.run(120_000);
  assert.equal(choiceOf(hall)!.choice, "yes");
});

const steps: readonly DetailsStep[] = ["later", "number", "keying", "name"];

for (const at of steps)
  test(`of who hangs up in the step "${at}" nothing is reported but the end of their call`, async () => {
    const hall = await run({
      details: { later: 0, keys: at === "keying" ? ["3101234567"] : [], stops: { at, how: "hang-up" } },
    });
    assert.equal(choiceOf(hall), undefined);
    assert.equal(hall.observer.didOf("a").at(-1), "hung-up");
    assert.equal(hall.said().at(-1), `${hall.observer.acts.at(-1)!.at} ended a`);
  });

for (const at of steps.slice(0, 3))
  test(`a caller who falls silent in the step "${at}" was silent, and is seated`, async () => {
    const hall = await run({
      details: { later: 0, keys: at === "keying" ? ["3101234567"] : [], stops: { at, how: "silent" } },
    });
    assert.deepEqual([choiceOf(hall)!.choice, choiceOf(hall)!.source], ["silent", "timeout"]);
    assert.equal(hall.observer.heardBy("a").at(-1), "queue-music");
  });

test("when Espera goes away in any step, or while their number waits to be judged, they are seated in that moment", async () => {
  for (const [verdicts, until] of [
    [[true], 25_000],
    [[], 20_000],
  ] as const)
    for (let at = 100; at < until; at += 300) {
      const hall = asked({ details: { later: 1, keys: ["3101234567"] }, verdicts });
      await hall.clock.run(at);
      hall.exchange.disconnect();
      assert.deepEqual(hall.observer.hearings.at(-1)!.what, { what: "queue-music" }, `at ${at}`);
      assert.equal(hall.observer.hearings.at(-1)!.at, at);
    }
});

test("whatever is offered and whatever they do, they are asked only that, choose once, and a yes is complete", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        waitMs: fc.option(fc.nat(600_000)),
        confirmNumber: fc.boolean(),
        otherNumber: fc.boolean(),
        recordName: fc.boolean(),
        laterMs: fc.subarray([600_000, 1_200_000, 1_800_000]),
      }),
      fc.record({
        answersAfterMs: fc.integer({ min: 0, max: 14_000 }),
        keysAfterMs: fc.integer({ min: 0, max: 25_000 }),
        later: fc.option(fc.nat(3)),
        keys: fc.array(fc.constantFrom("3101234567", "1234567"), { maxLength: 3 }),
        saysName: fc.boolean(),
        stops: fc.option(
          fc.record({ at: fc.constantFrom(...steps), how: fc.constantFrom("silent", "hang-up") }),
        ),
      }),
      fc.option(fc.constant("+573001234567")),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      async (dialogue, behaves, number, verdicts) => {
        const hall = asked({ dialogue, details: behaves, number, verdicts });
        await hall.clock.run(200_000);
        const { observer } = hall;
        const heard = observer.heardBy("a");
        const did = observer.didOf("a");
        const has = (what: string) => (heard as string[]).includes(what);
        assert.ok(!has("later-options") || dialogue.laterMs.length > 0);
        assert.ok(!has("number-wanted") || dialogue.otherNumber);
        assert.ok(!has("name-wanted") || dialogue.recordName);
        const numbers = observer.hearings.flatMap(({ what }) =>
          what.what === "number" ? [what.number] : [],
        );
        for (const said of numbers) assert.ok(said === number || did.includes(`pressed ${said}#`));

        const hungUp = did.includes("hung-up");
        const choice = choiceOf(hall);
        assert.equal(choice === undefined, hungUp);
        if (!choice) return;
        const keyed = did.flatMap((one) => /^pressed (\d+)#$/.exec(one)?.[1] ?? []);
        const accepted = keyed.filter((_, index) => verdicts[index]);
        assert.ok(keyed.length <= 2 && accepted.length <= 1);
        if (choice.choice === "yes") {
          assert.ok(did.length > 0 && choice.consent);
          const [prompt, key] =
            choice.laterMs === undefined ? ["question-choice@1", "1"] : ["question-later@1", "3"];
          assert.deepEqual(choice.consent, { prompt, key });
          assert.ok(choice.laterMs === undefined || dialogue.laterMs.includes(choice.laterMs));
          assert.equal(choice.nameRecorded === true, did.includes("said-name"));
          assert.equal(heard.at(-1), "promise");
          // The number to call is the one that called, or the last they keyed, and that one was accepted.
          if (keyed.length > 0) assert.equal(accepted.length, 1);
          else if (dialogue.otherNumber) assert.notEqual(number, null);
        } else assert.ok(!choice.consent && !choice.nameRecorded && choice.laterMs === undefined);
        if (choice.choice !== "yes") assert.equal(heard.at(-1), "queue-music");
      },
    ),
    { numRuns: 300 },
  ));
