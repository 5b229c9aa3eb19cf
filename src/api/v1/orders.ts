import type { SupervisorAct } from "../../line/facts.ts";
import { Fault } from "../../line/faults.ts";
import type { Settings } from "../../line/settings.ts";
import { orderOutcomes } from "../../reports/reasons.ts";
import { skillNamed } from "../control/skill-named.ts";
import { etagOf } from "./callbacks.ts";
import { type Asker, type Endpoint, endpoint } from "./endpoint.ts";
import { momentAsked } from "./moments.ts";
import { refusedOrder } from "./problems.ts";
import { idPath, moveAsked, orderAsked, ordered, orderHeaders } from "./schemas.ts";
import { type Sources, seesNumbers } from "./sources.ts";
import { toldCallback } from "./told-callback.ts";

/** The orders of supervisors, each bound to the version of the callback that was looked at. */
export function orderEndpoints(sources: Sources): readonly Endpoint[] {
  const form = {
    method: "POST",
    parameters: idPath,
    headers: orderHeaders,
    answer: ordered,
    tagged: true,
    faults: ["request-invalid", "callback-unknown", "order-refused", "version-missing", "operation-closed"],
  } as const;
  const { cancel, move, callNow } = {
    cancel: { path: "/v1/callbacks/{id}/cancel", name: "cancelCallback", summary: "Cancels a callback" },
    move: {
      path: "/v1/callbacks/{id}/move",
      name: "moveCallback",
      summary: "Moves a callback to a time, or to the end of another skill's line, or both",
    },
    callNow: {
      path: "/v1/callbacks/{id}/call-now",
      name: "callNow",
      summary: "Dials a callback as soon as the rules allow, whosever turn it is",
    },
  } as const;
  const example = { body: { why: "The customer asked for it", version: 41 } };
  return [
    endpoint({ ...form, ...cancel, body: orderAsked, example }, (asked) =>
      order(sources, asked, asked, () => ({ type: "cancel" })),
    ),
    endpoint(
      {
        ...form,
        ...move,
        body: moveAsked,
        faults: [...form.faults, "date-invalid", "skill-unknown"],
        example: { body: { ...example.body, to: "2026-11-23T10:30:00" } },
      },
      (asked) => order(sources, asked, asked, (settings) => moveTo(asked.body, settings)),
    ),
    endpoint({ ...form, ...callNow, body: orderAsked, example }, (asked) =>
      order(sources, asked, asked, () => ({ type: "call-now" })),
    ),
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
  const author = token.label.trim() || `token ${token.id}`;
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
