import { mustBePositive, mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";

/** What is known of the line when all agents are busy. Times and rates in one unit of time. */
export interface QueueAhead {
  /** The callers before them in the line. */
  readonly ahead: number;
  readonly agents: number;
  /** 1 / mean handle time. */
  readonly serviceRate: number;
  /** 1 / mean patience of those ahead; 0: they stay for ever. */
  readonly patienceRate: number;
}

/** QL: (j + 1) / (n μ), exact where nobody gives up (Whitt 1999). */
export function queueLengthWait({ ahead, agents, serviceRate }: Omit<QueueAhead, "patienceRate">): number {
  check({ ahead, agents, serviceRate, patienceRate: 0 });
  return (ahead + 1) / (agents * serviceRate);
}

/** QLm: Σ 1 / (n μ + i θ) over i = 0 … j, the exact mean of M/M/n+M, and the exact variance Σ 1 / (n μ + i θ)². */
export function markovianWait(queue: QueueAhead): { mean: number; variance: number } {
  check(queue);
  const rate = queue.agents * queue.serviceRate;
  let [mean, variance] = [0, 0];
  for (let i = 0; i <= queue.ahead; i++) {
    const step = 1 / (rate + i * queue.patienceRate);
    mean += step;
    variance += step * step;
  }
  return { mean, variance };
}

/** QLa: ln(1 + θ (j + 1) / (n μ)) / θ, what QLm is of a long line (its fluid). */
export function fluidWait(queue: QueueAhead): number {
  const unpatient = queueLengthWait(queue);
  mustNotBeNegative("patienceRate", queue.patienceRate);
  return queue.patienceRate === 0
    ? unpatient
    : Math.log1p(queue.patienceRate * unpatient) / queue.patienceRate;
}

/** LES: the wait of who entered service last; 0 before anybody did. Needs no model, and lags when the load changes. */
export function lastServedWait(waitOfLastServed: number | null): number {
  return waitOfLastServed ?? 0;
}

/** HOL: how long the head of the line has waited; 0 where there is none. */
export function headOfLineWait(elapsed: readonly number[]): number {
  return elapsed[0] ?? 0;
}

function check({ ahead, agents, serviceRate, patienceRate }: QueueAhead): void {
  mustBeWhole("ahead", ahead, 0);
  mustBePositive("agents", agents);
  mustBePositive("serviceRate", serviceRate);
  mustNotBeNegative("patienceRate", patienceRate);
}
