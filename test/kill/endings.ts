import { chance, pick, uniform } from "../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";
import { type DeadlyPoint, deadlyPoints } from "./espera/deadly-points.ts";

/** How one life of Espera ends, and how long it is away then. */
export type Ending = {
  /** Of the story, before the next life; none when left out. */
  readonly awayMs?: number;
} & (
  | {
      /** At the n-th time it reaches the point: by its own hand, or killed from outside `afterUs` microseconds later. */
      readonly at: DeadlyPoint;
      readonly n: number;
      readonly afterUs?: number;
      /** Told to end first. */
      readonly whileStopping?: true;
    }
  | {
      /**
       * Killed from outside, so many microseconds after so many more reports and orders went over the wire, wherever that
       * finds it. With `cutMs` its connection is broken first, for so much of the story's time.
       */
      readonly messages: number;
      readonly afterUs?: number;
      readonly cutMs?: number;
      /** An import runs beside, which dies when it has written so many steps. */
      readonly importDiesAt?: number;
    }
  /** Killed from outside so many ms after its process was made, and so many after it was asked to end. */
  | { readonly startingMs: number }
  | { readonly stoppingMs: number }
  /** Told to end, and it does. */
  | { readonly stop: true }
);

/** How a story goes: whether it begins with the journal of an older Espera, and how Espera's lives end. */
export interface Plan {
  readonly seed: number;
  readonly hasFormerJournal: boolean;
  /** By how much of the story's time Espera may be slower than the phone system, ms. */
  readonly slowMs: number;
  readonly endings: readonly Ending[];
}

/** Every point is in one of two stories that follow each other, the first of which has an odd seed. */
export function planOf(seed: number): Plan {
  const first = seed - ((seed + 1) % 2);
  const isFirst = seed === first;
  const shared = new RandomSource(first).stream("deck");
  const random = new RandomSource(seed).stream("endings");
  const deck = shuffled(DECK, shared);
  const half = Math.ceil(deck.length / 2);
  const mine = [
    ...(isFirst ? FIRST.former : FIRST.fresh),
    ...(isFirst ? deck.slice(0, half) : deck.slice(half)),
  ];
  return {
    seed,
    hasFormerJournal: isFirst,
    slowMs: Number(pick(random, { 0: 1, 50: 1, 300: 1 })),
    endings: mine.flatMap((kind) => kind.map((one) => endingOf(one, random))),
  };
}

/** Of the endings of a plan, those that are kills. */
export function killsOf({ endings }: Plan): number {
  return endings.filter((ending) => !("stop" in ending)).length;
}

/** How a life ended, in a few words. */
export function describeEnding(ending: Ending): string {
  if ("stop" in ending) return "ordered to stop";
  if ("startingMs" in ending) return `from outside, ${ending.startingMs} ms after its process was made`;
  if ("stoppingMs" in ending) return `from outside, ${ending.stoppingMs} ms after it was ordered to stop`;
  if ("messages" in ending) {
    const since = ending.cutMs === undefined ? "its start" : `its connection broke for ${ending.cutMs} ms`;
    const beside = ending.importDiesAt ? `, beside an import that dies at step ${ending.importDiesAt}` : "";
    return `from outside, ${ending.afterUs ?? 0} µs and ${ending.messages} messages after ${since}${beside}`;
  }
  const how = ending.afterUs === undefined ? "" : `, from outside ${ending.afterUs} µs later`;
  const told = ending.whileStopping ? ", ordered to stop" : "";
  return `${ending.at}:${ending.n}, ${deadlyPoints[ending.at]}${told}${how}`;
}

/** The name under which kills are counted. */
export function kindOf(ending: Ending): string {
  if ("stop" in ending) return "ordered to stop";
  if ("at" in ending) return ending.whileStopping ? `${ending.at}, ordered to stop` : ending.at;
  if ("startingMs" in ending) return "while it starts";
  if ("stoppingMs" in ending) return "ordered to stop, killed meanwhile";
  if (ending.importDiesAt !== undefined) return "at any instant, beside an import that dies";
  return ending.cutMs === undefined ? "at any instant" : "at any instant after a broken connection";
}

/** A point and the highest time at which it is reached, or what else ends a life. */
type Kind =
  | readonly [DeadlyPoint, number]
  | "any"
  | "cut"
  | "import"
  | "starting"
  | "stopping"
  | "stop"
  | "in-checkpoint-stopping";

function endingOf(kind: Kind, random: Random): Ending {
  const away = pick(random, { none: 10, short: 6, long: 3, veryLong: 1 });
  const [from, to] = AWAY_MS[away];
  const awayMs = Math.round(uniform(random, from, to));
  const afterUs = Math.round(uniform(random, 0, 3_000));
  const messages = 1 + Math.floor(uniform(random, 0, 250));
  switch (kind) {
    case "any":
      return { awayMs, messages, afterUs };
    case "cut":
      return { awayMs, messages, afterUs, cutMs: Math.round(uniform(random, 0, 20_000)) };
    case "import":
      return { awayMs, messages, afterUs, importDiesAt: 1 + Math.floor(uniform(random, 0, 1_390)) };
    case "starting":
      return { awayMs, startingMs: Math.round(uniform(random, 50, 1_200)) };
    case "stopping":
      return { awayMs, stoppingMs: Math.round(uniform(random, 0, 20)) };
    case "stop":
      return { awayMs, stop: true };
    case "in-checkpoint-stopping":
      return { awayMs, at: "in-checkpoint", n: 1, whileStopping: true };
    default: {
      const [at, most] = kind;
      const n = 1 + Math.floor(uniform(random, 0, most));
      // Killed a moment later, it would have a new schema already, and the next could not die of its making.
      const byItself = at === "migrating" || at === "rebuilding" || !chance(random, 0.35);
      return { awayMs, at, n, ...(byItself ? {} : { afterUs }) };
    }
  }
}

function shuffled<T>(cards: readonly T[], random: Random): T[] {
  return cards
    .map((card) => ({ card, at: random.uniform() }))
    .sort((one, other) => one.at - other.at)
    .map(({ card }) => card);
}

/** Of the story, ms. */
const AWAY_MS = {
  none: [0, 0],
  short: [1, 5_000],
  long: [5_000, 60_000],
  veryLong: [60_000, 200_000],
} as const;

/** What only the first lives can die of. */
const FIRST: { readonly former: readonly Kind[][]; readonly fresh: readonly Kind[][] } = {
  former: [[["migrating", 9]], [["rebuilding", 60]], [["migrated", 1]]],
  fresh: [[["migrating", 12]], [["migrated", 1]]],
};

/** What others die of, some of them twice in a row. */
const DECK: readonly Kind[][] = [
  [["recovering", 1]],
  [
    ["recovering", 1],
    ["recovered", 1],
  ],
  [["before-append", 80]],
  [["in-rows", 120]],
  [["in-roll-ups", 20]],
  [["in-append", 80]],
  [["in-append", 200]],
  [["after-append", 80]],
  [["between-orders", 6]],
  [["before-dial", 4]],
  [["after-dial", 4]],
  [["before-thank", 4]],
  [["after-thank", 4]],
  [["before-leg-seat", 3]],
  [["choice-unheard", 8]],
  [["confirmed-unheard", 3]],
  [["in-checkpoint", 2]],
  [["in-order", 3]],
  [["after-order", 3]],
  [["in-erasure", 1]],
  [["in-upload", 340]],
  [["after-upload", 3]],
  ["in-checkpoint-stopping"],
  ["stopping"],
  ["starting", "starting"],
  ["stop"],
  ["any"],
  ["any"],
  ["any"],
  ["any", "any"],
  ["cut"],
  ["import"],
];
