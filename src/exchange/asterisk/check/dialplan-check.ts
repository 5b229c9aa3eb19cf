import { isFoundByMachine } from "../agi/agi-address.ts";
import type { Ami, QueueSnapshot } from "../ami/actions.ts";
import {
  AGAIN_STEP,
  IN_CONTEXT,
  keyContext,
  MACRO_VARIABLE,
  RETURN_CONTEXT,
  ROUTINE_VARIABLE,
  SERVED_CONTEXT,
  TO_VARIABLE,
} from "../printed/dialplan.ts";
import { argumentsIn } from "../printed/queue-arguments.ts";
import { extensionOf, queueOption } from "../queues/queue-names.ts";
import type { AsteriskQueue } from "../queues/queues.ts";
import { type DialplanStep, stepsOf } from "./dialplan-steps.ts";
import { type Finding, finding } from "./findings.ts";
import { isFromQueue } from "./queue/members-check.ts";

/** Where Espera listens. */
interface Listening {
  readonly host: string;
  readonly port: number;
  /** The secret in the addresses that were printed; `null`: none was. */
  readonly secret: string | null;
  /** Whether it is one of several nodes. */
  readonly isOfNodes?: boolean;
}

/** What runs the dialplan. */
interface Runs {
  /** Asterisk's own, such as `22.10.1`; `null`: not known. */
  readonly version: string | null;
  readonly status: readonly QueueSnapshot[];
}

/** Whether the dialplan brings each queue's calls to Espera, at their place, and takes them back. */
export async function checkDialplan(
  ami: Ami,
  queues: readonly AsteriskQueue[],
  agi: Listening,
  { version, status }: Runs,
): Promise<Finding[]> {
  const throughFreePbx = new Set(
    status.filter(({ members }) => members.some(isFromQueue)).map(({ queue }) => queue),
  );
  const found: Finding[] = [];
  for (const context of [IN_CONTEXT, RETURN_CONTEXT]) {
    const steps = await stepsOf(ami, context);
    if (!steps) found.push(finding("dialplan-lacking", { context }));
    else {
      if (!steps.some(({ extension }) => extension === "T"))
        found.push(finding("dialplan-without-watchdog", { context }));
      for (const one of queues) {
        const { queue } = one;
        found.push(...checkExtension(steps, context, one, { agi, version }));
        if (throughFreePbx.has(queue) && !setsDestination(steps, extensionOf(one)))
          found.push(finding("dialplan-without-nodest", { context, queue }));
      }
      if (context === IN_CONTEXT)
        for (const one of queues)
          if (one.asksWaiting?.byWait && !hasWayBack(steps, extensionOf(one)))
            found.push(finding("dialplan-without-way-back", { queue: one.queue }));
    }
  }
  for (const queue of queues) {
    const context = keyContext(queue);
    if (queue.asksWaiting?.byKey && !(await stepsOf(ami, context)))
      found.push(finding("dialplan-lacking", { context }));
  }
  if (!(await stepsOf(ami, SERVED_CONTEXT)))
    found.push(finding("dialplan-lacking", { context: SERVED_CONTEXT }));
  return found;
}

function checkExtension(
  steps: readonly DialplanStep[],
  context: string,
  one: AsteriskQueue,
  { agi, version }: { readonly agi: Listening; readonly version: string | null },
): Finding[] {
  const { queue } = one;
  const own = steps.filter(({ extension }) => extension === extensionOf(one));
  if (own.length === 0)
    return [finding("dialplan-queue-lacking", { context, queue, option: queueOption(one) })];
  const found: Finding[] = [];
  const asked = own
    .filter(({ application }) => application === "AGI")
    .map(({ data }) => /^agi:\/\/([^/]+)\/(?:([^/?]+)\/)?/.exec(data));
  const follows = asked.length > 0 && asked.every((words) => words?.[1] === `\${${TO_VARIABLE}}`);
  const address = (follows ? printedAddress(own) : asked[0]?.[1]) ?? "-";
  const wanted = `${agi.host}:${agi.port}`;
  // Nodes say where they are called.
  if (agi.isOfNodes) {
    if (!follows) found.push(finding("dialplan-fixed-address", { context, queue, address }));
    // One that listens on all addresses may be called by any of them, and one of IPv6 by a name.
  } else if (isFoundByMachine(agi) ? !address.endsWith(`:${agi.port}`) : address !== wanted)
    found.push(finding("dialplan-elsewhere", { queue, found: address, wanted }));
  if (asked.some((words) => words !== null && (words[2] ?? null) !== agi.secret))
    found.push(finding("dialplan-other-secret", { context, queue }));
  else if (agi.secret === null) found.push(finding("dialplan-without-secret", { context, queue }));
  if (!own.some(({ data }) => data.startsWith("QUEUE_PRIO=")))
    found.push(finding("dialplan-without-place", { context, queue }));
  const queueing = argumentsIn(own.find(({ application }) => application === "Queue")?.data ?? "");
  const [name = ""] = queueing;
  // A site that has changed the line may name the queue by a variable.
  if (name !== "" && name !== queue && !name.includes("${")) {
    const details = { context, extension: extensionOf(one), found: name, queue, option: queueOption(one) };
    found.push(finding("dialplan-other-queue", details));
  }
  if (context === RETURN_CONTEXT && !runsRoutine(queueing, version))
    found.push(finding("dialplan-without-note", { queue }));
  return found;
}

/** The address that calls are brought to while no node says another. */
function printedAddress(steps: readonly DialplanStep[]): string | undefined {
  const sets = new RegExp(`\\?Set\\(${TO_VARIABLE}=([^)]*)\\)`);
  return steps.flatMap(({ data }) => sets.exec(data)?.[1] ?? [])[0];
}

/**
 * Whether `Queue()` runs our routine on the agent's channel. Before Asterisk 21 the 7th argument is a macro and the routine
 * the 8th; what is printed now begins the 7th with a variable that is a comma there, and nothing since.
 */
function runsRoutine(words: readonly string[], version: string | null): boolean {
  if (words[6] === `\${${MACRO_VARIABLE}}${SERVED_CONTEXT}`) return true;
  const major = Number(/^\D*(\d+)/.exec(version ?? "")?.[1] ?? Number.NaN);
  return words[major < 21 ? 7 : 6] === SERVED_CONTEXT;
}

/** Whether FreePBX's `from-queue` learns where the call came from; a queue that is not there at all has a finding of its own. */
function setsDestination(steps: readonly DialplanStep[], of: string): boolean {
  const own = steps.filter(({ extension }) => extension === of);
  return own.length === 0 || own.some(({ data }) => data.startsWith("__NODEST="));
}

/** Whether a caller who is taken out of the queue comes to Espera; a queue that is not there at all has a finding of its own. */
function hasWayBack(steps: readonly DialplanStep[], of: string): boolean {
  const own = steps.filter(({ extension }) => extension === of);
  return own.length === 0 || own.some(({ application, data }) => `${application}(${data})` === AGAIN_STEP);
}

/** What the dialplan does in return calls of a queue of what the queue itself does otherwise. */
export interface Replaces {
  /** The site's routine for agents that Espera's own calls. */
  readonly routine: string | undefined;
  /** Whether the penalty limits of the true wait are asked for. */
  readonly limits: boolean;
}

/** What it does for each extension of the context of return calls. */
export async function replacesOf(ami: Ami): Promise<ReadonlyMap<string, Replaces>> {
  const steps = (await stepsOf(ami, RETURN_CONTEXT)) ?? [];
  const routine = new RegExp(`^__${ROUTINE_VARIABLE}=(.+)$`);
  return new Map(
    [...new Set(steps.map(({ extension }) => extension))].map((of) => {
      const own = steps.filter(({ extension }) => extension === of).map(({ data }) => data);
      return [
        of,
        {
          routine: own.flatMap((data) => routine.exec(data)?.[1] ?? [])[0],
          limits: own.some((data) => data.includes("/limits?")),
        },
      ];
    }),
  );
}
