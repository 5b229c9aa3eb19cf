import type { LoggedCall } from "../../history/call-log.ts";
import { apply } from "../../line/apply.ts";
import { decide } from "../../line/decide.ts";
import type { Caller, FactBody } from "../../line/facts.ts";
import type { SkillId } from "../../line/ids.ts";
import { foresee } from "../../line/offer/foresee.ts";
import type { Weighed } from "../../line/offer/offer-decision.ts";
import type { Settings } from "../../line/settings.ts";
import { emptyState, type State } from "../../line/state.ts";
import { withClocks } from "../../operation/zone-clocks.ts";
import { type RecordedStep, recordedMoments } from "./recorded-steps.ts";
import { SeenAgents } from "./seen-agents.ts";

/** What would have been decided of a recorded call, from nothing of its second or later. */
interface ShadowedCall {
  readonly call: LoggedCall;
  readonly foreseen: Weighed;
}

/** What is done as recorded days go by. */
interface HistoryWatcher {
  /** A call arrives, and this would have been decided. */
  readonly call: (shadowed: ShadowedCall) => void;
  /** Before the first thing that happened at `at` (epoch ms) or later. */
  readonly before?: (at: number, state: State, agents: SeenAgents) => void;
  /** A call has arrived, and was answered or given up. */
  readonly step?: (step: RecordedStep, skill: SkillId) => void;
}

/**
 * Takes recorded calls, as they were, through the core: nothing is simulated, and nobody is asked. `skills` maps the log's names of
 * skills; the skills of `settings` are in shadow. Calls of the same id in different files are different calls.
 */
export function shadowHistory(
  calls: readonly LoggedCall[],
  skills: ReadonlyMap<string, SkillId>,
  settings: Settings,
  watcher: HistoryWatcher,
): State {
  const state = emptyState(settings);
  const agents = new SeenAgents();
  const ids = new Map<LoggedCall, string>(calls.map((call, index) => [call, `${index}/${call.callId}`]));
  const waiting = new Map<SkillId, number>();
  const wait = (skill: SkillId, by: number) => waiting.set(skill, (waiting.get(skill) ?? 0) + by);
  for (const moment of recordedMoments(calls)) {
    const { at } = moment[0]!;
    const tell = (fact: FactBody) => decide(state, { ...fact, at });
    const { clocks } = withClocks(state, { type: "woke", at });
    if (clocks) apply(state, { type: "clocks-known", clocks }, at);
    for (const [skill, count] of waiting) if (count > 0) agents.waits(skill, at - 1);
    watcher.before?.(at, state, agents);
    for (const { kind, call } of moment) {
      if (kind !== "arrived") break;
      const skill = skills.get(call.skill)!;
      const seen = { call: ids.get(call)!, skill, caller: callerOf(call), arrivedAt: at };
      watcher.call({ call, foreseen: foresee(state, seen, at, agents.freeFor(skill, at)) });
    }
    for (const step of moment) {
      const { kind, call } = step;
      const skill = skills.get(call.skill)!;
      const id = ids.get(call)!;
      if (kind === "arrived") {
        tell({ type: "call-arrived", call: id, skill, caller: callerOf(call) });
        tell({ type: "call-joined", call: id, skill, caller: callerOf(call) });
        wait(skill, 1);
      } else if (kind === "gave-up") {
        tell({ type: "call-ended", call: id });
        wait(skill, -1);
      } else if (kind === "answered") {
        const { id: agent, skills: served } = agents.answer(call.agent, id, skill, at);
        const status = state.agents.get(agent)?.status === "free" ? "free" : "wrap-up";
        tell({ type: "agent-changed", agent, skills: served, status });
        tell({ type: "call-answered", call: id, agent });
        wait(skill, -1);
      } else {
        tell({ type: "call-ended", call: id });
        const freed = agents.free(call.agent, id, at);
        if (!freed) continue;
        const { id: agent, skills: served, known } = freed;
        tell({ type: "agent-changed", agent, skills: served, status: "free" });
        // Who it was the log does not know, and so not whether they are still there.
        if (!known) tell({ type: "agent-changed", agent, skills: served, status: "away" });
      }
    }
    for (const step of moment) watcher.step?.(step, skills.get(step.call.skill)!);
  }
  return state;
}

function callerOf({ customer }: LoggedCall): Caller {
  return { person: customer, number: customer === null ? "anonymous" : "dialable" };
}
