import type { Promised } from "../callback/promised.ts";
import { unsaidOfSkill } from "../complete-settings.ts";
import type { DialReason } from "../events.ts";
import type { CallbackId } from "../ids.ts";
import type { PredictedWait } from "../judgement/predicted-wait.ts";
import { EARLY_SHARE, saidSpan } from "../judgement/said-span.ts";
import type { DisciplineSettings, SkillSettings } from "../settings.ts";
import type { Callback, SkillLine } from "../state.ts";

/** A callback whose turn it is. */
export interface Turn {
  readonly id: CallbackId;
  readonly why: DialReason;
  /**
   * What must be there before it is dialled: an `agent` who is free or about to be; agents who are idle, so many beyond those
   * whom others are about to have; or `nothing`, since its time is up.
   */
  readonly needs: "agent" | "nothing" | { readonly idleBeyond: number };
}

export interface TurnView {
  readonly line: SkillLine;
  readonly callbacks: ReadonlyMap<CallbackId, Callback>;
  readonly at: number;
  /** From dialling to standing in the queue, ms, at the longest. */
  readonly leadMs: number;
  /** In which time an agent almost surely comes free, ms. */
  readonly agentWithinMs: number;
}

/** How callbacks stand among the live callers of a line. Pure. */
export interface LineDiscipline {
  /** When a callback is promised that is expected to wait so long. */
  promise(at: number, wait: PredictedWait): Promised;
  /** The same of one that asked to be called so many ms later. */
  promiseLater(at: number, laterMs: number): Promised;
  /** The waiting callbacks whose turn it is now, in the order in which they are called; one may come twice. */
  turns(view: TurnView): Iterable<Turn>;
  /** When, after `at`, a turn comes, or needs less, by the passing of time alone, epoch ms; `null`: never so. */
  nextTurn(view: TurnView): number | null;
}

/** The discipline of a skill; of one that no setting names, `place`. */
export function disciplineOf(skill: SkillSettings | undefined): LineDiscipline {
  if (skill?.discipline.kind === "window") return byWindow(skill.discipline);
  return skill
    ? { ...byPlace, promise: (at, wait) => promiseByPlace(at, wait, skill.promiseKeptBy) }
    : byPlace;
}

/** The span in which nearly all who wait so long are served: as callers hear it, where it was learned. */
function promiseByPlace(at: number, wait: PredictedWait, keptBy: number): Promised {
  const said = saidSpan(wait, keptBy);
  if (said) return { from: at + said.fromMs, until: at + said.untilMs };
  const { meanMs } = wait;
  const from = at + Math.round(Math.min(meanMs, wait.quantileMs(EARLY_SHARE)));
  const until = at + Math.round(wait.quantileMs(LATE_SHARE));
  return { from, until: Math.max(until, at + Math.round(meanMs) + LEAST_SLACK_MS) };
}

/**
 * The turn comes when nobody who arrived earlier waits on the phone. Before the promised time it takes an idle agent;
 * when the promise ends it is called whoever waits. The promise is the span in which nearly all who wait so long are
 * served: in a small team one wait differs much from the next.
 */
const byPlace: LineDiscipline = {
  promise: (at, wait) => promiseByPlace(at, wait, unsaidOfSkill.promiseKeptBy),
  promiseLater: (at, laterMs) => {
    const from = at + laterMs;
    return { from, until: from + Math.max(LEAST_SLACK_MS, Math.round(laterMs / 4)) };
  },
  *turns(view) {
    const { line, callbacks, at } = view;
    yield* promisesThatEnd(view);
    const onPhone = line.live.first();
    for (const { place, id } of line.waiting) {
      if (onPhone && onPhone.place < place) return;
      const { attempts, promisedFrom } = callbacks.get(id)!;
      const early = attempts === 0 && at < promisedFrom;
      yield { id, why: "turn-came", needs: early ? { idleBeyond: 0 } : "agent" };
    }
  },
  nextTurn: (view) => {
    const { line, callbacks, at } = view;
    let next = nextEnd(view);
    for (const { id } of line.waiting.firstOnes(LOOKED_AT)) {
      const { attempts, promisedFrom } = callbacks.get(id)!;
      if (attempts === 0 && promisedFrom > at) next = Math.min(next, promisedFrom);
    }
    return next === Number.POSITIVE_INFINITY ? null : next;
  },
};

/**
 * Live callers go first: the turn comes, in the order in which promises end, once more agents than the reserve are idle
 * and nobody waits on the phone; and, whoever waits, for the next agent when the end of the promise is as near as it may
 * take until one comes free.
 */
function byWindow({
  widthMs,
  reserveAgents,
}: Extract<DisciplineSettings, { kind: "window" }>): LineDiscipline {
  const aheadMs = ({ leadMs, agentWithinMs }: TurnView) => Math.min(leadMs + agentWithinMs, widthMs);
  const after = (from: number) => ({ from, until: from + widthMs });
  return {
    promise: (at, { meanMs }) => after(at + Math.round(meanMs)),
    promiseLater: (at, laterMs) => after(at + laterMs),
    *turns(view) {
      const { line, at } = view;
      yield* promisesThatEnd(view);
      for (const { place: dueAt, id } of line.due)
        yield dueAt - aheadMs(view) <= at
          ? { id, why: "window-ends", needs: "agent" }
          : { id, why: "agents-idle", needs: { idleBeyond: reserveAgents } };
    },
    nextTurn: (view) => {
      // Whose turn came and could not be taken is taken by the fact that makes it possible; those after them go on.
      const next = view.line.due.firstAfter(view.at + aheadMs(view));
      const turn = next ? next.place - aheadMs(view) : Number.POSITIVE_INFINITY;
      const first = Math.min(turn, nextEnd(view));
      return first === Number.POSITIVE_INFINITY ? null : first;
    },
  };
}

/** Those who were promised a call that they will not get any more unless they are dialled now. */
function* promisesThatEnd({ line, callbacks, at, leadMs }: TurnView): Iterable<Turn> {
  for (const { place: dueAt, id } of line.due.after(at)) {
    if (dueAt - leadMs > at) return;
    const { attempts, promisedUntil } = callbacks.get(id)!;
    if (attempts === 0 && promisedUntil === dueAt) yield { id, why: "promise-ends", needs: "nothing" };
  }
}

/** When, after now, the next promise is about to end; infinite: never. */
function nextEnd({ line, at, leadMs }: TurnView): number {
  const next = line.due.firstAfter(at + leadMs);
  return next ? next.place - leadMs : Number.POSITIVE_INFINITY;
}

/** At most so many who wait for their turn are looked at for something else than their turn. */
export const LOOKED_AT = 8;
/** Who is served within the promise, of those who wait equally long, where their spread is only assumed. */
export const LATE_SHARE = 0.97;
const LEAST_SLACK_MS = 300_000;
