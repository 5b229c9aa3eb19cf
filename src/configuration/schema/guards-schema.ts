import { isSupportedCountry } from "libphonenumber-js/max";
import * as z from "zod";
import { MOST_CREDIT_MS } from "../../line/settings.ts";
import { defaultSettings } from "../../operation/default-settings.ts";
import { isWithheldText, telephoneOf } from "../../operation/number-rules.ts";
import {
  described,
  keys,
  list,
  numberBetween,
  saying,
  wholeNumber,
  written,
} from "./configuration-values.ts";

const usual = defaultSettings("UTC");

const countryHint = "write a country's two letters (ISO 3166) like CO";
/** A country, in capitals. */
export const country = written(countryOf, countryHint);

/** Countries, each once. */
export const countries = list(country, "country").transform((all) => [...new Set(all)].toSorted());

const numberHint = 'write a number with its country, in quotes, like "+576015550100"';
const telephone = written(numberOf, numberHint);

/** Numbers, E.164, each once. */
export const ownNumbers = list(telephone, "number").transform(eachOnce);

/** The same of many people; what no telephone has need not be among them. */
export const sharedNumbers = list(
  z
    .string(saying(numberHint))
    .refine((text) => !isWithheldText(text), {
      error:
        "this is no telephone number: leave it out, callers who show it are strangers to each other anyway",
      abort: true,
    })
    .pipe(telephone),
  "number",
).transform(eachOnce);

const classHint = "write name and creditS";
const classNameHint = "write letters, digits, - and _, at most 32, beginning with a letter, like vip";

/** A class of callers. */
export const callerClass = keys(
  {
    name: described(
      z.string(saying(classNameHint)).regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, classNameHint),
      "letters, digits, `-` and `_`, like `vip`",
      "The name of the class in the phone system and in reports.",
    ),
    creditS: described(
      numberBetween(0, MOST_CREDIT_MS / 1000),
      `number, 0 to ${MOST_CREDIT_MS / 1000}`,
      "Callers of the class stand in line as if they had arrived so many seconds earlier.",
    ),
  },
  classHint,
);

/** Classes of callers. */
export const classes = list(callerClass, "class");

const dateHint = "write a day like 2026-12-31";

/** Days on which nobody is called. */
export const holidays = keys(
  {
    country: described(
      z.literal("CO", saying("write CO: Colombia's are known")).optional(),
      "`CO`",
      "The public holidays of this country, whatever the year.",
      "no country's",
    ),
    dates: described(
      list(written(dateOf, dateHint), "day")
        .transform((all) => [...new Set(all)].toSorted())
        .optional(),
      "list of days like `2026-12-31`",
      "Further days.",
      "none",
    ),
  },
  "write country and dates",
);

const ceilingHint = "write a whole number from 0 to 1000000, usual or none";

/** Limits of the whole operation. */
export const limits = keys(
  {
    perNumberPerDay: described(
      wholeNumber(1, 100).prefault(usual.limits.perNumberPerDay),
      "whole number, 1 to 100",
      "Callbacks registered for one number on one day.",
    ),
    perOtherNumberPerDay: described(
      wholeNumber(0, 100).prefault(usual.limits.perOtherNumberPerDay),
      "whole number, 0 to 100",
      "The same for a number that was keyed, rather than called from.",
    ),
    perDayByAnonymous: described(
      wholeNumber(0, 1_000_000).prefault(usual.limits.perDayByAnonymous),
      "whole number, 0 to 1000000",
      "Callbacks registered on one day by callers who withhold their number and key one, all of them together.",
    ),
    perDay: described(
      z.union([wholeNumber(0, 1_000_000), z.enum(["usual", "none"])], { error: ceilingHint }).optional(),
      "whole number, 0 to 1000000, or `usual`, `none`",
      "Callbacks registered on one day; above it nobody is offered one. `usual`: three times a usual day of the operation, and at least 50; see [a faked caller id](faked-caller-id.md).",
      "`usual` with Asterisk, `none` with a simulated exchange",
    ),
    alive: described(
      wholeNumber(1, 10_000).optional(),
      "whole number, 1 to 10000",
      "Return calls under way at once, in all skills: no more than the trunk has lines to spare.",
      "no limit",
    ),
    diallingsPerNumber: described(
      wholeNumber(1, 100).prefault(usual.limits.diallingsPerNumber),
      "whole number, 1 to 100",
      "Diallings of one number within 24 hours, by all operations of this server together.",
    ),
  },
  "write the operation's limits by key",
);

const forgetHint = "write a whole number from 1 to 3650, or never";

const monthsHint = "write a whole number from 1 to 120, or never";

/** How long personal data, and how long the journal is kept. */
export const retention = keys(
  {
    namesH: described(
      numberBetween(0, 720).prefault(usual.retention.namesMs / 3_600_000),
      "number, 0 to 720",
      "Hours for which a recorded name is kept after its callback ended.",
    ),
    forgetNumbersAfterDays: described(
      z
        .union([z.literal("never"), z.int().min(1, forgetHint).max(3650, forgetHint)], { error: forgetHint })
        .prefault(usual.retention.forgetNumbersAfterDays ?? "never"),
      "whole number, 1 to 3650, or `never`",
      "For how many days after its last use a number is kept.",
    ),
    journalMonths: described(
      z
        .union([z.literal("never"), z.int().min(1, monthsHint).max(120, monthsHint)], { error: monthsHint })
        .prefault("never"),
      "whole number, 1 to 120, or `never`",
      "For how many whole months the steps of the journal are kept; then they are deleted. Reports keep their rows. See [closed months](operating.md#closed-months).",
    ),
  },
  "write namesH, forgetNumbersAfterDays and journalMonths",
);

function countryOf(text: string): string | null {
  const letters = text.toUpperCase();
  return /^[A-Z]{2}$/.test(letters) && isSupportedCountry(letters) ? letters : null;
}

function eachOnce(all: readonly string[]): string[] {
  return [...new Set(all)].toSorted();
}

function numberOf(text: string): string | null {
  return telephoneOf(text)?.number ?? null;
}

function dateOf(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.toISOString().startsWith(text) ? text : null;
}
