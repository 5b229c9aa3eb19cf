import * as z from "zod";
import type { DayHours, Settings } from "../../line/settings.ts";
import { described, keys, written } from "./configuration-values.ts";
import { hoursHint, parseHours, writeHours } from "./hours.ts";

/** Keys of hours by weekday, in the order of the settings' hours. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

const day = z
  .union([z.null(), z.literal("closed"), written(parseHours, hoursHint)], { error: hoursHint })
  .transform((hours) => (hours === "closed" ? null : hours));

const weekHint = 'write hours for all days like "07:00-21:00" (up to 24:00), or hours by weekday';
const CLOSED_ALL_WEEK = "give hours to at least one day: callbacks could never be called";

const week = keys(
  Object.fromEntries(
    weekdays.map((name) => [
      name,
      described(
        day.optional(),
        "like `07:00-21:00`, or `closed`",
        `Hours of ${name[0]!.toUpperCase()}${name.slice(1)}s.`,
        "`closed`, where days are named",
      ),
    ]),
  ) as Record<(typeof weekdays)[number], z.ZodOptional<typeof day>>,
  weekHint,
)
  .transform((days) => weekdays.map((name): DayHours | null => days[name] ?? null))
  .refine((hours) => hours.some((one) => one !== null), CLOSED_ALL_WEEK);

const everyDay = written(parseHours, weekHint).transform((hours): (DayHours | null)[] =>
  weekdays.map(() => hours),
);

/** When a person may be called: the same hours every day, or hours by weekday. Gives seven entries, Monday first. */
export const callingHours = z.union([everyDay, week], { error: weekHint });

/** Hours of a week as they may be written: one text when all days are alike. */
export function writeWeek(hours: Settings["callingHours"]): string | Partial<Record<string, string>> {
  const texts = hours.map((one) => (one ? writeHours(one) : "closed"));
  const [first] = texts;
  if (first !== undefined && first !== "closed" && texts.every((text) => text === first)) return first;
  return Object.fromEntries(weekdays.map((name, index) => [name, texts[index]!]));
}
