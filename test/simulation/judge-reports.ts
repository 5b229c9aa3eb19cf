import type { Complain, Evidence } from "./evidence.ts";
import { type CountsOfSkill, Tally } from "./tally.ts";

/** 1. Both ways of reading, counts and lists, say what the events and the people outside say. */
export function judgeReports(evidence: Evidence, complain: Complain): void {
  judgeCounts(evidence, complain);
  judgeList(evidence, complain);
  judgeStories(evidence, complain);
}

function judgeCounts(evidence: Evidence, complain: Complain): void {
  const { answer } = evidence.centre;
  const tally = new Tally();
  tally.add(evidence.steps);
  const counted = tally.counts();
  if (JSON.stringify(answer) !== JSON.stringify(counted))
    complain(
      1,
      `diagram_2 says ${JSON.stringify(answer)}; the journal's events give ${JSON.stringify(counted)}`,
    );
  for (const counts of answer) judgeSums(counts, complain);
  if (!evidence.faultless) return;
  const heard = new Set(evidence.callsThatHeard("question"));
  const treated = answer.reduce((sum, { treatment }) => sum + treatment, 0);
  if (treated !== heard.size) complain(1, `${heard.size} heard the question and diagram_2 says ${treated}`);
}

function judgeSums({ skill, treatment, yes, no, ok, fail }: CountsOfSkill, complain: Complain): void {
  if (yes + no !== treatment || no < 0)
    complain(1, `skill ${skill}: ${yes} yes and ${no} no of ${treatment}`);
  if (ok + fail > yes) complain(1, `skill ${skill}: ${ok} OK and ${fail} failed of ${yes}`);
}

function judgeList(evidence: Evidence, complain: Complain): void {
  const { list } = evidence.centre;
  const byId = new Map(list.map((record) => [record.id, record]));
  if (byId.size < list.length) complain(1, "the list of callbacks names one twice");
  const dialled = Map.groupBy(evidence.events("attempt-dialled"), ({ callback }) => callback);
  const finals = new Map(evidence.events("callback-ended").map((event) => [event.callback, event]));
  const registered = evidence.events("callback-registered");
  if (registered.length !== list.length)
    complain(1, `${registered.length} callbacks were registered and the list has ${list.length}`);
  const erased = new Set(evidence.chronicle.erasures.map(({ number }) => number));
  for (const { callback } of registered) {
    const record = byId.get(callback);
    if (!record) {
      complain(1, `callback ${callback} is not in the list`);
      continue;
    }
    const end = finals.get(callback);
    const said = [record.status, record.reason, record.endedAt, record.attempts];
    const was = [
      end?.status ?? "YES",
      end?.reason ?? null,
      end?.factAt ?? null,
      dialled.get(callback)?.length ?? 0,
    ];
    if (JSON.stringify(said) !== JSON.stringify(was))
      complain(1, `the list says ${said.join(" ")} of ${callback}, which was ${was.join(" ")}`);
    const number = evidence.numberOf(callback);
    if (record.number !== number && !erased.has(number ?? "") && record.number !== null)
      complain(7, `the list has callback ${callback} at a number that did not ask for it`);
  }
}

function judgeStories(evidence: Evidence, complain: Complain): void {
  const orders = evidence.events("supervisor-answered");
  const dialled = evidence.events("attempt-dialled");
  for (const story of evidence.centre.stories) {
    const { id } = story.callback;
    const attempts = dialled.filter(({ callback }) => callback === id).map(({ attempt }) => attempt);
    if (story.attempts.map((one) => one.id).join() !== attempts.join())
      complain(
        1,
        `the story of ${id} has attempts ${story.attempts.map((one) => one.id).join()}, which were ${attempts.join()}`,
      );
    const given = orders
      .filter(({ callback }) => callback === id)
      .map(({ act, outcome }) => `${act.type} ${outcome}`);
    const told = story.orders.map(({ act, outcome }) => `${act} ${outcome}`);
    if (told.join() !== given.join())
      complain(1, `the story of ${id} has orders ${told.join()}, which were ${given.join()}`);
  }
}
