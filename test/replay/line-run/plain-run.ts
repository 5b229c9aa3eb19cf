import type { LineDay } from "../../../src/replay/line-run/centre-day.ts";

/**
 * The same day in the simplest way: every moment of whole numbers, at each first all agents who may take somebody who waits, then
 * callers one by one. Slow, and nothing in it is clever. Returns when each caller was served, `NaN` for those who were not.
 */
export function plainRun(day: LineDay, patience: Float64Array, handles: Float64Array): number[] {
  const starts = Array.from(day.arrivals, () => Number.NaN);
  const freeAt = day.agents.map(() => 0);
  const waiting = new Set<number>();
  /** Since when an agent can take a call; `null` when not now. */
  const idleSince = (agent: number, now: number) => {
    const stretch = day.agents[agent]!.stretches.find(({ from, to }) => from <= now && now < to);
    return stretch && freeAt[agent]! <= now ? Math.max(freeAt[agent]!, stretch.from) : null;
  };
  /** Breaks that come due in a call begin when it ends, one after the other. */
  const backAt = (agent: number, callBegan: number, callEnds: number) => {
    let at = callEnds;
    for (const [index, { to }] of day.agents[agent]!.stretches.entries())
      if (to > callBegan && to <= at)
        at += (day.agents[agent]!.stretches[index + 1]?.from ?? Number.POSITIVE_INFINITY) - to;
    return at;
  };
  const serve = (caller: number, agent: number, now: number) => {
    starts[caller] = now;
    waiting.delete(caller);
    freeAt[agent] = backAt(agent, now, now + handles[caller]!);
  };
  const rankFor = (agent: number, caller: number) =>
    day.agents[agent]!.ranks?.[day.agents[agent]!.lanes.indexOf(day.lanes[caller]!)] ?? 0;
  const firstFor = (agent: number) =>
    [...waiting]
      .filter((caller) => day.agents[agent]!.lanes.includes(day.lanes[caller]!))
      .sort((a, b) => rankFor(agent, a) - rankFor(agent, b) || day.places[a]! - day.places[b]! || a - b)[0];
  const END = 2_000;
  for (let now = 0; now < END; now++) {
    for (const caller of waiting) if (day.arrivals[caller]! + patience[caller]! < now) waiting.delete(caller);
    for (let agent = 0; agent < freeAt.length; ) {
      const caller = idleSince(agent, now) === null ? undefined : firstFor(agent);
      if (caller === undefined) agent++;
      else {
        serve(caller, agent, now);
        agent = 0;
      }
    }
    for (let caller = 0; caller < day.arrivals.length; caller++) {
      if (day.arrivals[caller] !== now) continue;
      waiting.add(caller);
      const [agent] = [...freeAt.keys()]
        .filter((one) => idleSince(one, now) !== null && day.agents[one]!.lanes.includes(day.lanes[caller]!))
        .sort(
          (a, b) =>
            rankFor(a, caller) - rankFor(b, caller) || idleSince(a, now)! - idleSince(b, now)! || a - b,
        );
      if (agent !== undefined) serve(caller, agent, now);
    }
  }
  return starts;
}
