import type { z } from "zod";
import type { OrderAnswer } from "../../desk/order-desk.ts";
import { Fault } from "../../faults/faults.ts";
import type { problemAnswer } from "./schema/answers.ts";

/** A fault with what a machine may read of it beside its code. */
export class DetailedFault extends Fault {
  readonly members: Partial<Pick<z.infer<typeof problemAnswer>, "outcome" | "es" | "en" | "errors">>;

  constructor(fault: Fault, members: DetailedFault["members"]) {
    super(fault.code, fault.details);
    this.members = members;
  }
}

/** What a supervisor's order that is not carried out is answered with. */
export function refusedOrder({ outcome, es, en }: OrderAnswer): DetailedFault {
  return new DetailedFault(new Fault("order-refused", { why: en }), { outcome, es, en });
}
