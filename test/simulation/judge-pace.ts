import type { Report } from "../../src/exchange/port.ts";
import { type Complain, type Evidence, ORDER_MS, type Told } from "./evidence.ts";

/** How long an exchange goes on holding an agent of which it does not hear again, ms. */
const LAPSES_AFTER_MS = 15_000;

/** 8. Nobody is called to be put on hold, and no agent is held for nobody. */
export function judgePace(evidence: Evidence, complain: Complain): void {
  const dialled = evidence.events("attempt-dialled").filter(isPaced);
  for (const { attempt, inputs } of dialled) {
    const { claims = 0, freeAgents, expectedReleases = 0, kappa = 1 } = inputs;
    if (probabilityOfAtLeast(claims + 1 - freeAgents, expectedReleases) < kappa)
      complain(8, `${attempt} was dialled though Espera knew of no agent who would be there`);
  }
  if (evidence.faultless) judgeAgents(evidence, dialled, complain);
  judgeReservations(evidence, complain);
}

/** Dialled because an agent was there, or would be, and not since the promise was about to end or a supervisor wanted it. */
function isPaced({ inputs }: Told<"attempt-dialled">): boolean {
  return inputs.why !== "supervisor" && inputs.why !== "promise-ends";
}

/** Poisson, summed up term by term. */
function probabilityOfAtLeast(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += term;
    term *= mean / (k + 1);
  }
  return 1 - below;
}

/** Nobody is dialled without a free agent, as the exchange saw them, unless the calls of busy ones are known to end. */
function judgeAgents(
  { chronicle }: Evidence,
  dialled: readonly Told<"attempt-dialled">[],
  complain: Complain,
): void {
  const agents = new FreeAgents();
  let seen = 0;
  for (const { attempt, skill, inputs, factAt } of dialled) {
    for (; (chronicle.reports[seen]?.at ?? factAt) < factAt; seen++)
      agents.follow(chronicle.reports[seen]!.report);
    // Of what happened in the same millisecond it is not known what Espera knew.
    let wasSomebodyFree = agents.isAnyOf(skill);
    for (; chronicle.reports[seen]?.at === factAt; seen++) {
      agents.follow(chronicle.reports[seen]!.report);
      wasSomebodyFree ||= agents.isAnyOf(skill);
    }
    if (!wasSomebodyFree && (inputs.expectedReleases ?? 0) === 0)
      complain(8, `${attempt} was dialled while every agent was busy`);
  }
}

/** Who is free, by what the exchange reports. */
class FreeAgents {
  readonly #free = new Set<string>();
  readonly #skillsOf = new Map<string, readonly number[]>();

  isAnyOf(skill: number): boolean {
    return [...this.#free].some((agent) => this.#skillsOf.get(agent)!.includes(skill));
  }

  follow(report: Report): void {
    if (report.type === "snapshot")
      for (const { agent, skills, status } of report.agents) this.#set(agent, status === "free", skills);
    else if (report.type === "agent-changed")
      this.#set(report.agent, report.status === "free", report.skills);
    else if (report.type === "call-rung" || report.type === "call-answered") this.#set(report.agent, false);
    else if (report.type === "ring-missed") this.#set(report.agent, true);
  }

  #set(agent: string, isFree: boolean, skills?: readonly number[]): void {
    if (skills) this.#skillsOf.set(agent, skills);
    if (isFree) this.#free.add(agent);
    else this.#free.delete(agent);
  }
}

/** Held for a callback that waits for an agent, and let go when it does not, or when nobody is there any more who says it. */
function judgeReservations(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const over = [...evidence.events("callback-ended"), ...evidence.events("callback-rested")];
  for (const { callback, at, until } of chronicle.reservations) {
    const end = until ?? Number.POSITIVE_INFINITY;
    chronicle.connections.forEach(({ until: left }, index) => {
      const back = chronicle.connections[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      const aloneMs = Math.min(end, back) - Math.max(at, left);
      // A clock that was set back makes stretches that it measured overlap by what it was wrong; and an order may have been
      // on its way when Espera died.
      if (aloneMs > LAPSES_AFTER_MS + ORDER_MS + evidence.clockWrongMs)
        complain(8, `an agent was held for ${callback} while nobody said so any more`);
    });
    if (!evidence.faultless) continue;
    for (const one of over) {
      const known = chronicle.durableAt(one.seq).at;
      if (one.callback === callback && at < known && end - known > evidence.latenessMs)
        complain(8, `an agent was held for ${callback}, which wanted none any more`);
    }
  }
}
