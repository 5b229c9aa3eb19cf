import type { Step } from "../../src/journal/port.ts";
import type { Complain } from "./evidence.ts";

/** A callback as far as overtaking goes. */
interface Standing {
  skill: number;
  place: number;
  /** What it does that it may be overtaken in. */
  stage: "held-back" | "dialled" | "rung" | null;
  /** Whether an agent was rung for the leg of its newest attempt. */
  legRung: boolean;
  /** An attempt was given up and heard of again: whether it was overtaken in between cannot be said. */
  revived: boolean;
  heldBack: number;
  dialled: number;
}

/**
 * 3. Counted anew, one first ring after another: whoever was rung first although a callback with an earlier place
 * waited for its turn, or was on its way from dialling to an agent, overtook it; and Espera's count is that.
 */
export function judgeOvertakes(steps: readonly Step[], complain: Complain): void {
  const standings = new Map<string, Standing>();
  const calls = new Map<string, { skill: number; readonly place: number }>();
  const told = new Map<string, { dialled: number; "held-back": number }>();
  const standingOf = (callback: string): Standing => {
    const known = standings.get(callback);
    if (known) return known;
    complain(5, `the journal goes on telling of callback ${callback}, which is not open`);
    return standingAt(0, 0);
  };
  const toldOf = (callback: string) => told.get(callback) ?? { dialled: 0, "held-back": 0 };
  const rungFirst = (skill: number, place: number, id: string) => {
    for (const [callback, standing] of standings) {
      if (callback === id || standing.skill !== skill || standing.place >= place) continue;
      if (standing.stage === "held-back") standing.heldBack++;
      else if (standing.stage === "dialled") standing.dialled++;
    }
  };
  for (const { events } of steps)
    for (const event of events) {
      switch (event.type) {
        case "call-arrived":
          calls.set(event.call, { skill: event.skill, place: event.place });
          break;
        case "call-rung": {
          const call = calls.get(event.call)!;
          if (event.first) rungFirst(call.skill, call.place, event.call);
          break;
        }
        case "callback-registered": {
          const { skill, place } = event;
          standings.set(event.callback, standingAt(skill, place));
          told.set(event.callback, { dialled: 0, "held-back": 0 });
          break;
        }
        case "callback-overtaken":
          toldOf(event.callback)[event.while] = event.total;
          break;
        case "attempt-dialled":
          Object.assign(standingOf(event.callback), { stage: "dialled", legRung: false });
          break;
        case "attempt-progressed": {
          const standing = standingOf(event.callback);
          if (standing.stage !== "dialled" && standing.stage !== "rung") standing.revived = true;
          if (event.progress !== "rung") break;
          standing.stage = "rung";
          if (!standing.legRung) rungFirst(standing.skill, standing.place, event.callback);
          standing.legRung = true;
          break;
        }
        case "attempt-ended":
        case "callback-on-phone":
          standingOf(event.callback).stage = null;
          break;
        case "callback-rested":
          // Resting for a short while it keeps its place, and may be overtaken there.
          standingOf(event.callback).stage =
            standingOf(event.callback).place === event.place ? "held-back" : null;
          break;
        case "callback-returned":
          Object.assign(standingOf(event.callback), { place: event.place, stage: "held-back" });
          break;
        case "callback-ended": {
          const { heldBack, dialled, revived } = standingOf(event.callback);
          const counted = toldOf(event.callback);
          standings.delete(event.callback);
          if (!revived && (counted["held-back"] !== heldBack || counted.dialled !== dialled))
            complain(
              3,
              `callback ${event.callback} was overtaken ${heldBack} times held back and ${dialled} times dialled; counted were ${counted["held-back"]} and ${counted.dialled}`,
            );
          break;
        }
        case "call-moved": {
          const call = calls.get(event.call);
          if (call) call.skill = event.skill;
          break;
        }
        case "callback-moved":
          standingOf(event.callback).skill = event.skill;
      }
    }
}

function standingAt(skill: number, place: number): Standing {
  return { skill, place, stage: "held-back", legRung: false, revived: false, heldBack: 0, dialled: 0 };
}
