import { newCall } from "../call/apply-call.ts";
import { arrivalOf, type SeenCall } from "../call/dialogue-facts.ts";
import { Conclusion } from "../callback/conclusion.ts";
import { allJudgements } from "../judgement/judgements.ts";
import type { State } from "../state.ts";
import { viewOf, type Weighed, weighOffer } from "./offer-decision.ts";

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
