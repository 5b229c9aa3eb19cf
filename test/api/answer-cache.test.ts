import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Answer } from "../../src/api/wolkvox/answer.ts";
import { AnswerCache } from "../../src/api/wolkvox/answer-cache.ts";

function answerSaying(text: string): Answer {
  return { status: 200, body: Buffer.from(text) };
}

test("an answer is never older than the moment it was asked for, whatever happens meanwhile", async () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant("ask" as const), key: fc.constantFrom("a", "b", "c") }),
    },
    { weight: 2, arbitrary: fc.constant({ do: "change" as const }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("finish" as const), which: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), which: fc.nat(9) }) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 60 }),
      fc.constantFrom(1, 700, 100_000),
      async (actions, maxBytes) => {
        const cache = new AnswerCache(maxBytes);
        let truth = 0;
        const underWay: { key: string; finish: () => void; fail: () => void }[] = [];
        const asked: Promise<void>[] = [];
        const ask = (key: string) => {
          const truthWhenAsked = truth;
          const made = cache.get(key, truth, () => {
            // The query sees what is true when it runs, not when it is answered.
            const { promise, resolve, reject } = Promise.withResolvers<Answer>();
            const text = `${key} ${truth}`;
            underWay.push({
              key,
              finish: () => resolve(answerSaying(text)),
              fail: () => reject(new Error()),
            });
            return promise;
          });
          asked.push(
            (async () => {
              const answer = await Promise.resolve(made).catch(() => null);
              if (!answer) return;
              const [ofKey, version] = answer.body.toString().split(" ");
              assert.equal(ofKey, key);
              assert.ok(Number(version) >= truthWhenAsked, `asked at ${truthWhenAsked}, answered ${version}`);
            })(),
          );
        };
        for (const step of actions) {
          if (step.do === "ask") ask(step.key);
          else if (step.do === "change") truth++;
          else underWay[step.which % Math.max(1, underWay.length)]?.[step.do]();
          await new Promise(setImmediate);
        }
        for (const query of underWay) query.finish();
        await Promise.all(asked);
        await new Promise(setImmediate);
        assert.ok(cache.bytes <= maxBytes);
        assert.ok(cache.bytes >= 0);
      },
    ),
    { numRuns: 150 },
  );
});

test("requests for the same answer at the same version are one query; a newer version is another", async () => {
  const cache = new AnswerCache(10_000);
  let queries = 0;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const make = () => {
    queries++;
    return promise;
  };
  const waiting = Array.from({ length: 20 }, async () => cache.get("a", 1, make));
  assert.equal(queries, 1);
  void cache.get("a", 2, make);
  void cache.get("b", 2, make);
  assert.equal(queries, 3);
  resolve(answerSaying("x"));
  assert.equal(new Set(await Promise.all(waiting)).size, 1);
  assert.ok(!(cache.get("a", 2, make) instanceof Promise));
  assert.equal(queries, 3);
});

test("a query that failed is made again by the client that asks next", async () => {
  const cache = new AnswerCache(10_000);
  await assert.rejects(async () => cache.get("a", 1, () => Promise.reject(new Error("gone"))));
  await new Promise(setImmediate);
  assert.equal(cache.bytes, 0);
  const answer = await cache.get("a", 1, async () => answerSaying("x"));
  assert.equal(answer.body.toString(), "x");
});

test("what was asked for longest ago goes first when room is short", async () => {
  const cache = new AnswerCache(4_000);
  const make = async () => answerSaying("x".repeat(500));
  const isKept = (key: string) => !(cache.get(key, 1, make) instanceof Promise);
  await cache.get("a", 1, make);
  await cache.get("b", 1, make);
  await cache.get("c", 1, make);
  assert.ok(isKept("a"));
  await cache.get("d", 1, make);
  assert.ok(cache.bytes <= 4_000);
  assert.ok(isKept("a"));
  assert.ok(isKept("c"));
  assert.ok(!isKept("b"));
});
