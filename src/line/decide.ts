import { onAgentChanged } from "./agents/agents.ts";
import {
  onCallArrived,
  onChoiceMade,
  onNumberKeyed,
  onOfferRequested,
  onQuestionBegan,
} from "./call/dialogue-facts.ts";
import {
  onAttemptProgressed,
  onCallAnswered,
  onCallJoined,
  onCallLeft,
  onCallRung,
  onRingMissed,
} from "./call/line-facts.ts";
import { onExchangeLost, onSnapshot } from "./call/snapshot.ts";
import { inWhosePlace, onCallReplaced, onPhoneDown } from "./call/stand-ins.ts";
import { Conclusion } from "./callback/conclusion.ts";
import { onPersonErased, onSupervisorOrdered } from "./callback/supervision.ts";
import { versionOf } from "./checkpoint.ts";
import type { Command } from "./commands.ts";
import { STATE_VERSION } from "./core-version.ts";
import { dialWhoseTurnItIs } from "./dialling/turn.ts";
import type { Event } from "./events.ts";
import type { Fact } from "./facts.ts";
import { isZoneClock } from "./hours/zone-clock.ts";
import { allJudgements, type Judgements } from "./judgement/judgements.ts";
import { onOutlook, switchOnWhereNeeded } from "./outlook/on-outlook.ts";
import type { State } from "./state.ts";
import { onWoke } from "./wake.ts";

export interface Decision {
  readonly events: readonly Event[];
  readonly commands: readonly Command[];
}

/**
 * Concludes what follows from one fact. Every event is written into `state` by `apply` the moment it is concluded,
 * since what comes after it depends on it; the caller journals the fact with all of them before a command goes
 * out. The same state and fact always give the same events and commands; no clock, no input or output, and no
 * throw whatever the fact says: what cannot be is ignored, and journaled as a fact from which nothing followed.
 */
export function decide(state: State, fact: Fact, judgements: Judgements = allJudgements): Decision {
  const out = new Conclusion(state, fact.at, judgements);
  const clocks = fact.clocks?.filter(isZoneClock) ?? [];
  if (clocks.length > 0) out.event({ type: "clocks-known", clocks });
  conclude(out, fact);
  if (mayChangeAgents.has(fact.type)) switchOnWhereNeeded(out, state.dueLines.changed());
  // What is known of the agents may be hours old at a start; the snapshot comes next.
  dialWhoseTurnItIs(out, fact.type !== "settings-adopted" && fact.type !== "state-adopted");
  return { events: out.events, commands: out.commands };
}

/** Facts by which the last agent of a skill may leave, or a skill come into mode `auto`. */
const mayChangeAgents: ReadonlySet<Fact["type"]> = new Set(["agent-changed", "snapshot", "settings-adopted"]);

function conclude(out: Conclusion, fact: Fact): void {
  switch (fact.type) {
    case "call-arrived":
      return onCallArrived(out, fact);
    case "offer-requested":
      return onOfferRequested(out, fact);
    case "number-keyed":
      return onNumberKeyed(out, fact);
    case "question-began":
      return onQuestionBegan(out, fact.call);
    case "choice-made":
      return onChoiceMade(out, fact);
    case "call-joined":
      return onCallJoined(out, { ...inWhosePlace(out.state, fact), arrivedAt: fact.at });
    case "call-replaced":
      return onCallReplaced(out, fact);
    case "call-left":
      return onCallLeft(out, inWhosePlace(out.state, fact));
    case "call-rung":
      return onCallRung(out, inWhosePlace(out.state, fact));
    case "ring-missed":
      return onRingMissed(out, inWhosePlace(out.state, fact));
    case "call-answered":
      return onCallAnswered(out, inWhosePlace(out.state, fact));
    case "call-ended":
      return onPhoneDown(out, fact.call);
    case "agent-changed":
      return onAgentChanged(out, fact);
    case "attempt-progressed":
      return onAttemptProgressed(out, fact);
    case "snapshot":
      return onSnapshot(out, fact);
    case "exchange-lost":
      return onExchangeLost(out);
    case "supervisor-ordered":
      return onSupervisorOrdered(out, fact);
    case "person-erased":
      return onPersonErased(out, fact.person);
    case "outlook":
      return onOutlook(out, fact);
    case "woke":
      return onWoke(out);
    case "settings-adopted":
      return out.event({ type: "settings-adopted", settings: fact.settings });
    case "state-adopted":
      if (versionOf(fact.checkpoint) === STATE_VERSION)
        out.event({ type: "state-adopted", checkpoint: fact.checkpoint });
      return;
    case "call-recorded":
      return out.event({ type: "call-recorded", recorded: fact.recorded });
  }
}
