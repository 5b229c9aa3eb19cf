import type { GroupName } from "../../../src/api/v1/reports/columns/report-column.ts";
import { locale } from "../../store/language.ts";
import { dayName } from "../../words/times.ts";

/** An hour, a day or a weekday as rows of reports have it, in words. */
export function groupName(group: string, by: GroupName): string {
  if (by === "hour") return `${dayName(group.slice(0, 10))}, ${group.slice(11, 13)} h`;
  if (by === "day") return dayName(group);
  // The second of January 2000 was a Sunday.
  return new Intl.DateTimeFormat(locale.value, { weekday: "short", timeZone: "UTC" }).format(
    Date.UTC(2000, 0, 2 + Number(group)),
  );
}
