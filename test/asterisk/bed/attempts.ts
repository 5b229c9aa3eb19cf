import type { AttemptResult, Event } from "../../../src/line/events.ts";
import type { AttemptId, CallbackId } from "../../../src/line/ids.ts";

/** An attempt as the journal has it; times are epoch ms. */
export interface Attempt {
  readonly attempt: AttemptId;
  readonly callback: CallbackId;
  /** From 1, within the callback. */
  readonly n: number;
  readonly dialledAt: number;
  readonly progress: readonly { readonly at: number; readonly what: Progress }[];
  /** `null`: it is alive. */
  readonly endedAt: number | null;
  readonly result: AttemptResult | null;
}

type Progress = Extract<Event, { type: "attempt-progressed" }>["progress"];

/** An order to dial, as somebody else than Espera saw it. */
export interface Dialling {
  readonly attempt: AttemptId;
  /** Which of the attempt's orders it is: one for each trunk that is tried, and none of them may come twice. */
  readonly order: string;
  /** What the phone network is asked for. */
  readonly number: string;
}

/** What is read of a step of the journal. */
interface StepRead {
  readonly fact: { readonly at: number };
  readonly events: readonly Event[];
}

/** The attempts of a journal, in the order in which they were dialled. */
export function attemptsIn(steps: readonly StepRead[]): Attempt[] {
  const found: Attempt[] = [];
  // The last of an id: if one is dialled twice, each of the two stays in the list.
  const change = (attempt: AttemptId, to: (before: Attempt) => Partial<Attempt>) => {
    const index = found.findLastIndex((each) => each.attempt === attempt);
    const before = found[index];
    if (before !== undefined) found[index] = { ...before, ...to(before) };
  };
  for (const { fact, events } of steps)
    for (const event of events)
      if (event.type === "attempt-dialled") {
        const { attempt, callback, n } = event;
        found.push({ attempt, callback, n, dialledAt: fact.at, progress: [], endedAt: null, result: null });
      } else if (event.type === "attempt-progressed") {
        const step = { at: fact.at, what: event.progress };
        change(event.attempt, ({ progress }) => ({ progress: [...progress, step] }));
      } else if (event.type === "attempt-ended")
        change(event.attempt, () => ({ endedAt: fact.at, result: event.result }));
  return found;
}

/**
 * What does not hold of "each attempt is dialled once, and one after the other", in sentences. `rings`: the numbers of
 * the calls that came to phones, each with its own Call-ID.
 */
export function faultsOfDialling({
  attempts,
  diallings,
  rings,
}: {
  readonly attempts: readonly Attempt[];
  readonly diallings: readonly Dialling[];
  readonly rings: readonly string[];
}): string[] {
  const faults: string[] = [];
  for (const [attempt, all] of Map.groupBy(attempts, (each) => each.attempt))
    if (all.length > 1) faults.push(`${attempt} is ${all.length} times in the journal`);
  for (const all of Map.groupBy(attempts, (each) => each.callback).values())
    for (const [index, { attempt, dialledAt }] of all.slice(1).entries()) {
      const { endedAt } = all[index]!;
      if (endedAt === null || endedAt > dialledAt)
        faults.push(`${attempt} was dialled while ${all[index]!.attempt} was alive`);
    }
  const known = new Set(attempts.map(({ attempt }) => attempt));
  for (const [order, all] of Map.groupBy(diallings, (each) => each.order)) {
    const { attempt } = all[0]!;
    if (all.length > 1) faults.push(`${attempt} was dialled ${all.length} times (${order})`);
    if (!known.has(attempt)) faults.push(`${attempt} was dialled and is not in the journal`);
  }
  const rang = Map.groupBy(rings, (number) => number);
  for (const [number, all] of Map.groupBy(diallings, (each) => each.number)) {
    const times = rang.get(number)?.length ?? 0;
    if (times > all.length) faults.push(`${number} rang ${times} times and was dialled ${all.length} times`);
  }
  return faults;
}

/** Each attempt in a line: what became of it, when, and how long after the callback's one before; for a table. */
export function inWords(attempts: readonly Attempt[]): string[] {
  return attempts.map(({ attempt, callback, n, dialledAt, progress, endedAt, result }, index) => {
    const before = attempts.slice(0, index).findLast((each) => each.callback === callback);
    const after = (at: number) => `${Math.round(at - dialledAt)} ms`;
    const gap = before?.endedAt ? `, ${Math.round(dialledAt - before.endedAt)} ms after the one before` : "";
    const steps = progress.map(({ at, what }) => `${what} after ${after(at)}`);
    const end = endedAt === null ? "alive" : `${result} after ${after(endedAt)}`;
    return `${attempt} (${n}${gap}): ${[...steps, end].join(", ")}`;
  });
}

/** The attempts of the callbacks that were dialled more than once. */
export function dialledAgain(attempts: readonly Attempt[]): Attempt[] {
  const again = new Set(attempts.filter(({ n }) => n > 1).map(({ callback }) => callback));
  return attempts.filter(({ callback }) => again.has(callback));
}
