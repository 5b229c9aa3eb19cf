import pg from "pg";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import type { NodeChild } from "./node-child.ts";
import type { Phones } from "./phones.ts";
import { until } from "./until.ts";

interface AttemptRow {
  readonly id: string;
  readonly callback: string;
}

interface CallbackRow {
  readonly id: string;
  readonly status: string;
  readonly ended_at: number | null;
}

/**
 * Waits until every callback on the database at `address` has ended, stops the nodes, and returns what went wrong, in
 * sentences. `phones`: by the name of the operation.
 */
export async function judgeTheEnd({
  address,
  phones,
  nodes,
}: {
  readonly address: string;
  readonly phones: Readonly<Record<string, Phones>>;
  readonly nodes: readonly NodeChild[];
}): Promise<string[]> {
  const store = await openPostgresStore({ url: address });
  const client = new pg.Client({ connectionString: address });
  try {
    await client.connect();
    await until("all callbacks ended", async () => {
      const { rows } = await client.query("SELECT count(*) AS open FROM callbacks WHERE ended_at IS NULL");
      return Number(rows[0].open) === 0;
    });
    await Promise.all(nodes.map((node) => node.stop()));
    const problems = nodes.flatMap(({ name, fault }) => (fault === null ? [] : [`${name} failed: ${fault}`]));
    for (const { id, name } of await store.operations()) {
      problems.push(...(await problemsOf(phones[name]!, client, id)));
      for (const run of await store.runs(id))
        problems.push(...(await verifyRun(store, run, { all: true })).problems);
    }
    return problems;
  } finally {
    await client.end();
    await store.close();
  }
}

/**
 * What is wrong, in sentences, with what people outside heard and saw, by what the database has of the operation. `inVirtualTime`: no node
 * stands still between its look at the lease and an order.
 */
export async function problemsOf(
  phones: Phones,
  client: pg.ClientBase,
  operation: number,
  { inVirtualTime = false } = {},
): Promise<string[]> {
  const { observer, orders, arrivals } = phones;
  const rows = async <T>(sql: string) => (await client.query(sql, [operation])).rows as T[];
  const attempts = await rows<AttemptRow>("SELECT id, callback FROM attempts WHERE operation = $1");
  const callbacks = await rows<CallbackRow>(
    "SELECT id, status, ended_at FROM callbacks WHERE operation = $1",
  );
  const problems: string[] = [];
  const known = new Map(attempts.map(({ id, callback }) => [id, callback]));
  const dialled = orders.flatMap(({ node, order }, nth) =>
    order.type === "dial" ? [{ node, nth, attempt: order.attempt }] : [],
  );
  const seen = new Set<string>();
  for (const { attempt, node } of dialled) {
    if (seen.has(attempt)) problems.push(`${node} dialled attempt ${attempt}, which had been dialled`);
    seen.add(attempt);
    if (!known.has(attempt)) problems.push(`attempt ${attempt} was dialled and is not in the journal`);
  }
  // Whoever dials was the last to arrive, but for the moment before its successor dials.
  for (const { node, nth } of dialled) {
    const successor = arrivals.findLast(({ after }) => after <= nth)!;
    const first = dialled.find((one) => one.nth >= successor.after && one.node === successor.node);
    if (node !== successor.node && first && first.nth < nth)
      problems.push(`${node} dialled after its successor ${successor.node}`);
  }
  if (inVirtualTime)
    for (const [nth, { node, order }] of orders.entries()) {
      const successor = arrivals.findLast(({ after }) => after <= nth)!;
      if (node !== successor.node)
        problems.push(`${node} ordered ${order.type} after its successor ${successor.node} had arrived`);
    }
  const lastUntil = new Map<string, number>();
  for (const { attempt, at } of observer.rings) {
    const callback = known.get(attempt) ?? "";
    if ((lastUntil.get(callback) ?? 0) > at)
      problems.push(`two phones of callback ${callback} were in use at once`);
    lastUntil.set(callback, observer.ends.get(attempt) ?? at);
  }
  const ended = new Map(callbacks.map(({ id, ended_at, status }) => [id, ended_at === null ? null : status]));
  for (const { call, what } of observer.hearings) {
    if (what.what !== "promise") continue;
    if (!ended.has(call)) problems.push(`caller ${call} was promised a call that nobody knows of`);
  }
  for (const [id, status] of ended) if (status === null) problems.push(`callback ${id} did not end`);
  return problems;
}
