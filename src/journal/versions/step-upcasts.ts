import type { Event } from "../../line/events.ts";
import type { Fact } from "../../line/facts.ts";
import { zonesOfCountry } from "../../time/zones-of-country.ts";
import { clocksAtAllTimes } from "./clocks-at-all-times.ts";
import { checkpointOfToday } from "./older-checkpoints.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The first version of the core whose facts say what clocks show. */
const FIRST_WITH_CLOCKS = 18;

/** What of a step has a form that a version of the core may change. */
interface StepContent {
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
  if (coreVersion < FIRST_WITH_CLOCKS) upcast = { ...upcast, events: upcast.events.flatMap(afterItsClock) };
  return step.fact.type === "state-adopted" ? withCheckpointOfToday(upcast) : upcast;
}

/** In order: what is done to steps of a core older than `before`. */
const stepUpcasts: readonly { readonly before: number; readonly change: Upcast }[] = [
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

/** Zones were looked up when they were asked for: that of new settings is known from then on. */
function afterItsClock(event: Event): readonly Event[] {
  if (event.type !== "settings-adopted") return [event];
  return [{ type: "clocks-known", clocks: clocksAtAllTimes([event.settings.timeZone]) }, event];
}

/** The version of the state that it holds may be older than that of the core says. */
function withCheckpointOfToday({ fact, events }: StepContent): StepContent {
  const change = <Record extends Fact | Event>(one: Record): Record =>
    one.type === "state-adopted" ? { ...one, checkpoint: checkpointOfToday(one.checkpoint) } : one;
  return { fact: change(fact), events: events.map(change) };
}

/** No exchange was asked to hold agents. */
function withReservations(one: Fields): Fields {
  return one["type"] === "exchange-known" ? { canReserve: false, ...one } : one;
}
