import type { Logger } from "pino";
import { Fault } from "../../faults/faults.ts";
import type { Node, Ownerless, Ownership, Seen } from "../../journal/port/ownership.ts";
import type { Tenure } from "../../operation/tenure/tenure.ts";
import { Every } from "./every.ts";
import { inTime } from "./in-time.ts";
import { NodeLease, TTL_MS } from "./lease.ts";
import { NodeTenure } from "./node-tenure.ts";
import { receiverFrom } from "./spreading.ts";

/** An operation that this node runs. */
export interface Started {
  /** Whether it can go to another node now, and nobody on the phone notices; left out: it never can. */
  readonly canBeHandedOver?: boolean;
  stop(): Promise<void>;
}

interface MembershipGiven {
  readonly ownership: Ownership;
  readonly node: Node;
  /** The operations that this node can run. */
  readonly operations: readonly number[];
  /** Starts an operation, by its number. */
  readonly start: (operation: number, tenure: Tenure) => Promise<Started>;
  /** For how long no node comes or goes before an operation is given to another, and between two of them, ms; half a minute when left out. */
  readonly spreadEveryMs?: number;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
}

/** An operation that is this node's, until `over` is fulfilled. */
interface Held {
  readonly tenure: NodeTenure;
  readonly started: Promise<Started | null>;
  /** Once it has started. */
  running: Started | null;
  over: Promise<void> | null;
}

/**
 * A node among others. It beats to say that it is alive, looks for operations whose owner is not, and runs those that
 * it takes. It gives one to a node that has fewer, while nobody notices. Once its lease has run out it stops them all and sends
 * nothing; when it beats again it takes back what is still its own.
 */
export class Membership {
  readonly #given: MembershipGiven;
  readonly #lease = new NodeLease();
  readonly #held = new Map<number, Held>();
  /** Since when operations beyond its share have been seen without an owner, ms of the lease's time. */
  readonly #beyondSince = new Map<number, number>();
  /** Until when operations that could not be started are left alone, ms of the lease's time. */
  readonly #restsUntil = new Map<number, number>();
  /** For how long those of a newer version were left alone last, ms. */
  readonly #newerRestMs = new Map<number, number>();
  /** How many nodes there are, and since when, or since it last saw whether to give one away, ms of the lease's time. */
  #nodes = 0;
  #sameSince = 0;
  /** What it gave since a node came or went: once each, because the node that got it may not be able to run it. */
  readonly #gave = new Set<number>();
  readonly #beats: Every;
  readonly #looks: Every;
  #overdue: NodeJS.Timeout | null = null;
  #isCutOff = false;
  #leaving = false;

  /** Takes operations without an owner, and is fulfilled when they run. Fault: `database-unreachable`. */
  static async join(given: MembershipGiven): Promise<Membership> {
    const membership = new Membership(given);
    try {
      await membership.#beat();
    } catch (error) {
      await membership.leave();
      throw error;
    }
    await membership.#looks.now();
    await Promise.all([...membership.#held.values()].map(({ started }) => started));
    return membership;
  }

  private constructor(given: MembershipGiven) {
    this.#given = given;
    this.#beats = new Every(BEAT_EVERY_MS, () => this.#beat().catch((error) => this.#noteCutOff(error)));
    this.#looks = new Every(LOOK_EVERY_MS, () => this.#look().catch((error) => this.#noteCutOff(error)));
  }

  /** What is wrong, a sentence; `null`: it is one of the nodes. */
  get lacking(): string | null {
    const { name } = this.#given.node;
    return this.#lease.holds
      ? null
      : `node ${name}: the database has not heard of it for ${TTL_MS / 1_000} s`;
  }

  /** Stops its operations and gives them up, so that the next node that looks takes them at once. */
  async leave(): Promise<void> {
    const { ownership, node } = this.#given;
    this.#leaving = true;
    await this.#looks.stop();
    await Promise.all(this.#held.keys().map((operation) => this.#end(operation, true)));
    await this.#beats.stop();
    if (this.#overdue) clearTimeout(this.#overdue);
    await ownership.leave(node).catch((error) => this.#noteCutOff(error));
  }

  async #beat(): Promise<void> {
    const asked = this.#lease.now;
    await this.#given.ownership.beat(this.#given.node, TTL_MS);
    this.#lease.renew(asked);
    this.#watch();
    if (this.#isCutOff) this.#given.log.info("node is heard of again");
    this.#isCutOff = false;
  }

  #watch(): void {
    if (this.#overdue) clearTimeout(this.#overdue);
    this.#overdue = setTimeout(() => {
      if (this.#lease.holds) this.#watch();
      else for (const operation of this.#held.keys()) void this.#end(operation, false);
    }, this.#lease.leftMs + 1);
  }

  async #look(): Promise<void> {
    const { ownership, node, operations } = this.#given;
    if (!this.#lease.holds || this.#leaving) return;
    // Those that it took in an earlier term, which may have ended without anybody noticing.
    for (const [operation, { tenure }] of this.#held) if (!tenure.holds) void this.#end(operation, false);
    const { nodes, ownerless } = await ownership.look(node, TTL_MS);
    // Given by a node that has another `espera.yaml`.
    for (const seen of ownerless)
      if (seen.because === "own" && !operations.includes(seen.operation)) await ownership.giveUp(node, seen);
    const free = ownerless.filter((seen) => operations.includes(seen.operation) && this.#isWanted(seen));
    const room = Math.ceil(operations.length / Math.max(1, nodes)) - this.#held.size;
    const [now, rest] = [free.slice(0, Math.max(0, room)), free.slice(Math.max(0, room))];
    now.push(...rest.filter((seen) => this.#waitedLongEnough(seen)));
    for (const { operation } of now) this.#beyondSince.delete(operation);
    for (const seen of now) await this.#take(seen);
    await this.#spread(nodes);
  }

  /** Gives an operation to the node with the fewest, one at a time, once the nodes have been the same for a while. */
  async #spread(nodes: number): Promise<void> {
    const { ownership, node, log, spreadEveryMs = SPREAD_EVERY_MS } = this.#given;
    const { now, unbrokenMs } = this.#lease;
    if (nodes !== this.#nodes) {
      this.#nodes = nodes;
      this.#sameSince = now;
      this.#gave.clear();
    }
    if (nodes < 2 || Math.min(unbrokenMs, now - this.#sameSince) < spreadEveryMs) return;
    const canGo = ([operation, { running, over }]: [number, Held]) =>
      over === null && running?.canBeHandedOver === true && !this.#gave.has(operation);
    // One that is on its way is still counted as its own.
    if (this.#held.values().some(({ over }) => over !== null) || !this.#held.entries().some(canGo)) return;
    const [living, owned] = await Promise.all([ownership.nodes(), ownership.owners()]);
    this.#sameSince = now;
    const counts = new Map(living.map(({ id }) => [id, owned.filter((one) => one.node?.id === id).length]));
    const receiver = receiverFrom(node.id, counts);
    const to = living.find(({ id }) => id === receiver);
    const [operation] = this.#held.entries().find(canGo) ?? [];
    if (!to || operation === undefined) return;
    this.#gave.add(operation);
    log.info({ operation, to: to.name }, "operation given to a node that has fewer");
    void this.#end(operation, true, to);
  }

  #isWanted({ operation, because }: Ownerless): boolean {
    if (this.#held.has(operation) || (this.#restsUntil.get(operation) ?? 0) > this.#lease.now) return false;
    // After an outage of the database all beats are old, and most owners are about to come back.
    return because !== "dead" || this.#lease.unbrokenMs >= TTL_MS;
  }

  /** Whether nobody else has taken this operation, which is beyond the node's share. */
  #waitedLongEnough({ operation }: Seen): boolean {
    const since = this.#beyondSince.get(operation) ?? this.#lease.now;
    this.#beyondSince.set(operation, since);
    return this.#lease.now - since >= BEYOND_AFTER_MS;
  }

  async #take(seen: Ownerless): Promise<void> {
    const { ownership, node, log } = this.#given;
    const { operation, because } = seen;
    const { term } = this.#lease;
    const epoch =
      because === "own"
        ? (await ownership.takeBack(node, seen))?.epoch
        : await ownership.takeOver(node, seen);
    if (epoch === undefined || epoch === null) return;
    // Others may have had it since then: the next look says whose it is.
    if (!this.#lease.holds || this.#lease.term !== term) return;
    log.info({ operation, epoch, because }, "operation taken");
    const tenure = new NodeTenure({
      ownership,
      node,
      taken: { operation, epoch },
      lease: this.#lease,
      onLost: () => void this.#end(operation, false),
    });
    const held: Held = { tenure, started: this.#start(operation, tenure), running: null, over: null };
    this.#held.set(operation, held);
    void held.started.then((running) => {
      held.running = running;
    });
  }

  async #start(operation: number, tenure: Tenure): Promise<Started | null> {
    try {
      const started = await this.#given.start(operation, tenure);
      this.#newerRestMs.delete(operation);
      return started;
    } catch (error) {
      const before = this.#newerRestMs.get(operation);
      const isNewer = error instanceof Fault && error.code === "line-newer";
      // It stays newer than this node: one word is enough, and rare looks are.
      if (!isNewer || before === undefined)
        this.#given.log.error({ err: error, operation }, "operation could not be started here");
      const restMs = isNewer ? Math.min(LONGEST_REST_MS, 2 * (before ?? REST_MS / 2)) : REST_MS;
      if (isNewer) this.#newerRestMs.set(operation, restMs);
      this.#restsUntil.set(operation, this.#lease.now + restMs);
      setImmediate(() => void this.#end(operation, true));
      return null;
    }
  }

  /**
   * Stops an operation. When it `givesUp`, to a node or to the one that looks next, the last steps are still written under its own epoch. An
   * operation that waits for a dead connection is left alone: it has let go of its exchange, and nothing that it writes counts any more.
   */
  #end(operation: number, givesUp: boolean, to: Node | null = null): Promise<void> {
    const held = this.#held.get(operation);
    if (!held) return Promise.resolve();
    held.over ??= this.#stop(operation, held, givesUp, to);
    return held.over;
  }

  async #stop(
    operation: number,
    { tenure, started }: Held,
    givesUp: boolean,
    to: Node | null,
  ): Promise<void> {
    const { ownership, node, log } = this.#given;
    try {
      if (!givesUp) tenure.end();
      await inTime(
        started.then((one) => one?.stop()),
        ENDS_WITHIN_MS,
      );
      if (givesUp && tenure.holds) await ownership.giveUp(node, { operation, epoch: tenure.epoch }, to);
    } catch (error) {
      log.warn({ err: error, operation }, "operation was not ended in good order");
    } finally {
      tenure.end();
      this.#held.delete(operation);
    }
  }

  #noteCutOff(error: unknown): void {
    if (!this.#isCutOff) this.#given.log.warn({ err: error }, "node cannot ask the database");
    this.#isCutOff = true;
  }
}

const BEAT_EVERY_MS = 500;
const LOOK_EVERY_MS = 250;
/** How long a node leaves what is beyond its share to the others. */
const BEYOND_AFTER_MS = 1_000;
/** Longer than a restart, so that a node that is only restarted finds the others as it left them. */
const SPREAD_EVERY_MS = 30_000;
/** How long an operation is waited for that is to end. */
const ENDS_WITHIN_MS = 5_000;
/** How long an operation is left alone after it could not be started here. */
const REST_MS = 5_000;
/** How long one is left alone at most that a newer version has run. */
const LONGEST_REST_MS = 300_000;
