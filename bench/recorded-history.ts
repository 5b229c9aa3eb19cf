import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isBadRow, readCallLog } from "../src/history/call-log.ts";
import type { AgentStatus } from "../src/line/facts.ts";
import type { SkillId } from "../src/line/ids.ts";
import { type LearnedLine, newLearnedLine } from "../src/line/learning/learned-line.ts";
import type { LineView } from "../src/line/learning/line-view.ts";
import {
  observeAbandoned,
  observeAnswered,
  observeHandled,
  observeJoin,
} from "../src/line/learning/observe-line.ts";
import type { LineMember } from "../src/line/learning/order/credits.ts";

/** A recorded call as the learning sees it. Times in ms; local times are taken for those of UTC. */
export interface PlayedCall {
  readonly id: string;
  readonly month: string;
  readonly standing: LineMember;
  readonly at: number;
  readonly waitMs: number;
  readonly handleMs: number;
  readonly agent: string | null;
  readonly isAnswered: boolean;
}

const folder = new URL("../../shared/data/anonymous-bank-1999/", import.meta.url);

/** Whether the recorded months are on this machine. */
export function hasRecordedMonths(): boolean {
  return existsSync(folder);
}

/** The path of a recorded month (`1999-03`). */
export function monthFile(month: string): string {
  return fileURLToPath(new URL(`${month}.csv.gz`, folder));
}

/** The calls of some months (`1999-03`), in order of time. */
export async function readMonths(months: readonly string[]): Promise<PlayedCall[]> {
  const skills = new Map<string, SkillId>();
  const calls: PlayedCall[] = [];
  for (const month of months) {
    for await (const rows of readCallLog(monthFile(month), "UTC").rows) {
      for (const row of rows) {
        if (isBadRow(row)) continue;
        if (!skills.has(row.skill)) skills.set(row.skill, skills.size + 1);
        calls.push({
          id: `${month}/${row.callId}`,
          month,
          standing: {
            skill: skills.get(row.skill)!,
            class: null,
            person: row.customer,
            place: row.arrivedAt,
          },
          at: row.arrivedAt,
          waitMs: row.waitMs,
          handleMs: row.handleMs ?? 0,
          agent: row.agent,
          isAnswered: row.outcome === "answered",
        });
      }
    }
  }
  return calls.sort((one, other) => one.at - other.at);
}

/** What is done as the calls are played. */
interface Watcher {
  /** A call arrives; nothing of its second is known yet. */
  readonly arrival?: (call: PlayedCall, view: LineView, learned: LearnedLine) => void;
  /** It arrived, and the learning knows it. */
  readonly arrived?: (call: PlayedCall) => void;
  /** It was answered, by an agent of these skills, or given up (`null`), and the learning knows it. */
  readonly ended?: (
    call: PlayedCall,
    at: number,
    skills: readonly SkillId[] | null,
    learned: LearnedLine,
  ) => void;
  /** So many ms have passed since the last time; nothing of this second is known. */
  readonly every?: number;
  readonly tick?: (view: LineView, learned: LearnedLine) => void;
}

/** Plays recorded calls, as they were, to the learning; nothing is simulated. */
export function playHistory(
  calls: readonly PlayedCall[],
  watcher: Watcher,
  learned: LearnedLine = newLearnedLine(),
): LearnedLine {
  const steps = stepsOf(calls);
  const crew = new SeenAgents();
  const view = (at: number): LineView => ({
    at,
    waiting: Object.values(learned.waiting),
    agents: [...crew.agents.values()],
  });
  const every = watcher.every ?? Number.POSITIVE_INFINITY;
  let tick = steps[0] ? Math.ceil(steps[0].at / every) * every : 0;
  for (let from = 0; from < steps.length; ) {
    const { at } = steps[from]!;
    for (; tick <= at; tick += every) watcher.tick?.(view(tick), learned);
    let to = from;
    for (; steps[to]?.at === at; to++)
      if (steps[to]!.kind === "arrived") watcher.arrival?.(steps[to]!.call, view(at), learned);
    for (; from < to; from++) {
      const { kind, call } = steps[from]!;
      if (kind === "arrived") {
        observeJoin(learned, call.id, call.standing, view(at));
        watcher.arrived?.(call);
      } else if (kind === "gave-up") {
        observeAbandoned(learned, call.id, at);
        watcher.ended?.(call, at, null, learned);
      } else if (kind === "answered") {
        const skills = crew.answer(call, at);
        observeAnswered(learned, call.id, skills, at);
        watcher.ended?.(call, at, skills, learned);
      } else {
        crew.free(call, at);
        observeHandled(learned, call.handleMs, at);
      }
    }
  }
  return learned;
}

interface Step {
  readonly at: number;
  readonly kind: "arrived" | "freed" | "gave-up" | "answered" | "freed-at-once";
  readonly call: PlayedCall;
}

/** In a second, calls come first, then agents are free, and then they take calls. */
const ORDER: readonly Step["kind"][] = ["arrived", "freed", "gave-up", "answered", "freed-at-once"];

function stepsOf(calls: readonly PlayedCall[]): Step[] {
  const steps = calls.flatMap((call): Step[] => {
    const left = call.at + call.waitMs;
    const arrived: Step = { at: call.at, kind: "arrived", call };
    if (!call.isAnswered) return [arrived, { at: left, kind: "gave-up", call }];
    const kind = call.handleMs > 0 ? "freed" : "freed-at-once";
    return [arrived, { at: left, kind: "answered", call }, { at: left + call.handleMs, kind, call }];
  });
  return steps.sort((one, other) => one.at - other.at || ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}

interface SeenAgent {
  /** When they last took a call of a skill. */
  readonly taken: Map<SkillId, number>;
  skills: SkillId[];
  status: AgentStatus;
  since: number;
  with: PlayedCall;
}

/** The agents, as far as the calls that they took show them. */
class SeenAgents {
  readonly agents = new Map<string, SeenAgent>();

  /** The skills that the agent who takes the call has taken calls of lately. */
  answer(call: PlayedCall, at: number): readonly SkillId[] {
    const key = keyOf(call);
    const taken = this.agents.get(key)?.taken ?? new Map<SkillId, number>();
    taken.set(call.standing.skill, at);
    const skills = [...taken].filter(([, last]) => at - last < LATELY_MS).map(([skill]) => skill);
    this.agents.set(key, { taken, skills, status: "busy", since: at, with: call });
    return skills;
  }

  free(call: PlayedCall, at: number): void {
    const agent = this.agents.get(keyOf(call));
    if (agent?.with !== call) return;
    if (call.agent === null) this.agents.delete(keyOf(call));
    else Object.assign(agent, { status: "free", since: at });
  }
}

/** A call whose agent is not known has one of its own. */
function keyOf({ agent, id }: PlayedCall): string {
  return agent ?? `of ${id}`;
}

/** After this long without a call of a skill, an agent no longer counts as serving it. */
const LATELY_MS = 4 * 86_400_000;
