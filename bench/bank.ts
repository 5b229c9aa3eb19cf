import type { SkillSettings } from "../src/line/settings.ts";
import { usualWillingness } from "../src/replay/centre/centre-day.ts";
import { type Comparison, compare } from "../src/replay/what-if/comparison.ts";
import type { Difference } from "../src/replay/what-if/difference.ts";
import type { Measures } from "../src/replay/what-if/measures.ts";
import { recordSettings } from "../src/replay/what-if/record-settings.ts";
import { whatIf } from "../src/replay/what-if/what-if.ts";
import { type Bench, type Bound, rounded } from "./measure.ts";
import { BANK_ZONE, recordedDays } from "./recorded-days.ts";
import { hasRecordedMonths } from "./recorded-history.ts";

const MONTHS = ["1999-01", "1999-02", "1999-03", "1999-04", "1999-05"];

/** The ways to have smart wait that are compared, by name. */
const DISCIPLINES: Readonly<Record<string, Partial<SkillSettings>>> = {
  place: { discipline: { kind: "place" } },
  window: { discipline: { kind: "window", widthMs: 30 * 60_000, reserveAgents: 1 } },
  flexible: { discipline: { kind: "flexible" } },
};

/** What is printed of a month. */
export interface BankFigures {
  readonly days: number;
  readonly recorded: World;
  readonly model: World;
  readonly dailyRmsPoints: number;
  readonly callsPerS: number;
  /** By discipline. */
  readonly effects: Readonly<Record<string, Effects>>;
}

/** Percent, and seconds. */
interface World {
  readonly level: number;
  readonly abandoned: number;
  readonly meanWaitS: number;
}

/** Differences with their intervals are value, low and high. */
interface Effects {
  readonly promiseLevelPoints: readonly (number | null)[];
  readonly strictLevelPoints: readonly (number | null)[];
  readonly liveLevelPoints: readonly (number | null)[];
  readonly abandonmentPoints: readonly (number | null)[];
  readonly accepted: number;
  readonly calledBack: number;
  readonly minutesToCallback: number;
}

/**
 * Months of a real bank replayed by the core: how far the model without smart wait is from the record, and what each discipline
 * changes, with its interval. Months that the rules of presence were not chosen on are all after these.
 */
export const bank: Bench = async ({ quick, rounds, days = 31, say }) => {
  const what = "recorded months of a bank, the model without smart wait against the record";
  if (!hasRecordedMonths()) {
    say("the recorded calls (../shared/data) are not on this machine");
    return { what, ratio: null, bounds: [], figures: { recordedMonths: "not on this machine" } };
  }
  const figures: Record<string, BankFigures> = {};
  const bounds: Bound[] = [];
  for (const month of quick ? ["1999-02"] : MONTHS) {
    say(month);
    const seeds = quick ? 1 : (rounds ?? 3);
    const begin = performance.now();
    const found = await whatIf({
      recording: recordedDays(month, quick ? 2 : days),
      variants: ({ skillIds, classes }) =>
        Object.values(DISCIPLINES).map((chosen) => ({
          settings: recordSettings(BANK_ZONE, skillIds, { judgement: "learned", ...chosen }, classes),
          willingness: usualWillingness,
        })),
      seeds,
    });
    const seconds = (performance.now() - begin) / 1_000;
    const lived = found.surveyed.survey.calls * seeds * (1 + Object.keys(DISCIPLINES).length);
    const first = compare(found);
    const [recorded, model] = [worldOf(first.record), worldOf(first.model)];
    figures[month] = {
      days: found.days.length,
      recorded,
      model,
      dailyRmsPoints: rounded(first.dailyMissPoints ?? 0),
      callsPerS: Math.round(lived / seconds),
      effects: Object.fromEntries(
        Object.keys(DISCIPLINES).map((name, variant) => [name, effectOf(compare(found, variant))]),
      ),
    };
    say(JSON.stringify(figures[month]));
    bounds.push(
      { of: `${month}, level missed by, points`, ...missed(recorded.level, model.level), atMost: 1.8 },
      {
        of: `${month}, abandonment missed by, points`,
        ...missed(recorded.abandoned, model.abandoned),
        atMost: 1.2,
      },
      { of: `${month}, days missed by (RMS), points`, is: rounded(first.dailyMissPoints ?? 0), atMost: 3 },
    );
  }
  return { what, ratio: null, bounds, figures };
};

function worldOf({ serviceLevelStrict, abandonedShare, meanWaitS }: Measures): World {
  return {
    level: percent(serviceLevelStrict!),
    abandoned: percent(abandonedShare!),
    meanWaitS: rounded(meanWaitS!),
  };
}

/** In hundredths of a point, which three digits of a percentage may not show. */
function percent(share: number): number {
  return Math.round(10_000 * share) / 100;
}

function missed(recorded: number, model: number): { readonly is: number } {
  return { is: rounded(Math.abs(model - recorded)) };
}

function effectOf({ difference, with: having }: Comparison): Effects {
  const points = ({ value, low, high }: Difference) =>
    [value, low, high].map((one) => (one === null ? null : percent(one)));
  return {
    promiseLevelPoints: points(difference.serviceLevelPromise),
    strictLevelPoints: points(difference.serviceLevelStrict),
    liveLevelPoints: points(difference.serviceLevelLive),
    abandonmentPoints: points(difference.abandonedShare),
    accepted: Math.round(having.yes),
    calledBack: Math.round(having.recallOk),
    minutesToCallback: rounded((having.meanTimeToCallbackS ?? 0) / 60),
  };
}
