import type { CallbackId, PersonId } from "../../line/ids.ts";
import type { Run } from "./run.ts";

/** A person first seen in a batch; durable together with the steps that name them. */
export interface NewPerson {
  readonly id: PersonId;
  /** Hex of HMAC-SHA-256(personKey, number). */
  readonly numberHash: string;
  /** E.164, or as the exchange gave it when it is no valid number. */
  readonly number: string;
  readonly firstSeenAt: number;
}

/** A number as it is kept. */
export type KeptNumber = Pick<NewPerson, "number" | "numberHash">;

/** The people of all operations: whose number is kept under which id, and how they are forgotten. */
export interface KeptPeople {
  /** The people who are found by these hashes, in their order; `null`: nobody is. */
  findPeople(operation: number, numberHashes: readonly string[]): Promise<(PersonId | null)[]>;
  /** The number of a person, and the hash by which it is found; `null` after they were erased. */
  numberOf(operation: number, person: PersonId): Promise<KeptNumber | null>;
  /** Everybody after `after` in the order of their ids, at most `limit`. */
  numbers(
    operation: number,
    asked: { readonly after: PersonId | null; readonly limit: number },
  ): Promise<readonly (KeptNumber & { readonly id: PersonId })[]>;
  /** Every id under which the steps name the people who are found by this hash. */
  personsOf(operation: number, numberHash: string): Promise<PersonId[]>;
  /**
   * How often the number was dialled since `since` (epoch ms): by all operations on real phones together, whatever
   * their run; for a run of a simulated operation, in that run alone. Fault: `not-owner` where the run is in a newer epoch than `run.epoch`.
   */
  diallingsOf(run: Run, number: string, since: number): Promise<number>;

  /**
   * Takes people out, number and hash, so that their ids lead nowhere; no count and no replay changes.
   * `clean`: their numbers are nowhere in what is stored any more, nor are the other `traces`. It is false where somebody
   * else kept reading what was there before: erase again, with the numbers as traces, to try once more. It is null where a
   * database server keeps the files: they are in no table any more, and in its log, replicas and backups as long as those are kept.
   */
  erasePeople(
    operation: number,
    people: readonly PersonId[],
    traces?: readonly string[],
  ): Promise<{ erased: number; clean: boolean | null }>;
  /** Imported runs that are under way bring nobody from now on whose number has one of these hashes. */
  keepOutOfImports(operation: number, numberHashes: readonly string[]): Promise<void>;
  /**
   * Of the next `limit` people after `after` in the order of their ids, those who have no open callback and neither
   * called nor were to be called since `since` (epoch ms). `next` is where to go on, `null` after the last.
   */
  unusedPeople(
    operation: number,
    asked: { readonly since: number; readonly after: PersonId | null; readonly limit: number },
  ): Promise<{ people: PersonId[]; next: PersonId | null }>;
  /** Takes people out as `erasePeople` does, without looking for what is left of them. */
  forgetPeople(operation: number, people: readonly PersonId[]): Promise<void>;
  /** Callbacks with a recorded name that ended before `endedBefore` (epoch ms) and are not marked yet, at most `limit`. */
  recordedNames(operation: number, endedBefore: number, limit: number): Promise<CallbackId[]>;
  /** Notes that these recorded names are gone. */
  markNamesDeleted(operation: number, callbacks: readonly CallbackId[], at: number): Promise<void>;
}
