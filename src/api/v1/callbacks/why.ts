import { Fault } from "../../../faults/faults.ts";
import type { DecisionRecord } from "../../../journal/stories.ts";
import { decisionSentence } from "../../../words/decision-sentences.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { explainCall } from "../schema/forms.ts";
import { told, toldIfKnown } from "../schema/moments.ts";
import { skillNames } from "../skill-names.ts";
import type { Sources } from "../sources.ts";

/** Why a call was treated as it was. */
export function whyEndpoint({ store, readModels }: Sources): Endpoint {
  return endpoint(explainCall, async ({ operation, parameters: { id }, query: { lang }, signal }) => {
    const story = await readModels.call(operation.id, id, signal);
    if (!story) throw new Fault("call-unknown", { id, operation: operation.name });
    const { call, decisions } = story;
    const { timeZone } = operation;
    const ifKnown = (at: number | null) => toldIfKnown(at, timeZone);
    const named = await skillNames(store, operation);
    return {
      call: {
        id: call.id,
        skill: named(call.skill),
        class: call.class,
        arrivedAt: told(call.arrivedAt, timeZone),
        questionAt: ifKnown(call.questionAt),
        choice: call.choice,
        choiceSource: call.choiceSource,
        choiceAt: ifKnown(call.choiceAt),
        answeredAt: ifKnown(call.answeredAt),
        endedAt: ifKnown(call.endedAt),
        outcome: call.outcome,
      },
      decisions: decisions.map((one) => toldDecision(one, timeZone, lang)),
    };
  });
}

function toldDecision(record: DecisionRecord, timeZone: string, lang: "es" | "en" | "both") {
  const { at, kind, decision, reason, inputs } = record;
  return {
    at: told(at, timeZone),
    kind,
    decision,
    reason,
    inputs: { ...inputs },
    ...(lang === "en" ? {} : { es: decisionSentence(record, timeZone, "es") }),
    ...(lang === "es" ? {} : { en: decisionSentence(record, timeZone, "en") }),
  };
}
