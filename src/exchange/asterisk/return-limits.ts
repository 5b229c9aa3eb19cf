import type { AgiCall } from "./agi/call.ts";
import { getVariable, setVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import type { Ami } from "./ami/actions.ts";
import { RULE_VARIABLE } from "./printed/dialplan.ts";
import { type Limit, limitsAfter, limitVariables, penaltyChanges } from "./printed/penalty-rules.ts";
import type { Queues } from "./queues/queues.ts";

/** A name that no rule has: `Queue()` follows none by it. */
const NO_RULE = "espera-none";

/**
 * Gives a return call, right before its queue, the penalty limits that it would have after its true wait, by the rule that
 * holds there: to the queue it came just now.
 */
export async function returnLimits(
  call: AgiCall,
  session: AgiSession,
  { ami, queues }: { readonly ami: Ami; readonly queues: Queues },
): Promise<void> {
  const queue = queues.at(call.query.get("queue"))?.queue;
  const waitedS = Number(call.query.get("waited"));
  if (queue === undefined || !(waitedS > 0)) return;
  const changes = await penaltyChanges(ami, queue, (await getVariable(session, RULE_VARIABLE)) ?? "");
  if (changes.length === 0) return;
  const read = async (limit: Limit) => {
    const value = await getVariable(session, limitVariables[limit]);
    return value ? Number.parseInt(value, 10) : null;
  };
  const before = { max: await read("max"), min: await read("min"), raise: await read("raise") };
  const limits = limitsAfter(changes, waitedS, before);
  if (!limits) return;
  for (const limit of ["max", "min", "raise"] as const) {
    const value = limits[limit];
    if (value !== null) await setVariable(session, limitVariables[limit], value);
  }
  // The changes that came due would be made once more, counted from now.
  await setVariable(session, RULE_VARIABLE, NO_RULE);
}
