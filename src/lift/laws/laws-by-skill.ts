import type { ObservedWait } from "../../queueing/laws/patience.ts";
import type { Random } from "../../queueing/random.ts";
import type { LiftDay } from "../lift-call.ts";
import {
  type CallerLaws,
  type DayWaits,
  type DrawnPatience,
  eligibleLaws,
  everybodysLaw,
  waitsOf,
} from "./caller-laws.ts";

/** With fewer held out callers than this, it is not known what callers who accepted would have done. */
export const LEAST_HELD_OUT = 100;

export type LawsOf = (skill: string) => CallerLaws;

/** The laws of patience of each skill; a skill of which too few were held out has those of all skills together. */
export class LawsBySkill {
  readonly #groupOf: (skill: string) => string;
  readonly #waits: ReadonlyMap<string, readonly DayWaits[]>;
  readonly #everybody: ReadonlyMap<string, DrawnPatience>;
  /** Sorted, as sorting again costs little then. */
  readonly #notEligible: ReadonlyMap<string, readonly ObservedWait[]>;
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
    this.#everybody = new Map([...this.#waits].map(([group, waits]) => [group, everybodysLaw(waits)]));
    this.#notEligible = new Map(
      [...this.#waits].map(([group, waits]) => [
        group,
        waits.flatMap(({ notEligible }) => notEligible).sort((one, other) => one.wait - other.wait),
      ]),
    );
    this.#days = days.length;
  }

  /** As all days together tell them. */
  found(): LawsOf {
    return this.#lawsOf((waits) => waits);
  }

  /** As days tell them that are drawn again from all days: how far they may err. */
  resampled(random: Random): LawsOf {
    const drawn = Array.from({ length: this.#days }, () => Math.floor(random.uniform() * this.#days));
    return this.#lawsOf((waits) => drawn.map((day) => waits[day]!));
  }

  /** With another law for callers who accepted. */
  whereAcceptors(accepted: DrawnPatience): LawsOf {
    const found = this.found();
    return (skill) => {
      const { everybody, eligible } = found(skill);
      return { everybody, eligible: { ...eligible, accepted } };
    };
  }

  #lawsOf(chosen: (waits: readonly DayWaits[]) => readonly DayWaits[]): LawsOf {
    const laws = new Map(
      [...this.#waits].map(([group, waits]) => [
        group,
        {
          everybody: this.#everybody.get(group)!,
          eligible: eligibleLaws(chosen(waits), this.#notEligible.get(group)!),
        },
      ]),
    );
    return (skill) => laws.get(this.#groupOf(skill))!;
  }
}

/** Stands for all skills together: no skill is called so. */
const ALL = "\0";

function heldOutIn(waits: readonly DayWaits[]): number {
  return waits.reduce((sum, { heldOut }) => sum + heldOut.length, 0);
}
