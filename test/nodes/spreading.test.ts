import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import type { Node, Ownerless, Ownership } from "../../src/journal/port/ownership.ts";
import { Membership } from "../../src/server/nodes/membership.ts";
import { receiverFrom } from "../../src/server/nodes/spreading.ts";

describe("the rule by which a node gives an operation to another", () => {
  it("brings the nodes to a difference of one at most, in the fewest moves, by counts that may be old", () => {
    const many = fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(many, fc.array(fc.nat()), (owned, turns) => {
        const counts = new Map(owned.map((count, n) => [String(n), count]));
        const operations = owned.reduce((sum, count) => sum + count);
        const share = operations / owned.length;
        const beyond = (bound: number) => owned.reduce((sum, count) => sum + Math.max(0, count - bound), 0);
        const lacking = (bound: number) => owned.reduce((sum, count) => sum + Math.max(0, bound - count), 0);
        const needed = Math.max(beyond(Math.ceil(share)), lacking(Math.floor(share)));
        const underWay = new Map<string, string | null>();
        let moves = 0;
        /** A node counts; at its next turn, after whatever the others did, its operation is the other's. */
        const takesTurn = (node: string) => {
          const to = underWay.get(node);
          if (to === undefined) {
            underWay.set(node, receiverFrom(node, counts));
            return;
          }
          underWay.delete(node);
          if (to === null) return;
          counts.set(node, counts.get(node)! - 1);
          counts.set(to, counts.get(to)! + 1);
          moves++;
        };
        for (const turn of turns) takesTurn(String(turn % owned.length));
        for (let n = 0; n < 4 * (operations + 1); n++) for (const node of counts.keys()) takesTurn(node);
        assert.ok(Math.max(...counts.values()) - Math.min(...counts.values()) <= 1, [...counts].join(" "));
        assert.equal(moves, needed);
        for (const node of counts.keys()) assert.equal(receiverFrom(node, counts), null);
      }),
      { numRuns: 500 },
    );
  });
});

describe("nodes of which one has fewer operations", () => {
  let now: number;
  let living: Map<string, { readonly node: Node; until: number }>;
  let owners: Map<number, { node: string | null; epoch: number }>;
  /** Every operation that was begun, with the node that began it. */
  let begun: string[];
  let busy: Set<number>;
  let members: Membership[];

  beforeEach(() => {
    now = 0;
    living = new Map();
    owners = new Map([1, 2, 3, 4, 5].map((operation) => [operation, { node: null, epoch: 0 }]));
    begun = [];
    busy = new Set();
    members = [];
    mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    mock.method(performance, "now", () => now);
  });
  afterEach(async () => {
    for (const member of members) await member.leave();
    mock.timers.reset();
    mock.restoreAll();
  });

  const lives = (node: string | null) => node !== null && (living.get(node)?.until ?? 0) > now;
  const raised = (operation: number, node: Node) => {
    const epoch = owners.get(operation)!.epoch + 1;
    owners.set(operation, { node: node.id, epoch });
    return epoch;
  };
  /** The database of all nodes. */
  const ownership: Ownership = {
    beat: async (node, ttlMs) => void living.set(node.id, { node, until: now + ttlMs }),
    look: async ({ id }) => ({
      nodes: [...living.keys()].filter(lives).length,
      ownerless: [...owners].flatMap(([operation, { node, epoch }]): Ownerless[] => {
        if (node === id) return [{ operation, epoch, because: "own" }];
        if (lives(node)) return [];
        return [{ operation, epoch, because: node === null ? "free" : "dead" }];
      }),
    }),
    takeOver: async (node, { operation, epoch }) =>
      owners.get(operation)!.epoch === epoch ? raised(operation, node) : null,
    takeBack: async (node, { operation }) =>
      owners.get(operation)!.node === node.id ? { epoch: raised(operation, node), lastSeq: 0 } : null,
    giveUp: async (_node, { operation, epoch }, to) =>
      void owners.set(operation, { node: to?.id ?? null, epoch }),
    leave: async ({ id }) => void living.delete(id),
    ownerOf: async () => null,
    owners: async () =>
      [...owners].map(([operation, { node, epoch }]) => ({
        operation,
        epoch,
        node: lives(node) ? living.get(node!)!.node : null,
      })),
    nodes: async () => [...living.values()].map(({ node }) => node).filter(({ id }) => lives(id)),
    secret: async () => "",
    close: async () => {},
  };

  async function join(id: string, operations: readonly number[] = [...owners.keys()]): Promise<Membership> {
    const member = await Membership.join({
      ownership,
      node: { id, name: id, address: `http://${id}` },
      operations,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      start: async (operation) => {
        begun.push(`${id} ${operation}`);
        return {
          get canBeHandedOver() {
            return !busy.has(operation);
          },
          stop: async () => {},
        };
      },
    });
    members.push(member);
    return member;
  }

  async function passes(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 250) {
      now += 250;
      mock.timers.tick(250);
      for (let n = 0; n < 4; n++) await turn();
    }
  }

  const has = (id: string) =>
    [...owners].filter(([, { node }]) => node === id).map(([operation]) => operation);

  it("share them, one each half a minute, once the nodes are the same for as long; then nothing moves", async () => {
    await join("a");
    await passes(60_000);
    await join("b");
    await passes(29_000);
    assert.equal(has("b").length, 0);
    await passes(3_000);
    assert.equal(has("b").length, 1);
    await passes(30_000);
    assert.equal(has("b").length, 2);
    const all = begun.length;
    await passes(150_000);
    assert.deepEqual([begun.length, has("a").length], [all, 3]);
    assert.equal(all, 5 + 2);
  });

  it("move nothing while a node comes and goes", async () => {
    await join("a");
    for (let n = 0; n < 8; n++) {
      const flapping = await join(`b${n}`);
      await passes(20_000);
      await flapping.leave();
      await passes(20_000);
    }
    assert.deepEqual([begun.length, has("a").length], [5, 5]);
  });

  it("keep those that are never quiet where they are", async () => {
    for (const operation of [1, 2, 3, 5]) busy.add(operation);
    await join("a");
    await join("b");
    await passes(150_000);
    assert.deepEqual(has("b"), [4]);
    busy.delete(3);
    await passes(1_000);
    assert.deepEqual(has("b"), [3, 4]);
  });

  it("are given back at once, and for good, what the other one does not know", async () => {
    await join("a");
    await join("b", [1]);
    await passes(200_000);
    assert.deepEqual(has("b"), [1]);
    assert.equal(has("a").length, 4);
    assert.ok(begun.length <= 5 + 5, begun.join(", "));
  });
});
