import { Fault } from "../faults/faults.ts";
import type { OperationRecord, ReadModels, Store } from "../journal/port.ts";
import { toldCallbackOf } from "../journal/rows/callback-members.ts";
import type { CallbackRecord, CallbacksWanted } from "../journal/stories.ts";
import type { CallbackId, SkillId } from "../line/ids.ts";
import type { Settings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { waitReasonOf } from "../reports/wait-reason.ts";
import { operationNamed } from "./operation-named.ts";
import type {
  CallbackDetails,
  CallbackEntry,
  CallbackList,
  CallbackQuery,
  OneCallbackQuery,
} from "./schemas.ts";
import { skillNamed } from "./skill-named.ts";

export interface DeskGiven {
  readonly store: Pick<Store, "operations" | "settings">;
  readonly readModels: Pick<ReadModels, "callbacks" | "callback">;
  /** State and time (epoch ms) of an operation that runs; `null` of one that does not. */
  readonly running: (operation: OperationRecord) => { readonly state: State; readonly now: number } | null;
}

type Skills = Settings["skills"];

/** Answers what a supervisor asks about callbacks. Faults: `operation-unknown`, `callback-unknown`, `skill-unknown`. */
export class CallbackDesk {
  readonly #given: DeskGiven;

  constructor(given: DeskGiven) {
    this.#given = given;
  }

  async list(query: CallbackQuery): Promise<CallbackList> {
    const record = await operationNamed(this.#given.store, query.operation);
    const { after, limit } = query;
    return this.page(record, query, { ...(after === undefined ? {} : { after }), limit }, query.numbers);
  }

  /** Of the operation's, those in a skill or a status; `wanted` says what else limits them. Faults: `query-stopped` by `signal`. */
  async page(
    record: OperationRecord,
    { skill, status }: Pick<CallbackQuery, "skill" | "status">,
    wanted: Omit<CallbacksWanted, "skill" | "status" | "open" | "numbers">,
    numbers: boolean,
    signal?: AbortSignal,
  ): Promise<CallbackList> {
    const skills = await this.#skills(record);
    const limited = {
      ...wanted,
      ...(status === "open" || status === "YES" ? { open: true } : status === "all" ? {} : { status }),
      ...(skill === undefined ? {} : { skill: skillNamed(skills, skill) }),
      numbers: true,
    };
    const page = await this.#given.readModels.callbacks(record.id, limited, signal);
    return {
      operation: record.name,
      timeZone: record.timeZone,
      callbacks: page.callbacks.map((one) => this.#entry(record, skills, one, numbers)),
      next: page.next,
    };
  }

  /** What lists show of these callbacks. */
  async entries(
    record: OperationRecord,
    callbacks: readonly CallbackRecord[],
    numbers: boolean,
  ): Promise<CallbackEntry[]> {
    const skills = await this.#skills(record);
    return callbacks.map((one) => this.#entry(record, skills, one, numbers));
  }

  async show(id: CallbackId, query: OneCallbackQuery): Promise<CallbackDetails> {
    return this.story(await operationNamed(this.#given.store, query.operation), id, query.numbers);
  }

  async story(record: OperationRecord, id: CallbackId, numbers: boolean): Promise<CallbackDetails> {
    const skills = await this.#skills(record);
    const story = await this.#given.readModels.callback(record.id, id, { numbers: true });
    if (!story) throw new Fault("callback-unknown", { id, operation: record.name });
    return {
      operation: record.name,
      timeZone: record.timeZone,
      callback: this.#entry(record, skills, story.callback, numbers),
      call: story.call,
      decisions: [...story.decisions],
      attempts: [...story.attempts],
      orders: story.orders.map((order) => ({
        ...order,
        skill: order.skill === null ? null : named(skills, order.skill),
      })),
    };
  }

  async #skills({ id }: OperationRecord): Promise<Skills> {
    return (await this.#given.store.settings(id))?.skills ?? [];
  }

  #entry(record: OperationRecord, skills: Skills, callback: CallbackRecord, numbers: boolean): CallbackEntry {
    const running = this.#given.running(record);
    return toldCallbackOf((name, { kind }) => {
      if (name === "waits")
        return callback.status === "YES"
          ? waitReasonOf(running?.state ?? null, callback.id, running?.now ?? 0)
          : null;
      const value = callback[name] ?? null;
      if (kind === "skill") return named(skills, value as SkillId);
      return kind === "phone" && value !== null && !numbers ? masked(value as string) : value;
    });
  }
}

/** A skill of which the settings may know no name. */
export function named(skills: Skills, id: SkillId): { id: SkillId; name: string } {
  return { id, name: skills.find((skill) => skill.id === id)?.name ?? "" };
}

/** The last four digits of a number that is long enough for them to say little. */
export function masked(number: string): string {
  return number.length >= 8 ? `…${number.slice(-4)}` : "…";
}
