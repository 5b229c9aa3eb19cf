import type { FactBody } from "../line/facts.ts";
import type { SkillId } from "../line/ids.ts";
import type { foreseeInterval } from "../line/outlook/foresee-interval.ts";
import { isForeseen, type SkillOutlook } from "../line/outlook/skill-outlook.ts";
import type { SkillSettings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { Alarm } from "../time/alarm.ts";
import type { Clock } from "../time/clock.ts";

type Outlook = Extract<FactBody, { type: "outlook" }>;

export type Foresee = typeof foreseeInterval;

/** A skill as it was when it was looked at last. */
interface Looked {
  readonly at: number;
  readonly waiting: number;
  readonly agents: number;
  /** When the core last got an outlook, epoch ms, and its risk. */
  readonly reportedAt: number;
  readonly risk: number;
}

/**
 * Foresees the half hours of an operation's skills, beside its facts: each skill every few seconds, and soon after much changed in
 * its line. A few skills at a time and only while nothing else is to be done, so that no call waits for it. The core gets what
 * says something new, and now and then that nothing is new; nothing of a skill where nobody is and nobody waits.
 */
export class Outlooks {
  readonly #clock: Clock;
  readonly #state: State;
  readonly #foresee: Foresee;
  readonly #isIdle: () => boolean;
  readonly #tell: (outlook: Outlook) => void;
  readonly #looked = new Map<SkillId, Looked>();
  readonly #alarm: Alarm;
  #restsUntil = 0;
  #stopped = false;

  /** `isIdle`: whether nothing is being concluded or written. */
  constructor(given: {
    readonly clock: Clock;
    readonly state: State;
    readonly foresee: Foresee;
    readonly isIdle: () => boolean;
    readonly tell: (outlook: Outlook) => void;
  }) {
    this.#clock = given.clock;
    this.#alarm = new Alarm(given.clock, () => this.keep());
    this.#state = given.state;
    this.#foresee = given.foresee;
    this.#isIdle = given.isIdle;
    this.#tell = given.tell;
  }

  /** Looks at what is due, and comes back when more is; to be called whenever everything concluded has become durable. */
  keep(): void {
    if (this.#stopped || !this.#isIdle()) return;
    const now = this.#clock.now();
    // Not at each fact: there may be many skills.
    if (now < this.#restsUntil) return;
    const due = this.#dueSkills();
    const looked = due.filter(({ at }) => at <= now).slice(0, AT_ONCE);
    const skills = looked.flatMap(({ skill }) => this.#look(skill, now));
    this.#restsUntil = now + PAUSE_MS;
    const next = this.#dueSkills()[0];
    this.#alarm.set(next ? Math.max(this.#restsUntil, next.at) : null);
    if (skills.length > 0) this.#tell({ type: "outlook", asOf: now, skills });
  }

  stop(): void {
    this.#stopped = true;
    this.#alarm.set(null);
  }

  /** The outlook of a skill, where it is worth reporting. */
  #look(skill: SkillSettings, now: number): SkillOutlook[] {
    const before = this.#looked.get(skill.id);
    const { waiting, agents } = this.#sizeOf(skill.id);
    const rest = { at: now, waiting, agents, reportedAt: before?.reportedAt ?? 0, risk: before?.risk ?? -1 };
    this.#looked.set(skill.id, rest);
    if (waiting === 0 && agents === 0) return [];
    const outlook = this.#foreseen(skill, now);
    if (!outlook) return [];
    const isNews =
      outlook.features !== undefined ||
      Math.abs(outlook.risk - rest.risk) >= NEWS ||
      now - rest.reportedAt >= REPORTED_AGAIN_AFTER_MS;
    if (!isNews) return [];
    this.#looked.set(skill.id, { ...rest, reportedAt: now, risk: outlook.risk });
    return [outlook];
  }

  /** `null`: the mathematics refuses what it cannot follow, such as a line without an end. Nobody knows then, and the core copes with that. */
  #foreseen(skill: SkillSettings, now: number): SkillOutlook | null {
    try {
      const outlook = this.#foresee(this.#state, skill, now);
      return isWritable(outlook) ? outlook : null;
    } catch {
      return null;
    }
  }

  /** The skills that are foreseen by when they are looked at next, the first of them first. */
  #dueSkills(): { readonly skill: SkillSettings; readonly at: number }[] {
    return this.#state.settings.skills
      .filter(isForeseen)
      .map((skill) => ({ skill, at: this.#dueAt(skill) }))
      .sort((one, other) => one.at - other.at || one.skill.id - other.skill.id);
  }

  #dueAt({ id, smartWait }: SkillSettings): number {
    const before = this.#looked.get(id);
    if (!before) return 0;
    const everyMs = smartWait === "auto" ? EVERY_MS : IN_SHADOW_EVERY_MS;
    const { waiting, agents } = this.#sizeOf(id);
    const changed =
      isLarge(waiting - before.waiting, before.waiting) || isLarge(agents - before.agents, before.agents);
    return before.at + (changed && smartWait === "auto" ? AFTER_A_CHANGE_MS : everyMs);
  }

  #sizeOf(skill: SkillId): { readonly waiting: number; readonly agents: number } {
    const line = this.#state.skills.get(skill);
    return { waiting: line?.live.size ?? 0, agents: line?.agents.size ?? 0 };
  }
}

/** The journal has no way to write a number that is none: a step that is read back would be another one. */
function isWritable({ risk, level, offered, features = [] }: SkillOutlook): boolean {
  return [risk, level ?? 0, offered, ...features].every(Number.isFinite);
}

function isLarge(change: number, before: number): boolean {
  return Math.abs(change) > Math.max(2, before / 4);
}

const EVERY_MS = 5_000;
const AFTER_A_CHANGE_MS = 1_000;
/** In shadow nothing switches by the risk, and learning takes one look in five minutes: once a minute is often enough. */
const IN_SHADOW_EVERY_MS = 60_000;
/** How many skills are looked at in one go, and the pause after it: 500 skills have their turn in 5 s. */
const AT_ONCE = 10;
const PAUSE_MS = 100;
/** A risk goes to the core when it has changed by this much. */
const NEWS = 0.02;
/** Well before an outlook is too old to be believed. */
const REPORTED_AGAIN_AFTER_MS = 60_000;
