import type { Promised } from "../callback/promised.ts";
import { unsaidOfSkill } from "../complete-settings.ts";
import type { DialReason } from "../events.ts";
import type { CallbackId } from "../ids.ts";
import type { PredictedWait } from "../judgement/predicted-wait.ts";
import { EARLY_SHARE, saidSpan } from "../judgement/said-span.ts";
import type { SkillSettings } from "../settings.ts";
import type { Callback, SkillLine } from "../state.ts";

/** A callback whose turn it is. */
export interface CallbackTurn {
  readonly id: CallbackId;
  readonly why: DialReason;
  /**
   * What must be there before it is dialled: an `agent` who is free or about to be; `idleBeyond`: more idle agents
   * than this, as that many are kept for others; or `nothing`, since its time is up.
   */
  readonly needs: "agent" | "nothing" | { readonly idleBeyond: number };
}

export interface TurnView {
  readonly line: SkillLine;
  readonly callbacks: ReadonlyMap<CallbackId, Callback>;
  readonly at: number;
  /** From dialling to standing in the queue, ms, at the longest. */
  readonly leadMs: number;
  /** The time within which an agent almost surely comes free, ms. */
  readonly agentWithinMs: number;
}

/** How callbacks stand among the live callers of a line. Pure. */
interface LineDiscipline {
  /** The span promised to a caller who is expected to wait so long. */
  promise(at: number, wait: PredictedWait): Promised;
  /** The span promised to a customer who asked to be called `laterMs` later. */
  promiseLater(at: number, laterMs: number): Promised;
  /** The waiting callbacks whose turn it is now, in the order in which they are called; one may come twice. */
  turns(view: TurnView): Iterable<CallbackTurn>;
  /** When, after `at`, the passing of time alone brings a turn, or makes one need less, epoch ms; `null`: it does not. */
  nextTurn(view: TurnView): number | null;
}

/** The discipline of a skill; `place` for a skill without settings. */
export function disciplineOf(skill: SkillSettings | undefined): LineDiscipline {
  if (!skill) return byPlace;
  const { discipline, promiseKeptBy } = skill;
  const promise = (at: number, wait: PredictedWait) => promiseByPlace(at, wait, promiseKeptBy);
  switch (discipline.kind) {
    case "place":
      return { ...byPlace, promise };
    case "window": {
      const { widthMs, reserveAgents } = discipline;
      const after = (from: number) => ({ from, until: from + widthMs });
      return {
        promise: (at, { meanMs }) => after(at + Math.round(meanMs)),
        promiseLater: (at, laterMs) => after(at + laterMs),
        ...liveFirst({
          reserve: () => reserveAgents,
          aheadMs: ({ leadMs, agentWithinMs }) => Math.min(leadMs + agentWithinMs, widthMs),
        }),
      };
    }
    case "flexible":
      return {
        promise,
        promiseLater: promiseLaterByPlace,
        ...liveFirst({
          reserve: ({ agents }) => (agents.size > FEW_AGENTS ? 1 : 0),
          aheadMs: ({ leadMs, agentWithinMs }) =>
            Math.min(leadMs + Math.round(agentWithinMs * HURRIED_SHARE), LEAST_SLACK_MS),
        }),
      };
  }
}

/** The span in which nearly all callers with this predicted wait are served: the one that they hear, where it was learned. */
function promiseByPlace(at: number, wait: PredictedWait, keptBy: number): Promised {
  const said = saidSpan(wait, keptBy);
  if (said) return { from: at + said.fromMs, until: at + said.untilMs };
  const { meanMs } = wait;
  const from = at + Math.round(Math.min(meanMs, wait.quantileMs(EARLY_SHARE)));
  const until = at + Math.round(wait.quantileMs(LATE_SHARE));
  return { from, until: Math.max(until, at + Math.round(meanMs) + LEAST_SLACK_MS) };
}

function promiseLaterByPlace(at: number, laterMs: number): Promised {
  const from = at + laterMs;
  return { from, until: from + Math.max(LEAST_SLACK_MS, Math.round(laterMs / 4)) };
}

/**
 * The turn comes when nobody who arrived earlier waits on the phone. Before the promised time it takes an idle agent;
 * when the promise is about to end the customer is called, even if others wait. The promise is the span in which nearly all
 * callers with that predicted wait are served: in a small team one wait differs much from the next.
 */
const byPlace: LineDiscipline = {
  promise: (at, wait) => promiseByPlace(at, wait, unsaidOfSkill.promiseKeptBy),
  promiseLater: promiseLaterByPlace,
  *turns(view) {
    const { line, callbacks, at } = view;
    yield* promisesThatEnd(view);
    const onPhone = line.live.first();
    for (const { place, id } of line.waiting) {
      if (onPhone && onPhone.place < place) return;
      const isEarly = at < beginOf(callbacks.get(id)!);
      yield { id, why: "turn-came", needs: isEarly ? { idleBeyond: 0 } : "agent" };
    }
  },
  nextTurn: (view) => {
    const { line, callbacks, at } = view;
    let next = nextEnd(view);
    for (const { id } of line.waiting.firstOnes(LOOKED_AT)) {
      const begin = beginOf(callbacks.get(id)!);
      if (begin > at) next = Math.min(next, begin);
    }
    return next === Number.POSITIVE_INFINITY ? null : next;
  },
};

/**
 * Live callers go first: the turn comes, in the order in which promises end, once more agents than the `reserve` are idle
 * and nobody waits on the phone; and, even if others wait, for the next agent when the end of the promise is as near as `aheadMs`, though not
 * before the promised span begins.
 */
function liveFirst(how: {
  readonly reserve: (line: SkillLine) => number;
  readonly aheadMs: (view: TurnView) => number;
}): Pick<LineDiscipline, "turns" | "nextTurn"> {
  return {
    *turns(view) {
      const { line, callbacks, at } = view;
      yield* promisesThatEnd(view);
      const aheadMs = how.aheadMs(view);
      const idleBeyond = how.reserve(line);
      for (const { place: dueAt, id } of line.due)
        yield dueAt - aheadMs <= at && at >= beginOf(callbacks.get(id)!)
          ? { id, why: "window-ends", needs: "agent" }
          : { id, why: "agents-idle", needs: { idleBeyond } };
    },
    nextTurn: (view) => {
      const { line, callbacks, at } = view;
      const aheadMs = how.aheadMs(view);
      // A turn that came and could not be used is used by the fact that makes it possible: only those after it need a time.
      const later = line.due.firstAfter(at + aheadMs);
      let next = Math.min(later ? later.place - aheadMs : Number.POSITIVE_INFINITY, nextEnd(view));
      for (const { id } of line.due.firstOnes(LOOKED_AT)) {
        const begin = beginOf(callbacks.get(id)!);
        if (begin > at) next = Math.min(next, begin);
      }
      return next === Number.POSITIVE_INFINITY ? null : next;
    },
  };
}

/** Before this a callback only gets an agent who would idle, epoch ms; a retry has no such time. */
function beginOf({ attempts, promisedFrom }: Callback): number {
  return attempts === 0 ? promisedFrom : Number.NEGATIVE_INFINITY;
}

/** The callbacks whose promise will be broken unless they are dialled now. */
function* promisesThatEnd({ line, callbacks, at, leadMs }: TurnView): Iterable<CallbackTurn> {
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

/** How many of those who wait are looked at, at most, where the order of turns does not end the search. */
export const LOOKED_AT = 8;
/** The share of callers with the same predicted wait who are served within the promise, where their spread is only assumed. */
export const LATE_SHARE = 0.97;
const LEAST_SLACK_MS = 300_000;
/** Among so few agents none is kept for live callers: a callback would never be called before the end of its span. */
const FEW_AGENTS = 2;
/**
 * How long before the end of its span a callback stops yielding to live callers, as a share of the time within which an agent
 * almost surely comes free. A smaller share lets more live callers go first; when no agent comes free in it, the promise is kept without one.
 */
const HURRIED_SHARE = 0.5;
