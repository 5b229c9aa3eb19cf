import { isBadRow, readCallLog } from "../src/history/call-log.ts";
import type { SkillSettings } from "../src/line/settings.ts";
import { usualWillingness } from "../src/replay/centre/centre-day.ts";
import { type Comparison, compare } from "../src/replay/what-if/comparison.ts";
import type { Difference } from "../src/replay/what-if/difference.ts";
import type { Recording } from "../src/replay/what-if/record.ts";
import { recordSettings } from "../src/replay/what-if/record-settings.ts";
import { whatIf } from "../src/replay/what-if/what-if.ts";
import { localDateOf } from "../src/time/local-time.ts";
import { type Bench, type Bound, rounded } from "./measure.ts";
import { hasRecordedMonths, monthFile } from "./recorded-history.ts";

const ZONE = "Asia/Jerusalem";
const MONTHS = ["1999-01", "1999-02", "1999-03", "1999-04", "1999-05"];

/** The ways to have smart wait that are compared, by name. */
const DISCIPLINES: Readonly<Record<string, Partial<SkillSettings>>> = {
  place: { discipline: { kind: "place" } },
  window: { discipline: { kind: "window", widthMs: 30 * 60_000, reserveAgents: 1 } },
};

/**
 * Months of a real bank lived through by the core: how far the model without smart wait is from the record, and what each discipline
 * changes, with its interval. Months that the rules of presence were not chosen on are all after these.
 */
export const bank: Bench = async ({ quick, rounds, say }) => {
  const what = "recorded months of a bank, the model without smart wait against the record";
  if (!hasRecordedMonths()) {
    say("the recorded calls (../shared/data) are not on this machine");
    return { what, ratio: null, bounds: [], figures: { recordedMonths: "not on this machine" } };
  }
  const figures: Record<string, object> = {};
  const bounds: Bound[] = [];
  for (const month of quick ? ["1999-02"] : MONTHS) {
    say(month);
    const seeds = quick ? 1 : (rounds ?? 3);
    const begin = performance.now();
    const found = await whatIf({
      recording: recordingOf(month, quick ? 2 : 31),
      variants: ({ skillIds, classes }) =>
        Object.values(DISCIPLINES).map((chosen) => ({
          settings: recordSettings(ZONE, skillIds, { judgement: "learned", ...chosen }, classes),
          willingness: usualWillingness,
        })),
      seeds,
    });
    const seconds = (performance.now() - begin) / 1_000;
    const lived = found.surveyed.survey.calls * seeds * (1 + Object.keys(DISCIPLINES).length);
    const first = compare(found);
    const misses = missesOf(first);
    figures[month] = {
      ...misses,
      dailyRmsPoints: rounded(first.dailyMissPoints ?? 0),
      callsPerS: Math.round(lived / seconds),
      effects: Object.fromEntries(
        Object.keys(DISCIPLINES).map((name, variant) => [name, effectOf(compare(found, variant))]),
      ),
    };
    bounds.push(
      { of: `${month}, level missed by, points`, is: Math.abs(misses.levelPoints), atMost: 1.8 },
      { of: `${month}, abandonment missed by, points`, is: Math.abs(misses.abandonmentPoints), atMost: 1.2 },
      { of: `${month}, days missed by (RMS), points`, is: rounded(first.dailyMissPoints ?? 0), atMost: 3 },
    );
  }
  return { what, ratio: null, bounds, figures };
};

/** The first days of a month. */
function recordingOf(month: string, days: number): Recording {
  const last = `${month}-${String(days).padStart(2, "0")}`;
  const rows = async function* () {
    for await (const piece of readCallLog(monthFile(month), ZONE).rows)
      yield piece.filter((row) => isBadRow(row) || localDateOf(row.arrivedAt, ZONE) <= last);
  };
  const log = () => ({ rows: rows(), digest: () => "" });
  return { open: async () => [{ name: month, log: log() }], timeZone: ZONE, skipBad: false };
}

function missesOf({ record, model }: Comparison) {
  const points = (name: "serviceLevelStrict" | "abandonedShare") =>
    rounded(100 * (model[name]! - record[name]!));
  return {
    levelPoints: points("serviceLevelStrict"),
    abandonmentPoints: points("abandonedShare"),
    meanWaitS: rounded(model.meanWaitS! - record.meanWaitS!),
  };
}

function effectOf({ difference, with: having }: Comparison): object {
  const points = ({ value, low, high }: Difference) =>
    [value, low, high].map((one) => (one === null ? null : rounded(100 * one)));
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
