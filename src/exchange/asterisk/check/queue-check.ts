import { type Ami, queueStatus } from "../ami/actions.ts";
import { keyContext } from "../dialplan.ts";
import { placeOf } from "../identity.ts";
import type { AsteriskQueue } from "../queues.ts";
import { type ConfigurationFile, configurationFile, lastValue } from "./configuration-file.ts";
import { type Finding, finding } from "./findings.ts";

/** Whether the queues are there, who waits in them without a place, and which of their settings will surprise. */
export async function checkQueues(
  ami: Ami,
  queues: readonly AsteriskQueue[],
  { mayReadFile }: { mayReadFile: boolean },
): Promise<Finding[]> {
  const all = (await queueStatus(ami)) ?? [];
  const file = mayReadFile ? await configurationFile(ami, "queues.conf") : null;
  return queues.flatMap((wanted) => {
    const { queue } = wanted;
    const status = all.find((one) => one.queue === queue);
    if (!status) return [finding("queue-unknown", { queue })];
    const placeless = status.entries.filter((entry) => placeOf(entry.get("Priority")) === null).length;
    return [
      ...(placeless > 0 ? [finding("caller-without-place", { queue, count: placeless })] : []),
      ...(file ? settingsOf(wanted, file) : []),
    ];
  });
}

/** What is said of a queue in queues.conf; Asterisk's own defaults where nothing is. */
function settingsOf({ queue, wrapUpMs = 0, asksWaiting }: AsteriskQueue, file: ConfigurationFile): Finding[] {
  const lines = file.get(queue);
  if (!lines) return [finding("queue-elsewhere", { queue })];
  const found: Finding[] = [];
  const value = (key: string) => lastValue(lines, key)?.trim().toLowerCase();
  const announces = value("announce-position") ?? "no";
  if (!isNo(announces)) found.push(finding("announces-position", { queue, value: announces }));
  const full = Number(value("maxlen") ?? 0);
  if (full > 0) found.push(finding("may-be-full", { queue, value: full }));
  for (const [setting, lenient] of [
    ["joinempty", "yes"],
    ["leavewhenempty", "no"],
  ] as const) {
    const set = value(setting) ?? lenient;
    const permits = lenient === "yes" ? isYes(set) : isNo(set);
    if (!permits) found.push(finding("refuses-when-empty", { queue, setting, value: set }));
  }
  if (!isNo(value("ringinuse") ?? "yes")) found.push(finding("rings-in-use", { queue }));
  if (isNo(value("autofill") ?? lastValue(file.get("general"), "autofill")?.toLowerCase() ?? "yes"))
    found.push(finding("serves-one-by-one", { queue }));
  const context = keyContext(queue);
  if (asksWaiting?.byKey && lastValue(lines, "context")?.trim() !== context)
    found.push(finding("key-without-context", { queue, context }));
  if ((value("membergosub") ?? "") !== "") found.push(finding("routine-replaced", { queue }));
  const wrapUpS = Number(value("wrapuptime") ?? 0);
  if (wrapUpS * 1000 !== wrapUpMs)
    found.push(finding("wrap-up-differs", { queue, found: wrapUpS, wanted: wrapUpMs / 1000 }));
  return found;
}

function isNo(value: string): boolean {
  return ["no", "false", "n", "f", "0", "off"].includes(value);
}

function isYes(value: string): boolean {
  return ["yes", "true", "y", "t", "1", "on"].includes(value);
}
