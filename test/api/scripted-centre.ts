import type { Order } from "../../src/exchange/port.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Operation } from "../../src/operation/operation.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements } from "../line/judgements.ts";
import { ScriptedExchange } from "../operation/scripted-exchange.ts";

export const ANA = "+573001234567";
export const EVA = "+573007654321";
const LEO = "+573009998877";

/**
 * A running operation, `clinic`, on a Monday at 10:00 in Bogotá, with one busy agent in skill 1 and none in skill 2.
 * Zoe waits on the phone for skill 1; after her Ana (`ana`) and Eva (`eva`) asked to be called back for it, and Leo
 * (`leo`) for skill 2. Time stands still unless a test moves it.
 */
export class ScriptedCentre {
  readonly record: OperationRecord;
  readonly operation: Operation;
  readonly exchange: ScriptedExchange;
  readonly clock: VirtualClock;

  private constructor(
    record: OperationRecord,
    operation: Operation,
    exchange: ScriptedExchange,
    clock: VirtualClock,
  ) {
    this.record = record;
    this.operation = operation;
    this.exchange = exchange;
    this.clock = clock;
  }

  static async open(store: Store): Promise<ScriptedCentre> {
    const record = await store.openOperation({
      name: "clinic",
      timeZone: settings.timeZone,
      simulated: true,
    });
    if (!(await store.settings(record.id))) await store.addSettings(record.id, settings, monday);
    const exchange = new ScriptedExchange();
    const clock = new VirtualClock(monday);
    let persons = 0;
    const operation = await Operation.open({
      store,
      record,
      run: await store.openRun(record.id, { kind: "live", name: "live" }),
      exchange,
      clock,
      settings,
      newPersonId: () => `person-${++persons}`,
      onFault: (fault) => {
        throw fault;
      },
      judgements: eagerJudgements,
    });
    const centre = new ScriptedCentre(record, operation, exchange, clock);
    operation.start();
    await centre.settled();
    return centre;
  }

  /** What happened before the supervisor looks. */
  async begin(): Promise<void> {
    this.exchange.report({ type: "agent-changed", agent: "agent-1", skills: [1], status: "busy" });
    await this.asked("zoe", "+573005550000", 1, "no");
    this.exchange.report({ type: "call-joined", call: "zoe", skill: 1, number: "+573005550000" });
    await this.asked("ana", ANA, 1, "yes");
    await this.asked("eva", EVA, 1, "yes");
    await this.asked("leo", LEO, 2, "yes");
  }

  /** A call arrives, hears the question and answers it. */
  async asked(call: string, number: string, skill: number, choice: "yes" | "no"): Promise<void> {
    this.clock.jump(60_000);
    const said = choice === "yes" ? { consent: { prompt: "question-choice@1", key: "1" } } : {};
    this.exchange.report({ type: "call-arrived", call, skill, number });
    await this.settled();
    this.exchange.report({ type: "question-began", call });
    this.clock.jump(5_000);
    this.exchange.report({ type: "choice-made", call, choice, source: "key", ...said });
    await this.settled();
    if (choice === "yes") this.exchange.report({ type: "call-ended", call });
    await this.settled();
  }

  async settled(): Promise<void> {
    for (let pending = this.operation.settled(); pending; pending = this.operation.settled()) await pending;
  }

  /** The diallings of a callback that the exchange was ordered. */
  diallingsOf(callback: string): Order[] {
    return this.exchange.orders.filter((order) => order.type === "dial" && order.callback === callback);
  }
}
