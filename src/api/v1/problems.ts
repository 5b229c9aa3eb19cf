import type { z } from "zod";
import { Fault } from "../../line/faults.ts";
import type { OrderAnswer } from "../control/schemas.ts";
import type { problem } from "./answers.ts";

/** A fault with what a machine may read of it beside its code. */
export class DetailedFault extends Fault {
  readonly members: Partial<Pick<z.infer<typeof problem>, "outcome" | "es" | "en" | "errors">>;

  constructor(fault: Fault, members: DetailedFault["members"]) {
    super(fault.code, fault.details);
    this.members = members;
  }
}

/** What a supervisor's order that is not carried out is answered with. */
export function refusedOrder({ outcome, es, en }: OrderAnswer): DetailedFault {
  return new DetailedFault(new Fault("order-refused", { why: en }), { outcome, es, en });
}
