import { Fault } from "../../../faults/faults.ts";
import { seesSkill } from "../../sign-in/rights.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { explainCall } from "../schema/forms.ts";
import { knownMomentText, momentText } from "../schema/moments.ts";
import type { Sources } from "../sources.ts";
import { storyAnswerOf } from "./callback-answer.ts";
import { noteSeen } from "./callbacks.ts";
import { decisionAnswerOf } from "./decision-answer.ts";

/** Why a call was treated as it was. */
export function whyEndpoint({ calls }: Sources): Endpoint {
  return endpoint(explainCall, async ({ operation, rights, parameters, query: { lang }, signal }) => {
    const { timeZone } = operation;
    const ifKnown = (at: number | null) => knownMomentText(at, timeZone);
    const details = await calls.why(operation, parameters.id, rights.seesNumbers, signal);
    const { call, decisions } = details;
    if (!seesSkill(rights, call.skill.id))
      throw new Fault("call-unknown", { id: parameters.id, operation: operation.name });
    // It may have been moved to the line of a skill that they do not see.
    const callback =
      details.callback && seesSkill(rights, details.callback.callback.skill.id) ? details.callback : null;
    if (callback) await noteSeen({ rights, operation }, [callback.callback]);
    return {
      call: {
        id: call.id,
        skill: call.skill,
        class: call.class,
        arrivedAt: momentText(call.arrivedAt, timeZone),
        questionAt: ifKnown(call.questionAt),
        choice: call.choice,
        choiceSource: call.choiceSource,
        choiceAt: ifKnown(call.choiceAt),
        answeredAt: ifKnown(call.answeredAt),
        agent: call.agentName ?? call.agent,
        endedAt: ifKnown(call.endedAt),
        outcome: call.outcome,
      },
      decisions: decisions.map((one) => decisionAnswerOf(one, timeZone, lang)),
      callback: callback && storyAnswerOf(callback, timeZone),
    };
  });
}
