import { Fault } from "../../faults/faults.ts";
import { versionOf } from "../../line/checkpoint.ts";
import { STATE_VERSION } from "../../line/core-version.ts";
import type { PersonId } from "../../line/ids.ts";
import type { Judgements } from "../../line/judgement/judgements.ts";
import type { Audit, KeptCheckpoint, WrongCount } from "../port/audit.ts";
import type { Journal } from "../port/journal.ts";
import type { KeptNumber, KeptPeople } from "../port/people.ts";
import type { Run, Step } from "../port/run.ts";
import { Changes, project } from "../rows/projection.ts";
import { isReadable } from "../versions/older-checkpoints.ts";
import { firstDifference } from "./difference.ts";
import { ExpectedRows } from "./expected-rows.ts";
import { ReplayedState } from "./replayed-state.ts";

const PEOPLE_AT_A_TIME = 1_000;
/** Problems reported in full; of more, only their number. */
const MOST_LISTED = 200;

interface VerifyOptions {
  /** From the first step, and every count of the operation; otherwise from the checkpoint before the newest. */
  readonly all?: boolean;
  /** Those that the run was decided with; the core's own when left out. */
  readonly judgements?: Judgements;
  /** Called now and then with how many steps of a run were compared. */
  readonly onProgress?: (run: Run, steps: number) => void;
}

export interface VerifyResult {
  readonly run: Run;
  /** How many of each were compared. */
  readonly steps: number;
  readonly checkpoints: number;
  readonly rows: number;
  /** Those who are to be called after its last step. */
  readonly awaited: readonly PersonId[];
  /** Sentences that name the step, row or count; none when all is as it should be. */
  readonly problems: readonly string[];
}

/**
 * Recomputes a run and compares: the state by its events with the state by deciding again, each step with what
 * deciding again gives, steps and checkpoints with their running hash, the checkpoints with the state, and the rows and
 * counts of the read models with what the steps give.
 *
 * Without `all` it begins at the checkpoint before the newest, so that the newest, from which a restart begins, is
 * compared too. It reads one moment of the journal, may run beside a server, and holds no more than open rows.
 */
export function verifyRun(store: Journal, run: Run, options: VerifyOptions = {}): Promise<VerifyResult> {
  return verify(store, run, options, options.all === true);
}

/**
 * The same for each run of an operation. Its people, and with `all` its counts, are of all its runs together: they are
 * compared once, and what is wrong in them is reported with the last run.
 */
export async function* verifyOperation(
  store: Pick<Journal, "runs" | "audit"> & Pick<KeptPeople, "numbers">,
  operation: number,
  { isTheirs, ...options }: VerifyOptions & PeopleOptions = {},
): AsyncGenerator<VerifyResult> {
  const runs = await store.runs(operation);
  const awaited: PersonId[] = [];
  for (const run of runs) {
    const isLast = run === runs.at(-1);
    const result = await verify(store, run, options, options.all === true && isLast);
    if (run.kind === "live") awaited.push(...result.awaited);
    const ofPeople = isLast && isTheirs ? await problemsOfPeople(store, operation, awaited, isTheirs) : [];
    yield { ...result, problems: [...result.problems, ...ofPeople] };
  }
}

interface PeopleOptions {
  /** Whether a number is the one that its hash was made from; people are compared where it is given. */
  readonly isTheirs?: (kept: KeptNumber) => boolean;
}

async function problemsOfPeople(
  store: Pick<KeptPeople, "numbers">,
  operation: number,
  awaited: readonly PersonId[],
  isTheirs: (kept: KeptNumber) => boolean,
): Promise<string[]> {
  const wrong: string[] = [];
  const missing = new Set(awaited);
  try {
    for (let after: PersonId | null = null; ; ) {
      const people = await store.numbers(operation, { after, limit: PEOPLE_AT_A_TIME });
      for (const person of people) {
        missing.delete(person.id);
        if (!isTheirs(person))
          wrong.push(`person ${person.id}: the number kept is not the one that its hash was made of`);
      }
      if (people.length < PEOPLE_AT_A_TIME) break;
      after = people.at(-1)!.id;
    }
    for (const person of missing)
      wrong.push(`person ${person}: they are to be called, and their number is not kept`);
  } catch (error) {
    wrong.push(`people cannot be read: ${sentenceOfError(error)}`);
  }
  const more = wrong.length - MOST_LISTED;
  return more > 0 ? [...wrong.slice(0, MOST_LISTED), `and ${more} more people`] : wrong;
}

async function verify(
  store: Pick<Journal, "audit">,
  run: Run,
  options: VerifyOptions,
  everyCount: boolean,
): Promise<VerifyResult> {
  const audit = await store.audit(run);
  try {
    return await new Verification(audit, options, everyCount).result();
  } finally {
    await audit.close();
  }
}

class Verification {
  readonly #audit: Audit;
  readonly #all: boolean;
  readonly #everyCount: boolean;
  readonly #judgements: Judgements | undefined;
  readonly #onProgress: VerifyOptions["onProgress"];
  readonly #problems: string[] = [];
  #unlisted = 0;
  readonly #tables: Record<"calls" | "callbacks" | "attempts", ExpectedRows>;
  /** Rows that a step gives and nothing changes after it: how many there were so far. */
  #awaited: readonly PersonId[] = [];
  readonly #given = { decisions: 0, orders: 0 };
  #steps = 0;
  #checkpoints = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #counted: { from: number; to: number } | null = null;

  constructor(audit: Audit, { all = false, judgements, onProgress }: VerifyOptions, everyCount: boolean) {
    this.#audit = audit;
    this.#all = all;
    this.#everyCount = everyCount;
    this.#judgements = judgements;
    this.#onProgress = onProgress;
    this.#tables = {
      calls: new ExpectedRows(audit, "calls", this.#report),
      callbacks: new ExpectedRows(audit, "callbacks", this.#report),
      attempts: new ExpectedRows(audit, "attempts", this.#report),
    };
  }

  readonly #report = (problem: string): void => {
    if (this.#problems.length < MOST_LISTED) this.#problems.push(problem);
    else this.#unlisted++;
  };

  async result(): Promise<VerifyResult> {
    const tables = Object.values(this.#tables);
    try {
      await this.#readSteps();
      for (const table of tables) await table.finish();
      if (this.#all) await this.#compareTotals();
      await this.#compareCounts();
    } catch (error) {
      // What is damaged may be anything, and deciding and SQLite say of it what they know.
      this.#report(
        error instanceof Fault ? error.message : `it cannot be read further: ${sentenceOfError(error)}`,
      );
    }
    if (this.#unlisted > 0) this.#problems.push(`and ${this.#unlisted} more problems`);
    return {
      run: this.#audit.run,
      steps: this.#steps,
      checkpoints: this.#checkpoints,
      rows:
        this.#given.decisions + this.#given.orders + tables.reduce((sum, { compared }) => sum + compared, 0),
      awaited: this.#awaited,
      problems: this.#problems,
    };
  }

  async #readSteps(): Promise<void> {
    const kept = await this.#audit.checkpoints();
    for (const { seq, isSound } of kept)
      if (!isSound) this.#report(`checkpoint at step ${seq}: it is not what was written, by its hash`);
    const checkpoints = kept.filter(({ state }) => isReadable(state));
    const begin = this.#beginAmong(checkpoints.filter(({ isSound }) => isSound));
    // A checkpoint of an older version lacks what that version did not keep: the steps say how it was read.
    const ofToday = checkpoints.filter(({ state }) => versionOf(state) === STATE_VERSION);
    const ahead = new Map(ofToday.map(({ seq, state }) => [seq, state]));
    let state = begin ? ReplayedState.at(begin.state, this.#judgements, this.#report) : null;
    let last = begin?.seq ?? 0;
    const onDamage = (seq: number) =>
      this.#report(`step ${seq}: it is not what was written, or the one before it is missing, by its hash`);
    const { firstSeq } = this.#audit.run;
    if (!begin && firstSeq > 1) this.#report(`step ${firstSeq}: the seal before it cannot be used`);
    for await (const chunk of this.#audit.steps(begin ? last : firstSeq - 1, onDamage)) {
      if (last === 0 && firstSeq === 1) {
        state = ReplayedState.before(chunk[0]!, this.#judgements, this.#report);
        if (!state) this.#report(`step ${chunk[0]!.seq}: the run does not begin with its settings`);
      }
      const changes = new Changes();
      for (const step of chunk) {
        this.#checkOrder(step, last);
        last = step.seq;
        state?.replay(step);
        const checkpoint = ahead.get(last);
        if (checkpoint !== undefined) {
          state?.compare(last, checkpoint);
          this.#checkpoints++;
        }
        project(changes, step, step.events);
      }
      this.#steps += chunk.length;
      await this.#compareRows(chunk, changes);
      this.#onProgress?.(this.#audit.run, this.#steps);
    }
    state?.compare(last);
    this.#awaited = state?.awaited ?? [];
    const { lastSeq } = this.#audit.run;
    if (last !== lastSeq)
      this.#report(`the run says that its last step is ${lastSeq}; the last one kept is ${last}`);
    for (const seq of ahead.keys())
      if (seq > last) this.#report(`checkpoint at step ${seq}: there is no such step`);
  }

  /** Where it begins, with `all` at the first step that is kept; none: before the run's first step. */
  #beginAmong(sound: readonly KeptCheckpoint[]): KeptCheckpoint | undefined {
    const { firstSeq } = this.#audit.run;
    const seal = firstSeq > 1 ? sound.find(({ seq }) => seq === firstSeq) : undefined;
    return this.#all ? seal : (sound[1] ?? seal);
  }

  #checkOrder({ seq, fact }: Step, last: number): void {
    if (seq !== last + 1) this.#report(`step ${seq} follows step ${last}: steps between them are missing`);
    if (fact.at < this.#lastAt)
      this.#report(`step ${seq}: its time ${fact.at} is before that of the step before`);
    this.#lastAt = fact.at;
  }

  async #compareRows(steps: readonly Step[], changes: Changes): Promise<void> {
    await this.#tables.calls.add(changes.calls);
    await this.#tables.callbacks.add(changes.callbacks);
    await this.#tables.attempts.add(changes.attempts);
    const [from, to] = [steps[0]!.seq, steps.at(-1)!.seq];
    this.#compareGiven("decisions", await this.#audit.decisions(from, to), changes.decisions);
    this.#compareGiven("orders", await this.#audit.orders(from, to), changes.orders);
    for (const { minute } of changes.counts.values()) {
      this.#counted ??= { from: minute, to: minute };
      this.#counted.from = Math.min(this.#counted.from, minute);
      this.#counted.to = Math.max(this.#counted.to, minute);
    }
  }

  #compareGiven<Row extends OfStep>(
    table: "decisions" | "orders",
    stored: readonly Row[],
    expected: readonly Row[],
  ): void {
    const kind = { decisions: "decision", orders: "order" }[table];
    const name = ({ seq, ordinal }: Row) => `${kind} ${ordinal} of step ${seq}`;
    // Both are in the order of their steps.
    let next = 0;
    const tellExtra = (before: Row | null) => {
      for (; next < stored.length && (before === null || isBefore(stored[next]!, before)); next++)
        this.#report(`${name(stored[next]!)}: no step gives this row`);
    };
    for (const row of expected) {
      tellExtra(row);
      const found = stored[next];
      if (!found || isBefore(row, found)) {
        this.#report(`${name(row)}: the row is missing`);
        continue;
      }
      next++;
      const difference = firstDifference(found, row);
      if (difference)
        this.#report(
          `${name(row)}: ${difference.path} is ${difference.kept}; its step gives ${difference.again}`,
        );
    }
    tellExtra(null);
    this.#given[table] += expected.length;
  }

  /** Finds rows that no step gives: missing ones were found before. */
  async #compareTotals(): Promise<void> {
    // Rows of archived steps are kept.
    if (this.#audit.run.firstSeq > 1) return;
    const totals = await this.#audit.rowTotals();
    for (const [table, { created }] of Object.entries(this.#tables)) {
      const kept = totals[table as keyof typeof totals];
      if (kept > created) this.#report(`${table}: ${rowsKept(kept)}; the steps give ${created}`);
    }
    for (const table of ["decisions", "orders"] as const)
      if (totals[table] > this.#given[table])
        this.#report(`${table}: ${rowsKept(totals[table])}; the steps give ${this.#given[table]}`);
  }

  async #compareCounts(): Promise<void> {
    if (this.#everyCount) await this.#reportWrongCounts(null);
    else if (!this.#all && this.#counted) await this.#reportWrongCounts(this.#counted);
  }

  async #reportWrongCounts(range: { from: number; to: number } | null): Promise<void> {
    for (const wrong of await this.#audit.wrongCounts(range, MOST_LISTED)) this.#report(sentenceOf(wrong));
  }
}

function sentenceOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type OfStep = { readonly seq: number; readonly ordinal: number };

function isBefore(one: OfStep, other: OfStep): boolean {
  return one.seq < other.seq || (one.seq === other.seq && one.ordinal < other.ordinal);
}

function sentenceOf({ level, start, skill, kept, counted }: WrongCount): string {
  const difference = firstDifference(kept, counted)!;
  return `counts of skill ${skill} in the ${level} from ${new Date(start).toISOString()}: ${difference.path} is ${difference.kept}; the rows give ${difference.again}`;
}

function rowsKept(count: number): string {
  return count === 1 ? "1 row is kept" : `${count} rows are kept`;
}
