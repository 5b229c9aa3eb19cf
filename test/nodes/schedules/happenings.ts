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
  /** In the message. */
  readonly text: string;
  readonly when: "before" | "arrived" | "answered";
}

/** One thing that befalls a node, and how it is. */
export interface Planned {
  readonly afterMs: number;
  readonly happening: Happening;
  /** Whose owner it befalls: of the first or the second operation, a node that has none if there is one, or whoever sends the message. */
  readonly of: 0 | 1 | "nobody" | "whoever takes";
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
  return Array.from({ length: 3 + Math.floor(random.uniform() * 3) }, () => plannedBy(random));
}

function plannedBy(random: Random): Planned {
  const one = <T>(of: readonly T[]) => of[Math.floor(random.uniform() * of.length)]!;
  const happening = one(HAPPENINGS);
  const needsMessage = /request|answer/.test(happening);
  const when = happening === "request lost" ? "before" : needsMessage ? "arrived" : one(WHENS);
  const isAtMessage = needsMessage || random.uniform() < 0.6;
  const isAtTakeover = isAtMessage && random.uniform() < 0.25;
  const lastsLong = random.uniform() < 0.6;
  return {
    afterMs: Math.floor(random.uniform() * 2_000),
    happening,
    of: isAtTakeover ? "whoever takes" : one([0, 0, 1, 1, "nobody"] as const),
    moment: isAtMessage ? { text: one(isAtTakeover ? TAKEOVERS : TEXTS), when } : null,
    // Less than a lease, or longer than it takes until another has its operations.
    lastsMs: Math.floor(lastsLong ? 2_000 + random.uniform() * 4_000 : random.uniform() * 2_000),
    resets: random.uniform() < 0.5,
    isWaitedFor: !isAtTakeover && random.uniform() < 0.6,
  };
}

const HAPPENINGS = [
  "killed",
  "killed",
  "frozen",
  "frozen",
  "stopped",
  "cut off",
  "cut off",
  "reset",
  "request lost",
  "answer lost",
  "answer stalled",
  "without a database",
] as const satisfies readonly Happening[];
const WHENS = ["before", "arrived", "answered"] as const;
/** An append, the last look before a dial, and what nodes ask all the time. */
const TEXTS = [
  "append_batch",
  "append_batch",
  "SELECT epoch FROM runs",
  "INSERT INTO nodes",
  "WITH living",
] as const;
/** What is asked when an operation changes hands, or its owner is not sure of it. */
const TAKEOVERS = ["take_over", "take_back", "UPDATE ownership", "FROM checkpoints"] as const;
