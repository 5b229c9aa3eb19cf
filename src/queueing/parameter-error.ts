/**
 * What the mathematics cannot be asked. The codes are stable: a program may compare with them.
 *
 * - `not-finite`: a number is missing, not a number or infinite
 * - `not-positive`, `negative`, `not-whole`, `not-a-probability`: it is outside of what it may be
 * - `too-large`: it is larger than anything that is calculated
 * - `too-many-states`: a law of the number in system that would be too long a list
 * - `line-grows-without-end`: more work arrives than the agents do and too few callers give up, so there is no
 *   steady state to speak of
 * - `target-out-of-reach`: no number of agents reaches the target
 * - `law-not-understood`: a law of patience that is not one: it rises, or leaves [0, 1]
 */
export type ParameterErrorCode =
  | "law-not-understood"
  | "line-grows-without-end"
  | "negative"
  | "not-a-probability"
  | "not-finite"
  | "not-positive"
  | "not-whole"
  | "target-out-of-reach"
  | "too-large"
  | "too-many-states";

/** A question to the mathematics that has no answer. `parameter` is the name of what is wrong. */
export class ParameterError extends Error {
  readonly code: ParameterErrorCode;
  readonly parameter: string;

  constructor(code: ParameterErrorCode, parameter: string, message: string) {
    super(message);
    this.name = "ParameterError";
    this.code = code;
    this.parameter = parameter;
  }
}

/** The refusal of a question about the steady state of a line that has none. */
export function growsWithoutEnd(): ParameterError {
  return new ParameterError(
    "line-grows-without-end",
    "agents",
    "More work arrives than the agents can do, and too few callers give up: the line grows without end",
  );
}

/** Throws a {@link ParameterError} unless the value is finite and at least 0. */
export function mustNotBeNegative(parameter: string, value: number): void {
  mustBeFinite(parameter, value);
  if (value < 0)
    throw new ParameterError("negative", parameter, `${parameter} is ${value}; it may not be below 0`);
}

/** Throws a {@link ParameterError} unless the value is finite and above 0. */
export function mustBePositive(parameter: string, value: number): void {
  mustBeFinite(parameter, value);
  if (!(value > 0))
    throw new ParameterError("not-positive", parameter, `${parameter} is ${value}; it must be above 0`);
}

/** Throws a {@link ParameterError} when the value is above `most`. */
export function mustNotBeAbove(parameter: string, value: number, most: number): void {
  if (value > most)
    throw new ParameterError("too-large", parameter, `${parameter} is ${value}; it may not be above ${most}`);
}

/** Throws a {@link ParameterError} unless the value is a whole number and at least `least`. */
export function mustBeWhole(parameter: string, value: number, least: number): void {
  mustBeFinite(parameter, value);
  if (!Number.isSafeInteger(value) || value < least)
    throw new ParameterError(
      "not-whole",
      parameter,
      `${parameter} is ${value}; it must be a whole number of at least ${least}`,
    );
}

/** Throws a {@link ParameterError} unless the value is in [0, 1]. */
export function mustBeProbability(parameter: string, value: number): void {
  mustBeFinite(parameter, value);
  if (value < 0 || value > 1)
    throw new ParameterError(
      "not-a-probability",
      parameter,
      `${parameter} is ${value}; it must be from 0 to 1`,
    );
}

function mustBeFinite(parameter: string, value: number): void {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new ParameterError("not-finite", parameter, `${parameter} is ${value}; it must be a finite number`);
}
