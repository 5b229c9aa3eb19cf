import { decide } from "../src/line/decide.ts";
import type { FactBody } from "../src/line/facts.ts";
import { foreseeInterval } from "../src/line/outlook/foresee-interval.ts";
import { emptyState } from "../src/line/state.ts";
import { defaultSettings, defaultSkill } from "../src/operation/default-settings.ts";
import { withClocks } from "../src/operation/zone-clocks.ts";

const AGENTS = 500;
const SKILL = 1;
const FROM = Date.parse("2026-03-02T15:00:00Z");

/** Gives a look at the half hour of a skill of 500 agents, all of them busy, with so many in line; nothing was learned of it, so that theory is asked. */
export function outlookInCrowd(waiting: number): () => number {
  const skill = { ...defaultSkill, id: SKILL, name: "crowd", smartWait: "auto" as const };
  const state = emptyState({ ...defaultSettings("America/Bogota"), skills: [skill] });
  let at = FROM;
  const tell = (fact: FactBody) => decide(state, withClocks(state, { ...fact, at }));
  const caller = { person: null, number: "anonymous" } as const;
  for (let agent = 0; agent < AGENTS; agent++) {
    tell({ type: "agent-changed", agent: `a${agent}`, skills: [SKILL], status: "free" });
    tell({ type: "call-joined", call: `c${agent}`, skill: SKILL, caller });
    at += 500;
    tell({ type: "call-answered", call: `c${agent}`, agent: `a${agent}` });
  }
  for (let call = 0; call < waiting; call++) {
    tell({ type: "call-joined", call: `w${call}`, skill: SKILL, caller });
    at += 500;
  }
  return () => foreseeInterval(state, skill, at).risk;
}
