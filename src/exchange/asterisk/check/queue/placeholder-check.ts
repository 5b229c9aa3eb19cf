import { type Ami, getvar, type QueueSnapshot, queueStatus } from "../../ami/actions.ts";
import { HOLD_CONTEXT } from "../../printed/dialplan.ts";
import { extensionOf } from "../../queues/queue-names.ts";
import type { AsteriskQueue, Queues } from "../../queues/queues.ts";
import { type Finding, finding } from "../findings.ts";
import { isNo, isYes, QueueView, queueFile } from "./queue-view.ts";

/** A setting of a queue with which a placeholder does something else than to hold one agent. */
interface Unfit {
  readonly setting: string;
  readonly value: string;
  /** What would be right, as queues.conf has it. */
  readonly wanted: string;
}

/**
 * What keeps agents from being held in these queues by a placeholder: nothing is found of a queue in which one holds exactly one
 * free agent from those behind it, and none is rung for it.
 */
export async function whatKeepsFromHolding(
  ami: Ami,
  wanted: readonly AsteriskQueue[],
  queues: Queues,
): Promise<Finding[]> {
  if (wanted.length === 0) return [];
  const status = (await queueStatus(ami)) ?? [];
  return (await Promise.all(wanted.map((one) => ofQueue(ami, one, queues, status)))).flat();
}

async function ofQueue(
  ami: Ami,
  one: AsteriskQueue,
  queues: Queues,
  status: readonly QueueSnapshot[],
): Promise<Finding[]> {
  const { queue, skill } = one;
  // A reservation is of a skill, and it could be the other queue that the customer comes to.
  if (queues.ofSkill(skill).length > 1) return [finding("placeholder-several-queues", { queue })];
  const params = status.find((other) => other.queue === queue)?.params;
  const file = await queueFile(ami, queue, OPTIONS);
  const others = status.filter((other) => other.queue !== queue);
  const weights = others.map((other) => Number(other.params.get("Weight") ?? 0));
  const view = new QueueView(queue, file, weights);
  if (!params || !view.isThere) return [finding("placeholder-elsewhere", { queue })];
  const found = unfitIn(view, params).map((unfit) => finding("placeholder-unfit", { queue, ...unfit }));
  const isPrinted = await getvar(ami, `DIALPLAN_EXISTS(${HOLD_CONTEXT},${extensionOf(one)},1)`);
  if (isPrinted !== "1")
    found.push(finding("dialplan-without-placeholder", { queue, context: HOLD_CONTEXT }));
  return found;
}

/** What `unfitIn` looks at; `strategy` is there so that a queue without any other setting is seen to exist. */
const OPTIONS = [
  "strategy",
  "autofill",
  "joinempty",
  "leavewhenempty",
  "penaltymemberslimit",
  "defaultrule",
  "maxlen",
  "member",
  "timeout",
  "ringinuse",
];

function unfitIn(view: QueueView, params: QueueSnapshot["params"]): Unfit[] {
  const found: Unfit[] = [];
  const look = (isFit: boolean, setting: string, value: string, wanted: string) => {
    if (!isFit) found.push({ setting, value, wanted });
  };
  const of = (setting: string, usual: string) => view.value(setting) || usual;
  // It would keep everybody behind it waiting, however many agents are free.
  const strategy = params.get("Strategy") ?? "";
  look(strategy !== "ringall", "strategy", strategy, "rrmemory");
  const autofill = view.value("autofill") || view.general("autofill") || "no";
  look(isYes(autofill), "autofill", autofill, "yes");
  // Callers of a lighter queue would not get a shared agent as long as it stands there.
  const weight = Number(params.get("Weight") ?? 0);
  look(!view.otherWeights.some((other) => other < weight), "weight", String(weight), "0");
  // No agent has its penalty: to it the queue is empty.
  look(isYes(of("joinempty", "yes")), "joinempty", of("joinempty", "yes"), "yes");
  look(isNo(of("leavewhenempty", "no")), "leavewhenempty", of("leavewhenempty", "no"), "no");
  // Its penalty would count for nothing, or another: an agent would be rung.
  const ignored = of("penaltymemberslimit", "0");
  look(Number(ignored) === 0, "penaltymemberslimit", ignored, "0");
  look(view.value("defaultrule") === "", "defaultrule", view.value("defaultrule"), "");
  // It would take the room of a caller.
  look(view.number("maxlen") === 0, "maxlen", of("maxlen", "0"), "0");
  return found;
}
