import type { Caller } from "../facts.ts";

/** IANA zones in which the owner of a number may be; none: nobody knows where. `null`: where the operation is. */
export type NumberZones = readonly string[] | null;

/** The zones of a number as a fact or an event has them. */
export function zonesOf({ zones }: Pick<Caller, "zones">): NumberZones {
  return zones ?? null;
}

/** `zones` as a member of a fact or an event, which is left out where it says nothing. */
export function saidZones(zones: NumberZones): Pick<Caller, "zones"> {
  return zones === null ? {} : { zones };
}
