import type { SkillId } from "./ids.ts";

/** A skill's service-level target: `share` of its calls answered within `withinMs`, e.g. 0.8 in 20,000 ms. */
export interface Target {
  readonly share: number;
  readonly withinMs: number;
}

/** `off`: never offered. `shadow`: decided and journaled, nothing is played. `on`: offered. */
export type SmartWaitMode = "off" | "shadow" | "on";

export interface SkillSettings {
  readonly id: SkillId;
  readonly name: string;
  readonly target: Target;
  readonly smartWait: SmartWaitMode;
  /** A caller is offered a return call when his predicted wait exceeds this. */
  readonly offerAfterMs: number;
}

/** Hours of one weekday in the operation's zone, minutes since local midnight; `to` may be 1440. */
export interface DayHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface AttemptSettings {
  /** Attempts that may be made for one callback. */
  readonly max: number;
  /** How long a phone may ring. */
  readonly ringForMs: number;
  /** Gap before the next attempt, by what ended the one before. */
  readonly gapMs: Readonly<Record<"busy" | "no-answer" | "machine" | "failed", number>>;
  /** A first retry within this time keeps the place; later retries get the requested time as their place. */
  readonly keepPlaceWithinMs: number;
}

/** Everything the core reads that a person may change. Each change is a new version in the journal. */
export interface Settings {
  readonly version: number;
  /** IANA name, e.g. `America/Bogota`. */
  readonly timeZone: string;
  /** Two letters, ISO 3166: whose numbers may be dialled. */
  readonly country: string;
  readonly skills: readonly SkillSettings[];
  readonly attempts: AttemptSettings;
  /** When a person may be called, Monday first, seven entries; `null`: not on that day. */
  readonly callingHours: readonly (DayHours | null)[];
  /** A callback not reached this long after it was registered ends. */
  readonly callbackExpiresAfterMs: number;
}
