import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import type { RecordedRun } from "./recorded-run.ts";
import { rowsOf } from "./rows-as-lists.ts";

const never = new AbortController().signal;

/** All that can be asked of an operation, by question: two stores with the same steps must answer alike. */
export async function everyAnswer(store: Store, run: Run, { steps, people }: RecordedRun) {
  const { operation } = run;
  const models = store.readModels();
  const arrivals = steps.filter(({ fact }) => fact.type === "call-arrived").map(({ fact }) => fact.at);
  const [first, last] = [arrivals[0]!, arrivals.at(-1)! + 1];
  const middle = (first + last) / 2;
  const ranges = [
    { from: first, to: middle, group: 1 },
    { from: middle, to: last, group: 2 },
  ];
  const sum = {
    promiseMet: 0.5,
    strictMet: 1,
    liveMet: 1,
    counted: 1,
    liveCounted: 1,
    withoutMet: 0.25,
    withoutCounted: 1,
  };
  await store.writeLift(operation, {
    from: first,
    to: last,
    day: "2026-03-02",
    method: 3,
    calls: arrivals.map((arrivedAt, n) => ({
      run: run.id,
      id: `c${n}`,
      skill: (n % 2) + 7,
      arrivedAt,
      ...sum,
    })),
  });
  const page = await models.callbacks(operation, { limit: 7, numbers: true });
  const ids = page.callbacks.map(({ id }) => id);
  const since = { at: middle, lastRun: run.id, open: [[run.id, Math.floor(steps.length / 2)]] as const };
  const hashes = people.slice(0, 12).map(({ person }) => person.numberHash);
  const audit = await store.audit(run);
  const answers = {
    counts: await models.smartWaitCounts(operation, first + 1, last),
    levels: await models.serviceLevelCounts(operation, first, last, 20_000),
    loads: await models.loadSums(operation, first, last),
    lift: await models.liftOfSkills(operation, first + 61_000, last),
    liftCalls: await store.liftCalls(operation, first, last),
    agentReports: await store.agentReports(operation, run.id, middle, last),
    liftDays: [...(await store.liftDays(operation, 3))],
    firstArrival: await store.firstArrival(operation),
    page,
    next: await models.callbacks(operation, { limit: 7, after: page.next! }),
    open: await models.callbacks(operation, { open: true, skills: [7, 12], from: first, to: last }),
    nobody: await models.callbacks(operation, { persons: [], open: false }),
    stories: await Promise.all(ids.map((id) => models.callback(operation, id, { numbers: true }))),
    calls: await Promise.all(ids.map((id) => models.call(operation, id))),
    recent: await models.recentCalls(operation, { limit: 9, skills: [7, 300] }),
    changes: await models.callbackChanges(operation, { after: 10, limit: 5 }),
    persons: await Promise.all(hashes.map((hash) => models.person(operation, hash))),
    callSums: await models.callSums(
      operation,
      { ranges, skill: null, thresholdsMs: [10_000, 60_000], callers: true },
      never,
    ),
    lastCalls: [...(await models.lastCalls(operation, [7, 12, 300, 301], never))],
    smartWait: inOrder(
      await models.smartWaitSums(operation, { from: first, to: last, now: middle, since }, never),
    ),
    ofSkill: inOrder(
      await models.smartWaitSums(operation, { from: first, to: last, now: last, skill: 7 }, never),
    ),
    treated: await rowsOf(models, operation, { of: "treated-calls", from: first, to: last }),
    abandoned: await rowsOf(models, operation, { of: "abandoned-calls", skill: null, from: first, to: last }),
    answered: await rowsOf(models, operation, { of: "answered-calls", skill: 7, from: first, to: last }),
    dialled: await Promise.all(
      people.slice(0, 12).map(({ person }) => store.diallingsOf(run, person.number, first)),
    ),
    numbers: await store.numbers(operation, { after: null, limit: 20 }),
    unused: await store.unusedPeople(operation, { since: middle, after: null, limit: 50 }),
    names: await store.recordedNames(operation, last + 86_400_000, 50),
    live: await store.haveLiveCalls(operation, [
      { id: ids[0]!, skill: page.callbacks[0]!.skill, arrivedAt: page.callbacks[0]!.arrivedAt },
      { id: ids[0]!, skill: 1, arrivedAt: first },
    ]),
    decisions: await audit.decisions(1, 200),
    orders: await audit.orders(1, steps.length),
    totals: await audit.rowTotals(),
    settings: await store.settingsVersions(operation),
    days: (await models.rowsVersion(operation, first, last)) > 0,
  };
  await audit.close();
  await models.close();
  return structuredClone(answers);
}

/** What is summed up by quarters of an hour stands in no order, nor do the waits in one. */
function inOrder(sums: object): object {
  const text = (one: unknown) => JSON.stringify(one);
  const sorted = (list: readonly unknown[]) =>
    list.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
  return Object.fromEntries(
    Object.entries(sums).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? sorted(
            value.map((one: { readonly waitsMs?: readonly number[] }) =>
              one.waitsMs ? { ...one, waitsMs: one.waitsMs.toSorted((one, other) => one - other) } : one,
            ),
          )
        : value,
    ]),
  );
}
