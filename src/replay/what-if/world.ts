import { defaultOptions, type SimulatedOptions } from "../../exchange/simulated/options.ts";
import { SimulatedExchange } from "../../exchange/simulated/simulated-exchange.ts";
import type { SimulatedCaller } from "../../exchange/simulated/traffic/traffic.ts";
import type { CallbackId, SkillId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";
import type { RandomSource } from "../../queueing/random.ts";
import type { CentreDay } from "../centre/centre-day.ts";
import { VirtualClock } from "../virtual-clock.ts";
import { CallWatch } from "./call-watch.ts";
import { CoreRun } from "./core-run.ts";
import type { Tally } from "./tally.ts";

/**
 * An exchange that adds nothing to what a record shows: agents take calls at once, since the time to an answer is part of the waits
 * that were recorded, and everybody who comes may wait.
 */
const asRecorded: Partial<SimulatedOptions> = {
  ...defaultOptions,
  pollMs: 100,
  oneLine: true,
  joinEmpty: true,
  queueKey: false,
  missProbability: 0,
  agentAnswersAfterMs: { from: 0, to: 0 },
  orderMs: 0,
};

/**
 * One course of events: days one after the other through one core, which learns from each for the next. What is promised on one day
 * may be kept on the next.
 */
export class World {
  readonly #random: RandomSource;
  readonly #clock = new VirtualClock();
  readonly #watch: CallWatch;
  readonly #run: CoreRun;
  readonly #promised = new Map<CallbackId, SimulatedCaller>();

  /** `measuredBy`: whose targets say what is in time. */
  constructor(settings: Settings, random: RandomSource, measuredBy = settings) {
    const withinMs = new Map(measuredBy.skills.map(({ id, target }) => [id, target.withinMs]));
    this.#random = random;
    this.#watch = new CallWatch((skill) => withinMs.get(skill) ?? 0);
    this.#run = new CoreRun({
      settings,
      clock: this.#clock,
      watcher: this.#watch,
      draw: (person, day) => random.stream("draw", person, day).uniform(),
    });
  }

  /**
   * Lives through a day, after those before it, until nobody is on the phone, at most until `until` (epoch ms). What is counted of its calls, by skill; of
   * callbacks that are open then it is complete after `end`.
   */
  live({ day, callers, agents }: CentreDay, until: number): ReadonlyMap<SkillId, Tally> {
    const run = this.#run;
    const clock = this.#clock;
    const tallies = this.#watch.beginDay();
    // Callers of the day before may have been on the phone after midnight.
    clock.jump(Math.max(0, day.from - clock.now()));
    const byId = new Map(callers.map((caller) => [caller.call, caller]));
    let next = 0;
    const exchange = new SimulatedExchange({
      clock,
      random: this.#random,
      agents,
      options: asRecorded,
      traffic: {
        next: () => callers[next++] ?? null,
        customer: (callback) => byId.get(callback) ?? this.#promised.get(callback)!,
      },
    });
    run.steer(exchange);
    const lastShift = Math.max(...agents.flatMap(({ shifts }) => [...shifts].map(({ to }) => to)), 0);
    while (next <= callers.length || run.state.calls.size > 0 || clock.now() < lastShift) {
      const at = clock.nextAt();
      if (at === null || at >= until) break;
      clock.step();
    }
    run.letGo();
    exchange.close();
    for (const id of this.#promised.keys()) if (!run.state.callbacks.has(id)) this.#promised.delete(id);
    for (const id of run.state.callbacks.keys()) {
      const caller = byId.get(id);
      if (caller) this.#promised.set(id, caller);
    }
    return tallies;
  }

  /** Nothing more happens: callbacks that are open were never reached. */
  end(): void {
    this.#watch.end();
    this.#promised.clear();
  }
}
