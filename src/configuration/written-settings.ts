import type { Settings, Target } from "../line/settings.ts";
import { writeWeek } from "./schema/calling-hours.ts";
import { writeTarget } from "./schema/target.ts";

/** The values of a part of `WrittenOperation` by their paths of keys, as a person writes them; a list is one value. */
export function writtenSettings(part: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(part).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      const at = path === "" ? key : `${path}.${key}`;
      if (value === undefined) return [];
      const text = ownWriting[key]?.(value) ?? plainText(value);
      return text === null ? [...writtenSettings(value as object, at)] : [[at, text]];
    }),
  );
}

/** Keys whose values are read into something else than what stands in the file. */
const ownWriting: Readonly<Record<string, ((value: unknown) => string) | undefined>> = {
  target: (value) => writeTarget(value as Target),
  callingHours: weekText,
  openingHours: weekText,
  discipline: (value) => (typeof value === "string" ? value : `window ${JSON.stringify(value)}`),
};

function weekText(value: unknown): string {
  const week = writeWeek(value as Settings["callingHours"]);
  return typeof week === "string"
    ? week
    : Object.entries(week)
        .map((day) => day.join(" "))
        .join(", ");
}

/** `null`: an object, whose members are values of their own. */
function plainText(value: unknown): string | null {
  if (typeof value === "string") return value;
  const hasKeys = typeof value === "object" && value !== null && !Array.isArray(value);
  return hasKeys ? null : JSON.stringify(value);
}
