import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { pino } from "pino";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { Tenure } from "../../src/operation/tenure/tenure.ts";
import { Membership } from "../../src/server/nodes/membership.ts";
import { morning, PlayedExchange, raise, settings, type TimedReport, timeZone } from "../large-centre.ts";
import { processorTime } from "../measure.ts";

/** What a process that feeds operations is started with. */
export interface FeedingGiven {
  readonly store: { readonly url: string } | { readonly directory: string };
  /** By name; nobody else runs them. */
  readonly operations: readonly string[];
  /** The file of the reports that each of them gets, as JSON. */
  readonly reports: string;
  readonly groupsOf: number;
}

/** What it sends when it is done. */
export interface Fed {
  /** Durable steps. */
  readonly facts: number;
  /** Of this process alone. */
  readonly processorMs: number;
}

interface Opened {
  readonly operation: Operation;
  readonly exchange: PlayedExchange;
}

/**
 * Runs operations, on PostgreSQL as a node does: it sends `ready` when they stand, plays the reports to all of them at once when it is
 * sent anything, and sends what came of it.
 */
process.once("disconnect", () => process.exit());
const given = JSON.parse(process.argv[2]!) as FeedingGiven;
const reports = JSON.parse(readFileSync(given.reports, "utf8")) as readonly TimedReport[];
const opened: Opened[] = [];
const store = await ("url" in given.store
  ? openPostgresStore(given.store)
  : openSqliteStore({ directory: given.store.directory }));
const membership = await openAll();
process.send!("ready");
await once(process, "message");
const before = steps();
const processorMs = await processorTime(() => Promise.all(opened.map(feed)));
process.send!({ facts: steps() - before, processorMs } satisfies Fed);
await (membership?.leave() ?? Promise.all(opened.map(({ operation }) => operation.stop())));
await store.close();
process.disconnect!();

function steps(): number {
  return opened.reduce((sum, { operation }) => sum + operation.lastSeq, 0);
}

async function feed({ operation, exchange }: Opened): Promise<void> {
  for (let from = 0; from < reports.length; from += given.groupsOf) {
    for (const report of reports.slice(from, from + given.groupsOf)) exchange.play(report);
    await operation.settled();
  }
}

/** Opens the operations, and is fulfilled when all of them run; on PostgreSQL it joins as a node, which takes them. */
async function openAll(): Promise<Membership | null> {
  const records = await Promise.all(
    given.operations.map((name) => store.openOperation({ name, timeZone, simulated: true })),
  );
  const ownership = store.ownership();
  if (!ownership) {
    for (const record of records) await open(store, record);
    return null;
  }
  const all = Promise.withResolvers<void>();
  const joined = await Membership.join({
    ownership,
    node: { id: randomUUID(), name: given.operations[0]!, address: "" },
    operations: records.map(({ id }) => id),
    log: pino({ level: "warn" }, pino.destination({ fd: 2, sync: true })),
    async start(id, tenure) {
      const { operation } = await open(store, records.find((record) => record.id === id)!, tenure);
      if (opened.length === records.length) all.resolve();
      return operation;
    },
  });
  await all.promise;
  return joined;
}

async function open(
  journal: Store,
  record: Awaited<ReturnType<Store["openOperation"]>>,
  tenure?: Tenure,
): Promise<Opened> {
  const exchange = new PlayedExchange(morning);
  const operation = await Operation.open({
    store: journal,
    record,
    run: await journal.openRun(record.id, { kind: "live", name: "live" }),
    exchange,
    clock: exchange.clock,
    settings,
    tenure,
    newPersonId: randomUUID,
    onFault: raise,
  });
  operation.start();
  await operation.settled();
  opened.push({ operation, exchange });
  return { operation, exchange };
}
