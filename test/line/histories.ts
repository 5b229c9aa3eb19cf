import fc from "fast-check";
import type { Command } from "../../src/line/commands.ts";
import { type Decision, decide as decideBy } from "../../src/line/decide.ts";
import type { Event } from "../../src/line/events.ts";
import type { Fact } from "../../src/line/facts.ts";
import type { Judgements } from "../../src/line/judgement/judgements.ts";
import { nextLookAgain, offersAgain } from "../../src/line/offer/offers-again.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { facts, settings } from "./generated-facts.ts";
import { anyJudgements, eagerJudgements } from "./judgements.ts";

export interface Step extends Decision {
  readonly fact: Fact;
}

export const runs = { numRuns: 250 };

export function decide(state: State, fact: Fact, judgements: Judgements = eagerJudgements): Decision {
  return decideBy(state, withClocks(state, fact), judgements);
}

export function decideAll(
  state: State,
  all: readonly Fact[],
  judgements: Judgements = eagerJudgements,
): Step[] {
  return all.map((fact) => ({ fact, ...decide(state, fact, judgements) }));
}

/** Looks at random histories under all judgements, step by step; what `begin` returns sees the state as each step leaves it. */
export function overSteps(
  begin: (judgements: Judgements) => (step: Step, state: State) => void,
  length = 200,
): void {
  fc.assert(
    fc.property(facts(length), fc.constantFrom(...anyJudgements), (all, judgements) => {
      const state = emptyState(settings);
      const look = begin(judgements);
      for (const fact of all) look({ fact, ...decide(state, fact, judgements) }, state);
    }),
    runs,
  );
}

/**
 * Nothing happens any more but time, as the core asks for it; gives the steps until it asks for no more. Throws when it asks more than
 * `atMost` times. While callers wait who may be asked again it looks every so often whether their waits grew, which is not counted.
 */
export function letTimePass(state: State, from: number, atMost = 5000): Step[] {
  const steps: Step[] = [];
  let now = from;
  let wakes = 0;
  for (let next = nextWake(state, now); next !== null; next = nextWake(state, now)) {
    const looksAgain =
      next === nextLookAgain(now) && [...state.skills.values()].some((line) => offersAgain(state, line));
    if (!looksAgain && ++wakes > atMost) throw new Error(`asked to be woken more than ${atMost} times`);
    if (steps.length > 0 && next <= now) throw new Error("asked to be woken at a moment that was there");
    now = Math.max(now, next);
    const fact: Fact = { type: "woke", at: now };
    steps.push({ fact, ...decide(state, fact) });
  }
  return steps;
}

export function eventsOf<T extends Event["type"]>(
  events: readonly Event[],
  type: T,
): Extract<Event, { type: T }>[] {
  return events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
}

export function commandsOf<T extends Command["type"]>(
  commands: readonly Command[],
  type: T,
): Extract<Command, { type: T }>[] {
  return commands.filter((command): command is Extract<Command, { type: T }> => command.type === type);
}
