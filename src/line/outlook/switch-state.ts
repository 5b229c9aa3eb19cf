/** Stable codes of why smart wait switched itself on or off. */
export type SwitchReason = "at-risk" | "risk-over" | "nobody-there";

/** Whether smart wait has switched itself on, since when (epoch ms; `null`: it never switched) and why. */
export interface AutoSwitch {
  readonly on: boolean;
  readonly since: number | null;
  readonly why: SwitchReason | null;
}

export const switchedOff: AutoSwitch = { on: false, since: null, why: null };

/** By which rule a skill in mode `auto` offers, or does not. `outlook-stale`: nobody knows the risk, and it offers as in mode `on`. */
export type AutoRule = Exclude<SwitchReason, "risk-over"> | "risk-low" | "outlook-stale";
