import { localDayAt } from "../exchange/simulated/local-days.ts";
import { misreadZone } from "../history/local-time.ts";
import { misreadZoneSentence } from "../reports/zone-sentence.ts";
import type { RunningOperation } from "./running-operation.ts";
import { version } from "./version.ts";

/** What is said at the start: where to look, and a line that answers with rows when it is pasted. */
export function greeting(given: {
  readonly url: string;
  readonly operations: readonly RunningOperation[];
  /** The demonstration's token; `null` where there is no demonstration, or it was revoked. */
  readonly token: string | null;
  /** Epoch ms. */
  readonly now: number;
}): string[] {
  const { url, operations, token, now } = given;
  const lines = [`Espera ${version}  ${url}`];
  for (const { record } of operations)
    lines.push(
      `  ${record.name}${record.simulated ? " (simulada: nadie llama de verdad / simulated: no real calls)" : ""}`,
    );
  for (const { record } of operations) {
    const misread = misreadZone(record.timeZone);
    if (misread) lines.push(`  ${Object.values(misreadZoneSentence(misread)).join(" / ")}`);
  }
  const first = operations[0];
  if (!token || !first) return lines;
  const { timeZone } = first.record;
  const today = localDayAt(now, timeZone).date;
  const from = `${compact(today.subtract({ days: 1 }))}000000`;
  const to = `${compact(today)}235959`;
  return [
    ...lines,
    "",
    `wolkvox-token: ${token}`,
    "",
    `curl -H "wolkvox-token: ${token}" "${url}/api/v2/reports_manager.php?api=diagram_2&date_ini=${from}&date_end=${to}"`,
    "",
    "Ctrl-C termina / ends",
  ];
}

function compact(date: Temporal.PlainDate): string {
  return date.toString().replaceAll("-", "");
}
