import type { Observer } from "../../../src/exchange/simulated/observer.ts";
import { roster } from "../../../src/exchange/simulated/roster.ts";
import { SimulatedExchange } from "../../../src/exchange/simulated/simulated-exchange.ts";
import type { Traffic } from "../../../src/exchange/simulated/traffic/traffic.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import type { Clock } from "../../../src/time/clock.ts";
import { STORY_BEGINS, TIME_ZONE } from "../story-settings.ts";

/**
 * The phone system of a story, with agents of one skill and of both, who never go home. `size`: 1 is a busy centre; with less, fewer
 * are there.
 */
export function exchangeOfStory(
  seed: string,
  {
    clock,
    traffic,
    observer,
  }: { readonly clock: Clock; readonly traffic: Traffic; readonly observer: Observer },
  size = 1,
): SimulatedExchange {
  return new SimulatedExchange({
    clock,
    traffic,
    observer,
    agents: roster({
      timeZone: TIME_ZONE,
      groups: AGENTS.map((group) => ({ ...group, count: Math.ceil(group.count * size) })),
      from: STORY_BEGINS,
      to: null,
    }),
    random: new RandomSource(seed),
  });
}

/** Too few for all who phone: there is always a line. */
const AGENTS = [[1, 2], [1], [2]].map((skills) => ({
  count: 12,
  skills,
  shift: { fromMinute: 0, toMinute: 1440 },
  wrapUpMs: 5_000,
}));
