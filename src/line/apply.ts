import { changeAgent, forgetServing, nameAgent } from "./agents/agent-status.ts";
import {
  answerCall,
  closeCall,
  decideCall,
  enterCall,
  eraseCaller,
  hearQuestion,
  keyNumber,
  leaveAgent,
  missRing,
  moveCall,
  openCall,
  replaceCaller,
  ringFor,
  stopWaiting,
} from "./call/apply-call.ts";
import {
  dial,
  endAs,
  endAttempt,
  endCallback,
  endLeg,
  moveToSkill,
  overtake,
  progress,
  register,
  rest,
  returnToLine,
  waitForTheirCall,
} from "./callback/apply-callback.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { completeSettings } from "./complete-settings.ts";
import type { Event } from "./events.ts";
import { mergeClocks } from "./hours/zone-clock.ts";
import { noteOutlook } from "./outlook/apply-outlook.ts";
import { switchedOff } from "./outlook/switch-state.ts";
import type { Settings } from "./settings.ts";
import { lineOf, noteAllLines, type State } from "./state.ts";

/**
 * Writes what one event says into state: the only writer there is. The same events on the same state give the
 * same state for ever, whatever `decide` would conclude today. `at` is the fact's time, epoch ms.
 */
export function apply(state: State, event: Event, at: number): void {
  switch (event.type) {
    case "settings-adopted":
      return adopt(state, event.settings);
    case "state-adopted":
      Object.assign(state, readCheckpoint(event.checkpoint));
      return;
    case "exchange-known":
      state.canWithdraw = event.canWithdraw;
      state.canReserve = event.canReserve;
      state.canDial = event.canDial ?? true;
      return noteAllLines(state);
    case "clocks-known":
      state.clocks = mergeClocks(state.clocks, event.clocks, at);
      return noteAllLines(state);
    case "agent-changed":
      if (event.unseen) forgetServing(state, event.agent);
      changeAgent(state, event.agent, event.skills, event.status, at);
      return nameAgent(state, event);

    case "call-arrived":
    case "call-reopened":
      return openCall(state, event, at);
    case "call-moved":
      return moveCall(state, event.call, event.skill, at);
    case "call-replaced":
      return replaceCaller(state, event);
    case "call-decided":
      return decideCall(state, event, at);
    case "offer-requested":
      leaveAgent(state, event.call, at);
      return enterCall(state, event.call, "seating", at);
    case "question-began":
      leaveAgent(state, event.call, at);
      return hearQuestion(state, event.call, at);
    case "number-keyed":
      return keyNumber(state, event, at);
    case "choice-made":
      if (event.choice === "yes") stopWaiting(state, event.call, at);
      return enterCall(state, event.call, event.choice === "yes" ? "thanked" : "seating", at);
    case "caller-erased":
      return eraseCaller(state, event.person);
    case "call-joined":
      leaveAgent(state, event.call, at);
      return enterCall(state, event.call, "waiting", at);
    case "call-left":
      stopWaiting(state, event.call, at);
      return enterCall(state, event.call, "left", at);
    case "call-rung":
      return ringFor(state, event, at);
    case "ring-missed":
      return missRing(state, event, at);
    case "call-answered":
      return answerCall(state, event, at);
    case "call-closed":
      return closeCall(state, event, at);

    case "callback-registered":
      return register(state, event, at);
    case "attempt-dialled":
      return dial(state, event, at);
    case "attempt-progressed":
      return progress(state, event, at);
    case "attempt-ended":
      return endAttempt(state, event, at);
    case "leg-ended":
      return endLeg(state, event.callback);
    case "talk-ended":
      state.talks.delete(event.attempt);
      return;
    case "callback-rested":
      return rest(state, event, at);
    case "callback-returned":
      return returnToLine(state, event, at);
    case "callback-on-phone":
      return waitForTheirCall(state, event, at);
    case "callback-moved":
      return moveToSkill(state, event.callback, event.skill, at);
    case "callback-attended":
      return endAs(state, event.callback, { status: "STOP NEW", reason: "attended-before" });
    case "callback-cancelled":
      return endAs(state, event.callback, { status: "FAIL", reason: event.reason });
    case "callback-overtaken":
      return overtake(state, event);
    case "callback-ended":
      return endCallback(state, event);
    case "reservation-began":
      lineOf(state, event.skill).reserved.set(event.callback, event.place);
      return;
    case "reservation-ended":
      lineOf(state, event.skill).reserved.delete(event.callback);
      return;

    case "outlook-noted":
      return noteOutlook(state, event, at);
    case "smart-wait-switched":
      lineOf(state, event.skill).auto = { on: event.on, since: at, why: event.why };
      return;

    // Kept to answer why; nothing follows from them.
    case "supervisor-answered":
    case "call-recorded":
      return;
  }
}

function adopt(state: State, settings: Settings): void {
  state.settings = completeSettings(settings);
  state.skillSettings.clear();
  for (const skill of state.settings.skills) state.skillSettings.set(skill.id, skill);
  // In another mode it is not for itself to switch, and in `auto` it starts over.
  for (const line of state.skills.values())
    if (state.skillSettings.get(line.id)?.smartWait !== "auto") line.auto = switchedOff;
  noteAllLines(state);
}
