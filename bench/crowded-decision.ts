import { decide } from "../src/line/decide.ts";
import type { FactBody } from "../src/line/facts.ts";
import type { JudgementName } from "../src/line/settings.ts";
import { emptyState } from "../src/line/state.ts";
import { defaultSettings, defaultSkill } from "../src/operation/default-settings.ts";
import { median } from "./measure.ts";

const SIZE = 500;
const SKILL = 1;
const FROM = Date.parse("2026-03-02T15:00:00Z");
const caller = { person: null, number: "anonymous" } as const;

/** Microseconds of the decision on one call that arrives, with 500 in line and 500 agents who are busy, the median of so many. */
export function decisionInCrowd(judgement: JudgementName, rounds: number): number {
  const skill = { ...defaultSkill, id: SKILL, name: "crowd", smartWait: "on" as const, judgement };
  const state = emptyState({ ...defaultSettings("America/Bogota"), skills: [skill] });
  let at = FROM;
  const tell = (fact: FactBody) => decide(state, { ...fact, at });
  for (let agent = 0; agent < SIZE; agent++) {
    tell({ type: "agent-changed", agent: `a${agent}`, skills: [SKILL], status: "free" });
    tell({ type: "call-joined", call: `c${agent}`, skill: SKILL, caller });
    at += 500;
    tell({ type: "call-answered", call: `c${agent}`, agent: `a${agent}` });
  }
  for (let call = 0; call < SIZE; call++) {
    tell({ type: "call-joined", call: `w${call}`, skill: SKILL, caller });
    at += 500;
  }
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const call = `asks ${round}`;
    const begin = performance.now();
    tell({ type: "call-arrived", call, skill: SKILL, caller });
    took.push((performance.now() - begin) * 1_000);
    tell({ type: "call-ended", call });
  }
  // The first rounds are run by the interpreter.
  return median(took.slice(Math.floor(rounds / 3)));
}
