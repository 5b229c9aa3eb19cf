import type { ConfiguredOperation } from "../../configuration/configuration.ts";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";

/**
 * The record of a configured operation, made when there is none. What was simulated stays simulated and what was real
 * stays real: the reports of one operation could not show which calls are real. Faults: `operation-recorded`,
 * `operation-simulated`, `time-zone-fixed`.
 */
export async function operationRecord(
  store: Registry,
  { name, settings, exchange }: ConfiguredOperation,
): Promise<OperationRecord> {
  const { timeZone } = settings;
  const simulated = exchange.kind === "simulated";
  const record = await store.openOperation({ name, timeZone, simulated });
  if (simulated && !record.simulated) throw new Fault("operation-recorded", { name });
  if (!simulated && record.simulated) throw new Fault("operation-simulated", { name });
  requireZone(record, timeZone);
  return record;
}

/** Its days were counted in the first zone: in another one the same reports would say something else. */
export function requireZone(record: OperationRecord, wanted: string): void {
  const { name, timeZone } = record;
  if (timeZone !== wanted) throw new Fault("time-zone-fixed", { name, kept: timeZone, wanted });
}
