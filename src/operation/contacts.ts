import type { Capabilities, Report } from "../exchange/port.ts";
import type { KeptPeople } from "../journal/port/people.ts";
import type { Run } from "../journal/port/run.ts";
import type { Command } from "../line/commands.ts";
import type { AttemptFailure, Fact } from "../line/facts.ts";
import { mayDial } from "../line/hours/calling-hours.ts";
import { attemptIdOf, type PersonId } from "../line/ids.ts";
import type { Settings } from "../line/settings.ts";
import { isAlive, type State } from "../line/state.ts";
import { factOfReport, numbersOfPeopleIn } from "./facts-of-reports.ts";
import { NumberRules } from "./number-rules.ts";
import type { People } from "./people/people.ts";
import { neededPeople } from "./people/retention.ts";
import { heldRun, type Tenure } from "./tenure/tenure.ts";

type Dial = Extract<Command, { type: "dial" }>;

/** The fact of what an exchange with these capabilities reports; `at`: epoch ms. */
export type FactMaker = (report: Report, at: number, capabilities: Capabilities) => Fact;

/** Who calls an operation and is called by it: its people, and what is judged of their numbers. */
export class Contacts {
  readonly #store: Pick<KeptPeople, "diallingsOf">;
  readonly #run: Run;
  readonly #tenure: Tenure | undefined;
  readonly #state: State;
  readonly #people: People;
  #rules: NumberRules;

  constructor(given: {
    readonly store: Pick<KeptPeople, "diallingsOf">;
    readonly run: Run;
    readonly tenure?: Tenure | undefined;
    readonly state: State;
    readonly people: People;
    readonly settings: Settings;
  }) {
    this.#store = given.store;
    this.#run = given.run;
    this.#tenure = given.tenure;
    this.#state = given.state;
    this.#people = given.people;
    this.#rules = new NumberRules(given.settings);
  }

  /** Judges numbers by these settings from now on. */
  adopt(settings: Settings): void {
    this.#rules = new NumberRules(settings);
  }

  /** Looks up everybody who is named in these reports, in one question, and gives what makes facts of them. */
  async lookUp(reports: readonly Report[]): Promise<FactMaker> {
    // Settings that are adopted meanwhile are those of later reports: these people were found by today's.
    const [rules, people, state] = [this.#rules, this.#people, this.#state];
    await people.lookUp(reports.flatMap((report) => numbersOfPeopleIn(report, rules)));
    return (report, at, capabilities) => factOfReport(report, at, { rules, people, state, capabilities });
  }

  /** Whether it is still to be dialled: what was concluded after it in the same group may have taken it back. */
  isWanted({ callback, attempt }: Dial): boolean {
    const open = this.#state.callbacks.get(callback);
    return open !== undefined && isAlive(open.phase) && attemptIdOf(open.id, open.attempts) === attempt;
  }

  /** The last look before dialling at `now` (epoch ms), when the attempt is durable already: the number, or why it is not dialled. Fault: `not-owner`. */
  async numberToDial(
    { person, callback }: Dial,
    now: () => number,
  ): Promise<{ readonly number: string } | { readonly refused: AttemptFailure }> {
    const kept = await this.#people.numberOf(person);
    // They were erased meanwhile, or nobody knows any more what their number is.
    if (kept === null) return { refused: "invalid" };
    const { verdict, number } = this.#rules.judge(kept);
    if (verdict !== "dialable" || number === null) return { refused: "refused" };
    const { callbacks, settings } = this.#state;
    const open = callbacks.get(callback);
    // The hours in which people may be called ended while the decision to dial was being written.
    if (open && !mayDial(this.#state, open, now())) return { refused: "failed" };
    const dialled = await this.#store.diallingsOf(heldRun(this.#run, this.#tenure), number, now() - DAY_MS);
    return dialled > settings.limits.diallingsPerNumber ? { refused: "over-limit" } : { number };
  }

  /** Forgets a person in the turn of their erasure: callers who phoned before it are who they were, and are erased by it. */
  forget(person: PersonId): void {
    this.#people.forget(person);
    // What was judged of their number is kept by the number.
    this.adopt(this.#state.settings);
  }

  /** What `Operation.letGo` says. */
  letGo(people: readonly PersonId[]): readonly PersonId[] {
    const needed = neededPeople(this.#state);
    const free = people.filter((person) => !needed.has(person) && !this.#people.isMentioned(person));
    this.#people.forget(...free);
    return free;
  }
}

const DAY_MS = 86_400_000;
