import { chance } from "../../queueing/laws/distributions.ts";
import type { Random } from "../../queueing/random.ts";
import type { LiftDay } from "../lift-call.ts";
import {
  type CallerLaws,
  callerLaws,
  type DayWaits,
  type DrawnPatience,
  likenessIn,
  waitsOf,
} from "./caller-laws.ts";

/** With fewer held out callers than this, it is not known what callers who accepted would have done. */
export const LEAST_HELD_OUT = 100;

export type LawsOf = (skill: string) => CallerLaws;

/** The laws of patience of each skill; a skill of which too few were held out has those of all skills together. */
export class LawsBySkill {
  readonly #groupOf: (skill: string) => string;
  readonly #waits: ReadonlyMap<string, readonly DayWaits[]>;
  /** How probably the held out are as patient as those who could not be offered. */
  readonly #likeness: ReadonlyMap<string, number>;
  readonly #days: number;

  constructor(days: readonly LiftDay[]) {
    const skills = [...new Set(days.flatMap((calls) => calls.map(({ skill }) => skill)))];
    const waitsOfSkill = new Map(
      skills.map((skill) => [
        skill,
        days.map((calls) => waitsOf(calls.filter((one) => one.skill === skill))),
      ]),
    );
    const own = new Set(skills.filter((skill) => heldOutIn(waitsOfSkill.get(skill)!) >= LEAST_HELD_OUT));
    this.#groupOf = (skill) => (own.has(skill) ? skill : ALL);
    const groups = new Set(skills.map(this.#groupOf));
    this.#waits = new Map(
      [...groups].map((group) => [group, group === ALL ? days.map(waitsOf) : waitsOfSkill.get(group)!]),
    );
    this.#likeness = new Map([...this.#waits].map(([group, waits]) => [group, likenessIn(waits)]));
    this.#days = days.length;
  }

  /** As all days together tell them. */
  found(): LawsOf {
    return this.#lawsOf((waits, likeness) => callerLaws(waits, likeness));
  }

  /**
   * As days tell them that are drawn again from all days: how far they may err. One day fewer is drawn than there are, as what is drawn from
   * n days varies as n days do when it is n − 1 (McCarthy and Snowden 1985). That the held out are as patient as those who could not be
   * offered is drawn too, with its probability.
   */
  resampled(random: Random): LawsOf {
    const drawn = Array.from({ length: this.#days - 1 }, () => Math.floor(random.uniform() * this.#days));
    return this.#lawsOf((waits, likeness) =>
      callerLaws(
        drawn.map((day) => waits[day]!),
        chance(random, likeness) ? 1 : 0,
      ),
    );
  }

  /** With another law for callers who accepted. */
  whereAcceptors(accepted: DrawnPatience): LawsOf {
    const found = this.found();
    return (skill) => {
      const { notEligible, eligible } = found(skill);
      return { notEligible, eligible: { ...eligible, accepted } };
    };
  }

  #lawsOf(find: (waits: readonly DayWaits[], likeness: number) => CallerLaws): LawsOf {
    const laws = new Map(
      [...this.#waits].map(([group, waits]) => [group, find(waits, this.#likeness.get(group)!)]),
    );
    return (skill) => laws.get(this.#groupOf(skill))!;
  }
}

/** Stands for all skills together: no skill is called so. */
const ALL = "\0";

function heldOutIn(waits: readonly DayWaits[]): number {
  return waits.reduce((sum, { heldOut }) => sum + heldOut.length, 0);
}
