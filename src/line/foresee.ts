import { newCall } from "./apply-call.ts";
import { Conclusion } from "./conclusion.ts";
import { arrivalOf, type SeenCall } from "./dialogue-facts.ts";
import { allJudgements } from "./judgement/judgements.ts";
import { viewOf, type Weighed, weighOffer } from "./offer-decision.ts";
import type { State } from "./state.ts";

/**
 * What would be decided of a call that arrived now (`at`, epoch ms), were so many agents free for it; nothing changes. Its wait is
 * predicted as if none was: in recorded days nobody knows who was there, and who was free may have been out.
 */
export function foresee(state: State, seen: SeenCall, at: number, freeAgents: number): Weighed {
  const out = new Conclusion(state, at, allJudgements);
  const call = newCall(state, arrivalOf(seen, { at, announced: true }), at);
  const view = { ...viewOf(out, call), freeAgents: 0 };
  const { wait, decided } = weighOffer(out, call, "arrival", view);
  if (freeAgents <= view.ahead) return { wait, decided };
  const inputs = { ...decided.inputs, freeAgents };
  return { wait, decided: { decision: "pass", reason: "agent-free", inputs } };
}
