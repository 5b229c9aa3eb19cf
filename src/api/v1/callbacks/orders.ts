import type { z } from "zod";
import { isUnanswered } from "../../../desk/answers.ts";
import type { OrderAnswer } from "../../../desk/order-desk.ts";
import { Fault } from "../../../faults/faults.ts";
import type { ShownCallback } from "../../../journal/rows/callback-members.ts";
import type { SupervisorAct } from "../../../line/facts.ts";
import type { Sentence } from "../../../words/language.ts";
import { orderOutcomes, unansweredOrders } from "../../../words/reasons/order-outcomes.ts";
import { refusedOrder } from "../problems.ts";
import type { ordersAsked } from "../schema/asked.ts";
import type { orderedAll } from "../schema/callback-answers.ts";
import { type Asker, type Endpoint, endpoint } from "../schema/endpoint.ts";
import { callNow, cancelCallback, moveCallback, orderCallbacks } from "../schema/forms.ts";
import { momentAsked } from "../schema/moments.ts";
import { skillAsked, storySeen } from "../seen-skills.ts";
import type { Sources } from "../sources.ts";
import { callbackAnswerOf } from "./callback-answer.ts";
import { etagOf, noteSeen, settingsOf } from "./callbacks.ts";

/** The orders of supervisors, each bound to the version of the callback that was looked at. */
export function orderEndpoints(sources: Sources): readonly Endpoint[] {
  return [
    endpoint(cancelCallback, (asked) => order(sources, asked, async () => ({ type: "cancel" }))),
    endpoint(moveCallback, (asked) => order(sources, asked, () => moveTo(sources, asked))),
    endpoint(callNow, (asked) => order(sources, asked, async () => ({ type: "call-now" }))),
    endpoint(orderCallbacks, async (asked) => ({ results: await orderAll(sources, asked, asked.body) })),
  ];
}

interface OrderAsked extends Asker {
  readonly parameters: { readonly id: string };
  readonly headers: { readonly "if-match"?: string | undefined };
  readonly body: { readonly why: string; readonly version?: number | undefined };
  readonly reply: { header(name: string, value: string): unknown };
}

async function order(
  sources: Sources,
  { rights, operation, parameters: { id }, headers, body, reply }: OrderAsked,
  actAsked: () => Promise<SupervisorAct>,
) {
  const asOf = versionOf(headers["if-match"], body.version);
  await storySeen(sources, { rights, operation }, id, false);
  const act = await actAsked();
  const answer = await carriedOut(sources, { rights, operation }, { id, asOf, why: body.why, act });
  if (answer.outcome !== "done") throw refusedOrder(answer);
  const after = await sources.callbacks.story(operation, id, rights.seesNumbers);
  await noteSeen({ rights, operation }, [after.callback]);
  reply.header("etag", etagOf(after.callback.version));
  const { es, en } = answer;
  return { outcome: "done" as const, es, en, callback: callbackAnswerOf(after.callback, operation.timeZone) };
}

interface Order {
  readonly id: string;
  readonly asOf: number;
  readonly why: string;
  readonly act: SupervisorAct;
}

/** Whether the callback changed since is seen by the operation in its own turn, so that every answer stands in the journal. */
async function carriedOut(
  { orders }: Pick<Sources, "orders">,
  { rights, operation }: Asker,
  { id, ...order }: Order,
): Promise<OrderAnswer> {
  const answer = await orders.carryOut(operation, { callback: id, author: rights.signature, ...order });
  await rights.audit(operation.id, "order", [id], `${order.act.type} ${answer.outcome}`);
  return answer;
}

/** One after the other: the second does not overtake the first. Once the operation does not answer, the others are not tried. */
async function orderAll(
  sources: Sources,
  asker: Asker,
  { order, why, callbacks, ...where }: z.output<typeof ordersAsked>,
) {
  const { rights, operation } = asker;
  const act =
    order === "cancel" ? ({ type: "cancel" } as const) : await moveTo(sources, { ...asker, body: where });
  const results: z.input<typeof orderedAll>["results"] = [];
  const shown: ShownCallback[] = [];
  let answers = true;
  for (const { id, version } of callbacks) {
    let answer: Sentence & { readonly outcome: string } = NOT_TRIED;
    let callback: ShownCallback | null = null;
    try {
      if (answers) {
        const isSeen = (await callbackSeen(sources, asker, id)) !== null;
        answer = isSeen ? NOT_KNOWN : CALLBACK_UNKNOWN;
        if (isSeen) answer = await carriedOut(sources, asker, { id, asOf: version, why, act });
        callback = await callbackSeen(sources, asker, id);
      }
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      answers = false;
    }
    if (callback) shown.push(callback);
    results.push({ id, ...answer, callback: callback && callbackAnswerOf(callback, operation.timeZone) });
  }
  await noteSeen({ rights, operation }, shown);
  return results;
}

const CALLBACK_UNKNOWN = { outcome: "callback-unknown", ...orderOutcomes["callback-unknown"] };
const NOT_KNOWN = { outcome: "unknown", ...unansweredOrders.unknown };
const NOT_TRIED = { outcome: "not-tried", ...unansweredOrders["not-tried"] };

/** `null`: there is none that the client may see. */
async function callbackSeen(sources: Sources, asker: Asker, id: string): Promise<ShownCallback | null> {
  try {
    return (await storySeen(sources, asker, id)).callback;
  } catch (error) {
    if (error instanceof Fault && error.code === "callback-unknown") return null;
    throw error;
  }
}

/** The header counts where both are given. Faults: `version-missing`, `request-invalid`. */
function versionOf(header: string | undefined, inBody: number | undefined): number {
  if (header === undefined) {
    if (inBody === undefined) throw new Fault("version-missing");
    return inBody;
  }
  const match = /^"?(\d{1,15})"?$/.exec(header.trim());
  if (!match) throw new Fault("request-invalid", { problem: "if-match: one ETag is wanted, as it was read" });
  return Number(match[1]);
}

async function moveTo(
  sources: Sources,
  {
    operation,
    rights,
    body: { to, skill },
  }: Asker & { readonly body: { readonly to?: string | undefined; readonly skill?: string | undefined } },
): Promise<SupervisorAct> {
  return {
    type: "move",
    ...(to === undefined ? {} : { notBefore: momentAsked(to, operation.timeZone) }),
    ...(skill === undefined
      ? {}
      : { skill: skillAsked(await settingsOf(sources, operation), rights, skill) }),
  };
}
