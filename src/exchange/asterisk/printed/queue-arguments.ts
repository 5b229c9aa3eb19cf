/** What a site says in its own `Queue()` besides the queue's name, each as it stands there. */
export interface QueueArguments {
  readonly options?: string;
  readonly url?: string;
  /** What the agent hears before a call. */
  readonly announcement?: string;
  /** How long the queue keeps a call, s. */
  readonly timeout?: string;
  /** Runs on the caller's channel at the agent's answer. */
  readonly agi?: string;
  /** The context of a routine that runs on the agent's channel then. */
  readonly gosub?: string;
  /** A rule of queuerules.conf, in place of the queue's `defaultrule`. */
  readonly rule?: string;
  /** Where in the queue a caller is put. */
  readonly position?: string;
}

/**
 * A `Queue()` with them; `queue` as its argument is written. The variable that `macro` names holds one comma more before Asterisk 21, where a macro stands ahead
 * of the routine.
 */
export function queueLine(queue: string, given: QueueArguments, macro: string): string {
  const { options = "", url = "", announcement = "", timeout = "" } = given;
  const { agi = "", gosub = "", rule = "", position = "" } = given;
  const usual = `${queue},${options},${url},${announcement},${timeout}`;
  if (agi + gosub + rule + position === "") return `Queue(${usual})`;
  const more = rule + position === "" ? "" : `,${rule}${position === "" ? "" : `,${position}`}`;
  return `Queue(${usual},${agi},\${${macro}}${gosub}${more})`;
}

/** The arguments of a `Queue()` as it is written: the queue's name, without quotes, and the others in their order. */
export function argumentsIn(data: string): string[] {
  const [first = "", quoted, bare = ""] = /^"([^"]*)"|^([^,]*)/.exec(data) ?? [];
  return [quoted ?? bare, ...data.slice(first.length).split(",").slice(1)];
}
