import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { decide } from "../../src/line/decide.ts";
import type { FactBody } from "../../src/line/facts.ts";
import { foreseeInterval } from "../../src/line/outlook/foresee-interval.ts";
import type { SmartWaitMode } from "../../src/line/settings.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { Outlooks } from "../../src/operation/outlooks.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";

describe("outlooks", () => {
  let clock: VirtualClock;
  let state: State;
  let outlooks: Outlooks;
  let told: number[];
  let isIdle: boolean;
  beforeEach(() => {
    clock = new VirtualClock(monday);
    state = emptyState(settings);
    told = [];
    isIdle = true;
    outlooks = new Outlooks({
      clock,
      state,
      foresee: foreseeInterval,
      isIdle: () => isIdle,
      tell: (outlook) => {
        told.push(clock.now() - monday);
        tell(outlook);
        outlooks.keep();
      },
    });
  });

  function tell(fact: FactBody): void {
    decide(state, withClocks(state, { ...fact, at: clock.now() }));
  }

  function begin(smartWait: SmartWaitMode, agents = 1): void {
    const skills = settings.skills.slice(0, 1).map((skill) => ({ ...skill, smartWait }));
    tell({ type: "settings-adopted", settings: { ...settings, skills } });
    for (let agent = 0; agent < agents; agent++)
      tell({ type: "agent-changed", agent: `a${agent}`, skills: [1], status: "free" });
    outlooks.keep();
  }

  const arrive = (call: string) =>
    tell({ type: "call-joined", call, skill: 1, caller: { person: null, number: "anonymous" } });

  it("are reported at once, whenever the risk changed, and each minute where nothing changes", async () => {
    begin("auto");
    await clock.run(monday + 200_000);
    assert.deepEqual(told, [0, 60_000, 120_000, 180_000]);
    // Within 5 s of what changes little.
    for (let call = 0; call < 2; call++) arrive(`c${call}`);
    outlooks.keep();
    await clock.run(monday + 206_000);
    assert.deepEqual(told.slice(4), [205_000]);
  });

  it("are reported a second after much changed in the line", async () => {
    begin("auto");
    await clock.run(monday + 12_000);
    for (let call = 0; call < 5; call++) arrive(`c${call}`);
    outlooks.keep();
    await clock.run(monday + 14_000);
    assert.deepEqual(told, [0, 12_000]);
  });

  it("wait until nothing else is to be done", async () => {
    isIdle = false;
    begin("auto");
    await clock.run(monday + 20_000);
    assert.deepEqual(told, []);
    isIdle = true;
    outlooks.keep();
    assert.deepEqual(told, [20_000]);
  });

  it("are for skills in auto, and now and then for those that learn in shadow", async () => {
    begin("on");
    await clock.run(monday + 600_000);
    assert.deepEqual([told, clock.nextAt()], [[], null]);
    begin("shadow");
    await clock.run(monday + 900_000);
    assert.deepEqual(told, [600_000, 660_000, 720_000, 780_000, 840_000, 900_000]);
  });

  it("are not of a skill where nobody is and nobody waits", async () => {
    begin("auto", 0);
    await clock.run(monday + 600_000);
    assert.deepEqual(told, []);
    arrive("c");
    await clock.run(monday + 606_000);
    assert.deepEqual(told, [605_000]);
  });

  it("end when they are stopped", async () => {
    begin("auto");
    outlooks.stop();
    outlooks.keep();
    await clock.run(monday + 600_000);
    assert.deepEqual([told, clock.nextAt()], [[0], null]);
  });
});
