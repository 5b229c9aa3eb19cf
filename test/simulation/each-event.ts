import type { Step } from "../../src/journal/port/run.ts";
import type { Event } from "../../src/line/events.ts";

/** What is to be done with events of each kind; those that are left out do not matter. `at`: the fact's time. */
export type Listeners = {
  readonly [T in Event["type"]]?: (event: Extract<Event, { type: T }>, at: number) => void;
};

/** Tells all events of a journal in their order. */
export function eachEvent(steps: readonly Step[], listeners: Listeners): void {
  const listening = listeners as Readonly<Record<string, ((event: Event, at: number) => void) | undefined>>;
  for (const { fact, events } of steps) for (const event of events) listening[event.type]?.(event, fact.at);
}
