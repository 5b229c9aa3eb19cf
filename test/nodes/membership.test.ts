import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Fault } from "../../src/faults/faults.ts";
import type { Ownership, Seen } from "../../src/journal/port/ownership.ts";
import { Membership, type Started } from "../../src/server/nodes/membership.ts";

const NODE = { id: "one", name: "north", address: "http://north" };
const AWAY = new Fault("database-unreachable", { problem: "timeout" });

/** The ownership of one operation in a database that answers or not. */
class Database {
  answers = true;
  beats = 0;
  looks = 0;
  epoch = 0;
  isOwned = false;

  async #ask<T>(answer: () => T): Promise<T> {
    if (!this.answers) throw AWAY;
    return answer();
  }

  readonly ownership: Ownership = {
    beat: () => {
      this.beats++;
      return this.#ask(() => {});
    },
    look: () => {
      this.looks++;
      const because = this.isOwned ? ("own" as const) : ("free" as const);
      return this.#ask(() => ({ nodes: 1, ownerless: [{ operation: 1, epoch: this.epoch, because }] }));
    },
    takeOver: (_node, seen) => this.#ask(() => this.#taken(seen)),
    takeBack: (_node, seen) => this.#ask(() => ({ epoch: this.#taken(seen), lastSeq: 0 })),
    giveUp: () => this.#ask(() => {}),
    leave: () => this.#ask(() => {}),
    ownerOf: async () => null,
    owners: async () => [],
    nodes: async () => [],
    secret: async () => "",
    close: async () => {},
  };

  #taken({ epoch }: Seen): number {
    this.isOwned = true;
    this.epoch = epoch + 1;
    return this.epoch;
  }
}

describe("a node", () => {
  let now: number;
  let database: Database;
  /** In which epoch the operation was started, each time. */
  let started: number[];
  let ends: (() => Promise<void>) | null;

  beforeEach(() => {
    now = 0;
    database = new Database();
    started = [];
    ends = null;
    mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    mock.method(performance, "now", () => now);
  });
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  const join = () =>
    Membership.join({
      ownership: database.ownership,
      node: NODE,
      operations: [1],
      log: { info: () => {}, warn: () => {}, error: () => {} },
      start: async (_operation, tenure): Promise<Started> => {
        started.push(tenure.epoch);
        return { stop: () => ends?.() ?? Promise.resolve() };
      },
    });

  it("looks more and more rarely at an operation that a newer version has run, and says it once", async () => {
    const tried: number[] = [];
    const said: string[] = [];
    const node = await Membership.join({
      ownership: database.ownership,
      node: NODE,
      operations: [1],
      log: {
        info: () => {},
        warn: () => {},
        error: (_details: unknown, what?: string) => said.push(what ?? ""),
      },
      start: async () => {
        tried.push(Math.round(now / 1_000));
        database.isOwned = false;
        throw new Fault("line-newer", { operation: "clinic", version: 99, current: 1 });
      },
    });
    await passes(70_000);
    assert.deepEqual(tried, [0, 5, 15, 35]);
    assert.deepEqual(said, ["operation could not be started here"]);
    await node.leave();
  });

  async function passes(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      now += 50;
      mock.timers.tick(50);
      await turn();
    }
  }

  it("that could not join does nothing any more", async () => {
    database.answers = false;
    await assert.rejects(join(), AWAY);
    const { beats, looks } = database;
    database.answers = true;
    await passes(5_000);
    assert.deepEqual([database.beats, database.looks, started], [beats, looks, []]);
  });

  it("takes its operation back after an outage, also where what ran before does not come to its end", async () => {
    const membership = await join();
    assert.deepEqual(started, [1]);
    ends = () => new Promise(() => {});
    database.answers = false;
    await passes(3_000);
    ends = null;
    database.answers = true;
    await passes(10_000);
    assert.deepEqual(started, [1, 2]);
    await membership.leave();
  });

  it("starts nothing that it took in a term which was over when the answer came", async () => {
    const takeOver = database.ownership.takeOver.bind(database.ownership);
    database.ownership.takeOver = async (...asked) => {
      const epoch = await takeOver(...asked);
      database.answers = false;
      await passes(3_000);
      database.answers = true;
      await passes(1_000);
      return epoch;
    };
    const membership = await join();
    assert.deepEqual(started, []);
    await passes(1_000);
    assert.deepEqual(started, [2], "another may have had it in between, so it takes it again");
    await membership.leave();
  });

  it("leaves, also where what it runs does not come to its end", async () => {
    const membership = await join();
    ends = () => new Promise(() => {});
    let left = false;
    const leaving = membership.leave().then(() => {
      left = true;
    });
    await passes(15_000);
    assert.ok(left);
    await leaving;
  });
});
