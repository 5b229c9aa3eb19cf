import type { Step } from "../../../src/journal/port/run.ts";
import type { PhoneCall } from "./phone-call.ts";

/** Each step with its fact, events and commands, in lines: for a story that went wrong. */
export function linesOfSteps(steps: readonly Step[]): string[] {
  return steps.map(
    ({ fact, events, commands }) =>
      `${minuteOf(fact.at)} ${JSON.stringify(fact)}\n   ${JSON.stringify(events.map(({ type }) => type))} ${JSON.stringify(commands)}`,
  );
}

/** What the phones did and heard, in lines, in the order of time. */
export function linesOfPhones(calls: readonly PhoneCall[]): string[] {
  return calls
    .flatMap((call) => call.events().map((event) => ({ ...event, number: call.number })))
    .sort((a, b) => a.at - b.at)
    .map(
      ({ at, number, what, by, detail }) => `${minuteOf(at)} phone ${number} ${what} ${by} ${detail ?? ""}`,
    );
}

function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(14, 23);
}
