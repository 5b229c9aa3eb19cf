import type { LoggedCall } from "../../history/call-log.ts";
import { type RedialCount, Redials } from "../../history/redials.ts";
import { Patience } from "../../queueing/laws/patience.ts";
import { RandomSource } from "../../queueing/random.ts";
import type { DayCalls } from "./day-calls.ts";
import { Sample } from "./sample.ts";
import { type LearnedOrder, ServedOrder } from "./served-order.ts";
import { ServedSkills } from "./served-skills.ts";

/** What is known of the people of a skill, or of all. */
interface SkillPeople {
  readonly patience: Patience;
  /** How long agents talked, ms; a sample. */
  readonly handlesMs: readonly number[];
}

/** What a whole record shows of a centre, in a size that does not grow with it. */
export interface RecordSurvey {
  /** The log's names of the skills that have calls, sorted. */
  readonly skillNames: readonly string[];
  readonly days: number;
  readonly calls: number;
  /** Of a skill; of all where nobody of the skill gave up, or nobody was answered. */
  readonly people: (skill: string) => SkillPeople;
  readonly skillsOf: (agent: string) => readonly string[];
  readonly order: LearnedOrder;
  readonly redials: RedialCount;
}

/**
 * Learns from the days of a record what they have in common: patience, with the start of service as its censoring (Kaplan and Meier
 * 1958), handle times, who serves what, and in which order the line is served.
 */
export class RecordSurveyor {
  readonly #skills = new Map<string | null, SkillSample>();
  readonly #served = new ServedSkills();
  readonly #order = new ServedOrder();
  readonly #redials = new Redials();
  #days = 0;
  #calls = 0;

  addAll(days: Iterable<DayCalls>): void {
    for (const day of days) if (day.calls.length > 0) this.#add(day);
  }

  #add({ date, calls }: DayCalls): void {
    this.#days++;
    this.#calls += calls.length;
    for (const call of calls) {
      this.#served.add(call);
      this.#redials.add({ ...call, gaveUp: call.outcome === "abandoned" });
      for (const skill of [null, call.skill]) {
        const sample = this.#skills.get(skill) ?? new SkillSample(skill);
        this.#skills.set(skill, sample);
        sample.add(call);
      }
    }
    this.#order.add(date, calls, (agent) => this.#served.of(agent));
  }

  end(): RecordSurvey {
    const known = new Map([...this.#skills].map(([skill, sample]) => [skill, sample.people()]));
    const all = known.get(null) ?? new SkillSample(null).people();
    // What is given away keeps nothing else of this in memory.
    const served = this.#served;
    return {
      skillNames: [...known.keys()].filter((skill) => skill !== null).sort(),
      days: this.#days,
      calls: this.#calls,
      people: (skill) => {
        const own = known.get(skill) ?? all;
        return {
          patience: own.patience.tailRate > 0 ? own.patience : all.patience,
          handlesMs: own.handlesMs.length > 0 ? own.handlesMs : all.handlesMs,
        };
      },
      skillsOf: (agent) => served.of(agent),
      order: this.#order.learn(),
      redials: this.#redials.count(),
    };
  }
}

class SkillSample {
  readonly #waits: Sample<{ readonly wait: number; readonly gaveUp: boolean }>;
  readonly #handles: Sample<number>;

  constructor(skill: string | null) {
    const random = new RandomSource("survey");
    this.#waits = new Sample(MOST_KEPT, random.stream("waits", skill ?? "*"));
    this.#handles = new Sample(MOST_KEPT, random.stream("handles", skill ?? "*"));
  }

  add({ waitMs, outcome, handleMs }: LoggedCall): void {
    this.#waits.add({ wait: waitMs, gaveUp: outcome === "abandoned" });
    if (handleMs !== null) this.#handles.add(handleMs);
  }

  people(): SkillPeople {
    return { patience: new Patience(this.#waits.kept), handlesMs: this.#handles.kept };
  }
}

/** Of each skill: a law of patience is no better for more. */
const MOST_KEPT = 50_000;
