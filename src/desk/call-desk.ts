import { Fault } from "../faults/faults.ts";
import type { ReadModels } from "../journal/port/questions.ts";
import type { OperationRecord, Registry } from "../journal/port/registry.ts";
import type { CallRecord, DecisionRecord, RecentCall, RecentCallsWanted } from "../journal/stories.ts";
import type { CallId } from "../line/ids.ts";
import { type CallbackDesk, type CallbackDetails, masked, type NamedSkill, named } from "./callback-desk.ts";

interface CallDeskGiven {
  readonly store: Pick<Registry, "settings">;
  readonly readModels: Pick<ReadModels, "recentCalls" | "call" | "callback">;
  readonly callbacks: Pick<CallbackDesk, "story">;
}

type WithSkill<Call> = Omit<Call, "skill"> & { readonly skill: NamedSkill };

/** A call with what was decided on it; `callback` where it registered one. Times are epoch ms. */
interface CallDetails {
  readonly call: WithSkill<CallRecord>;
  readonly decisions: readonly DecisionRecord[];
  readonly callback: CallbackDetails | null;
}

/** Answers what a supervisor asks about calls. Fault: `call-unknown`. */
export class CallDesk {
  readonly #given: CallDeskGiven;

  constructor(given: CallDeskGiven) {
    this.#given = given;
  }

  /** The newest arrivals. */
  async newest(
    record: OperationRecord,
    wanted: RecentCallsWanted,
    numbers: boolean,
  ): Promise<WithSkill<RecentCall>[]> {
    const { store, readModels } = this.#given;
    const skills = (await store.settings(record.id))?.skills ?? [];
    const calls = await readModels.recentCalls(record.id, wanted);
    return calls.map((call) => ({
      ...call,
      skill: named(skills, call.skill),
      number: call.number === null || numbers ? call.number : masked(call.number),
    }));
  }

  /** Why a call and the callback that it registered were treated as they were. Fault, besides: `query-stopped` by `signal`. */
  async why(
    record: OperationRecord,
    id: CallId,
    numbers: boolean,
    signal?: AbortSignal,
  ): Promise<CallDetails> {
    const { store, readModels, callbacks } = this.#given;
    const story = await readModels.call(record.id, id, signal);
    if (!story) throw new Fault("call-unknown", { id, operation: record.name });
    const skills = (await store.settings(record.id))?.skills ?? [];
    const registered = await readModels.callback(record.id, id);
    return {
      call: { ...story.call, skill: named(skills, story.call.skill) },
      decisions: story.decisions,
      callback: registered && (await callbacks.story(record, id, numbers)),
    };
  }
}
