import type { Command } from "commander";
import { Fault } from "../../faults/faults.ts";
import { isBadRow } from "../../history/call-log.ts";
import { localDays } from "../../lift/calls/local-days.ts";
import { readTreatedCalls } from "../../lift/calls/treated-calls.ts";
import { LiftMeasure } from "../../lift/estimate.ts";
import type { LiftCall } from "../../lift/lift-call.ts";
import { LeftOutRows } from "../../operation/imports/import-survey.ts";
import { refuseRows } from "../../operation/imports/refusals.ts";
import { positiveNumber } from "../arguments.ts";
import { print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { keepHeapTight } from "../replay/tight-heap.ts";
import { liftAnswer, liftSummary } from "./lift-summary.ts";

interface LiftOptions {
  readonly thresholdS: number;
  readonly timeZone: string;
  readonly skipBad?: boolean;
  readonly json?: boolean;
}

/** By how much callbacks raised the service level, whatever system made them: from a file alone, without a server and without a journal. */
export function addLift(program: Command): void {
  program
    .command("lift <file>")
    .description(
      toReader(
        "dice cuánto subieron el nivel de servicio las devoluciones que hizo otro sistema, según un CSV de sus llamadas",
        "show how much the callbacks of another system raised the service level, from a CSV of its calls",
      ),
    )
    .option(
      "--threshold-s <seconds>",
      toReader("meta: contestadas en tantos segundos", "target: answered within this many seconds"),
      positiveNumber,
      20,
    )
    .option(
      "--time-zone <zone>",
      toReader("zona IANA de las horas del archivo", "IANA zone of the file's times"),
      "America/Bogota",
    )
    .option(
      "--skip-bad",
      toReader("omite las filas que no se pueden usar", "leave out rows that cannot be used"),
    )
    .option("--json", toReader("en JSON", "as JSON"))
    .action(async (file: string, options: LiftOptions) => {
      keepHeapTight();
      const days = localDays(await callsOf(file, options), options.timeZone);
      const estimate = new LiftMeasure(days, () => options.thresholdS * 1_000).estimate();
      print(options.json ? JSON.stringify(liftAnswer(estimate, reader)) : liftSummary(estimate, reader));
    });
}

async function callsOf(file: string, { timeZone, skipBad }: LiftOptions): Promise<LiftCall[]> {
  const calls: LiftCall[] = [];
  const bad = new LeftOutRows();
  for await (const rows of readTreatedCalls(file, timeZone))
    for (const row of rows) {
      if (isBadRow(row)) bad.add(row);
      else calls.push(row);
    }
  const leftOut = bad.all();
  if (leftOut.rows > 0 && !skipBad) throw refuseRows(file, leftOut);
  if (calls.length === 0) throw new Fault("recording-invalid", { file, problem: "it has no calls" });
  return calls;
}
