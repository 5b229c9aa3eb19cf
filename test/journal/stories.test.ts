import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { partsOfCursor } from "../../src/journal/callback-cursor.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { CallbackRecord } from "../../src/journal/stories.ts";
import { apply } from "../../src/line/apply.ts";
import type { Event } from "../../src/line/events.ts";
import { emptyState } from "../../src/line/state.ts";
import { recordRun, settings } from "./recorded-run.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const directory = await mkdtemp(join(tmpdir(), "espera-stories-"));
after(() => rm(directory, { recursive: true }));

let files = 0;
const stores = {
  "in a file": () => openSqliteStore({ directory: join(directory, `${files++}`) }),
  "in memory": () => openSqliteStore({ file: ":memory:" }),
};

for (const [where, open] of Object.entries(stores))
  describe(`what the journal ${where} knows of callbacks`, () => {
    it("is, for those that are open, what the core has of them after every batch", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 1e6 }),
          fc.integer({ min: 1, max: 60 }),
          async (seed, size) => {
            const store = await open();
            const { operation, run } = await begin(store);
            const history = recordRun({ startAt: day.startAt, spreadMs: 600_000, seed, calls: 25 });
            const state = emptyState(settings);
            const models = store.readModels();
            for (let next = 1; next <= history.steps.length; next += size) {
              const batch = history.batch(next, size);
              await store.append(run, batch);
              for (const { events, fact } of batch.steps)
                for (const event of events) apply(state, event, fact.at);
              const { callbacks } = await models.callbacks(operation.id, { open: true, limit: 1_000 });
              const told = callbacks.map(openOf).sort(byId);
              const known = [...state.callbacks.values()].map((callback) => ({
                ...openOf({ ...callback, stage: callback.phase } as never),
                notBefore: callback.phase === "resting" ? callback.notBefore : null,
              }));
              assert.deepEqual(told, known.sort(byId));
            }
            await store.close();
          },
        ),
        { numRuns: where === "in a file" ? 4 : 15, endOnFailure: true },
      );
    });

    it("comes in pages that together hold each once, the newest first, however many one holds", async () => {
      const { store, operation, models } = await filled(open, 3, 100);
      const all = await callbacksOf(models, operation, {}, 1_000);
      assert.ok(all.length > 40);
      assert.deepEqual(
        all,
        all.toSorted((one, other) => other.arrivedAt - one.arrivedAt),
      );
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      for (const limit of [1, 7, all.length, all.length + 1])
        assert.deepEqual(await callbacksOf(models, operation, {}, limit), all);
      await store.close();
    });

    it("is limited by what is asked for", async () => {
      const { store, operation, models } = await filled(open, 4, 90);
      const all = await callbacksOf(models, operation, {}, 1_000);
      const middle = all[Math.floor(all.length / 2)]!.arrivedAt;
      const asked = [
        [{ open: true }, ({ endedAt }: CallbackRecord) => endedAt === null],
        [{ open: false }, ({ endedAt }: CallbackRecord) => endedAt !== null],
        [{ status: "FAIL" }, ({ status }: CallbackRecord) => status === "FAIL"],
        [{ skill: 12 }, ({ skill }: CallbackRecord) => skill === 12],
        [{ from: middle }, ({ arrivedAt }: CallbackRecord) => arrivedAt >= middle],
        [
          { to: middle, skill: 7 },
          ({ arrivedAt, skill }: CallbackRecord) => arrivedAt < middle && skill === 7,
        ],
      ] as const;
      for (const [wanted, holds] of asked) {
        const expected = all.filter(holds);
        assert.deepEqual(await callbacksOf(models, operation, wanted, 5), expected, JSON.stringify(wanted));
      }
      assert.ok(all.filter(asked[2][1]).length > 0);
      await store.close();
    });

    it("has numbers only where they are asked for, and none of who was erased", async () => {
      const { store, operation, models } = await filled(open, 5, 30);
      const [plain] = (await models.callbacks(operation, {})).callbacks;
      assert.equal("number" in plain!, false);
      const person = plain!.person;
      const of = async (numbers: boolean) =>
        (await models.callback(operation, plain!.id, { numbers }))?.callback;
      assert.equal((await of(true))?.number, `+57300${person}`);
      assert.equal("number" in (await of(false))!, false);
      await store.erasePeople(operation, [person]);
      assert.equal((await of(true))?.number, null);
      await store.close();
    });

    it("is its whole story: the call, attempts, decisions and orders, in the order of the steps", async () => {
      const { store, operation, models, steps } = await filled(open, 6, 90);
      const told = eventsOf(steps);
      let orders = 0;
      const seen = new Set<unknown>();
      for (const { id } of await callbacksOf(models, operation, {}, 100)) {
        const story = (await models.callback(operation, id))!;
        const its = told.filter(({ event }) => "callback" in event && event.callback === id);
        const of = <T extends Event["type"]>(type: T) =>
          its.flatMap(({ event, at }) =>
            event.type === type ? [{ ...(event as Extract<Event, { type: T }>), at }] : [],
          );
        assert.equal(story.call?.id, id);
        const [registered] = of("callback-registered");
        assert.deepEqual(
          [story.call?.class, story.callback.class],
          [registered?.class ?? null, registered?.class ?? null],
        );
        const waits = story.attempts.map(({ id: attempt }) =>
          waitAfterKey(
            of("attempt-progressed").filter((one) => one.attempt === attempt),
            of("attempt-ended").filter((one) => one.attempt === attempt),
          ),
        );
        assert.deepEqual(
          story.attempts.map(({ secondWaitMs }) => secondWaitMs),
          waits.map((wait) => wait ?? null),
        );
        assert.equal(story.callback.secondWaitMs, waits.findLast((wait) => wait !== undefined) ?? null);
        seen.add(registered?.class).add(typeof story.callback.secondWaitMs);
        assert.deepEqual(
          story.attempts.map(({ id, n, dialledAt, result }) => [id, n, dialledAt, result]),
          of("attempt-dialled").map(({ attempt, n, at }) => [
            attempt,
            n,
            at,
            of("attempt-ended").find((end) => end.attempt === attempt)?.result ?? null,
          ]),
        );
        assert.deepEqual(
          story.orders.map(({ at, order, author, why, outcome, act }) => [
            at,
            order,
            author,
            why,
            outcome,
            act,
          ]),
          of("supervisor-answered").map(({ at, order, author, why, outcome, act }) => [
            at,
            order,
            author,
            why,
            outcome,
            act.type,
          ]),
        );
        orders += story.orders.length;
        const reasons = (kind: string) =>
          story.decisions.filter((decision) => decision.kind === kind).map(({ reason }) => reason);
        assert.deepEqual(
          reasons("rest"),
          of("callback-rested").flatMap(({ why }) => why ?? []),
        );
        assert.deepEqual(
          reasons("end").at(-1) ?? null,
          of("callback-ended")[0]?.reason ?? null,
          "why it ended",
        );
        assert.deepEqual(
          reasons("dial"),
          of("attempt-dialled").map(({ inputs }) => inputs.why),
        );
        assert.equal(reasons("offer")[0], "wait-long");
        const { call } = story;
        assert.deepEqual([call?.consentPrompt, call?.consentKey], ["question-choice@1", "1"]);
      }
      assert.ok(orders > 0, "some were ordered something");
      assert.ok(seen.has("vip") && seen.has(undefined) && seen.has("number") && seen.has("object"));
      assert.equal(await models.callback(operation, "never heard of"), null);
      await store.close();
    });

    it("counts a moved callback where it was registered, and lists it where it stands", async () => {
      const { store, operation, models, steps } = await filled(open, 8, 200);
      const moved = eventsOf(steps).flatMap(({ event }) => (event.type === "callback-moved" ? [event] : []));
      assert.ok(moved.length > 0);
      for (const { callback, skill } of moved) {
        const registered = eventsOf(steps).find(
          ({ event }) => event.type === "callback-registered" && event.callback === callback,
        )!.event as Extract<Event, { type: "callback-registered" }>;
        const record = (await models.callback(operation, callback))!.callback;
        assert.deepEqual([record.skill, record.registeredFor], [skill, registered.skill]);
      }
      await store.close();
    });

    it("of a person is every call of theirs, and every callback to them or asked for by them", async () => {
      const { store, operation, models, steps, people } = await filled(open, 9, 60);
      const told = eventsOf(steps);
      for (const { person } of people) {
        const data = (await models.person(operation, person.numberHash))!;
        assert.equal(data.number, person.number);
        assert.deepEqual(
          data.calls.map(({ id }) => id),
          told.flatMap(({ event }) =>
            event.type === "call-arrived" && event.person === person.id ? [event.call] : [],
          ),
        );
        assert.deepEqual(
          data.callbacks.map(({ callback }) => callback.id).sort(),
          told
            .flatMap(({ event }) =>
              event.type === "callback-registered" && [event.person, event.by].includes(person.id)
                ? [event.callback]
                : [],
            )
            .sort(),
        );
      }
      assert.ok(
        people.some(({ person }) => person.id.startsWith("k")),
        "some numbers were keyed",
      );
      assert.equal(await models.person(operation, "of nobody"), null);
      await store.close();
    });
  });

describe("the position in a list", () => {
  it("is read as it was written, and nothing else is", () => {
    assert.deepEqual(partsOfCursor("1772452813457/3/a/b 1"), {
      arrivedAt: 1772452813457,
      run: 3,
      id: "a/b 1",
    });
    for (const text of ["", "1/2", "1/2/", "x/2/c", "1; DROP TABLE callbacks/2/c"])
      assert.equal(partsOfCursor(text), null);
  });
});

async function filled(open: () => Promise<Store>, seed: number, calls: number) {
  const store = await open();
  const { operation, run } = await begin(store);
  const history = recordRun({ ...day, seed, calls });
  await appendAll(store, run, history, 200);
  const { steps, people } = history;
  return { store, operation: operation.id, models: store.readModels(), steps, people };
}

/** All pages, one after the other. */
async function callbacksOf(
  models: ReadModels,
  operation: number,
  wanted: Parameters<ReadModels["callbacks"]>[1],
  limit: number,
): Promise<CallbackRecord[]> {
  const all: CallbackRecord[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page = await models.callbacks(operation, { ...wanted, limit, ...(after === "" ? {} : { after }) });
    assert.ok(page.callbacks.length <= limit);
    all.push(...page.callbacks);
    after = page.next;
  }
  return all;
}

/** `undefined`: nobody pressed 1; `null`: nobody knows how long they waited then, or they wait still. */
function waitAfterKey(
  progressed: readonly { readonly progress: string; readonly at: number }[],
  ended: readonly { readonly result: string; readonly at: number }[],
): number | null | undefined {
  const keyAt = progressed.findLast(({ progress }) => progress === "confirmed")?.at;
  if (keyAt === undefined) return undefined;
  const end =
    progressed.find(({ progress }) => progress === "joined") ??
    ended.findLast(({ result, at }) => result === "hung-up" && at >= keyAt);
  return end ? end.at - keyAt : null;
}

function eventsOf(steps: readonly Step[]): { readonly event: Event; readonly at: number }[] {
  return steps.flatMap(({ events, fact }) => events.map((event) => ({ event, at: fact.at })));
}

/** What is known of an open callback both in a row and in the core's state. */
function openOf(callback: CallbackRecord) {
  const { id, skill, registeredFor, person, stage, place, attempts, arrivedAt, expiresAt } = callback;
  const { promisedFrom, promisedUntil, otherNumber, nameRecorded, notBefore } = callback;
  return {
    id,
    skill,
    registeredFor,
    person,
    stage,
    place,
    attempts,
    arrivedAt,
    expiresAt,
    promisedFrom,
    promisedUntil,
    otherNumber,
    nameRecorded,
    notBefore: stage === "resting" ? notBefore : null,
  };
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1;
}
