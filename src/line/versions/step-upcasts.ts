import type { Event } from "../events.ts";
import type { Fact } from "../facts.ts";
import { zonesOfCountry } from "../hours/number-zones.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What of a step has a form that a version of the core may change. */
export interface StepContent {
  readonly fact: Fact;
  readonly events: readonly Event[];
}

/** A fact or an event of the version before, in the form of the next one. */
type Upcast = (one: Fields) => Fields;

/** A step that version `coreVersion` of the core wrote, in today's form. What it left out means what it meant then. */
export function upcastStep(step: StepContent, coreVersion: number): StepContent {
  let upcast = step;
  for (const { before, change } of stepUpcasts)
    if (coreVersion < before)
      upcast = {
        fact: change(upcast.fact as unknown as Fields) as unknown as Fact,
        events: upcast.events.map((event) => change(event as unknown as Fields) as unknown as Event),
      };
  return upcast;
}

/** In order: what is done to steps of a core older than `before`. */
export const stepUpcasts: readonly { readonly before: number; readonly change: Upcast }[] = [
  { before: 9, change: withZones },
  { before: 9, change: withReservations },
];

/** A number had a country where it now has zones; in an event, in a caller, or in the callers of a snapshot. */
function withZones(one: Fields): Fields {
  const { country, caller, callee, calls, ...rest } = one;
  return {
    ...rest,
    ...(typeof country === "string" ? { zones: zonesOfCountry(country) } : {}),
    ...(caller === undefined ? {} : { caller: withZones(caller as Fields) }),
    ...(callee === undefined ? {} : { callee: withZones(callee as Fields) }),
    ...(calls === undefined ? {} : { calls: (calls as readonly Fields[]).map(withZones) }),
  };
}

/** No exchange was asked to hold agents. */
function withReservations(one: Fields): Fields {
  return one["type"] === "exchange-known" ? { canReserve: false, ...one } : one;
}
