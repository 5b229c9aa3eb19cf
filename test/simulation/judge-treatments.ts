import type { Step } from "../../src/journal/port/run.ts";
import { type Complain, countBy, type Evidence } from "./evidence.ts";

/**
 * 1. Every asking ends in one choice, a call counts as treated once, and a yes ends in one final status; and all that
 * is what callers heard and pressed.
 */
export function judgeTreatments(evidence: Evidence, complain: Complain): void {
  const began = evidence.events("question-began");
  const asked = countBy(began, ({ call }) => call);
  const treated = countBy(
    began.filter(({ again }) => !again),
    ({ call }) => call,
  );
  const choices = countBy(evidence.events("choice-made"), ({ call }) => call);
  for (const [call, times] of asked) {
    if (treated.get(call) !== 1) complain(1, `${call} counts as treated ${treated.get(call) ?? 0} times`);
    if (choices.get(call) !== times)
      complain(1, `${call} was asked ${times} times and has ${choices.get(call) ?? 0} choices`);
    if (times > 2) complain(1, `${call} was asked ${times} times`);
  }
  for (const call of choices.keys())
    if (!asked.has(call)) complain(1, `${call} has a choice and was never treated`);
  judgeModes(evidence, complain);
  judgeOffersAgain(evidence, complain);
  judgeYes(evidence, complain);
  judgeWhatWasHeard(evidence, treated, complain);
}

/** Callers who were last decided on while their skill was in shadow, or off, heard no question. `auto` has a judge of its own. */
function judgeModes(evidence: Evidence, complain: Complain): void {
  const heard = new Set(evidence.callsThatHeard("question"));
  for (const { call, skill, seq, decision } of evidence.events("call-decided")) {
    if (decision !== "offer" || !heard.has(call)) continue;
    const mode = evidence.skillAt(seq, skill)?.smartWait ?? "off";
    if (mode !== "on" && mode !== "auto")
      complain(4, `${call} was offered a call while smart wait was ${mode}`);
  }
}

/** Callers are asked again because of their wait only if no question was reported before: one that was is enough. */
function judgeOffersAgain(evidence: Evidence, complain: Complain): void {
  const offered = new Set<string>();
  for (const { call, decision, reason } of evidence.events("call-decided")) {
    if (decision !== "offer") continue;
    if (offered.has(call) && (reason === "wait-grew" || reason === "switched-on"))
      complain(1, `${call} was offered a call twice: by ${reason}`);
    offered.add(call);
  }
}

function judgeYes(evidence: Evidence, complain: Complain): void {
  const said = evidence.events("choice-made").filter(({ choice }) => choice === "yes");
  const yes = countBy(said, ({ call }) => call);
  const registered = countBy(evidence.events("callback-registered"), ({ callback }) => callback);
  const finals = countBy(evidence.events("callback-ended"), ({ callback }) => callback);
  for (const callback of yes.keys())
    if (!registered.has(callback)) complain(1, `the yes of ${callback} has no callback`);
  for (const [callback, times] of registered) {
    if (times !== 1 || yes.get(callback) !== 1)
      complain(1, `callback ${callback} was not asked for by one yes`);
    if (finals.get(callback) !== 1)
      complain(1, `callback ${callback} has ${finals.get(callback) ?? 0} final statuses`);
  }
  const pressed = new Set(
    evidence.chronicle.acts.map(({ call, what }) => (what.what === "pressed" ? `${call} ${what.keys}` : "")),
  );
  for (const { call, consent } of said)
    if (!consent || !pressed.has(`${call} ${consent.key}`))
      complain(1, `${call} counts as a yes and its caller never pressed ${consent?.key ?? "a key"}`);
}

function judgeWhatWasHeard(
  evidence: Evidence,
  treated: ReadonlyMap<string, number>,
  complain: Complain,
): void {
  const heard = countBy(evidence.callsThatHeard("question"), (call) => call);
  for (const call of treated.keys())
    if (!heard.has(call)) complain(1, `${call} counts as treated and never heard the question`);
  const toldOf = toldOfTheQuestionInTime(evidence.steps);
  for (const [call, times] of heard) {
    if (times > 2) complain(1, `${call} heard the question ${times} times`);
    if (!treated.has(call) && (evidence.faultless || toldOf.has(call)))
      complain(1, `${call} heard the question and does not count as treated`);
  }
}

/**
 * Calls of which a fact in the journal says that they hear the question, while nothing that
 * was reported before had taken them out of the dialogue. A call that is not among them was lost to the judge by a fault.
 */
function toldOfTheQuestionInTime(steps: readonly Step[]): Set<string> {
  const offered = new Set<string>();
  const told = new Set<string>();
  for (const { fact, events } of steps) {
    if (fact.type === "question-began" || fact.type === "choice-made") {
      if (offered.has(fact.call)) told.add(fact.call);
    } else if (fact.type === "woke" || fact.type === "snapshot" || fact.type === "call-left") {
      for (const event of events)
        if (event.type === "call-joined" || event.type === "call-closed") offered.delete(event.call);
    } else if ("call" in fact && fact.type !== "call-arrived" && fact.type !== "number-keyed")
      offered.delete(fact.call);
    for (const event of events)
      if (event.type === "call-decided" && event.decision === "offer") offered.add(event.call);
  }
  return told;
}
