import type { z } from "zod";
import { Fault } from "../faults/faults.ts";
import type { OperationRecord, Store } from "../journal/port.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { SupervisorAct, SupervisorOrder } from "../line/facts.ts";
import type { CallbackId } from "../line/ids.ts";
import type { Settings } from "../line/settings.ts";
import { localToEpoch } from "../time/local-time.ts";
import { orderOutcomes } from "../words/order-outcomes.ts";
import { operationNamed } from "./operation-named.ts";
import type { moveBody, OrderAnswer, orderBody } from "./schemas.ts";
import { skillNamed } from "./skill-named.ts";

export interface OrderDeskGiven {
  readonly store: Pick<Store, "operations">;
  readonly running: (operation: OperationRecord) => RunningOrders | null;
}

/** A running operation, for who gives orders. */
export interface RunningOrders {
  readonly settings: Settings;
  order(order: Omit<SupervisorOrder, "order" | "outdated">, asOf?: number): Promise<OrderOutcome>;
}

/**
 * Gives a supervisor's orders to the operation that runs, and says what became of them once that is durable. A refusal
 * is an answer. Faults: `operation-unknown`, `operation-closed`, `skill-unknown`, `date-invalid`.
 */
export class OrderDesk {
  readonly #given: OrderDeskGiven;

  constructor(given: OrderDeskGiven) {
    this.#given = given;
  }

  cancel(callback: CallbackId, body: z.infer<typeof orderBody>): Promise<OrderAnswer> {
    return this.#order(callback, body, () => ({ type: "cancel" }));
  }

  callNow(callback: CallbackId, body: z.infer<typeof orderBody>): Promise<OrderAnswer> {
    return this.#order(callback, body, () => ({ type: "call-now" }));
  }

  move(callback: CallbackId, body: z.infer<typeof moveBody>): Promise<OrderAnswer> {
    return this.#order(callback, body, ({ timeZone, skills }) => ({
      type: "move",
      ...(body.to === undefined ? {} : { notBefore: momentOf(body.to, timeZone) }),
      ...(body.skill === undefined ? {} : { skill: skillNamed(skills, body.skill) }),
    }));
  }

  /** As the others, on the operation itself; refused when the callback changed after the version `asOf`. */
  async carryOut(
    record: OperationRecord,
    wanted: Omit<SupervisorOrder, "order" | "outdated" | "act"> & { readonly asOf?: number },
    actBy: (settings: Settings) => SupervisorAct,
  ): Promise<OrderAnswer> {
    const running = this.#given.running(record);
    if (!running) throw new Fault("operation-closed");
    const { asOf, ...order } = wanted;
    const outcome = await running.order({ ...order, act: actBy(running.settings) }, asOf);
    return { outcome, ...orderOutcomes[outcome] };
  }

  async #order(
    callback: CallbackId,
    { operation, author, why }: z.infer<typeof orderBody>,
    actBy: (settings: Settings) => SupervisorAct,
  ): Promise<OrderAnswer> {
    const record = await operationNamed(this.#given.store, operation);
    return this.carryOut(record, { callback, author, why }, actBy);
  }
}

/** The moment of a local minute, epoch ms. Fault: `date-invalid`. */
function momentOf(local: string, timeZone: string): number {
  const [year, month, day, hour, minute] = local.split(/\D/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const at = localToEpoch({ year, month, day, hour, minute, second: 0 }, timeZone);
  if (at === null) throw new Fault("date-invalid", { value: local });
  return at;
}
