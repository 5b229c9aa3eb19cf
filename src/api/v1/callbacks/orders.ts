import { skillNamed } from "../../../desk/skill-named.ts";
import { Fault } from "../../../faults/faults.ts";
import type { TokenRecord } from "../../../journal/port.ts";
import type { SupervisorAct } from "../../../line/facts.ts";
import type { Settings } from "../../../line/settings.ts";
import { orderOutcomes } from "../../../words/order-outcomes.ts";
import { refusedOrder } from "../problems.ts";
import { type Asker, type Endpoint, endpoint } from "../schema/endpoint.ts";
import { callNow, cancelCallback, moveCallback } from "../schema/forms.ts";
import { momentAsked } from "../schema/moments.ts";
import { type Sources, seesNumbers } from "../sources.ts";
import { etagOf } from "./callbacks.ts";
import { toldCallback } from "./told-callback.ts";

/** The orders of supervisors, each bound to the version of the callback that was looked at. */
export function orderEndpoints(sources: Sources): readonly Endpoint[] {
  return [
    endpoint(cancelCallback, (asked) => order(sources, asked, asked, () => ({ type: "cancel" }))),
    endpoint(moveCallback, (asked) =>
      order(sources, asked, asked, (settings) => moveTo(asked.body, settings)),
    ),
    endpoint(callNow, (asked) => order(sources, asked, asked, () => ({ type: "call-now" }))),
  ];
}

interface OrderAsked {
  readonly parameters: { readonly id: string };
  readonly headers: { readonly "if-match"?: string | undefined };
  readonly body: { readonly why: string; readonly version?: number | undefined };
  readonly reply: { header(name: string, value: string): unknown };
}

async function order(
  sources: Sources,
  { token, operation }: Asker,
  { parameters: { id }, headers, body, reply }: OrderAsked,
  actBy: (settings: Settings) => SupervisorAct,
) {
  const asOf = versionOf(headers["if-match"], body.version);
  const { callback } = await sources.callbacks.story(operation, id, false);
  // What changes from here on is seen by the operation itself, in its own turn.
  if (callback.version !== asOf)
    throw refusedOrder({ outcome: "changed-meanwhile", ...orderOutcomes["changed-meanwhile"] });
  const author = signatureOf(token);
  const answer = await sources.orders.carryOut(
    operation,
    { callback: id, author, why: body.why, asOf },
    actBy,
  );
  if (answer.outcome !== "done") throw refusedOrder(answer);
  const after = await sources.callbacks.story(operation, id, seesNumbers(token));
  reply.header("etag", etagOf(after.callback.version));
  const { es, en } = answer;
  return { outcome: "done" as const, es, en, callback: toldCallback(after.callback, operation.timeZone) };
}

/** How a token signs its orders: by its id, which nobody chooses, and its label. */
function signatureOf({ id, label }: TokenRecord): string {
  const name = label.trim();
  return name === "" ? `token ${id}` : `token ${id} (${name})`;
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

function moveTo(
  { to, skill }: { readonly to?: string | undefined; readonly skill?: string | undefined },
  { timeZone, skills }: Settings,
): SupervisorAct {
  return {
    type: "move",
    ...(to === undefined ? {} : { notBefore: momentAsked(to, timeZone) }),
    ...(skill === undefined ? {} : { skill: skillNamed(skills, skill) }),
  };
}
