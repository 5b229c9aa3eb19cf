import type { LiftRecords } from "../../lift.ts";
import type { Runner } from "../script.ts";
import { agentReports } from "./agent-reports.ts";
import { firstArrival, liftCalls, measuredDays } from "./lift-reader.ts";
import { writeLift, writeLiftMeasures } from "./lift-writer.ts";

/** What the lift is measured from, and where it is kept. */
export function liftRecordsOf({ read, write }: Runner): LiftRecords {
  return {
    liftCalls: (operation, from, to) => read(liftCalls(operation, from, to)),
    agentReports: (operation, run, from, to) => read(agentReports(operation, run, from, to)),
    firstArrival: (operation) => read(firstArrival(operation)),
    liftDays: (operation, method) => read(measuredDays(operation, method)),
    writeLift: (operation, written) => write(() => writeLift(operation, written)),
    writeLiftMeasures: (operation, measures) => write(() => writeLiftMeasures(operation, measures)),
  };
}
