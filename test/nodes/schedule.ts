import { RandomSource } from "../../src/queueing/random.ts";

/** What befalls the owner of an operation. */
export type Blow =
  /** It dies. */
  | "killed"
  /** It stands still, until another has its operation and for a while longer. */
  | "frozen"
  /** It stands still for less than a lease. */
  | "stalled"
  /** It is stopped in good order. */
  | "stopped"
  /** The database dies, and is away for longer than a lease. */
  | "without a database";

/** What happens to the nodes of a story, one after the other: to the owner of which operation. */
export interface Schedule {
  readonly blows: readonly { readonly blow: Blow; readonly operation: number; readonly afterMs: number }[];
}

/** The same for the same seed; the first has each blow once. */
export function scheduleOf(seed: number): Schedule {
  const random = new RandomSource(`nodes ${seed}`).stream("schedule");
  const blows = [...BLOWS];
  const order = Array.from({ length: blows.length }, () =>
    seed === 1
      ? blows.splice(Math.floor(random.uniform() * blows.length), 1)[0]!
      : BLOWS[Math.floor(random.uniform() * BLOWS.length)]!,
  );
  return {
    blows: order.map((blow, n) => ({
      blow,
      operation: n % 2,
      afterMs: 500 + Math.floor(random.uniform() * 1_500),
    })),
  };
}

const BLOWS = ["killed", "frozen", "stalled", "stopped", "without a database"] as const;
