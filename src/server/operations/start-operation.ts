import type { ConfiguredOperation } from "../../configuration/configuration.ts";
import { startAsteriskOperation } from "../asterisk/asterisk-operation.ts";
import { startSimulatedOperation } from "../simulated/simulated-operation.ts";
import type { OperationBase } from "./operation-base.ts";
import type { RunningOperation } from "./running-operation.ts";

/** Starts a configured operation on the exchange that it names. Faults: those of its record and of its exchange. */
export function startOperation(
  base: OperationBase,
  { exchange, ...operation }: ConfiguredOperation,
): Promise<RunningOperation> {
  return exchange.kind === "simulated"
    ? startSimulatedOperation(base, { ...operation, exchange })
    : startAsteriskOperation(base, { ...operation, exchange });
}
