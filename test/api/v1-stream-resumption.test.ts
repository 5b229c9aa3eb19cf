import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { describe, it } from "node:test";
import fc from "fast-check";
import pino from "pino";
import { type Sources, sourcesOf } from "../../src/api/v1/sources.ts";
import { OperationFeed } from "../../src/api/v1/stream/operation-feed.ts";
import { Listener } from "../../src/api/v1/stream/stream-listener.ts";
import { ownerHere } from "../../src/desk/owner.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { apiInMemory, inBogota } from "./in-memory-journal.ts";
import { ScriptedCentre } from "./scripted-centre.ts";
import { StreamClient, type ToldEvent, toldBy } from "./stream-client.ts";

/** A listener, now and then: they hear by something that reads at once, and come again where they left. */
class Wanderer {
  readonly #feed: OperationFeed;
  /** What they heard, stay by stay. */
  readonly stays: { readonly after: string | undefined; readonly heard: ToldEvent[] }[] = [];
  #leave: (() => void) | null = null;

  constructor(feed: OperationFeed) {
    this.#feed = feed;
  }

  get isThere(): boolean {
    return this.#leave !== null;
  }

  come(): Promise<void> {
    const heard: ToldEvent[] = [];
    const after = this.#lastId();
    this.stays.push({ after, heard });
    const response = {
      destroyed: false,
      writableEnded: false,
      writableNeedDrain: false,
      writableLength: 0,
      writeHead: () => {},
      write: (bytes: Buffer) => void heard.push(...eventsIn(bytes)),
      end: () => {},
    };
    const listener = new Listener(response as unknown as ServerResponse, {
      rights: { seesNumbers: true, skills: null },
      callers: false,
      saw: () => {},
      mayListen: () => true,
    });
    this.#leave = () => {
      response.destroyed = true;
      this.#feed.remove(listener);
    };
    return this.#feed.add(listener, after === undefined ? null : Number(after));
  }

  leave(): void {
    this.#leave?.();
    this.#leave = null;
  }

  #lastId(): string | undefined {
    return this.stays.flatMap(({ heard }) => heard).findLast(({ id }) => id !== undefined)?.id;
  }

  /** What they take for true in the end: of what they heard since the last snapshot, the last of each callback. */
  picture(): Map<string, { version: number; status: string }> {
    const told = new Map<string, { version: number; status: string }>();
    for (const { event, data } of this.stays.flatMap(({ heard }) => heard)) {
      if (event === "snapshot") told.clear();
      for (const { id, version, status } of data.callbacks ?? []) told.set(id, { version, status });
    }
    return told;
  }

  /** Fails where they heard something twice since a snapshot, or something older after something newer. */
  assertNothingTwice(): void {
    const told = new Map<string, number>();
    for (const { event, data } of this.stays.flatMap(({ heard }) => heard)) {
      if (event === "snapshot") told.clear();
      for (const { id, version } of data.callbacks ?? []) {
        assert.ok(version > (told.get(id) ?? 0), `${id} ${version} after ${told.get(id)}`);
        told.set(id, version);
      }
    }
  }
}

function eventsIn(bytes: Buffer): ToldEvent[] {
  return bytes
    .toString()
    .split("\n\n")
    .map(toldBy)
    .filter((told) => told !== null);
}

/** The same questions, each answered only after the event loop turned a few times. */
function slowly(readModels: ReadModels, turns: () => number): ReadModels {
  const later = async () => {
    for (let left = turns(); left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    ...readModels,
    callbacks: async (...asked) => {
      const page = await readModels.callbacks(...asked);
      await later();
      return page;
    },
    callbackChanges: async (...asked) => {
      const changes = await readModels.callbackChanges(...asked);
      await later();
      return changes;
    },
    callback: (...asked) => readModels.callback(...asked),
    countsVersion: (operation) => readModels.countsVersion(operation),
  };
}

type Act =
  | { readonly act: "call"; readonly choice: "yes" | "no"; readonly skill: 1 | 2 }
  | { readonly act: "cancel" | "move"; readonly which: number }
  | { readonly act: "look" | "turn" }
  | { readonly act: "come" | "leave"; readonly who: number };

const acts = fc.array(
  fc.oneof(
    fc.record({
      act: fc.constant("call" as const),
      choice: fc.constantFrom("yes" as const, "yes" as const, "no" as const),
      skill: fc.constantFrom(1 as const, 2 as const),
    }),
    fc.record({ act: fc.constantFrom("cancel" as const, "move" as const), which: fc.nat(20) }),
    fc.record({ act: fc.constantFrom("look" as const, "turn" as const, "look" as const) }),
    fc.record({ act: fc.constantFrom("come" as const, "leave" as const), who: fc.nat(2) }),
    fc.record({ act: fc.constantFrom("come" as const, "leave" as const), who: fc.nat(2) }),
  ),
  { minLength: 15, maxLength: 40, size: "max" },
);

describe("a reader of the live stream that comes back where it left", {
  timeout: HANGS_AFTER_MS,
}, () => {
  it("hears every change of every callback, and none twice, no matter who comes and goes meanwhile", async () => {
    let resumed = 0;
    await fc.assert(
      fc.asyncProperty(acts, fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }), async (all, delays) => {
        const store = await openSqliteStore({ file: ":memory:" });
        const centre = await ScriptedCentre.open(store);
        await centre.begin();
        let asked = 0;
        const readModels = slowly(store.readModels(), () => delays[asked++ % delays.length]!);
        const sources = sourcesAt(centre, store, readModels);
        const feed = new OperationFeed(centre.record, sources, pino({ level: "silent" }));
        const wanderers = [new Wanderer(feed), new Wanderer(feed), new Wanderer(feed)];
        const under: Promise<void>[] = [];
        for (const [n, one] of all.entries()) await doIt(one, n, { centre, feed, wanderers, under });
        await Promise.all(under);
        for (const one of wanderers) if (!one.isThere) await one.come();
        await feed.look();

        const { callbacks } = await store.readModels().callbacks(centre.record.id, { limit: 1_000 });
        for (const one of wanderers) {
          one.assertNothingTwice();
          const picture = one.picture();
          for (const { id, version, status, endedAt } of callbacks) {
            const told = picture.get(id);
            // What ended before they got the snapshot is not in it.
            if (told || endedAt === null) assert.deepEqual(told, { version, status }, id);
          }
          assert.ok([...picture.keys()].every((id) => callbacks.some((callback) => callback.id === id)));
          resumed += one.stays.filter(({ after, heard }) => after && heard[0]?.event !== "snapshot").length;
        }
        for (const one of wanderers) one.leave();
        await centre.operation.stop();
        await store.close();
      }),
      { numRuns: 100 },
    );
    assert.ok(resumed > 50, `${resumed} came again and went on`);
  });

  it("hears all that one step changed, however much that is", async (t) => {
    const { api, journal, operation, token } = await apiInMemory();
    t.after(() => api.close());
    await api.listen({ host: "127.0.0.1", port: 0 });
    await journal.add(operation, { skill: 1, at: inBogota("10:00:00"), yes: true });
    const client = await StreamClient.open(api, token);
    t.after(() => client.leave());
    const { id } = await client.until((told) => told.event === "callbacks" && told.id !== undefined);
    const at = inBogota("10:05:00");
    const all = Array.from({ length: 1_300 }, (_, n) => ({
      type: "callback-registered" as const,
      callback: `many-${n}`,
      skill: 1,
      person: "person",
      arrivedAt: at,
      place: at,
      promisedFrom: at,
      promisedUntil: at,
      expiresAt: at,
    }));
    await journal.conclude(operation, [
      { at, events: all.slice(0, 300) },
      { at, events: all.slice(300, 1_200) },
      { at, events: all.slice(1_200) },
    ]);
    const seen = new Set<string>();
    const told: string[] = [];
    await client.until(({ event, data }) => {
      if (event === "callbacks") told.push(...data.callbacks!.map((one) => one.id));
      for (const one of told) seen.add(one);
      return seen.size >= 1_300;
    });
    assert.equal(told.length, 1_300, "each once");
    assert.ok(id !== undefined);
  });
});

function sourcesAt(
  centre: ScriptedCentre,
  store: Awaited<ReturnType<typeof openSqliteStore>>,
  readModels: ReadModels,
): Sources {
  const { operation, clock } = centre;
  return sourcesOf({
    store,
    readModels,
    now: () => clock.now(),
    live: async () => ({ version: "0.0.0", operations: [] }),
    owner: ownerHere(() => ({ operation, now: clock.now(), connected: true, lacking: false })),
  });
}

async function doIt(
  one: Act,
  n: number,
  at: {
    readonly centre: ScriptedCentre;
    readonly feed: OperationFeed;
    readonly wanderers: readonly Wanderer[];
    readonly under: Promise<void>[];
  },
): Promise<void> {
  const { centre, feed, wanderers, under } = at;
  switch (one.act) {
    case "call":
      await centre.asked(`call-${n}`, `+57300111${String(n).padStart(4, "0")}`, one.skill, one.choice);
      return;
    case "cancel":
    case "move": {
      const open = [...centre.operation.coreState.callbacks.keys()];
      const callback = open[one.which % Math.max(1, open.length)];
      if (callback === undefined) return;
      const act =
        one.act === "cancel"
          ? ({ type: "cancel" } as const)
          : ({ type: "move", notBefore: centre.clock.now() + 600_000 } as const);
      await centre.operation.order({ order: randomUUID(), callback, author: "luz", why: "so", act });
      return;
    }
    case "look":
      under.push(feed.look());
      return;
    case "turn":
      for (let left = 10; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
      return;
    case "come":
      if (!wanderers[one.who]!.isThere) under.push(wanderers[one.who]!.come());
      return;
    case "leave":
      wanderers[one.who]!.leave();
  }
}
