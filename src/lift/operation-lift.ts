import type { LiftCallRow, LiftOfCall, LiftRecords, LiftWritten } from "../journal/lift.ts";
import type { OperationRecord, Registry } from "../journal/port/registry.ts";
import { localDateOf } from "../time/local-time.ts";
import { recordedCall } from "./calls/recorded-calls.ts";
import type { KnownAgents } from "./centre/known-crew.ts";
import { reportedAgents } from "./centre/reported-agents.ts";
import { LiftMeasure } from "./estimate.ts";
import { levelsOf } from "./levels.ts";
import type { LiftCall, LiftDay } from "./lift-call.ts";

/** Grows with every change of what the same calls are found to add: days that an older method measured are measured again. */
export const LIFT_METHOD = 6;
/** The days that are measured together, besides today: their callers' patience is one law. */
const WINDOW_DAYS = 31;
/** Where a skill has no target any more. */
const USUAL_WITHIN_MS = 20_000;
/** What is written at once: so that who writes steps hardly waits for it. */
const WRITTEN_AT_ONCE_MS = 3_600_000;

/** What the journal is asked, and what is written into it. */
export type LiftStore = Pick<Registry, "settings"> &
  Pick<
    LiftRecords,
    "liftCalls" | "agentReports" | "firstArrival" | "liftDays" | "writeLift" | "writeLiftMeasures"
  >;

/**
 * Measures the lift of an operation: of the last 31 local days and of today up to the last moment at which nobody waited. Of these days
 * those are written that were not yet measured to their end by this method, and yesterday, whose callbacks may have ended since. Then, of days before, the
 * newest 31 that were not measured. What was written stays when it is cut off: the next time goes on there.
 */
export async function measureOperation(
  store: LiftStore,
  record: OperationRecord,
  now: number,
): Promise<void> {
  const work = await OperationLift.begin(store, record, now);
  const first = await store.firstArrival(record.id);
  if (first === null) return;
  const begun = work.dayOf(first);
  const newest = Math.max(begun, work.day(-WINDOW_DAYS));
  const calls = await work.callsFrom(newest, now);
  const until = lastQuiet(calls, now);
  await work.measure(
    calls.filter(({ arrivedAt }) => arrivedAt < until),
    newest,
    until,
    { isNewest: true },
  );
  for (let back = 2 * WINDOW_DAYS; ; back += WINDOW_DAYS) {
    const [from, to] = [Math.max(begun, work.day(-back)), work.day(-back + WINDOW_DAYS)];
    if (from >= to) return;
    if (!work.isMissing(from, to)) continue;
    await work.measure(await work.callsFrom(from, to), from, to, { isNewest: false });
    return;
  }
}

class OperationLift {
  readonly #store: LiftStore;
  readonly #record: OperationRecord;
  readonly #today: Temporal.ZonedDateTime;
  readonly #measured: ReadonlySet<string>;
  readonly #withinMs: ReadonlyMap<string, number>;

  private constructor(
    store: LiftStore,
    record: OperationRecord,
    now: number,
    known: { readonly measured: ReadonlySet<string>; readonly withinMs: ReadonlyMap<string, number> },
  ) {
    this.#store = store;
    this.#record = record;
    this.#today = Temporal.Instant.fromEpochMilliseconds(now)
      .toZonedDateTimeISO(record.timeZone)
      .startOfDay();
    this.#measured = known.measured;
    this.#withinMs = known.withinMs;
  }

  static async begin(store: LiftStore, record: OperationRecord, now: number): Promise<OperationLift> {
    const [measured, settings] = [
      await store.liftDays(record.id, LIFT_METHOD),
      await store.settings(record.id),
    ];
    const withinMs = new Map((settings?.skills ?? []).map(({ id, target }) => [String(id), target.withinMs]));
    return new OperationLift(store, record, now, { measured, withinMs });
  }

  /** When the day so many days from today begins, epoch ms. */
  day(offset: number): number {
    return this.#today.add({ days: offset }).startOfDay().epochMilliseconds;
  }

  callsFrom(from: number, to: number): Promise<LiftCallRow[]> {
    return this.#store.liftCalls(this.#record.id, from, to);
  }

  /** When the day of a moment begins, epoch ms. */
  dayOf(at: number): number {
    const { timeZone } = this.#record;
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).startOfDay()
      .epochMilliseconds;
  }

  /** Whether a day of a stretch of whole days was not measured. */
  isMissing(from: number, to: number): boolean {
    for (let begin = from; begin < to; begin = this.#nextDay(begin))
      if (!this.#measured.has(this.#dateOf(begin))) return true;
    return false;
  }

  async measure(
    rows: readonly LiftCallRow[],
    from: number,
    until: number,
    { isNewest }: { readonly isNewest: boolean },
  ): Promise<void> {
    const known = rows.map((row) => ({ row, call: recordedCall(row, this.#within(String(row.skill))) }));
    const days = Map.groupBy(known, ({ call }) => this.#dateOf(call.arrivedAt));
    const within = (skill: string) => this.#within(skill);
    const treated = known.some(({ call }) => call.treatment !== "not-eligible");
    const agents: (KnownAgents | null)[] = [];
    if (treated)
      for (const day of days.values())
        agents.push(
          await reportedAgents(
            this.#store,
            this.#record,
            day.map(({ row }) => row),
          ),
        );
    const measure = treated
      ? new LiftMeasure(
          [...days.values()].map((day): LiftDay => day.map(({ call }) => call)),
          within,
          (day) => agents[day] ?? null,
        )
      : null;
    if (isNewest) await this.#writeMeasures(rows, measure, from, until);
    const order = [...days.keys()];
    for (let begin = from; begin < until; begin = this.#nextDay(begin)) {
      const date = this.#dateOf(begin);
      const end = this.#nextDay(begin);
      if (!this.#measured.has(date) || end > this.day(-1)) {
        const index = order.indexOf(date);
        const calls =
          measure && index >= 0
            ? days
                .get(date)!
                .map(({ row, call }, at) => this.#ofCall(row, call, measure.withoutOf(index, at)))
            : [];
        await this.#write(calls, begin, Math.min(end, until), end <= until ? date : null);
      }
    }
  }

  #dateOf(at: number): string {
    return localDateOf(at, this.#record.timeZone);
  }

  #nextDay(begin: number): number {
    return Temporal.PlainDate.from(this.#dateOf(begin))
      .add({ days: 1 })
      .toZonedDateTime(this.#record.timeZone)
      .startOfDay().epochMilliseconds;
  }

  #within(skill: string): number {
    return this.#withinMs.get(skill) ?? USUAL_WITHIN_MS;
  }

  #ofCall(row: LiftCallRow, call: LiftCall, without: { met: number; counted: number }): LiftOfCall {
    const { promise, strict, live } = levelsOf(call, this.#within(call.skill));
    return {
      run: row.run,
      id: row.id,
      skill: row.skill,
      arrivedAt: row.arrivedAt,
      promiseMet: promise.met,
      strictMet: strict.met,
      liveMet: live.met,
      counted: promise.counted,
      liveCounted: live.counted,
      withoutMet: without.met,
      withoutCounted: without.counted,
    };
  }

  /** Hour by hour; the last of them says that the day is whole. */
  async #write(calls: readonly LiftOfCall[], from: number, to: number, day: string | null): Promise<void> {
    for (let begin = from; begin < to; begin += WRITTEN_AT_ONCE_MS) {
      const end = Math.min(to, begin + WRITTEN_AT_ONCE_MS);
      const written: LiftWritten = {
        from: begin,
        to: end,
        calls: calls.filter(({ arrivedAt }) => arrivedAt >= begin && arrivedAt < end),
        day: end === to ? day : null,
        method: LIFT_METHOD,
      };
      await this.#store.writeLift(this.#record.id, written);
    }
  }

  async #writeMeasures(
    rows: readonly LiftCallRow[],
    measure: LiftMeasure | null,
    from: number,
    to: number,
  ): Promise<void> {
    const skills = measure ? [...new Set(rows.map(({ skill }) => skill))].sort((a, b) => a - b) : [];
    await this.#store.writeLiftMeasures(
      this.#record.id,
      skills.map((skill) => ({
        skill,
        from,
        to,
        method: LIFT_METHOD,
        ...measure!.estimate(new Set([String(skill)])),
      })),
    );
  }
}

/** The last moment up to `now` at which nobody waited on the phone. */
export function lastQuiet(
  calls: readonly Pick<LiftCallRow, "arrivedAt" | "waitedUntil">[],
  now: number,
): number {
  let quiet = now;
  for (const { arrivedAt, waitedUntil } of calls.toReversed())
    if ((waitedUntil ?? now) >= quiet) quiet = arrivedAt;
  return quiet;
}
