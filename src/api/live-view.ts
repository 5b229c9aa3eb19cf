import type { SkillId } from "../line/ids.ts";
import type { AutoNow } from "../line/outlook/auto-switch.ts";
import type { KnownOutlook } from "../line/outlook/skill-outlook.ts";
import type { Target } from "../line/settings.ts";

/** What runs now, in aggregated numbers: no call, no person. */
export interface LiveView {
  /** Espera's version. */
  readonly version: string;
  readonly operations: readonly LiveOperation[];
}

export interface LiveOperation {
  readonly id: number;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Said in plain sight wherever its numbers are shown. */
  readonly simulated: boolean;
  /** Past days of a demonstration being generated; `null` when none are. */
  readonly generation: { readonly done: number; readonly total: number } | null;
  readonly skills: readonly LiveSkill[];
}

export interface LiveSkill {
  readonly id: SkillId;
  readonly name: string;
  readonly target: Target;
  readonly line: {
    /** Callers waiting on the phone. */
    readonly live: number;
    /** Callbacks keeping a place. */
    readonly callbacks: number;
    /** Return calls under way. */
    readonly returning: number;
  };
  readonly freeAgents: number;
  /** What the running half hour is expected to come to; `null`: nobody knows now, or it is not foreseen. */
  readonly outlook: KnownOutlook | null;
  /** What its smart wait does by itself; `null` in other modes than `auto`. */
  readonly auto: AutoNow | null;
  /** The share of eligible callers from whom the offer is withheld, 0 to 1, and from how many it was, each once a day. */
  readonly holdOut: { readonly rate: number; readonly heldOut: number };
  /** Of the calls that arrived since local midnight: how many count, and how many were answered within the target. */
  readonly today: { readonly answeredWithin: number; readonly offered: number };
}
