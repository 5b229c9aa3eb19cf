import { computed } from "@preact/signals";
import type { GroupName } from "../../../src/api/v1/reports/columns/report-column.ts";
import { groupTitles } from "../../../src/api/v1/reports/columns/report-column.ts";
import { address } from "../../store/address.ts";
import { now } from "../../store/clock.ts";
import { day } from "../../words/times.ts";

/** By name, how many days back a range begins, and how many days it has. */
export const PRESETS = { today: [0, 1], yesterday: [1, 1], last7: [6, 7], last30: [30, 31] } as const;
export type Preset = keyof typeof PRESETS;

/** The reports by the last part of their address. */
export const REPORTS = ["smart-wait", "diagram_2", "diagram_3"] as const;

/** What the address asks of a report: days are local, `to` is the last day. */
export const asked = computed(() => {
  const { searchParams, pathname } = address.value;
  const by = searchParams.get("by") ?? "";
  const preset = searchParams.get("range") ?? "today";
  const [from, to] = [searchParams.get("from"), searchParams.get("to")];
  const isOwn = from !== null && to !== null && DAY.test(from) && DAY.test(to);
  const [back, days] = PRESETS[Object.hasOwn(PRESETS, preset) ? (preset as Preset) : "today"];
  const first = isOwn ? from : addDays(day(now.peek()), -back);
  return {
    report: REPORTS.find((name) => pathname === `/reports/${name}`) ?? "smart-wait",
    by: Object.hasOwn(groupTitles, by) ? (by as GroupName) : null,
    preset: isOwn ? null : preset,
    from: first,
    to: isOwn ? to : addDays(first, days - 1),
    skill: searchParams.get("skill"),
    status: searchParams.get("status"),
    group: searchParams.get("group"),
  };
});

/** The same as the query of `/v1`, with these of its members. */
export function queryOf(...members: readonly ("by" | "skill" | "status" | "group")[]): string {
  const { from, to, ...rest } = asked.value;
  const query = new URLSearchParams({ from, to: addDays(to, 1) });
  for (const name of members) if (rest[name] !== null) query.set(name, rest[name]);
  return query.toString();
}

/** The calls of a count, in diagram_3, as an address of the page. */
export function callsAddress(
  statuses: string,
  { skill, group }: { readonly skill: { readonly id: number }; readonly group: string | null },
): string {
  const { from, to, by } = asked.value;
  const query = new URLSearchParams({ from, to, skill: String(skill.id) });
  if (statuses !== "") query.set("status", statuses);
  if (by !== null && group !== null) {
    query.set("by", by);
    query.set("group", group);
  }
  return `/reports/diagram_3?${query}`;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const DAY = /^\d{4}-\d\d-\d\d$/;
