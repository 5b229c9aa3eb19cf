import type { LearnedLine } from "../src/line/learning/learned-line.ts";
import type { LineView } from "../src/line/learning/line-view.ts";
import type { LocalInterval } from "../src/line/learning/risk/interval.ts";
import {
  newLearnedRisk,
  observeEnd,
  observeLook,
  observeOffered,
  riskNow,
} from "../src/line/learning/risk/learned-risk.ts";
import { type RiskScope, riskViewOf } from "../src/line/learning/risk/risk-view.ts";
import type { Target } from "../src/line/settings.ts";
import { areaUnderCurve, type Judged, reliability } from "./interval-scores.ts";
import { type Bound, rounded } from "./measure.ts";
import type { PlayedCall } from "./recorded-history.ts";

/** What the risk is asked for: half of the callers answered within 20 s. */
export const RISK_TARGET: Target = { share: 0.5, withinMs: 20_000 };
const INTERVAL_MS = 1_800_000;
const DAY_MS = 86_400_000;

interface Look {
  readonly scope: RiskScope;
  readonly interval: LocalInterval;
  readonly minutes: number;
  readonly risk: number;
  readonly soFar: number;
  readonly headOfLine: number;
}

/** Looks at every half hour of each skill, and of all together, every five minutes. */
export class RiskFigures {
  readonly #risk = newLearnedRisk();
  readonly #looks: Look[] = [];
  readonly #scopes: readonly RiskScope[];
  readonly #ends = new Map<string, { offered: number; met: number }>();
  readonly #firstMonthEnds: number;

  constructor(calls: readonly PlayedCall[]) {
    this.#scopes = [...new Set(calls.map(({ standing }) => standing.skill)), "*"];
    this.#firstMonthEnds = calls.find(({ month }) => month !== calls[0]!.month)?.at ?? 0;
  }

  arrived(call: PlayedCall): void {
    for (const scope of [call.standing.skill, "*"] as const) {
      observeOffered(this.#risk, scope, intervalOf(call.at));
      const end = this.#end(scope, intervalOf(call.at));
      end.offered++;
      if (call.isAnswered && call.waitMs <= RISK_TARGET.withinMs) end.met++;
    }
  }

  ended(call: PlayedCall, at: number): void {
    for (const scope of [call.standing.skill, "*"] as const)
      observeEnd(this.#risk, scope, { arrivedAt: call.at, at, answered: call.isAnswered }, RISK_TARGET);
  }

  look(view: LineView, learned: LearnedLine): void {
    const interval = intervalOf(view.at);
    for (const scope of this.#scopes) {
      const seen = riskViewOf(learned, scope, view, interval);
      const { risk, features } = riskNow(this.#risk, scope, seen, RISK_TARGET);
      const running = this.#risk.scopes[scope]?.tally.running;
      const count = running?.interval.start === interval.start ? running : { met: 0, offered: 0 };
      observeLook(this.#risk, scope, seen, features, RISK_TARGET);
      const minutes = (view.at - interval.start) / 60_000;
      if (minutes === 0 || view.at < this.#firstMonthEnds) continue;
      const soFar = count.offered > 0 ? -count.met / count.offered : -RISK_TARGET.share;
      const headOfLine = Math.max(0, ...seen.waitingSince.map((since) => view.at - since));
      this.#looks.push({ scope, interval, minutes, risk, soFar, headOfLine });
    }
  }

  bounds(): Bound[] {
    const wanted: Readonly<Record<number, number>> = { 5: 0.916, 10: 0.946, 15: 0.963 };
    return Object.entries(wanted).map(([minutes, atLeast]) => ({
      of: `area under the curve of the risk ${minutes} min into a half hour with 10 calls of a skill`,
      is: rounded(areaUnderCurve(this.#judged(Number(minutes), BUSY, ({ risk }) => risk))),
      atLeast,
    }));
  }

  figures() {
    const groups: Readonly<Record<string, (look: Look, offered: number) => boolean>> = {
      all: ({ scope }) => scope === "*",
      skills: ({ scope }) => scope !== "*",
      skillsWithTenCalls: BUSY,
    };
    return Object.fromEntries(
      Object.entries(groups).map(([name, group]) => [
        name,
        {
          areaUnderCurve: Object.fromEntries(
            [5, 10, 15, 20, 25].map((minutes) => [
              `${minutes} min`,
              {
                learned: area(this.#judged(minutes, group, ({ risk }) => risk)),
                levelSoFar: area(this.#judged(minutes, group, ({ soFar }) => soFar)),
                headOfLine: area(this.#judged(minutes, group, ({ headOfLine }) => headOfLine)),
              },
            ]),
          ),
          reliability: reliability(this.#judged(null, group, ({ risk }) => risk)),
        },
      ]),
    );
  }

  /** Looks so many minutes into their interval, or all (`null`), whose interval had callers. */
  #judged(
    minutes: number | null,
    group: (look: Look, offered: number) => boolean,
    score: (look: Look) => number,
  ): Judged[] {
    return this.#looks.flatMap((look) => {
      if (minutes !== null && look.minutes !== minutes) return [];
      const { offered, met } = this.#end(look.scope, look.interval);
      if (offered === 0 || !group(look, offered)) return [];
      return [{ score: score(look), happened: met / offered < RISK_TARGET.share }];
    });
  }

  #end(scope: RiskScope, { start }: LocalInterval): { offered: number; met: number } {
    const key = `${scope} ${start}`;
    const known = this.#ends.get(key) ?? { offered: 0, met: 0 };
    this.#ends.set(key, known);
    return known;
  }
}

const BUSY = ({ scope }: Look, offered: number) => scope !== "*" && offered >= 10;

function area(judged: readonly Judged[]): number {
  return rounded(areaUnderCurve(judged));
}

/** The half hour of an epoch ms, as if local time were that of UTC. */
export function intervalOf(at: number): LocalInterval {
  const start = Math.floor(at / INTERVAL_MS) * INTERVAL_MS;
  return {
    start,
    end: start + INTERVAL_MS,
    index: (start % DAY_MS) / INTERVAL_MS,
    weekday: Math.floor(start / DAY_MS) % 7,
  };
}
