import type { Ami } from "../ami/actions.ts";
import { AGAIN_STEP, IN_CONTEXT, keyContext, RETURN_CONTEXT, SERVED_CONTEXT } from "../dialplan.ts";
import type { AsteriskQueue } from "../queues.ts";
import { type Finding, finding } from "./findings.ts";

/** One step of an extension. */
interface Step {
  readonly extension: string;
  readonly application: string;
  readonly data: string;
}

/** Where Espera listens. */
interface Listening {
  readonly host: string;
  readonly port: number;
}

/** Whether the dialplan brings each queue's calls to Espera, at their place, and takes them back. */
export async function checkDialplan(
  ami: Ami,
  queues: readonly AsteriskQueue[],
  agi: Listening,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const context of [IN_CONTEXT, RETURN_CONTEXT]) {
    const steps = await stepsOf(ami, context);
    if (!steps) found.push(finding("dialplan-lacking", { context }));
    else {
      if (!steps.some(({ extension }) => extension === "T"))
        found.push(finding("dialplan-without-watchdog", { context }));
      for (const { queue } of queues) found.push(...checkExtension(steps, context, queue, agi));
      if (context === IN_CONTEXT)
        for (const { queue, asksWaiting } of queues)
          if (asksWaiting?.byWait && !hasWayBack(steps, queue))
            found.push(finding("dialplan-without-way-back", { queue }));
    }
  }
  for (const { queue, asksWaiting } of queues) {
    const context = keyContext(queue);
    if (asksWaiting?.byKey && !(await stepsOf(ami, context)))
      found.push(finding("dialplan-lacking", { context }));
  }
  if (!(await stepsOf(ami, SERVED_CONTEXT)))
    found.push(finding("dialplan-lacking", { context: SERVED_CONTEXT }));
  return found;
}

function checkExtension(steps: readonly Step[], context: string, queue: string, agi: Listening): Finding[] {
  const own = steps.filter(({ extension }) => extension === queue);
  if (own.length === 0) return [finding("dialplan-queue-lacking", { context, queue })];
  const found: Finding[] = [];
  const asked = own.find(({ application }) => application === "AGI")?.data;
  const address = /^agi:\/\/([^/]+)\//.exec(asked ?? "")?.[1] ?? "-";
  // Who listens on all addresses may be called by any.
  const listensEverywhere = agi.host === "0.0.0.0" || agi.host === "::";
  const wanted = `${agi.host}:${agi.port}`;
  if (listensEverywhere ? !address.endsWith(`:${agi.port}`) : address !== wanted)
    found.push(finding("dialplan-elsewhere", { queue, found: address, wanted }));
  if (!own.some(({ data }) => data.startsWith("QUEUE_PRIO=")))
    found.push(finding("dialplan-without-place", { context, queue }));
  const queueing = own.find(({ application }) => application === "Queue")?.data ?? "";
  if (context === RETURN_CONTEXT && !queueing.split(",").includes(SERVED_CONTEXT))
    found.push(finding("dialplan-without-note", { queue }));
  return found;
}

/** Whether who is taken out of the queue comes to Espera; a queue that is not there at all is told of otherwise. */
function hasWayBack(steps: readonly Step[], queue: string): boolean {
  const own = steps.filter(({ extension }) => extension === queue);
  return own.length === 0 || own.some(({ application, data }) => `${application}(${data})` === AGAIN_STEP);
}

/** The steps of a context; `null` when there is no such context. */
async function stepsOf(ami: Ami, context: string): Promise<Step[] | null> {
  const result = await ami.list("ShowDialPlan", { Context: context }, "ShowDialPlanComplete");
  if (result.outcome !== "answered" || !result.success) return null;
  return result.items.map((item) => ({
    extension: item.get("Extension") ?? "",
    application: item.get("Application") ?? "",
    data: item.get("AppData") ?? "",
  }));
}
