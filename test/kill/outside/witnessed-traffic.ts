import { configuredTraffic } from "../../../src/exchange/simulated/traffic/configured-traffic.ts";
import type { Redial, SimulatedCaller, Traffic } from "../../../src/exchange/simulated/traffic/traffic.ts";
import type { CallId } from "../../../src/line/ids.ts";
import { STORY_BEGINS, TIME_ZONE } from "../story-settings.ts";

/** Callers without end until the story stops them, and who they were: nearly all of them want to be called back. */
export class WitnessedTraffic implements Traffic {
  /** Everybody who phoned, or is about to. */
  readonly callers = new Map<CallId, SimulatedCaller>();
  readonly #traffic: Traffic;
  #stopped = false;

  /** `size`: 1 is a busy centre; with less, fewer phone. */
  constructor(seed: string, size = 1) {
    this.#traffic = configuredTraffic({
      seed,
      timeZone: TIME_ZONE,
      skills: [1, 2].map((skill) => ({
        skill,
        callsPerDay: CALLS_PER_MINUTE * size * 1440,
        meanHandleMs: 25_000,
        meanPatienceMs: 120_000,
        hourly: Array.from({ length: 24 }, () => 1),
      })),
      from: STORY_BEGINS,
      to: null,
      callers: {
        customers: 4_000,
        acceptedShare: 0.85,
        reachedShare: 0.7,
        redialAfterMs: 60_000,
        impatientShare: 0.15,
        impatientAfterMs: 60_000,
        dayDeviation: 0,
      },
    });
  }

  /** Nobody phones any more, and nobody phones again. */
  stop(): void {
    this.#stopped = true;
  }

  next(): SimulatedCaller | null {
    const caller = this.#stopped ? null : this.#traffic.next();
    return caller && this.#witness(caller);
  }

  customer(...asked: Parameters<Traffic["customer"]>): ReturnType<Traffic["customer"]> {
    return this.#traffic.customer(...asked);
  }

  #witness(caller: SimulatedCaller): SimulatedCaller {
    const witnessed = { ...caller, redial: caller.redial && this.#witnessRedial(caller.redial) };
    this.callers.set(caller.call, witnessed);
    return witnessed;
  }

  #witnessRedial(redial: Redial): Redial {
    const unlessStopped = (afterMs: number | null) => (this.#stopped ? null : afterMs);
    return {
      get afterAbandonMs() {
        return unlessStopped(redial.afterAbandonMs);
      },
      get afterYesMs() {
        return unlessStopped(redial.afterYesMs);
      },
      call: (at) => this.#witness(redial.call(at)),
    };
  }
}

/** In each of the two skills. */
const CALLS_PER_MINUTE = 40;
