import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import type { Report } from "../../src/exchange/port.ts";
import { decide } from "../../src/line/decide.ts";
import type { Event } from "../../src/line/events.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { factOfReport, numbersOfPeopleIn } from "../../src/operation/facts-of-reports.ts";
import { NumberRules } from "../../src/operation/number-rules.ts";
import { People } from "../../src/operation/people/people.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eventsOf } from "../line/histories.ts";
import { eagerJudgements } from "../line/judgements.ts";

const MAIN_NUMBER = "+576013077022";
const KEYED = "3101234567";

/** What carriers and phone systems write where a number is withheld, or that no one telephone has. */
const placeholder = fc.oneof(
  fc.constantFrom(
    "0000000000",
    "Desconocido",
    "Anonymous",
    "unavailable",
    "No disponible",
    "Privado",
    "trunk1",
  ),
  fc.constantFrom("6013077022", "+576013077022", "018000123456", "19001234567"),
  // Extensions and short codes.
  fc.stringMatching(/^[0-9]{1,6}$/),
  fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 15 })).map(([digit, times]) => `${digit}`.repeat(times)),
  // Words of any language.
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => !/\p{N}/u.test(text)),
);

describe("callers who show what no telephone has", () => {
  let state: State;
  let tell: (report: Report) => Promise<readonly Event[]>;

  beforeEach(() => begin());

  function begin(otherNumber = true): void {
    state = emptyState({
      ...settings,
      ownNumbers: [MAIN_NUMBER],
      skills: settings.skills.map((skill) => ({
        ...skill,
        dialogue: { ...skill.dialogue, otherNumber },
      })),
    });
    const nobody = {
      findPeople: async (_: number, hashes: readonly string[]) => hashes.map(() => null),
      numberOf: async () => null,
    };
    const record = {
      id: 1,
      name: "centro",
      timeZone: "UTC",
      simulated: false,
      personKey: new Uint8Array(32),
    };
    let made = 0;
    const people = new People(nobody, record, () => `p${++made}`);
    const rules = new NumberRules(state.settings);
    const known = {
      rules,
      people,
      state,
      capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
    };
    let at = monday;
    tell = async (report) => {
      at += 1_000;
      await people.lookUp(numbersOfPeopleIn(report, rules));
      return decide(state, withClocks(state, factOfReport(report, at, known)), eagerJudgements).events;
    };
  }

  async function saysYes(call: string, number: string): Promise<void> {
    await tell({ type: "call-arrived", call, skill: 1, number });
    await tell({ type: "question-began", call });
    await tell({ type: "number-keyed", call, number: KEYED });
    await tell({ type: "choice-made", call, choice: "yes", source: "key" });
    await tell({ type: "call-ended", call });
  }

  it("share neither place nor callback nor promise with each other, whatever it is that they show", async () => {
    await fc.assert(
      fc.asyncProperty(placeholder, async (shown) => {
        begin();
        await saysYes("a", shown);
        const before = state.callbacks.get("a");
        assert.equal(before?.phase, "waiting", "a's own number was keyed");
        const promised = structuredClone(before);
        const arrived = eventsOf(
          await tell({ type: "call-arrived", call: "b", skill: 1, number: shown }),
          "call-arrived",
        );
        assert.equal(arrived[0]?.place, arrived[0]?.arrivedAt, "b stands where b came");
        await tell({ type: "call-joined", call: "b", skill: 1, number: shown });
        await tell({ type: "call-answered", call: "b", agent: "ana" });
        await tell({ type: "call-ended", call: "b" });
        assert.deepEqual(state.callbacks.get("a"), promised);
      }),
      { numRuns: 300 },
    );
  });

  it("are asked for a number where they may key one, and else are not offered anything", async () => {
    const decided = async (call: string, number: string | null) =>
      eventsOf(await tell({ type: "call-arrived", call, skill: 1, number }), "call-decided")[0]?.reason;
    assert.equal(await decided("a", "Desconocido"), "wait-long");
    begin(false);
    assert.deepEqual(
      [await decided("b", "210"), await decided("c", MAIN_NUMBER), await decided("d", "19001234567")],
      ["number-anonymous", "number-own", "number-refused"],
    );
  });

  it("may not key a number of the operation itself", async () => {
    await tell({ type: "call-arrived", call: "a", skill: 1, number: "0000000000" });
    for (const [number, verdict] of [
      ["6013077022", "own"],
      ["0000000", "anonymous"],
    ]) {
      const [keyed] = eventsOf(
        await tell({ type: "number-keyed", call: "a", number: number! }),
        "number-keyed",
      );
      assert.deepEqual([keyed?.accepted, keyed?.callee], [false, { person: null, number: verdict }]);
    }
  });
});
