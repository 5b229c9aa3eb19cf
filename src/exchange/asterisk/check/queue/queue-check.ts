import type { QueueSnapshot } from "../../ami/actions.ts";
import { placeOf } from "../../identity.ts";
import { keyContext } from "../../printed/dialplan.ts";
import { type Finding, finding } from "../findings.ts";
import { checkMembers } from "./members-check.ts";
import { type CheckedQueue, optionsOf } from "./queue-options.ts";
import { type QueueFile, QueueView } from "./queue-view.ts";

/**
 * Whether the queues are there, who waits in them without a place, and which of their members and settings will surprise.
 * `files` is what queues.conf says of each queue, by its name.
 */
export function checkQueues(
  status: readonly QueueSnapshot[],
  queues: readonly CheckedQueue[],
  files: ReadonlyMap<string, QueueFile>,
): Finding[] {
  return queues.flatMap((wanted) => {
    const { queue } = wanted;
    const found = status.find((one) => one.queue === queue);
    if (!found) return [finding("queue-unknown", { queue })];
    const file = files.get(queue);
    const placeless = found.entries.filter((entry) => placeOf(entry.get("Priority")) === null).length;
    return [
      ...(placeless > 0 ? [finding("caller-without-place", { queue, count: placeless })] : []),
      ...checkMembers(found),
      ...(file ? settingsOf(wanted, new QueueView(queue, file, weightsBeside(queue, status))) : []),
    ];
  });
}

function weightsBeside(queue: string, status: readonly QueueSnapshot[]): number[] {
  return status.filter((one) => one.queue !== queue).map(({ params }) => Number(params.get("Weight") ?? 0));
}

function settingsOf(wanted: CheckedQueue, view: QueueView): Finding[] {
  const { queue } = view;
  if (!view.isThere) return [finding("queue-elsewhere", { queue })];
  const context = keyContext(wanted);
  const lacksKey = wanted.asksWaiting?.byKey && view.value("context") !== context;
  return [
    ...optionsOf(view, wanted),
    ...(lacksKey ? [finding("key-without-context", { queue, context })] : []),
  ];
}
