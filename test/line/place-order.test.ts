import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PlaceOrder } from "../../src/line/dialling/place-order.ts";

describe("the order of places", () => {
  it("holds what a sorted list would hold, whatever is added and taken out", () => {
    const standing = fc
      .tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom("a", "b", "c"))
      .map(([place, id]) => ({ place, id }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), standing), { maxLength: 3000, size: "max" }), (changes) => {
        const order = new PlaceOrder();
        let list: { place: number; id: string }[] = [];
        for (const [adds, one] of changes) {
          const held = list.findIndex(({ place, id }) => place === one.place && id === one.id);
          if (adds && held < 0) {
            order.add(one.place, one.id);
            list.push(one);
          } else if (!adds) {
            assert.equal(order.delete(one.place, one.id), held >= 0);
            if (held >= 0) list.splice(held, 1);
          }
        }
        list = list.toSorted((x, y) => x.place - y.place || (x.id < y.id ? -1 : 1));
        assert.deepEqual([...order], list);
        assert.equal(order.size, list.length);
        assert.deepEqual(order.first(), list[0]);
        for (const place of [0, 1, 199, 200, 400, 401]) {
          assert.equal(order.countBefore(place), list.filter((one) => one.place < place).length);
          assert.deepEqual(
            order.firstAfter(place),
            list.find((one) => one.place > place),
          );
        }
        order.dropBefore(200);
        assert.deepEqual(
          [...order],
          list.filter(({ place }) => place >= 200),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its order over many chunks", () => {
    const order = new PlaceOrder();
    const places = Array.from({ length: 5000 }, (_, index) => (index * 2_654_435_761) % 100_003);
    for (const place of places) order.add(place, `id${place}`);
    const sorted = places.toSorted((one, other) => one - other);
    assert.deepEqual(
      [...order].map(({ place }) => place),
      sorted,
    );
    for (const place of places.slice(0, 4000)) assert.ok(order.delete(place, `id${place}`));
    assert.deepEqual(
      [...order].map(({ place }) => place),
      places.slice(4000).toSorted((one, other) => one - other),
    );
  });
});
