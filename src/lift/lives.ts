import { LineRun } from "../replay/line-run/line-run.ts";
import type { SeenAgent } from "./centre/presence.ts";
import type { Hold } from "./centre/talks.ts";
import type { DrawnDay } from "./drawn-day.ts";
import { type Level, liveLevel } from "./levels.ts";
import type { LiftDay } from "./lift-call.ts";

/** A day that is lived again with what was drawn for it. */
export interface Life {
  live(drawn: DrawnDay): void;
  /** What a call of the day added to the service level in the last life; `withinMs`: the time of its target. */
  levelOf(call: number, withinMs: number): Level;
}

/** The day without smart wait: everybody stays in line from their arrival on. */
export class LifeWithout implements Life {
  readonly #calls: LiftDay;
  readonly #run: LineRun;
  readonly #untilRung: Float64Array;
  readonly #kept: Float64Array;
  #drawn: Pick<DrawnDay, "patience" | "rings"> = { patience: new Float64Array(), rings: new Float64Array() };

  constructor(calls: LiftDay, agents: readonly SeenAgent[]) {
    this.#calls = calls;
    const lanes = new Lanes(calls);
    const arrivals = Float64Array.from(calls, ({ arrivedAt }) => arrivedAt);
    this.#run = new LineRun({
      arrivals,
      places: arrivals,
      lanes: Int32Array.from(calls, ({ skill }) => lanes.live(skill)),
      agents: agents.map(({ skills, ranks, stretches }) => ({
        lanes: skills.map((skill) => lanes.live(skill)),
        ranks,
        stretches,
      })),
    });
    this.#untilRung = new Float64Array(calls.length);
    this.#kept = new Float64Array(calls.length);
  }

  live(drawn: DrawnDay): void {
    const { patience, rings, handles } = drawn;
    for (let call = 0; call < patience.length; call++) {
      this.#untilRung[call] = Math.max(0, patience[call]! - rings[call]!);
      this.#kept[call] = rings[call]! + handles[call]!;
    }
    this.#run.run(this.#untilRung, this.#kept);
    this.#drawn = drawn;
  }

  levelOf(call: number, withinMs: number): Level {
    return levelOfLife(this.#run.starts[call]! - this.#calls[call]!.arrivedAt, this.#drawn, call, withinMs);
  }
}

/** Somebody who comes to the line in the day as it was. */
interface Comer {
  readonly at: number;
  readonly call: number;
  readonly comes: "live" | "called-back" | "not-reached";
  /** How long an agent is held before the talk. */
  readonly holdMs: number;
}

/**
 * The day as it was, to see whether the model gives the same centre: callers who accepted leave the line at once, and take an agent, at their
 * place, from when they were dialled.
 */
export class LifeAsItWas implements Life {
  readonly #calls: LiftDay;
  readonly #comers: readonly Comer[];
  readonly #run: LineRun;
  readonly #untilRung: Float64Array;
  readonly #kept: Float64Array;
  #drawn: Pick<DrawnDay, "patience" | "rings"> = { patience: new Float64Array(), rings: new Float64Array() };
  /** The comer who is the live caller of each call; -1 of those who accepted, or never joined. */
  readonly #comerOf: Int32Array;

  constructor(calls: LiftDay, agents: readonly SeenAgent[], hold: Hold) {
    this.#calls = calls;
    const lanes = new Lanes(calls);
    const comers = comersOf(calls, hold);
    this.#comers = comers;
    this.#comerOf = new Int32Array(calls.length).fill(-1);
    for (const [index, { call, comes }] of comers.entries())
      if (comes === "live") this.#comerOf[call] = index;
    this.#run = new LineRun({
      arrivals: Float64Array.from(comers, ({ at }) => at),
      places: Float64Array.from(comers, ({ call }) => calls[call]!.arrivedAt),
      lanes: Int32Array.from(comers, ({ call, comes }) =>
        comes === "live" ? lanes.live(calls[call]!.skill) : lanes.callbacks(calls[call]!.skill),
      ),
      agents: agents.map(({ skills, ranks, stretches }) => ({
        lanes: skills.flatMap((skill) => [lanes.live(skill), lanes.callbacks(skill)]),
        ranks: ranks.flatMap((rank) => [rank, rank]),
        stretches,
      })),
    });
    this.#untilRung = new Float64Array(comers.length).fill(Number.POSITIVE_INFINITY);
    this.#kept = new Float64Array(comers.length);
  }

  live(drawn: DrawnDay): void {
    const { patience, rings, handles } = drawn;
    for (const [index, { call, comes, holdMs }] of this.#comers.entries()) {
      if (comes === "live")
        this.#untilRung[index] = Math.max(
          0,
          patience[call]! - this.#calls[call]!.joinedAfterMs! - rings[call]!,
        );
      const beforeMs = comes === "live" ? rings[call]! : holdMs;
      this.#kept[index] = beforeMs + (comes === "not-reached" ? 0 : handles[call]!);
    }
    this.#run.run(this.#untilRung, this.#kept);
    this.#drawn = drawn;
  }

  levelOf(call: number, withinMs: number): Level {
    const { arrivedAt, answered, waitMs } = this.#calls[call]!;
    const comer = this.#comerOf[call]!;
    // A caller who never joined the line is not simulated again.
    if (comer < 0) return liveLevel(answered, waitMs, withinMs);
    return levelOfLife(this.#run.starts[comer]! - arrivedAt, this.#drawn, call, withinMs);
  }
}

/** `rungAfterMs`: from arrival until an agent had the caller, and the phone began to ring; `NaN`: nobody had. */
function levelOfLife(
  rungAfterMs: number,
  { patience, rings }: Pick<DrawnDay, "patience" | "rings">,
  call: number,
  withinMs: number,
): Level {
  const waitMs = rungAfterMs + rings[call]!;
  return waitMs <= patience[call]!
    ? liveLevel(true, waitMs, withinMs)
    : liveLevel(false, patience[call]!, withinMs);
}

/** By when they come. Attempts that reached nobody hold an agent too: the first of them is known. */
function comersOf(calls: LiftDay, hold: Hold): Comer[] {
  const comers = calls.flatMap((one, call): Comer[] => {
    const { arrivedAt, callback } = one;
    if (!callback) {
      if (one.joinedAfterMs === null) return [];
      return [{ at: arrivedAt + one.joinedAfterMs, call, comes: "live", holdMs: 0 }];
    }
    const holdMs = hold(one);
    const { firstDialMs, connectedMs } = callback;
    const calledBackMs = connectedMs === null ? null : connectedMs - holdMs;
    const failed =
      firstDialMs !== null && holdMs > 0 && (calledBackMs === null || firstDialMs < calledBackMs);
    return [
      ...(failed ? [{ at: arrivedAt + firstDialMs, call, comes: "not-reached" as const, holdMs }] : []),
      ...(calledBackMs === null
        ? []
        : [{ at: arrivedAt + calledBackMs, call, comes: "called-back" as const, holdMs }]),
    ];
  });
  return comers.sort((one, other) => one.at - other.at);
}

/** The numbers of the lanes: each skill has one for callers on the phone, and one for callbacks. */
class Lanes {
  readonly #skills: ReadonlyMap<string, number>;

  constructor(calls: LiftDay) {
    this.#skills = new Map(
      [...new Set(calls.map(({ skill }) => skill))].map((skill, index) => [skill, index]),
    );
  }

  live(skill: string): number {
    return this.#skills.get(skill)!;
  }

  callbacks(skill: string): number {
    return this.#skills.size + this.live(skill);
  }
}
