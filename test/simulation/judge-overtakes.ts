import type { Step } from "../../src/journal/port/run.ts";
import { eachEvent } from "./each-event.ts";
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
 * 3. Counted anew, one first ring after another: every caller who was rung first although a callback with an earlier place
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
  eachEvent(steps, {
    "call-arrived": ({ call, skill, place }) => void calls.set(call, { skill, place }),
    "call-moved"({ call, skill }) {
      const moved = calls.get(call);
      if (moved) moved.skill = skill;
    },
    "call-rung"({ call, first }) {
      const { skill, place } = calls.get(call)!;
      if (first) rungFirst(skill, place, call);
    },
    "callback-registered"({ callback, skill, place }) {
      standings.set(callback, standingAt(skill, place));
      told.set(callback, { dialled: 0, "held-back": 0 });
    },
    "callback-overtaken"({ callback, while: stage, total }) {
      toldOf(callback)[stage] = total;
    },
    "attempt-dialled"({ callback }) {
      Object.assign(standingOf(callback), { stage: "dialled", legRung: false });
    },
    "attempt-progressed"({ callback, progress }) {
      const standing = standingOf(callback);
      if (standing.stage !== "dialled" && standing.stage !== "rung") standing.revived = true;
      if (progress !== "rung") return;
      standing.stage = "rung";
      if (!standing.legRung) rungFirst(standing.skill, standing.place, callback);
      standing.legRung = true;
    },
    "attempt-ended": ({ callback }) => void Object.assign(standingOf(callback), { stage: null }),
    "callback-on-phone": ({ callback }) => void Object.assign(standingOf(callback), { stage: null }),
    "callback-rested"({ callback, place }) {
      const standing = standingOf(callback);
      // Resting for a short while it keeps its place, and may be overtaken there.
      standing.stage = standing.place === place ? "held-back" : null;
    },
    "callback-returned": ({ callback, place }) =>
      void Object.assign(standingOf(callback), { place, stage: "held-back" }),
    "callback-moved": ({ callback, skill }) => void Object.assign(standingOf(callback), { skill }),
    "callback-ended"({ callback }) {
      const { heldBack, dialled, revived } = standingOf(callback);
      const counted = toldOf(callback);
      standings.delete(callback);
      if (!revived && (counted["held-back"] !== heldBack || counted.dialled !== dialled))
        complain(
          3,
          `callback ${callback} was overtaken ${heldBack} times held back and ${dialled} times dialled; counted were ${counted["held-back"]} and ${counted.dialled}`,
        );
    },
  });
}

function standingAt(skill: number, place: number): Standing {
  return { skill, place, stage: "held-back", legRung: false, revived: false, heldBack: 0, dialled: 0 };
}
