import type { Break } from "../../exchange/simulated/simulated-agent.ts";
import type { WaitsOfSkill } from "./waits-of-skill.ts";

/** A call as its agent had it; epoch ms. */
export interface Talk<Call> {
  readonly call: Call;
  readonly from: number;
  readonly to: number;
}

/** What the phone system itself wrote of an agent on a day: the span in which they were logged in, and when they were paused. */
export interface LoggedPresence {
  readonly from: number;
  readonly to: number;
  readonly breaks: readonly Break[];
}

/** When an agent was there on a day, and what they still did after calls. Epoch ms. */
export interface AgentDay<Call> {
  readonly from: number;
  readonly to: number;
  readonly breaks: readonly Break[];
  /** How long they were busy with calls after their ends, ms, and for how long at least, as somebody waited; left out: nothing is known of it. */
  readonly afterCallMs: readonly (readonly [call: Call, ms: number, atLeastMs: number])[];
}

/** What shows when an agent was there, beside their talks. */
interface Seen {
  readonly waits: readonly WaitsOfSkill[];
  readonly seenMs: number;
  /** What the phone system wrote; left out, or `null`: nothing. */
  readonly log?: LoggedPresence | null;
}

/** A wait that short says nothing in a record of whole seconds. */
const LEAST_SEEN_MS = 1_000;
/** Phones ring for different times: a wait may be so many times as long as they usually ring, and say nothing yet. */
const RINGS = 2;
/** An agent whose last call ended so long before a caller came was free for them. */
const FREE_FOR_MS = 60_000;
/** A shorter absence after a call is work that belongs to it. */
const AFTER_CALL_MS = 120_000;
/** Without a call for so long an agent is away, whether anybody waits or not. */
const AWAY_AFTER_MS = 90 * 60_000;

/**
 * When the agent of these talks, in order, was there: the one rule of presence, for replay and lift. An agent who takes no call while a caller of a skill
 * they serve waits is away; so of a gap between two calls they are away until nobody waits any more, and half of what is left of
 * it, since they came back some time before the next call. An absence of up to two minutes is work after the call, a longer one a
 * break, which keeps its length when a call delays it. Without `log` nobody is there before their first call or after their last.
 *
 * What is inferred was chosen by how closely five months of a bank of 1999 are reproduced, and that share of a gap, the two
 * minutes and the ends of a day with it: no test of it are those months.
 *
 * `waits`: of the skills that the agent serves; those that last no longer than `seenMs` (`seenWaitMs`) say nothing.
 */
export function agentDay<Call>(
  talks: readonly Talk<Call>[],
  { waits, seenMs, log = null }: Seen,
): AgentDay<Call> {
  const waitedIn = ({ from, to }: { readonly from: number; readonly to: number }) =>
    waits.reduce((most, one) => Math.max(most, (one.lastOfLonger(seenMs, from, to) ?? from) - from), 0);
  const absenceIn = (gap: { readonly from: number; readonly to: number }) =>
    absence(waitedIn(gap), gap.to - gap.from);
  const first = talks[0]!.from;
  const { gaps, last } = gapsOf(talks);
  const from = Math.min(log?.from ?? first, first);
  const to = Math.max(log?.to ?? last, last);
  const breaks: Break[] = [];
  const afterCallMs: [Call, number, number][] = [];
  for (const { after, ...gap } of gaps) {
    // An agent who was logged in all the while was there where nobody waited, however long that was.
    const absentMs = log || gap.to - gap.from <= AWAY_AFTER_MS ? absenceIn(gap) : gap.to - gap.from;
    const isPaused = log?.breaks.some(({ at, lastsMs }) => at < gap.to && at + lastsMs > gap.from) ?? false;
    if (absentMs === 0) afterCallMs.push([after, 0, 0]);
    else if (absentMs <= AFTER_CALL_MS && !isPaused) afterCallMs.push([after, absentMs, waitedIn(gap)]);
    else breaks.push({ at: gap.from, lastsMs: absentMs });
  }
  for (const edge of [
    { from, to: first },
    { from: last, to },
  ]) {
    const absentMs = absenceIn(edge);
    if (absentMs > 0) breaks.push({ at: edge.from, lastsMs: absentMs });
  }
  return { from, to, breaks: together(breaks, log?.breaks ?? []), afterCallMs };
}

/**
 * How long a caller has to wait at least, so that it says of agents that they were away: longer than phones ring, as callers wait whose agent was
 * free when they came; ms. `talks`: of each agent of a day, in order.
 */
export function seenWaitMs(talks: readonly (readonly Talk<{ readonly arrivedAt: number }>[])[]): number {
  const rings = talks.flatMap((ofAgent) =>
    ofAgent
      .filter(({ call }, index) => index > 0 && call.arrivedAt - ofAgent[index - 1]!.to >= FREE_FOR_MS)
      .map(({ call, from }) => from - call.arrivedAt),
  );
  const usual = rings.sort((one, other) => one - other)[rings.length >> 1] ?? 0;
  return Math.max(LEAST_SEEN_MS, RINGS * usual);
}

/** Gives the talks of nobody known to as few agents as could have had them; talks in order. */
export function spreadOverFewest<Call>(talks: readonly Talk<Call>[]): Talk<Call>[][] {
  const agents: Talk<Call>[][] = [];
  for (const talk of talks) {
    const free = agents.find((taken) => taken.at(-1)!.to <= talk.from);
    if (free) free.push(talk);
    else agents.push([talk]);
  }
  return agents;
}

/** The gaps between an agent's calls, with the call before each, and when the last call ended. */
function gapsOf<Call>(talks: readonly Talk<Call>[]): {
  readonly gaps: readonly { readonly after: Call; readonly from: number; readonly to: number }[];
  readonly last: number;
} {
  const gaps = [];
  let before: Talk<Call> | null = null;
  for (const talk of talks) {
    if (before && talk.from > before.to) gaps.push({ after: before.call, from: before.to, to: talk.from });
    if (!before || talk.to > before.to) before = talk;
  }
  return { gaps, last: before!.to };
}

/** How long an agent was away of a gap, from its beginning on, of which callers of the skills they serve waited so long. */
function absence(waitedMs: number, gapMs: number): number {
  return waitedMs === 0 ? 0 : Math.round(waitedMs + (gapMs - waitedMs) / 2);
}

/** The breaks of both, those that overlap as one. */
function together(some: readonly Break[], others: readonly Break[]): Break[] {
  const joined: { at: number; lastsMs: number }[] = [];
  for (const { at, lastsMs } of [...some, ...others].sort((one, other) => one.at - other.at)) {
    const before = joined.at(-1);
    if (before && at <= before.at + before.lastsMs)
      before.lastsMs = Math.max(before.lastsMs, at + lastsMs - before.at);
    else joined.push({ at, lastsMs });
  }
  return joined;
}
