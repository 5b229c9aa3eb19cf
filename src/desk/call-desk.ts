import { Fault } from "../faults/faults.ts";
import type { OperationRecord, ReadModels, Store } from "../journal/port.ts";
import type { CallId } from "../line/ids.ts";
import { type CallbackDesk, masked, named } from "./callback-desk.ts";
import { operationNamed } from "./operation-named.ts";
import type { CallDetails, CallList, CallQuery, OneCallbackQuery } from "./schemas.ts";
import { skillNamed } from "./skill-named.ts";

export interface CallDeskGiven {
  readonly store: Pick<Store, "operations" | "settings">;
  readonly readModels: Pick<ReadModels, "recentCalls" | "call" | "callback">;
  readonly callbacks: Pick<CallbackDesk, "story">;
}

/** Answers what a supervisor asks about calls. Faults: those of `operationNamed`, `call-unknown`, `skill-unknown`. */
export class CallDesk {
  readonly #given: CallDeskGiven;

  constructor(given: CallDeskGiven) {
    this.#given = given;
  }

  async list({ operation, skill, limit, numbers }: CallQuery): Promise<CallList> {
    const { store, readModels } = this.#given;
    const record = await operationNamed(store, operation);
    const skills = await this.#skills(record);
    const wanted = { limit, ...(skill === undefined ? {} : { skill: skillNamed(skills, skill) }) };
    const calls = await readModels.recentCalls(record.id, wanted);
    return {
      operation: record.name,
      timeZone: record.timeZone,
      calls: calls.map((call) => ({
        ...call,
        skill: named(skills, call.skill),
        number: call.number === null || numbers ? call.number : masked(call.number),
      })),
    };
  }

  /** Why a call, and the callback that it registered, were treated as they were. */
  async why(id: CallId, { operation, numbers }: OneCallbackQuery): Promise<CallDetails> {
    const { store, readModels, callbacks } = this.#given;
    const record = await operationNamed(store, operation);
    const story = await readModels.call(record.id, id);
    if (!story) throw new Fault("call-unknown", { id, operation: record.name });
    const { call, decisions } = story;
    const callback = await readModels.callback(record.id, id);
    return {
      operation: record.name,
      timeZone: record.timeZone,
      call: {
        id: call.id,
        skill: named(await this.#skills(record), call.skill),
        arrivedAt: call.arrivedAt,
        questionAt: call.questionAt,
        choice: call.choice,
        choiceSource: call.choiceSource,
        choiceAt: call.choiceAt,
        answeredAt: call.answeredAt,
        agent: call.agentName ?? call.agent,
        endedAt: call.endedAt,
        outcome: call.outcome,
      },
      decisions: [...decisions],
      callback: callback && (await callbacks.story(record, id, numbers)),
    };
  }

  async #skills({ id }: OperationRecord) {
    return (await this.#given.store.settings(id))?.skills ?? [];
  }
}
