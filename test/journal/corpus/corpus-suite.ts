import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Exchange } from "../../../src/exchange/port.ts";
import type { OperationRecord } from "../../../src/journal/port/registry.ts";
import type { Run, Step } from "../../../src/journal/port/run.ts";
import type { Store } from "../../../src/journal/port/store.ts";
import { firstDifference } from "../../../src/journal/verify/difference.ts";
import { verifyRun } from "../../../src/journal/verify/verify.ts";
import { writeCheckpoint } from "../../../src/line/checkpoint.ts";
import { CORE_VERSION, STATE_VERSION } from "../../../src/line/core-version.ts";
import type { State } from "../../../src/line/state.ts";
import { Operation } from "../../../src/operation/operation.ts";
import { type Recovered, recover } from "../../../src/operation/recovery.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import type { CorpusEntry } from "./entries.ts";

/**
 * What a checkpoint does not hold, by the last version that did not: it begins again. All else in a state that was read is
 * what all steps from the first on give. `*`: each of a list.
 */
const notKept: Readonly<Record<number, readonly string[]>> = {
  1: [
    "calls.*.decidedInQueue",
    "callbacks.*.dueAt",
    "callbacks.*.failures",
    "callbacks.*.answeredOn",
    "today",
  ],
  8: ["callbacks.*.dialledAt", "callbacks.*.phoneDownAt", "agents.*.serving", "skills.*.learned"],
  11: ["today.before", "today.shadowed"],
  12: ["agents.*.since"],
  // How the order of service is learned changed with version 14: what was learned before was learned otherwise.
  13: ["learnedLine"],
  17: ["calls.*.passedFor"],
};

/** A state as far as a checkpoint of `version` holds it. */
function asKeptBy(version: number, state: State): unknown {
  const lost = Object.entries(notKept).filter(([last]) => version <= Number(last));
  const paths = lost.flatMap(([, paths]) => paths.map((path) => path.split(".")));
  return without(JSON.parse(writeCheckpoint(state)), paths);
}

function without(value: unknown, paths: readonly (readonly string[])[]): unknown {
  const below = (key: string) => paths.flatMap(([first, ...rest]) => (first === key ? [rest] : []));
  if (Array.isArray(value)) return value.map((element) => without(element, below("*")));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !below(key).some(({ length }) => length === 0));
  return Object.fromEntries(kept.map(([key, member]) => [key, without(member, below(key))]));
}

/** An exchange of which nothing is heard. */
const silent: Exchange = {
  capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
  connect() {},
  disconnect() {},
  execute() {},
};

/** A journal of the corpus in a store, with what it leaves behind. */
interface OpenedEntry {
  readonly store: Store;
  /** Closes the store, and takes away what it was in. */
  close(): Promise<void>;
}

/** What any journal of the corpus must hold in a store. `where`: after the names of the suites; `open` gives one of its own. */
export function corpusSuite(
  { stateVersion, coreVersion }: CorpusEntry,
  where: string,
  open: () => Promise<OpenedEntry>,
): void {
  describe(`the journal of version ${stateVersion} of the state and ${coreVersion} of the core${where}`, () => {
    let opened: OpenedEntry;
    let store: Store;
    let live: { readonly record: OperationRecord; readonly run: Run }[];

    before(async () => {
      opened = await open();
      store = opened.store;
      const records = await store.operations();
      live = await Promise.all(
        records.map(async (record) => ({ record, run: (await store.runs(record.id))[0]! })),
      );
    });
    after(() => opened.close());

    async function recovered(journal: Pick<Store, "checkpoint" | "steps">, at: (typeof live)[number]) {
      return recover(journal, at.run, (await store.settings(at.record.id))!);
    }
    const fromFirstStep = (at: (typeof live)[number]): Promise<Recovered> =>
      recovered({ checkpoint: async () => null, steps: (run, seq) => store.steps(run, seq) }, at);

    it("verifies from its first step", async () => {
      const remedy =
        coreVersion === CORE_VERSION
          ? "\nThe core decides otherwise than it did: raise CORE_VERSION and add to the corpus, see CONTRIBUTING.md"
          : "";
      for (const { run } of live) {
        const { problems, steps } = await verifyRun(store, run, { all: true });
        assert.deepEqual(problems, [], problems.join("\n") + remedy);
        assert.ok(steps > 20);
      }
    });

    it("gives the same state from its checkpoint as from its first step", async () => {
      const remedy =
        stateVersion === STATE_VERSION
          ? "\nThe state is another than it was: raise STATE_VERSION and add to the corpus, see CONTRIBUTING.md"
          : "";
      for (const at of live) {
        const { state, lastSeq, lastAt } = await recovered(store, at);
        const replayed = await fromFirstStep(at);
        assert.deepEqual([lastSeq, lastAt], [replayed.lastSeq, replayed.lastAt]);
        const difference = firstDifference(
          asKeptBy(stateVersion, state),
          asKeptBy(stateVersion, replayed.state),
        );
        assert.equal(difference, null, JSON.stringify(difference) + remedy);
      }
    });

    it("has the callbacks open that its rows say are open", async () => {
      let open = 0;
      const models = store.readModels();
      for (const at of live) {
        const { state } = await recovered(store, at);
        const { callbacks } = await models.callbacks(at.record.id, { open: true });
        assert.deepEqual(
          new Map([...state.callbacks.values()].map(({ id, phase }) => [id, phase])),
          new Map(callbacks.map(({ id, stage }) => [id, stage])),
        );
        open += state.callbacks.size;
      }
      assert.ok(open > 0);
      await models.close();
    });

    it("is opened without reading the steps before its checkpoint", async () => {
      for (const at of live) {
        const asked: number[] = [];
        const steps: Store["steps"] = (run, after) => {
          asked.push(after);
          return store.steps(run, after);
        };
        const checkpoint = (await store.checkpoint(at.run))!;
        await recovered({ checkpoint: (run) => store.checkpoint(run), steps }, at);
        assert.deepEqual(asked, [checkpoint.seq - 1]);
      }
    });

    it("goes on, notes once what the older state was taken for, and verifies", async () => {
      for (const at of live) {
        const isOlder = stateVersion < STATE_VERSION;
        const first = await goOn(store, at, (await recovered(store, at)).lastAt);
        assert.deepEqual(
          first.origin,
          isOlder ? { from: "upcast", version: stateVersion } : { from: "checkpoint" },
        );
        const again = await goOn(store, at, (await recovered(store, at)).lastAt);
        assert.deepEqual(again.origin, { from: "checkpoint" });
        const run = (await store.runs(at.record.id))[0]!;
        assert.equal((await stepsOf(store, run)).filter(isAdoption).length, isOlder ? 1 : 0);

        for (const all of [true, false])
          assert.deepEqual((await verifyRun(store, run, { all })).problems, []);
        const read = await recovered(store, { ...at, run });
        const replayed = await fromFirstStep({ ...at, run });
        assert.equal(
          firstDifference(asKeptBy(STATE_VERSION, read.state), asKeptBy(STATE_VERSION, replayed.state)),
          null,
        );
      }
    });
  });
}

const isAdoption = ({ fact }: Step) => fact.type === "state-adopted";

export async function stepsOf(store: Store, run: Run): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const chunk of store.steps(run, 0)) steps.push(...chunk);
  return steps;
}

/** Runs the operation for an hour in which nothing is heard of its exchange. */
async function goOn(
  store: Store,
  { record, run }: { readonly record: OperationRecord; readonly run: Run },
  from: number,
): Promise<Operation> {
  const clock = new VirtualClock(from);
  const operation = await Operation.open({
    store,
    record,
    run,
    exchange: silent,
    clock,
    settings: (await store.settings(record.id))!,
    newPersonId: () => "nobody",
    onFault: (fault) => {
      throw fault;
    },
  });
  operation.start();
  while (operation.settled()) await operation.settled();
  await clock.run(from + 3_600_000, () => operation.settled());
  await operation.stop();
  return operation;
}
