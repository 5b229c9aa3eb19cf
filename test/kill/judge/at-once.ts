import type { Asked, Erasure } from "../outside/supervisor.ts";
import type { World } from "../outside/world.ts";
import type { Story } from "../story.ts";
import type { Rows } from "./rows.ts";

/**
 * What must hold at any moment, also while Espera is dead: what people outside heard is in the journal, and what the
 * journal says was dialled once. In sentences; none when all is well.
 */
export function problemsAtOnce(
  { world, supervisor }: Pick<Story, "world" | "supervisor">,
  rows: Rows,
): string[] {
  return [
    ...problemsOfPromises(world, rows),
    ...problemsOfDialling(world, rows),
    ...supervisor.asked.flatMap((asked) => [...problemsOfOrder(asked, world, rows)]),
    ...supervisor.erasures.flatMap((erasure) => [...problemsOfErasure(erasure, world)]),
  ];
}

/** Every promise is kept in the journal, and is the one that was heard. */
function* problemsOfPromises({ observer }: World, { callbacks }: Rows): Iterable<string> {
  const heard = new Set<string>();
  for (const { call, what } of observer.hearings) {
    if (what.what !== "promise") continue;
    if (heard.has(call)) yield `${call} heard its promise twice`;
    heard.add(call);
    const row = callbacks.get(call);
    if (!row) yield `${call} heard a promise that is not in the journal`;
    else if (row.promised_from !== what.fromAt || row.promised_until !== what.untilAt)
      yield `${call} heard another promise than the one in the journal`;
  }
}

/** The phone system would dial a repeated order once: what is judged is what came over the wire. */
function* problemsOfDialling({ orders }: World, { attempts }: Rows): Iterable<string> {
  const dialled = new Set<string>();
  for (const order of orders) {
    if (order.type !== "dial") continue;
    if (dialled.has(order.attempt)) yield `the order to dial ${order.attempt} came twice`;
    dialled.add(order.attempt);
    if (!attempts.has(order.attempt)) yield `the order to dial ${order.attempt} is not in the journal`;
  }
}

/** An order that was answered was carried out once, as the answer says, and one that was not, at most once. */
function* problemsOfOrder(asked: Asked, world: World, rows: Rows): Iterable<string> {
  const { name, act, callback, outcome } = asked;
  const kept = rows.orders.filter(({ why }) => why === name);
  if (kept.length > 1) yield `the order ${name} was carried out ${kept.length} times`;
  if (outcome === null) return;
  if (kept[0]?.outcome !== outcome || kept[0].callback !== callback)
    yield `the order ${name} was answered ${outcome}, and the journal says ${kept[0]?.outcome ?? "nothing of it"}`;
  if (act === "cancel" && outcome === "done" && isDialledAfter(world, asked))
    yield `${callback} was dialled after it was said to be cancelled`;
}

function* problemsOfErasure(erasure: Erasure, world: World): Iterable<string> {
  if (erasure.isDone && isDialledAfter(world, erasure))
    yield `${erasure.callback} was dialled after its person was erased`;
}

function isDialledAfter({ orders }: World, { callback, ordersBefore }: Asked | Erasure): boolean {
  return orders.slice(ordersBefore).some((order) => order.type === "dial" && order.callback === callback);
}
