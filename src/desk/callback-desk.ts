import { Fault } from "../faults/faults.ts";
import type { ReadModels } from "../journal/port/questions.ts";
import type { OperationRecord, Registry } from "../journal/port/registry.ts";
import { type ShownCallback, shownCallbackOf } from "../journal/rows/callback-members.ts";
import type { CallbackRecord, CallbackStory, CallbacksWanted, OrderRecord } from "../journal/stories.ts";
import type { FinalStatus } from "../line/events.ts";
import type { CallbackId, SkillId } from "../line/ids.ts";
import type { Settings } from "../line/settings.ts";
import type { WaitReason } from "../words/reasons/callback-reasons.ts";
import type { HeardOwner } from "./heard-owner.ts";
import { skillNamed } from "./skill-named.ts";

interface DeskGiven {
  readonly store: Pick<Registry, "settings">;
  readonly readModels: Pick<ReadModels, "callbacks" | "callback">;
  readonly owner: Pick<HeardOwner, "waits" | "silentSince">;
}

type Skills = Settings["skills"];

/** A skill with its name, which is empty where the settings do not know it. */
export interface NamedSkill {
  readonly id: SkillId;
  readonly name: string;
}

/** One callback with all that was decided and done about it, each list in the order of time; times are epoch ms. */
export interface CallbackDetails extends Omit<CallbackStory, "callback" | "orders"> {
  readonly callback: ShownCallback;
  readonly orders: readonly (Omit<OrderRecord, "skill"> & { readonly skill: NamedSkill | null })[];
}

/** Answers what a supervisor asks about callbacks. Faults: `callback-unknown`, `skill-unknown`. */
export class CallbackDesk {
  readonly #given: DeskGiven;

  constructor(given: DeskGiven) {
    this.#given = given;
  }

  /**
   * The callbacks of a skill, by its name or its number, and in a status (`YES` is `open`), as far as `wanted` limits them.
   * Fault, besides: `query-stopped` by `signal`.
   */
  async page(
    record: OperationRecord,
    {
      skill,
      status,
    }: { readonly skill?: string | undefined; readonly status: FinalStatus | "YES" | "open" | "all" },
    wanted: Omit<CallbacksWanted, "skill" | "status" | "open" | "numbers">,
    numbers: boolean,
    signal?: AbortSignal,
  ): Promise<{ callbacks: ShownCallback[]; next: string | null }> {
    const skills = await this.#skills(record);
    const limited = {
      ...wanted,
      ...(status === "open" || status === "YES" ? { open: true } : status === "all" ? {} : { status }),
      ...(skill === undefined ? {} : { skill: skillNamed(skills, skill) }),
      numbers: true,
    };
    const page = await this.#given.readModels.callbacks(record.id, limited, signal);
    return {
      callbacks: await this.#shown(record, skills, page.callbacks, numbers),
      next: page.next,
    };
  }

  /** What lists show of these callbacks. */
  async entries(
    record: OperationRecord,
    callbacks: readonly CallbackRecord[],
    numbers: boolean,
  ): Promise<ShownCallback[]> {
    return this.#shown(record, await this.#skills(record), callbacks, numbers);
  }

  async story(record: OperationRecord, id: CallbackId, numbers: boolean): Promise<CallbackDetails> {
    const skills = await this.#skills(record);
    const story = await this.#given.readModels.callback(record.id, id, { numbers: true });
    if (!story) throw new Fault("callback-unknown", { id, operation: record.name });
    const [callback] = await this.#shown(record, skills, [story.callback], numbers);
    return {
      ...story,
      callback: callback!,
      orders: story.orders.map((order) => ({
        ...order,
        skill: order.skill === null ? null : named(skills, order.skill),
      })),
    };
  }

  async #skills({ id }: OperationRecord): Promise<Skills> {
    return (await this.#given.store.settings(id))?.skills ?? [];
  }

  async #shown(
    record: OperationRecord,
    skills: Skills,
    callbacks: readonly CallbackRecord[],
    numbers: boolean,
  ): Promise<ShownCallback[]> {
    const open = callbacks.filter(({ status }) => status === "YES").map(({ id }) => id);
    const { owner } = this.#given;
    const reasons = open.length === 0 ? [] : await owner.waits(record, open);
    const unknown = owner.silentSince(record) === null ? "operation-stopped" : "not-answering";
    const waits = new Map(open.map((id, n) => [id, reasons?.[n] ?? unknown]));
    return callbacks.map((one) => shownWith(one, waits.get(one.id) ?? null, skills, numbers));
  }
}

function shownWith(
  callback: CallbackRecord,
  waits: WaitReason | null,
  skills: Skills,
  numbers: boolean,
): ShownCallback {
  return shownCallbackOf((name, { kind }) => {
    if (name === "waits") return waits;
    const value = callback[name] ?? null;
    if (kind === "skill") return named(skills, value as SkillId);
    return kind === "phone" && value !== null && !numbers ? masked(value as string) : value;
  });
}

export function named(skills: Skills, id: SkillId): NamedSkill {
  return { id, name: skills.find((skill) => skill.id === id)?.name ?? "" };
}

/** The last four digits of a number, or none of a number so short that they would give it away. */
export function masked(number: string): string {
  return number.length >= 8 ? `…${number.slice(-4)}` : "…";
}
