import { type BadRow, type CallLog, isBadRow, type LoggedCall } from "./call-log.ts";

/** The log with other names for some of its skills; skills that are not named keep their own. */
export function withSkillNames(log: CallLog, names: ReadonlyMap<string, string>): CallLog {
  const renamed = async function* (): AsyncGenerator<(LoggedCall | BadRow)[]> {
    for await (const rows of log.rows)
      yield rows.map((row) => (isBadRow(row) ? row : { ...row, skill: names.get(row.skill) ?? row.skill }));
  };
  return { ...log, rows: renamed() };
}
