import { type Random, RandomSource } from "../../../src/queueing/random.ts";

/** What befalls a node. */
type Happening =
  | "killed"
  | "frozen"
  | "stopped"
  /** Nothing passes between it and the database. */
  | "cut off"
  /** Its connections to the database break. */
  | "reset"
  /** The message is lost, and the connection breaks. */
  | "request lost"
  /** The database does what it was asked, and the connection breaks before the answer. */
  | "answer lost"
  /** The answer stays away, on a connection that stands. */
  | "answer stalled"
  /** The database is away for everybody. */
  | "without a database";

/** When in the exchange of a message with the database it happens. */
interface Moment {
  readonly at: Point;
  readonly when: "before" | "arrived" | "answered";
}

/** One thing that befalls a node, and how it is. */
export interface Planned {
  readonly afterMs: number;
  readonly happening: Happening;
  /** Whose owner it befalls: of the first or the second operation, a node that has none if there is one, or whoever sends the message. */
  readonly of: 0 | 1 | "nobody" | "whoever sends it";
  /** `null`: at once. */
  readonly moment: Moment | null;
  readonly lastsMs: number;
  /** A node that is cut off finds its connections broken afterwards. */
  readonly resets: boolean;
  /** The next comes when it is over. */
  readonly isWaitedFor: boolean;
}

/** What befalls the nodes: the same for the same seed. */
export function happeningsOf(seed: number): readonly Planned[] {
  const random = new RandomSource(`schedule ${seed}`).stream("happenings");
  return Array.from({ length: 4 + Math.floor(random.uniform() * 3) }, () => drawn(random)).flat();
}

function drawn(random: Random): readonly Planned[] {
  const draw = random.uniform();
  if (draw < 0.15) return [plannedBy(random, AT_ONCE, null)];
  if (draw < 0.3) return takeoverBy(random);
  return [plannedBy(random, AT_MESSAGE, one(random, POINTS))];
}

/** An operation is about to change hands, or its owner not to be sure of it; and then something befalls whoever takes it. */
function takeoverBy(random: Random): readonly Planned[] {
  const isUnsure = random.uniform() < 0.25;
  const before: Planned = isUnsure
    ? {
        ...plannedBy(random, ["request lost", "answer lost", "answer stalled"], "an append"),
        isWaitedFor: true,
      }
    : {
        ...plannedBy(random, ["killed", "frozen", "cut off", "stopped"], null),
        lastsMs: lastsLong(random),
        isWaitedFor: false,
      };
  const takers: readonly Point[] = isUnsure
    ? ["a taking back"]
    : ["a takeover", "a recovery", before.happening === "stopped" ? "a giving up" : "a takeover"];
  const then = plannedBy(random, AT_MESSAGE, one(random, takers));
  return [
    { ...before, of: one(random, [0, 1] as const) },
    { ...then, afterMs: 0, of: "whoever sends it", isWaitedFor: true },
  ];
}

function plannedBy(random: Random, of: readonly Happening[], at: Point | null): Planned {
  const happening = one(random, of);
  const whens = WHENS[happening] ?? (["before", "arrived", "arrived", "answered"] as const);
  return {
    afterMs: Math.floor(random.uniform() * 1_500),
    happening,
    // Few appends have a dial or a promise: it is whichever comes first.
    of:
      at === "a dial" || at === "a promise"
        ? "whoever sends it"
        : one(random, [0, 0, 1, 1, "nobody"] as const),
    moment: at && { at, when: one(random, whens) },
    lastsMs: random.uniform() < 0.7 ? lastsLong(random) : Math.floor(random.uniform() * 2_000),
    resets: random.uniform() < 0.4,
    isWaitedFor: random.uniform() < 0.7,
  };
}

/** Longer than it takes until another has its operations; what is shorter is less than a lease. */
function lastsLong(random: Random): number {
  return Math.floor(3_000 + random.uniform() * 3_000);
}

function one<T>(random: Random, of: readonly T[]): T {
  return of[Math.floor(random.uniform() * of.length)]!;
}

const AT_ONCE: readonly Happening[] = [
  "killed",
  "frozen",
  "stopped",
  "cut off",
  "reset",
  "without a database",
];
const AT_MESSAGE: readonly Happening[] = [
  "killed",
  "killed",
  "frozen",
  "frozen",
  "frozen",
  "cut off",
  "cut off",
  "request lost",
  "request lost",
  "answer lost",
  "answer lost",
  "answer stalled",
  "reset",
  "stopped",
  "without a database",
];
/** What needs a certain moment; the others come at any. */
const WHENS: Readonly<Partial<Record<Happening, readonly Moment["when"][]>>> = {
  "request lost": ["before"],
  "answer lost": ["arrived"],
  "answer stalled": ["arrived"],
};

/** What is in a message to the database, by what the message is. */
export const TEXTS = {
  "an append": ["append_batch"],
  /** An attempt becomes durable, and then the phone is to ring. */
  "a dial": ["append_batch", '\\"type\\":\\"dial\\"'],
  /** A callback becomes durable, and then the caller hears of it. */
  "a promise": ["append_batch", '\\"type\\":\\"thank\\"'],
  "the last look before a dial": ["SELECT epoch FROM runs"],
  "a beat": ["INSERT INTO nodes"],
  "a look": ["WITH living"],
  "a takeover": ["take_over"],
  "a taking back": ["take_back"],
  "a giving up": ["UPDATE ownership"],
  "a recovery": ["FROM checkpoints"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Point = keyof typeof TEXTS;

const POINTS: readonly Point[] = [
  "a dial",
  "a dial",
  "a dial",
  "a promise",
  "a promise",
  "a promise",
  "an append",
  "an append",
  "the last look before a dial",
  "the last look before a dial",
  "a beat",
  "a beat",
  "a look",
];
