import type { Caller, Fact } from "../line/facts.ts";
import { isKnownIn } from "../line/hours/zone-clock.ts";
import type { State } from "../line/state.ts";
import { readZoneClock } from "../time/zone-clock.ts";

/**
 * The fact with the clocks of the zones that it makes count, where `state` does not know them, or not for long enough: the
 * core reads no zone data. `all`: with those of all zones that count, since the data may have changed.
 */
export function withClocks(state: State, fact: Fact, all = false): Fact {
  const zones = new Set(all ? [...zonesOfOpen(state), ...zonesIn(state, fact)] : zonesIn(state, fact));
  const { at } = fact;
  const clocks = [...zones].flatMap((zone) => {
    const isKnown = isKnownIn(state.clocks.get(zone), at - NEEDED_BEFORE_MS, at + NEEDED_AHEAD_MS);
    return isKnown && !all ? [] : (readZoneClock(zone, at - READ_BEFORE_MS, at + READ_AHEAD_MS) ?? []);
  });
  return clocks.length === 0 ? fact : { ...fact, clocks };
}

/** The operation's zone, and those of the callers in a fact. */
function zonesIn(state: State, fact: Fact): readonly string[] {
  const { timeZone } = fact.type === "settings-adopted" ? fact.settings : state.settings;
  return [timeZone, ...callersIn(fact).flatMap(({ zones }) => zones ?? [])];
}

function callersIn(fact: Fact): readonly Caller[] {
  if (fact.type === "snapshot") return fact.calls.map(({ caller }) => caller);
  if ("caller" in fact) return [fact.caller];
  return "callee" in fact ? [fact.callee] : [];
}

function zonesOfOpen({ calls, callbacks }: State): readonly string[] {
  const callees = [...calls.values()].flatMap(({ callee }) => callee ?? []);
  return [...calls.values(), ...callbacks.values(), ...callees].flatMap(({ zones }) => zones ?? []);
}

const DAY_MS = 86_400_000;
/** What is asked for lies no further away. */
const NEEDED_BEFORE_MS = 7 * DAY_MS;
const NEEDED_AHEAD_MS = 365 * DAY_MS;
/** So that they are read again every two months. */
const READ_BEFORE_MS = 31 * DAY_MS;
const READ_AHEAD_MS = NEEDED_AHEAD_MS + 61 * DAY_MS;
