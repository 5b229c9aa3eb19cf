import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  attemptOf,
  idOf,
  newChannelId,
  PLACES_FROM_S,
  placeOf,
  priorityOf,
  secondOf,
} from "../../../src/exchange/asterisk/identity.ts";
import { attemptIdOf } from "../../../src/line/ids.ts";

test("an attempt is known again by its channel's id, which means nothing to Asterisk", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: "grapheme" }),
      fc.integer({ min: 1, max: 9_999 }),
      (call, n) => {
        fc.pre(call.isWellFormed());
        const attempt = attemptIdOf(call, n);
        const id = newChannelId(attempt);
        assert.match(id, /^espera-[0-9a-f]{24}-[\w.~%-]+$/);
        assert.equal(attemptOf(id), attempt);
      },
    ),
  );
});

test("nobody can guess the id of a return call's channel: each is another one", () => {
  const ids = Array.from({ length: 1_000 }, () => newChannelId("bed-1.0~1"));
  assert.equal(new Set(ids).size, ids.length);
});

test("a leg that an earlier Espera dialled is known by its id as well", () => {
  assert.equal(attemptOf("espera-bed-1.0~1"), "bed-1.0~1");
});

test("no channel of Asterisk's own is taken for an attempt", () => {
  for (const uniqueid of ["1795337198.0", "espera-1795337198.0", "espera-%", "espera-~1", "bed-1.0~1", ""])
    assert.equal(idOf(uniqueid), uniqueid);
});

test("a caller who came earlier has the higher priority, in 32 bits until 2090, and the place is known again to the second", () => {
  const until = Date.parse("2090-01-01T00:00:00Z");
  const moment = fc.integer({ min: Date.parse("2026-01-02T00:00:00Z"), max: until });
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      assert.equal(priorityOf(one), PLACES_FROM_S - Math.floor(one / 1000));
      assert.ok(Math.abs(priorityOf(one)) < 2 ** 31);
      if (secondOf(one) < secondOf(other)) assert.ok(priorityOf(one) > priorityOf(other));
      assert.equal(placeOf(`${priorityOf(one)}`), secondOf(one) * 1000);
    }),
  );
  for (const nobodys of [undefined, "", "0", "4", "abc", "-1.5"]) assert.equal(placeOf(nobodys), null);
});
