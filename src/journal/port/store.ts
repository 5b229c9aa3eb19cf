import type { Accounts } from "../accounts.ts";
import type { LiftRecords } from "../lift.ts";
import type { Journal } from "./journal.ts";
import type { Ownership } from "./ownership.ts";
import type { KeptPeople } from "./people.ts";
import type { ReadModels } from "./questions.ts";
import type { Registry } from "./registry.ts";
import type { Upkeep } from "./upkeep.ts";

/** Who may sign in, and the operations in which they may. */
export interface AccountStore extends Registry {
  readonly accounts: Accounts;
}

/** All that is kept of all operations, wherever it is. */
export interface Store extends Journal, KeptPeople, AccountStore, LiftRecords, Upkeep {
  readModels(): ReadModels;
  /** Which of several servers runs which operation; `null`: the one that has the claim on the file runs them all, in epoch 0. */
  ownership(): Ownership | null;
  close(): Promise<void>;
}
