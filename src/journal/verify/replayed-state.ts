import { apply } from "../../line/apply.ts";
import { readCheckpoint, versionOf, writeCheckpoint } from "../../line/checkpoint.ts";
import { CORE_VERSION, STATE_VERSION } from "../../line/core-version.ts";
import { decide } from "../../line/decide.ts";
import type { PersonId } from "../../line/ids.ts";
import type { Judgements } from "../../line/judgement/judgements.ts";
import { emptyState, type State } from "../../line/state.ts";
import type { Step } from "../port/run.ts";
import { readAnyCheckpoint } from "../versions/older-checkpoints.ts";
import { firstDifference } from "./difference.ts";

/** After so many steps that came out otherwise the rest is not decided again: the cause is found long before. */
const DIFFERENCES_TRIED = 100;

/**
 * One run's state reached on two ways that must meet: by applying the events the journal keeps, and by deciding
 * again over its facts. Problems go to `report` as sentences.
 */
export class ReplayedState {
  readonly #applied: State;
  #decided: State;
  /** Whether the state is to the last member what it was when the steps were decided. */
  #isExact: boolean;
  #differences = 0;
  #decidedAgain = 0;
  readonly #judgements: Judgements | undefined;
  readonly #report: (problem: string) => void;

  private constructor(
    [applied, decided]: readonly [State, State],
    isExact: boolean,
    judgements: Judgements | undefined,
    report: (p: string) => void,
  ) {
    this.#applied = applied;
    this.#decided = decided;
    this.#isExact = isExact;
    this.#judgements = judgements;
    this.#report = report;
  }

  /** Before the run's first step, or `null` unless that brings the settings, which a state cannot be without. */
  static before(
    first: Step,
    judgements: Judgements | undefined,
    report: (problem: string) => void,
  ): ReplayedState | null {
    if (first.fact.type !== "settings-adopted") return null;
    const { settings } = first.fact;
    return new ReplayedState([emptyState(settings), emptyState(settings)], true, judgements, report);
  }

  /**
   * At a checkpoint that `isReadable`. From one of an older version the events are applied, and nothing is decided again
   * before the state that was gone on from is in the steps.
   */
  static at(
    checkpoint: string,
    judgements: Judgements | undefined,
    report: (problem: string) => void,
  ): ReplayedState {
    const states = [readAnyCheckpoint(checkpoint), readAnyCheckpoint(checkpoint)] as const;
    return new ReplayedState(states, versionOf(checkpoint) === STATE_VERSION, judgements, report);
  }

  /** How many steps were decided again; others were applied as they were written. */
  get decidedAgain(): number {
    return this.#decidedAgain;
  }

  /** Those who are to be called still. */
  get awaited(): PersonId[] {
    return [...this.#applied.callbacks.values()].flatMap(({ person, endsAs }) =>
      endsAs === null ? [person] : [],
    );
  }

  replay(step: Step): void {
    const { at } = step.fact;
    for (const event of step.events) apply(this.#applied, event, at);
    this.#isExact ||= step.fact.type === "state-adopted";
    const isComparable = this.#isExact && step.coreVersion === CORE_VERSION;
    if (isComparable && this.#differences < DIFFERENCES_TRIED) this.#decideAgain(step);
    else for (const event of step.events) apply(this.#decided, event, at);
  }

  #decideAgain(step: Step): void {
    this.#decidedAgain++;
    const { events, commands } = decide(this.#decided, step.fact, this.#judgements);
    const kept = { events: step.events, commands: step.commands };
    if (!firstDifference(kept, { events, commands })) return;
    // What is kept went through JSON, in which some values are others.
    const again: unknown = JSON.parse(JSON.stringify({ events, commands }));
    const difference = firstDifference(kept, again);
    if (!difference) return;
    this.#differences++;
    this.#report(
      `step ${step.seq}: ${difference.path} is ${difference.kept}; deciding again gives ${difference.again}`,
    );
    // Go on from what the journal says, so that one step is not reported as many.
    this.#decided = readCheckpoint(writeCheckpoint(this.#applied));
  }

  /** Compares the two states, and the checkpoint of today's version that is kept at this step when there is one. */
  compare(seq: number, checkpoint?: string): void {
    const applied = writeCheckpoint(this.#applied);
    this.#compareTexts(applied, writeCheckpoint(this.#decided), (path, one, other) => {
      return `state after step ${seq}: ${path} is ${one} by the events kept; deciding again gives ${other}`;
    });
    if (checkpoint === undefined) return;
    this.#compareTexts(rewritten(checkpoint), applied, (path, kept, again) => {
      return `checkpoint at step ${seq}: ${path} is ${kept}; the events before it give ${again}`;
    });
  }

  #compareTexts(
    one: string,
    other: string,
    sentence: (path: string, one: string, other: string) => string,
  ): void {
    if (one === other) return;
    const difference = firstDifference(JSON.parse(one), JSON.parse(other));
    if (difference) this.#report(sentence(difference.path, difference.kept, difference.again));
  }
}

/** A checkpoint in the form it is written today. */
function rewritten(checkpoint: string): string {
  return writeCheckpoint(readAnyCheckpoint(checkpoint));
}
