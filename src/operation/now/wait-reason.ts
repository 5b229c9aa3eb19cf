import { isOnLineElsewhere, ownCallOf } from "../../line/call/contacts.ts";
import { formerLegUntil } from "../../line/callback/former-leg.ts";
import { mayDial } from "../../line/hours/calling-hours.ts";
import type { CallbackId } from "../../line/ids.ts";
import type { Callback, State } from "../../line/state.ts";
import type { WaitReason } from "../../words/reasons/callback-reasons.ts";
import type { AtWork } from "./at-work.ts";

/** Why each of these callbacks is not being called, or that it is. */
export function waitReasonsNow({ operation, now }: AtWork, callbacks: readonly CallbackId[]): WaitReason[] {
  return callbacks.map((id) => waitReasonOf(operation.coreState, id, now));
}

/**
 * Why an open callback is not being called at `at` (epoch ms), or that it is: of what holds it back, what would go on
 * holding it back the longest.
 */
export function waitReasonOf(state: State, id: CallbackId, at: number): WaitReason {
  const callback = state?.callbacks.get(id);
  if (!callback) return "operation-stopped";
  switch (callback.phase) {
    case "dialling":
    case "ringing":
    case "asking":
      return "being-called";
    case "seating":
    case "in-line":
    case "rung":
    case "left":
      return "on-the-way";
    case "on-phone":
      return "on-phone";
    case "resting":
      return "resting";
    case "waiting":
      return whyNotDialled(state, callback, at);
  }
}

function whyNotDialled(state: State, callback: Callback, at: number): WaitReason {
  const { skill, zones, place } = callback;
  const settings = state.skillSettings.get(skill);
  const line = state.skills.get(skill);
  if (settings && !settings.servesPending) return "serving-closed";
  if (!mayDial(state, { skill, zones }, at)) return "outside-hours";
  if (!state.canDial) return "exchange-away";
  if (!line || line.agents.size === 0) return "nobody-logged-in";
  if (ownCallOf(state, callback) || isOnLineElsewhere(state, callback)) return "on-phone";
  if (formerLegUntil(state, callback) > at) return "being-called";
  if (settings && settings.discipline.kind !== "place") return "live-first";
  if (line.live.countBefore(place) > 0) return "behind-phone";
  return line.waiting.countBefore(place) > 0 ? "behind-callbacks" : "enough-under-way";
}
