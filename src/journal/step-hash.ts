import { hash } from "node:crypto";
import type { Step } from "./port/run.ts";

/** A step as it stands in the journal, its parts as text. */
export interface WrittenStep {
  readonly seq: number;
  readonly at: number;
  readonly exchangeAt: number | null;
  readonly coreVersion: number;
  readonly settingsVersion: number;
  readonly fact: string;
  readonly events: string;
  readonly commands: string;
}

/** A step as it is written. */
export function writtenStep({
  seq,
  fact,
  events,
  commands,
  coreVersion,
  settingsVersion,
}: Step): WrittenStep {
  return {
    seq,
    at: fact.at,
    exchangeAt: fact.exchangeAt ?? null,
    coreVersion,
    settingsVersion,
    fact: JSON.stringify(fact),
    events: events.length === 0 ? "[]" : JSON.stringify(events),
    commands: commands.length === 0 ? "[]" : JSON.stringify(commands),
  };
}

/** Hex. What begins the chain, and stands before steps that were written before there were hashes. */
export const NO_HASH = "";

/** The running hash after a step: of the step, and of all that come before it in its run by the hash of the one before. */
export function stepHash(before: string, step: WrittenStep): string {
  const { seq, at, exchangeAt, coreVersion, settingsVersion, fact, events, commands } = step;
  const numbers = `${before} ${seq} ${at} ${exchangeAt} ${coreVersion} ${settingsVersion}`;
  return shortened(`${numbers}\n${fact}\n${events}\n${commands}`);
}

/** The hash of a checkpoint: of its state, and of the step after which it was taken. */
export function checkpointHash(step: string, state: string): string {
  return shortened(`${step}\n${state}`);
}

/** Damage is to be seen, not forgery: a person who can write the journal can write its hashes too. */
function shortened(text: string): string {
  return hash("sha256", text, "hex").slice(0, HEX_DIGITS);
}

const HEX_DIGITS = 16;
