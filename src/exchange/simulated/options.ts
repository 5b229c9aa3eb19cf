/** How the simulated exchange behaves; the defaults are those of an app_queue as it is usually set up. */
export interface SimulatedOptions {
  /** How often a queue with somebody waiting looks for a free agent; at least 1. */
  readonly pollMs: number;
  /**
   * Whether queues that share agents are one line: an agent takes the caller who stands first in any of them, and who of them is
   * the longest without a call is rung. Otherwise an agent is for the first of their skills before the others.
   */
  readonly oneLine: boolean;
  /** How long an agent is rung for one caller. */
  readonly ringForMs: number;
  /** The pause after a ring that nobody took, before an agent is rung for the same caller again. */
  readonly retryMs: number;
  /** The probability that an agent does not take a ring. */
  readonly missProbability: number;
  /** An agent who takes it does so after a time uniform in this range. */
  readonly agentAnswersAfterMs: { readonly from: number; readonly to: number };
  /** Callers that a queue holds at most, those being rung for included; `null`: any number. */
  readonly maxLength: number | null;
  /** Whether a queue takes callers while no agent is logged in to it. */
  readonly joinEmpty: boolean;
  /** Whether a queue turns everybody out whose last agent logs out. */
  readonly leaveEmpty: boolean;
  /** After which time a queue turns a caller out; `null`: never. */
  readonly maxWaitMs: number | null;
  /** Whether the key to be asked works in the queues. */
  readonly queueKey: boolean;
  /** How long a call in dialogue waits for Espera before the exchange seats it by itself. */
  readonly watchdogMs: number;
  /** Whether agents can be held for return calls. */
  readonly reserves: boolean;
  /** What a caller hears that the queue refused, before their call ends. */
  readonly sorryMs: number;
  /** How long the customer of a return call waits for room in a queue that refuses them, and how often it is tried. */
  readonly roomMs: number;
  readonly roomEveryMs: number;
  /** From an order to its effect. */
  readonly orderMs: number;
  /** How much longer a phone rings that is to stop. */
  readonly stopsRingingMs: number;
}

export const defaultOptions: SimulatedOptions = {
  pollMs: 1_000,
  oneLine: false,
  ringForMs: 15_000,
  retryMs: 2_000,
  missProbability: 0.02,
  agentAnswersAfterMs: { from: 1_000, to: 6_000 },
  maxLength: null,
  joinEmpty: false,
  leaveEmpty: false,
  maxWaitMs: null,
  queueKey: true,
  watchdogMs: 8_000,
  reserves: true,
  sorryMs: 4_000,
  roomMs: 60_000,
  roomEveryMs: 2_000,
  orderMs: 2,
  stopsRingingMs: 0,
};
