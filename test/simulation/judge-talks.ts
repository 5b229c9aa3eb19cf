import { firstServedAt } from "./chronicle.ts";
import { type Complain, type Evidence, ORDER_MS } from "./evidence.ts";

/**
 * 1. How long return calls lasted is what the people on the phone saw, as late as reports come; where nobody reported
 * it, it is not known rather than longer than it was.
 */
export function judgeTalks(evidence: Evidence, complain: Complain): void {
  judgeEnds(evidence, complain);
  judgeRows(evidence, complain);
  if (evidence.faultless) judgeBill(evidence, complain);
}

function judgeEnds(evidence: Evidence, complain: Complain): void {
  const { chronicle, latenessMs, clockWrongMs, faultless } = evidence;
  const open = new Set<string>();
  const told = [...evidence.events("attempt-progressed"), ...evidence.events("talk-ended")];
  for (const event of told.toSorted((one, other) => one.seq - other.seq)) {
    const { attempt } = event;
    if (event.type === "attempt-progressed") {
      if (event.progress === "joined") open.add(attempt);
      continue;
    }
    if (!open.delete(attempt)) complain(1, `the talk of ${attempt} ended, and there was none`);
    if (event.endedAt === null) {
      if (faultless) complain(1, `it is not known when the talk of ${attempt} ended`);
      continue;
    }
    const lateMs = event.endedAt - (chronicle.ends.get(attempt) ?? Number.POSITIVE_INFINITY);
    if (lateMs < -clockWrongMs || lateMs > latenessMs + clockWrongMs)
      complain(1, `the talk of ${attempt} is said to have ended ${lateMs} ms after it did`);
  }
  if (!faultless) return;
  for (const attempt of open)
    if (chronicle.ends.has(attempt)) complain(1, `nothing is known of the end of the talk of ${attempt}`);
}

function judgeRows(evidence: Evidence, complain: Complain): void {
  const ends = new Map(evidence.events("talk-ended").map((event) => [event.attempt, event.endedAt]));
  for (const { id, talkEndedAt, talkLost } of evidence.centre.stories.flatMap(({ attempts }) => attempts)) {
    const end = ends.get(id);
    if (talkEndedAt !== (end ?? null) || talkLost !== (end === null))
      complain(1, `the row of ${id} has ${talkEndedAt} as the end of its talk, which was ${end}`);
  }
}

/** From picking up to putting down, of all return calls: what a carrier bills. */
function judgeBill(evidence: Evidence, complain: Complain): void {
  const { chronicle, centre, dials } = evidence;
  const servedAt = firstServedAt(chronicle);
  const turnedAwayAt = new Map(
    evidence
      .events("attempt-ended")
      .map(({ attempt, result, factAt }) => [attempt, result === "turned-away" ? factAt : null]),
  );
  let lastedMs = 0;
  for (const { attempt, how, until } of chronicle.rings) {
    // Of who is on the phone still when the story ends, as far as is known: until an agent was there.
    // What a customer hears once the queue has no room for them is not counted: their attempt is over by then.
    const end = turnedAwayAt.get(attempt) ?? chronicle.ends.get(attempt) ?? servedAt.get(attempt);
    if (how === "picked-up" && end !== undefined) lastedMs += end - (until ?? 0);
  }
  // Each row is rounded to a second, and what Espera ends itself ends a moment after it says so.
  const slackMs = dials.length * (500 + ORDER_MS);
  if (Math.abs(centre.billedMs - lastedMs) > slackMs)
    complain(1, `diagram_3 bills ${centre.billedMs} ms of return calls, which lasted ${lastedMs} ms`);
}
