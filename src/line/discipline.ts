import type { DialReason } from "./events.ts";
import type { CallbackId } from "./ids.ts";
import type { DisciplineSettings, SkillSettings } from "./settings.ts";
import type { SkillLine } from "./state.ts";

/** A span of time, epoch ms. */
export interface Promised {
  readonly from: number;
  readonly until: number;
}

/** A callback whose turn it is. */
export interface Turn {
  readonly id: CallbackId;
  readonly why: DialReason;
}

export interface TurnView {
  readonly line: SkillLine;
  readonly at: number;
  /** From dialling to standing in the queue, ms, at the longest. */
  readonly leadMs: number;
}

/** How callbacks stand among the live callers of a line. Pure. */
export interface LineDiscipline {
  /** When a callback is promised that is predicted to wait so long, ms. */
  promise(at: number, waitMs: number): Promised;
  /** The waiting callbacks whose turn it is now, in the order in which they are called. */
  turns(view: TurnView): Iterable<Turn>;
  /** When, after `now`, the next turn comes by the passing of time alone, epoch ms; `null`: never so. */
  nextTurn(line: SkillLine, leadMs: number, now: number): number | null;
}

/** The discipline of a skill; of one that no setting names, `place`. */
export function disciplineOf(skill: SkillSettings | undefined): LineDiscipline {
  return skill?.discipline.kind === "window" ? byWindow(skill.discipline) : byPlace;
}

/**
 * The turn comes when nobody who arrived earlier waits on the phone. A promise names a span of at least five minutes
 * and a quarter of the wait: wider ones would buy service level with the customer's time.
 */
const byPlace: LineDiscipline = {
  promise: (at, waitMs) => {
    const from = at + waitMs;
    return { from, until: from + Math.max(LEAST_SLACK_MS, Math.round(waitMs / 4)) };
  },
  *turns({ line }) {
    const onPhone = line.live.first();
    for (const { place, id } of line.waiting) {
      if (onPhone && onPhone.place < place) return;
      yield { id, why: "turn-came" };
    }
  },
  nextTurn: () => null,
};

/**
 * Live callers go first: the turn comes, in the order in which promises end, once more agents than the reserve are
 * idle and nobody waits on the phone, and at the latest when the end of the promise is as near as a dialling is long.
 */
function byWindow({
  widthMs,
  reserveAgents,
}: Extract<DisciplineSettings, { kind: "window" }>): LineDiscipline {
  return {
    promise: (at, waitMs) => ({ from: at + waitMs, until: at + waitMs + widthMs }),
    *turns({ line, at, leadMs }) {
      // Those who are being called already will take the agents who are idle now.
      let idle = line.live.size > 0 ? 0 : line.freeAgents - line.dialled.size - line.legs.size;
      for (const { place: dueAt, id } of line.due) {
        if (dueAt - leadMs <= at) yield { id, why: "window-ends" };
        else if (idle > reserveAgents) yield { id, why: "agents-idle" };
        else return;
        idle--;
      }
    },
    nextTurn: (line, leadMs, now) => {
      // Whose turn came and could not be taken is taken by the fact that makes it possible; those after him go on.
      const next = line.due.firstAfter(now + leadMs);
      return next ? next.place - leadMs : null;
    },
  };
}

const LEAST_SLACK_MS = 300_000;
