import { foreseeInterval } from "../../src/line/outlook/foresee-interval.ts";
import type { SkillOutlook } from "../../src/line/outlook/skill-outlook.ts";
import type { Foresee } from "../../src/operation/outlooks.ts";
import { chance } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import { whole } from "./frame.ts";

/** Foresees half hours as Espera does, or, in one story of three, as something that is out of its mind now and then. */
export function foreseenBadly(random: Random): Foresee {
  const share = chance(random, 1 / 3) ? 0.5 : 0;
  return (state, skill, at) => {
    const outlook = foreseeInterval(state, skill, at);
    if (!chance(random, share)) return outlook;
    const mad = madness[whole(random, 0, madness.length)];
    if (!mad) throw new Error("a mind that is out of order");
    return { ...outlook, ...mad };
  };
}

const madness: readonly Partial<SkillOutlook>[] = [
  { risk: Number.NaN },
  { risk: 7 },
  { risk: -1 },
  { risk: Number.POSITIVE_INFINITY },
  { level: Number.NaN },
  { level: 2 },
  { offered: -3 },
  { skill: 99 },
  { features: [Number.NaN] },
  // Nobody can see that it is not so.
  { risk: 0 },
  { risk: 1 },
];
