import type { LoggedCall } from "../../history/call-log.ts";
import type { OfferReason } from "../../line/events.ts";
import type { SkillId } from "../../line/ids.ts";
import { localInterval } from "../../line/outlook/local-interval.ts";
import type { JudgementName, Target } from "../../line/settings.ts";
import { readZoneClock } from "../../time/zone-clock.ts";
import { recordSettings } from "../what-if/record-settings.ts";
import { type IntervalRisk, IntervalRisks } from "./interval-risks.ts";
import { shadowHistory } from "./shadowed-history.ts";

/** What Espera would have decided of a recorded call when it arrived. Times in ms. */
export interface CallAsItWas {
  readonly call: LoggedCall;
  /** `null`: nobody could tell. */
  readonly predicted: {
    readonly meanMs: number;
    readonly p50Ms: number;
    readonly p80Ms: number;
    readonly p90Ms: number;
  } | null;
  /** Who stood before it. */
  readonly ahead: number;
  readonly decision: "offer" | "pass";
  readonly reason: OfferReason;
}

interface AsItWasWanted {
  /** In order of arrival. */
  readonly calls: readonly LoggedCall[];
  /** IANA. */
  readonly timeZone: string;
  readonly target: Target;
  readonly offerAfterMs: number;
  readonly judgement: JudgementName;
  readonly call: (call: CallAsItWas) => void;
  /** Asked for: the risk of every half hour. The scope is a skill's name, or `*`. */
  readonly risk?: (risk: Omit<IntervalRisk, "scope"> & { readonly skill: string }) => void;
}

/**
 * What Espera would have decided in recorded days: the calls go through the core as they were, nothing is simulated, and
 * nobody is asked. Each call is judged by what was known in the second before it came.
 */
export function replayAsItWas(wanted: AsItWasWanted): void {
  const { calls, timeZone, target, offerAfterMs, judgement } = wanted;
  const names = [...new Set(calls.map(({ skill }) => skill))].sort();
  const skills = new Map<string, SkillId>(names.map((name, index) => [name, index + 1]));
  const { risk: tellRisk } = wanted;
  const first = calls[0]?.arrivedAt ?? 0;
  const last = calls.at(-1)?.arrivedAt ?? first;
  const clock = readZoneClock(timeZone, first - DAY_MS, last + DAY_MS) ?? undefined;
  const risks = tellRisk
    ? new IntervalRisks({
        target,
        skills: [...skills.values()],
        intervalAt: (at) => localInterval(clock, at),
        found: ({ scope, ...risk }) => tellRisk({ ...risk, skill: scope === "*" ? "*" : names[scope - 1]! }),
      })
    : null;
  const settings = recordSettings(timeZone, skills, { target, offerAfterMs, judgement, smartWait: "shadow" });
  shadowHistory(calls, skills, settings, {
    call: ({ call, foreseen: { wait, decided } }) => {
      const { reason } = decided;
      // Nothing else kept it from being offered.
      const isOffer = reason === "shadow";
      wanted.call({
        call,
        predicted: wait && {
          meanMs: wait.meanMs,
          p50Ms: wait.quantileMs(0.5),
          p80Ms: wait.quantileMs(0.8),
          p90Ms: wait.quantileMs(0.9),
        },
        ahead: decided.inputs.ahead,
        decision: isOffer ? "offer" : "pass",
        reason: isOffer ? "wait-long" : reason,
      });
    },
    before: (at, state) => risks?.lookUntil(at, state),
    step: (step, skill) => risks?.step(step, skill),
  });
  risks?.end();
}

const DAY_MS = 86_400_000;
