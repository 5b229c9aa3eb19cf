import type { SkillId } from "../ids.ts";
import type { AgentInView, LineView } from "./line-view.ts";

/** The agents as they matter to callers of one skill. */
export interface Crew {
  /** Agents of the skill who are at work, and those of them who are in calls. */
  readonly present: number;
  readonly busy: number;
  /** What share of the agents at work of another skill serve the caller's skill too. */
  readonly shared: (skill: SkillId) => number;
  /** Agents of the skill who are free, by how long they have been: see {@link FREE_STEPS_MS}. */
  readonly free: readonly number[];
  /** Agents of other skills alone who are free for no longer than the last of these. */
  readonly freeElsewhere: number;
}

/** Upper ends of the classes of how long an agent has been free. */
export const FREE_STEPS_MS: readonly number[] = [10_000, 30_000, 60_000, 180_000];
/** An agent who has been free for longer while callers wait is not at work, whatever the exchange says. */
const AT_WORK_FREE_MS = 300_000;
/** An agent who has been in one call for longer has forgotten to end it. */
const AT_WORK_BUSY_MS = 3_600_000;

/** Counts the agents for a caller of a skill. */
export function crewFor(skill: SkillId, { at, agents }: LineView): Crew {
  const free = FREE_STEPS_MS.map(() => 0);
  let freeElsewhere = 0;
  const others: SkillId[] = [];
  const counts: number[] = [];
  const both: number[] = [];
  let present = 0;
  let busy = 0;
  for (const { skills, status, since } of agents) {
    const forMs = at - since;
    const isFree = status === "free" || status === "wrap-up";
    if (!isAtWork(status, isFree, forMs)) continue;
    const serves = skills.includes(skill);
    if (serves) {
      present++;
      if (isFree) countFree(free, forMs);
      else busy++;
    } else if (isFree && forMs < FREE_STEPS_MS.at(-1)!) freeElsewhere++;
    for (const other of skills) {
      if (other === skill) continue;
      let index = others.indexOf(other);
      if (index < 0) {
        index = others.push(other) - 1;
        counts.push(0);
        both.push(0);
      }
      counts[index]!++;
      if (serves) both[index]!++;
    }
  }
  const shared = (other: SkillId) => {
    if (other === skill) return 1;
    const index = others.indexOf(other);
    return index < 0 ? 0 : both[index]! / counts[index]!;
  };
  return { present, busy, shared, free, freeElsewhere };
}

function countFree(free: number[], forMs: number): void {
  for (let step = 0; step < FREE_STEPS_MS.length; step++)
    if (forMs < FREE_STEPS_MS[step]!) {
      free[step]!++;
      return;
    }
}

function isAtWork(status: AgentInView["status"], isFree: boolean, forMs: number): boolean {
  if (isFree) return forMs < AT_WORK_FREE_MS;
  return (status === "busy" || status === "ringing") && forMs < AT_WORK_BUSY_MS;
}
