import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import { writeCheckpoint } from "../../../src/line/checkpoint.ts";
import { decide } from "../../../src/line/decide.ts";
import type { FactBody } from "../../../src/line/facts.ts";
import { foreseeInterval } from "../../../src/line/outlook/foresee-interval.ts";
import { emptyState, type State } from "../../../src/line/state.ts";
import { withClocks } from "../../../src/operation/zone-clocks.ts";
import { facts, monday, settings } from "../generated-facts.ts";
import { decideAll } from "../histories.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;

/** One skill that is foreseen, and those who answer it; `monday` is the beginning of a half hour. */
class Centre {
  now = monday;
  readonly state: State = emptyState(settings);
  #calls = 0;

  constructor(agents: number) {
    const skills = settings.skills.map((skill) => ({ ...skill, smartWait: "auto" as const }));
    this.tell({ type: "settings-adopted", settings: { ...settings, skills } });
    for (let agent = 0; agent < agents; agent++) this.agent(`a${agent}`, "free");
  }

  agent(agent: string, status: "free" | "busy"): void {
    this.tell({ type: "agent-changed", agent, skills: [1], status });
  }

  tell(fact: FactBody): void {
    decide(this.state, withClocks(this.state, { ...fact, at: this.now }));
  }

  arrives(): string {
    const call = `c${this.#calls++}`;
    const caller = { person: null, number: "anonymous" } as const;
    this.tell({ type: "call-joined", call, skill: 1, caller });
    return call;
  }

  /** One who comes, and is answered after so long. */
  isAnswered(waitMs: number, agent = "a0"): void {
    const call = this.arrives();
    this.now += waitMs;
    this.tell({ type: "call-answered", call, agent });
    this.now += 5_000;
    this.tell({ type: "call-ended", call });
    this.agent(agent, "free");
  }

  outlook() {
    return foreseeInterval(this.state, this.state.skillSettings.get(1)!, this.now);
  }

  /** The outlook, given to the core. */
  look(): number {
    const outlook = this.outlook();
    this.tell({ type: "outlook", asOf: this.now, skills: [outlook] });
    return outlook.risk;
  }
}

describe("the risk of a half hour", () => {
  let centre: Centre;
  beforeEach(() => {
    centre = new Centre(10);
  });

  it("is low where all were answered in time and agents are free, and says how the half hour goes", () => {
    for (let call = 0; call < 12; call++) centre.isAnswered(2_000);
    const { risk, offered, level } = centre.outlook();
    assert.ok(risk < 0.2, `${risk}`);
    assert.deepEqual([offered, level], [12, 1]);
  });

  it("is high where nobody is free and many wait for too long already", () => {
    for (let agent = 0; agent < 10; agent++) centre.agent(`a${agent}`, "busy");
    for (let call = 0; call < 40; call++) centre.arrives();
    centre.now += 30_000;
    for (let call = 0; call < 10; call++) centre.arrives();
    const { risk, offered, level } = centre.outlook();
    assert.ok(risk > 0.95, `${risk}`);
    assert.deepEqual([offered, level], [50, 0]);
  });

  it("grows as more wait, and falls as more agents are there", () => {
    const riskOf = (agents: number, waiting: number) => {
      const one = new Centre(agents);
      for (let call = 0; call < 20; call++) one.isAnswered(1_000);
      for (let agent = 0; agent < agents; agent++) one.agent(`a${agent}`, "busy");
      for (let call = 0; call < waiting; call++) one.arrives();
      return one.outlook().risk;
    };
    const byWaiting = [0, 5, 15, 40].map((waiting) => riskOf(6, waiting));
    const byAgents = [2, 4, 8, 16].map((agents) => -riskOf(agents, 10));
    for (const risks of [byWaiting, byAgents])
      assert.deepEqual(
        risks,
        risks.toSorted((one, other) => one - other),
      );
    assert.ok(byWaiting.at(-1)! - byWaiting[0]! > 0.3, byWaiting.join(" "));
  });

  it("takes those who ask to be called back out of the level", () => {
    const skills = centre.state.settings.skills.map((skill) => ({ ...skill, offerAfterMs: 0 }));
    centre.tell({ type: "settings-adopted", settings: { ...centre.state.settings, version: 2, skills } });
    for (let call = 0; call < 5; call++) centre.isAnswered(1_000);
    for (let agent = 0; agent < 10; agent++) centre.agent(`a${agent}`, "busy");
    for (let call = 0; call < 3; call++) centre.arrives();
    const caller = { person: "ana", number: "dialable" } as const;
    centre.tell({ type: "call-arrived", call: "ana", skill: 1, caller });
    assert.equal(centre.outlook().offered, 9);
    centre.tell({ type: "question-began", call: "ana" });
    centre.tell({ type: "choice-made", call: "ana", choice: "yes", source: "key" });
    centre.tell({ type: "call-ended", call: "ana" });
    centre.now += 25_000;
    assert.deepEqual([centre.outlook().offered, centre.outlook().level], [8, 0.625]);
  });

  it("gives what it was estimated from once in each 5 minutes, to learn from", () => {
    const wanted: number[] = [];
    for (let minute = 0; minute < 30; minute++) {
      centre.now = monday + minute * MINUTE_MS;
      if (centre.outlook().features) wanted.push(minute);
      centre.look();
    }
    assert.deepEqual(wanted, [5, 10, 15, 20, 25]);
  });

  it("learns from half hours that end otherwise than theory says", () => {
    // Agents who are free and take no call: each caller waits for 30 s.
    const first = halfHour();
    for (let interval = 0; interval < 60; interval++) halfHour();
    const last = halfHour();
    assert.ok(first < 0.5, `${first} before anything was learned`);
    assert.ok(last > 0.8, `${last} at the end`);
  });

  /** A half hour with looks at it; gives the first of them. */
  function halfHour(): number {
    const start = centre.now;
    const risks: number[] = [];
    for (let part = 0; part < 6; part++) {
      centre.now = Math.max(centre.now, start + part * 5 * MINUTE_MS);
      risks.push(centre.look());
      centre.isAnswered(30_000);
    }
    centre.now = start + HALF_HOUR_MS;
    return risks[0]!;
  }

  it("is a probability whatever happened before, and estimating it changes nothing", () => {
    fc.assert(
      fc.property(facts(150), fc.nat(2_000_000), (all, laterMs) => {
        const state = emptyState(settings);
        decideAll(state, all);
        const before = writeCheckpoint(state);
        const at = all.at(-1)!.at + laterMs;
        for (const skill of state.settings.skills) {
          const { risk, level, offered } = foreseeInterval(state, skill, at);
          assert.ok(risk >= 0 && risk <= 1, `${risk}`);
          assert.ok(level === null || (level >= 0 && level <= 1), `${level}`);
          assert.ok(Number.isInteger(offered) && offered >= 0, `${offered}`);
        }
        assert.equal(writeCheckpoint(state), before);
      }),
      { numRuns: 100 },
    );
  });
});
