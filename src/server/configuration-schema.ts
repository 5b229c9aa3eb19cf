import { isSupportedCountry } from "libphonenumber-js/max";
import * as z from "zod";
import { isTimeZone } from "../history/local-time.ts";
import type { SmartWaitMode } from "../line/settings.ts";
import { defaultSettings, defaultSkill } from "../operation/default-settings.ts";
import { asterisk } from "./asterisk-schema.ts";
import { callingHours, writeWeek } from "./calling-hours.ts";
import {
  described,
  keys,
  line,
  list,
  number,
  saying,
  skillId,
  wholeNumber,
  written,
} from "./configuration-values.ts";
import { simulated } from "./simulation-schema.ts";
import { parseTarget, targetHint, writeTarget } from "./target.ts";

const usual = defaultSettings("UTC");

const skill = keys(
  {
    id: described(skillId, "whole number from 1", "The number by which reports name it; unique."),
    name: described(line("write a name of up to 80 characters"), "text", "Its name; unique."),
    target: described(
      written(parseTarget, targetHint).prefault(writeTarget(defaultSkill.target)),
      "like `80 % in 20 s`, `80 % en 20 s` or `80/20`",
      "Its service level: this share of its calls answered within this time.",
    ),
    smartWait: described(
      z.enum(["on", "shadow", "off"], saying("write on, shadow or off")).optional(),
      "`on`, `shadow`, `off`",
      "`on`: callers are offered a return call. `shadow`: everything is decided and journaled, nothing is played. `off`: never offered.",
      "`on` with a simulated exchange, `shadow` with Asterisk",
    ),
    offerAfterS: described(
      number(0, 3600).prefault(defaultSkill.offerAfterMs / 1000),
      "number, 0 to 3600",
      "A caller is offered a return call when his predicted wait exceeds this many seconds.",
    ),
  },
  "write the skill's id and name",
);

const gapS = (ms: number, meaning: string) =>
  described(number(10, 86_400).prefault(ms / 1000), "number, 10 to 86400", meaning);

const attempts = keys(
  {
    max: described(
      wholeNumber(1, 10).prefault(usual.attempts.max),
      "whole number, 1 to 10",
      "Attempts made for one callback at most.",
    ),
    ringForS: described(
      number(5, 120).prefault(usual.attempts.ringForMs / 1000),
      "number, 5 to 120",
      "Seconds for which a phone rings.",
    ),
    gapS: described(
      keys(
        {
          busy: gapS(usual.attempts.gapMs.busy, "… after it was busy."),
          "no-answer": gapS(usual.attempts.gapMs["no-answer"], "… after nobody answered."),
          machine: gapS(usual.attempts.gapMs.machine, "… after a machine answered."),
          failed: gapS(usual.attempts.gapMs.failed, "… after the dialling failed."),
        },
        "write the gaps by result",
      ).prefault({}),
      "keys",
      "Seconds before the next attempt, by the result of the one before.",
    ),
    keepPlaceWithinS: described(
      number(0, 3600).prefault(usual.attempts.keepPlaceWithinMs / 1000),
      "number, 0 to 3600",
      "A first retry within this many seconds keeps the place in line; later retries get the time they are made for.",
    ),
  },
  "write the rules of attempts by key",
);

const timeZoneHint = "write an IANA time zone like America/Bogota";
const countryHint = "write a country's two letters (ISO 3166) like CO";

/** Said of an exchange that is none. */
export const exchangeHint = "write simulated: and its keys, or asterisk: and its keys";

const operation = keys(
  {
    name: described(
      line("write a name of up to 80 characters"),
      "text",
      "By which commands and the page name it; unique. Another name is another operation, with a journal of its own.",
    ),
    timeZone: described(
      written((name) => (isNamedZone(name) ? name : null), timeZoneHint),
      "IANA name, like `America/Bogota`",
      "Days, calling hours and reports are in this zone.",
    ),
    country: described(
      written(countryOf, countryHint).prefault(usual.country),
      "two letters (ISO 3166)",
      "Whose numbers may be dialled.",
    ),
    skills: described(list(skill, "skill"), "list", "Its skills."),
    attempts: described(attempts.prefault({}), "keys", "How customers are dialled."),
    callingHours: described(
      callingHours.prefault(writeWeek(usual.callingHours)),
      "like `07:00-21:00`, or keys",
      "When a person may be called: the same hours every day, or hours by weekday. Where days are named, nobody is called on the others.",
    ),
    callbackExpiresAfterH: described(
      number(0.25, 168).prefault(usual.callbackExpiresAfterMs / 3_600_000),
      "number, 0.25 to 168",
      "A callback not reached this many hours after it was registered ends.",
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
  { operations: described(list(operation, "operation"), "list", "The operations that this server runs.") },
  'begin with "operations:" and a list of at least one operation',
);

export type ParsedConfiguration = z.output<typeof configurationSchema>;

/** The mode of a skill that names none, by what exchange it is on: where nobody is harmed it may begin at once. */
export const usualSmartWait: Readonly<Record<"simulated" | "asterisk", SmartWaitMode>> = {
  simulated: "on",
  asterisk: "shadow",
};

/** A name, not a moment from which a zone can be taken, nor an offset. */
function isNamedZone(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name) && isTimeZone(name);
}

function countryOf(text: string): string | null {
  const country = text.toUpperCase();
  return /^[A-Z]{2}$/.test(country) && isSupportedCountry(country) ? country : null;
}
