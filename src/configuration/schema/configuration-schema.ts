import * as z from "zod";
import { USUAL_LICENCES } from "../../api/limits/gate.ts";
import type { SmartWaitMode } from "../../line/settings.ts";
import { defaultSettings } from "../../operation/default-settings.ts";
import { isTimeZone } from "../../time/local-time.ts";
import { asterisk } from "./asterisk-schema.ts";
import { attempts } from "./attempts-schema.ts";
import { callingHours, writeWeek } from "./calling-hours.ts";
import {
  described,
  keys,
  line,
  list,
  numberBetween,
  saying,
  wholeNumber,
  written,
} from "./configuration-values.ts";
import {
  classes,
  countries,
  country,
  holidays,
  limits,
  ownNumbers,
  retention,
  sharedNumbers,
} from "./guards-schema.ts";
import { signInKeys } from "./sign-in-schema.ts";
import { simulated } from "./simulation-schema.ts";
import { skill } from "./skill-schema.ts";
import { store } from "./store-schema.ts";

const usual = defaultSettings("UTC");

const timeZoneHint = "write an IANA time zone like America/Bogota";

/** Said of an exchange that is none. */
export const exchangeHint = "write simulated: and its keys, or asterisk: and its keys";

const operation = keys(
  {
    name: described(
      line("write a name of up to 80 characters"),
      "text",
      "The name that commands and the page use; unique. Another name is another operation, with a journal of its own.",
    ),
    timeZone: described(
      written((name) => (isNamedZone(name) ? name : null), timeZoneHint),
      "IANA name, like `America/Bogota`",
      "Days, calling hours and reports are in this zone.",
    ),
    country: described(
      country.prefault(usual.country),
      "two letters (ISO 3166)",
      "Its country: numbers written without a country are of this one.",
    ),
    countries: described(
      countries.optional(),
      "list of two letters (ISO 3166)",
      "Whose numbers may be dialled. A number is called while calling hours allow it here and where its owner may be.",
      "that of `country`",
    ),
    sharedNumbers: described(
      sharedNumbers.optional(),
      'list of numbers like `"+576015550100"`',
      "Numbers that many people share, such as a company's switchboard: each call from one counts as another person.",
      "none",
    ),
    ownNumbers: described(
      ownNumbers.optional(),
      'list of numbers like `"+576015550100"`',
      "The operation's own numbers. They are never called back, no matter who shows or keys one. The `callerId` of the exchange always counts as one of them.",
      "none",
    ),
    skills: described(list(skill, "skill"), "list", "Its skills."),
    classes: described(
      classes.optional(),
      "list",
      "Classes of callers who stand in line before others. Waits, promises and thresholds count from the arrival.",
      "none",
    ),
    attempts: described(attempts.prefault({}), "keys", "How customers are dialled."),
    callingHours: described(
      callingHours.prefault(writeWeek(usual.callingHours)),
      "like `07:00-21:00`, or keys",
      "When a person may be called: the same hours every day, or hours by weekday. Where days are named, nobody is called on the others.",
    ),
    holidays: described(
      holidays.prefault({}),
      "keys",
      "Days on which no skill is open and nobody is called, in the operation's zone.",
    ),
    limits: described(
      limits.prefault({}),
      "keys",
      "How much is promised and dialled at most; days are local.",
    ),
    settings: described(
      z.enum(["file", "page"], saying("write file or page")).prefault("file"),
      "`file`, `page`",
      "Who rules the settings of its skills. `file`: this file. `page`: administrators change them on the page, and this file says only what a new skill begins with.",
    ),
    licences: described(
      wholeNumber(1, 100_000).prefault(USUAL_LICENCES),
      "whole number, 1 to 100000",
      "Each one allows 1,000 requests a day to the compatible API, from all tokens of the operation together.",
    ),
    retention: described(
      retention.prefault({}),
      "keys",
      "How long personal data, and how long the journal is kept.",
    ),
    callbackExpiresAfterH: described(
      numberBetween(0.25, 168).prefault(usual.callbackExpiresAfterMs / 3_600_000),
      "number, 0.25 to 168",
      "A callback ends if it was not reached within this many hours of being registered.",
    ),
    exchange: described(
      keys(
        {
          simulated: described(
            simulated.optional(),
            "keys",
            "A phone system made of a clock and chance.",
            "this or `asterisk`",
          ),
          asterisk: described(
            asterisk.optional(),
            "keys",
            "A real one: [Asterisk](asterisk.md).",
            "this or `simulated`",
          ),
        },
        exchangeHint,
      ),
      "keys",
      "The phone system: one of the two.",
    ),
  },
  "write an operation's name, timeZone, skills and exchange",
);

/** What may stand in `espera.yaml`. Gives values in the core's units, ids and names not yet compared with each other. */
export const configurationSchema = keys(
  {
    operations: described(list(operation, "operation"), "list", "The operations that this server runs."),
    store: described(
      store.optional(),
      "keys",
      "Where the journal is kept, if not in the data folder. Every command looks for it in the `espera.yaml` of its data folder, so it can stand in that file only.",
      "a file in the data folder",
    ),
    signIn: described(
      signInKeys.prefault({}),
      "keys",
      "How people sign in to the page. A change counts from the next start.",
    ),
  },
  'begin with "operations:" and a list of at least one operation',
);

export type ParsedConfiguration = z.output<typeof configurationSchema>;

/** What holds where nothing is said, and differs by exchange: a simulated one harms nobody. */
export interface UsualOfExchange {
  readonly smartWait: SmartWaitMode;
  readonly perDay: "usual" | "none";
}

export const usualOfExchange: Readonly<Record<"simulated" | "asterisk", UsualOfExchange>> = {
  simulated: { smartWait: "on", perDay: "none" },
  asterisk: { smartWait: "shadow", perDay: "usual" },
};

/** A name, not a moment from which a zone can be taken, nor an offset. */
function isNamedZone(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name) && isTimeZone(name);
}
