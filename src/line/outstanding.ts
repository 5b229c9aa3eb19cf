import type { Command } from "./commands.ts";
import { reservationsIn } from "./dialling/reservations.ts";
import type { Fact } from "./facts.ts";
import { attemptIdOf } from "./ids.ts";
import { offerDialogueOf } from "./offer/later-options.ts";
import type { Call, State } from "./state.ts";

/**
 * The commands that an exchange may not have got, derived again from state after a restart: all but `dial`, which
 * is never repeated. Every one of them changes nothing where it was obeyed before.
 */
export function outstanding(state: State): Command[] {
  const commands: Command[] = [];
  for (const call of state.calls.values()) commands.push(...commandsFor(state, call));
  for (const callback of state.callbacks.values())
    if (callback.phase === "seating")
      commands.push({
        type: "seat",
        call: attemptIdOf(callback.id, callback.attempts),
        skill: callback.skill,
        place: callback.place,
      });
  commands.push(...reservationsIn(state));
  return commands;
}

/** The commands to send after a step: a new connection may mean that those sent on the old one were lost. */
export function commandsAfter(
  { fact, commands }: { readonly fact: Fact; readonly commands: readonly Command[] },
  state: State,
): readonly Command[] {
  return fact.type === "snapshot" ? [...commands, ...outstanding(state)] : commands;
}

/** What a call's exchange is to do with it in its present phase; nothing once it is in the queue. */
export function commandsFor(state: State, call: Call): Command[] {
  const { id, skill, place } = call;
  switch (call.phase) {
    case "passing":
      return [{ type: "pass", call: id, skill, place }];
    case "offering":
      return [{ type: "offer", call: id, skill, place, dialogue: offerDialogueOf(state, call) }];
    case "withdrawing":
      return [{ type: "withdraw", call: id, skill, place, dialogue: offerDialogueOf(state, call) }];
    case "seating":
      return [{ type: "seat", call: id, skill, place }];
    case "thanked":
      // Not registered, or ended by somebody before it was thanked for: the line is where it belongs.
      if (!call.promised) return [{ type: "seat", call: id, skill, place }];
      return [{ type: "thank", call: id, fromAt: call.promised.from, untilAt: call.promised.until }];
    case "asked":
    case "waiting":
    case "ringing":
    case "talking":
    case "left":
      return [];
  }
}
