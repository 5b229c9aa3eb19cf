import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import {
  type ConfiguredOperation,
  demonstrationOperations,
  exampleConfiguration,
  parseConfiguration,
  readConfiguration,
  settingsEqual,
} from "../../src/configuration/configuration.ts";
import { configurationKeys } from "../../src/configuration/configuration-keys.ts";
import { writeWeek } from "../../src/configuration/schema/calling-hours.ts";
import type { FaultCode } from "../../src/faults/faults.ts";
import { Fault } from "../../src/faults/faults.ts";
import type { Settings } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { fences } from "../house/markdown.ts";
import { read } from "../house/project.ts";

type Wanted = Omit<Settings, "version">;

/** As little as may be written. */
const least = {
  operations: [
    {
      name: "Clínica",
      timeZone: "America/Bogota",
      skills: [{ id: 7, name: "Citas" }],
      exchange: {
        simulated: {
          traffic: [{ skill: 7, callsPerDay: 100, meanHandleS: 180, meanPatienceS: 240 }],
          agents: [{ count: 2, skills: [7], shift: "08:00-16:00" }],
        },
      },
    },
  ],
};

/** The same on an Asterisk. */
const leastOnAsterisk = {
  operations: [
    {
      ...least.operations[0]!,
      exchange: {
        asterisk: { trunk: "PJSIP/{number}@trunk", queues: [{ queue: "citas", skill: 7 }] },
      },
    },
  ],
};

/** The same with a class of callers. */
const leastWithClass = {
  operations: [
    {
      ...least.operations[0]!,
      classes: [{ name: "vip", creditS: 180 }],
      exchange: {
        simulated: { ...least.operations[0]!.exchange.simulated, classes: [{ class: "vip", share: 0.1 }] },
      },
    },
  ],
};

/** The same with the company's own sign-in. */
const leastWithProvider = {
  ...least,
  signIn: {
    oidc: {
      issuer: "https://sso.example.com",
      clientId: "espera",
      clientSecretFile: "/etc/espera/client-secret",
      claim: "groups",
      roles: [{ value: "all", role: "viewer" }],
    },
  },
};

/** That of the four in which the key may stand. */
function leastFor(path: string): unknown {
  if (path.startsWith("signIn.oidc.")) return leastWithProvider;
  if (path.includes(".classes.")) return leastWithClass;
  return path.includes(".asterisk.") ? leastOnAsterisk : least;
}

/** The least with another value at a path like `operations.0.name`, keys on the way being added; `undefined` takes the key out. */
function leastWith(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(leastFor(path));
  const steps = path.split(".");
  const last = steps.pop()!;
  let inner = copy as Record<string, unknown>;
  for (const step of steps) inner = keysAt(inner, step);
  if (value === undefined) delete inner[last];
  else inner[last] = value;
  return copy;
}

/** What is at the key, made when there is nothing. */
function keysAt(outer: Record<string, unknown>, key: string): Record<string, unknown> {
  outer[key] ??= {};
  return outer[key] as Record<string, unknown>;
}

function operationOf(configuration: unknown): ConfiguredOperation {
  return parseConfiguration(stringify(configuration), "espera.yaml")[0]!;
}

/** What is said of a text that is refused, one problem each; a text that is taken fails the test. */
function problemsOf(text: string): string[] {
  try {
    parseConfiguration(text, "espera.yaml");
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.code, "config-invalid");
    assert.ok(error.message.endsWith(String(error.details["problems"])), "the sentence ends with them");
    return String(error.details["problems"])
      .trim()
      .split(/\n {2}/);
  }
  assert.fail(`taken: ${text}`);
}

/** What is said of the least with another value, without file and line. */
function problemsWith(path: string, value: unknown): string[] {
  return problemsOf(stringify(leastWith(path, value))).map((line) => line.replace(/^espera\.yaml:\d+: /, ""));
}

describe("what is left out", () => {
  test("of the settings is as the default settings say, and simulated callers are offered return calls", () => {
    const { version: _, ...usual } = defaultSettings("America/Bogota");
    assert.deepEqual(operationOf(least).settings, {
      ...usual,
      skills: [
        {
          ...defaultSkill,
          id: 7,
          name: "Citas",
          smartWait: "on",
        },
      ],
    });
  });

  test("of the simulated exchange is a month of history, the operation's name as seed, and agents who work every day", () => {
    assert.deepEqual(operationOf(least).exchange, {
      kind: "simulated",
      seed: "Clínica",
      historyDays: 31,
      classes: [],
      traffic: [
        { skill: 7, callsPerDay: 100, meanHandleMs: 180_000, meanPatienceMs: 240_000, rushPerHour: 0 },
      ],
      agents: [
        {
          count: 2,
          skills: [7],
          shift: { fromMinute: 480, toMinute: 960 },
          wrapUpMs: 15_000,
          saturdayShare: 1,
          sundayShare: 1,
        },
      ],
    });
  });

  test("means the same as writing the default that the table of keys gives", () => {
    for (const { path, byDefault } of configurationKeys) {
      const written = /^`(.+)`$/.exec(byDefault ?? "")?.[1];
      if (written === undefined) continue;
      const place = path.replaceAll("[]", ".0");
      const attempts = path.includes(".attempts.")
        ? leastWith("operations.0.attempts", { gapS: {} })
        : leastFor(path);
      const explicit = structuredClone(attempts) as Record<string, unknown>;
      const steps = place.split(".");
      const last = steps.pop()!;
      let inner = explicit;
      for (const step of steps) inner = keysAt(inner, step);
      assert.ok(!(last in inner), path);
      inner[last] = parse(written);
      assert.deepEqual(operationOf(explicit), operationOf(leastFor(path)), path);
    }
  });

  test("must be there where it has no default", () => {
    for (const { path, byDefault } of configurationKeys) {
      if (byDefault !== null) continue;
      const problems = problemsWith(path.replaceAll("[]", ".0"), undefined);
      const key = path.replaceAll("[]", "[0]");
      assert.ok(
        problems.some((problem) => problem.startsWith(`${key}: is missing: `)),
        `${key}: ${problems.join(" | ")}`,
      );
    }
  });
});

const minute = fc.integer({ min: 0, max: 1440 });
const hours = fc
  .tuple(minute, minute)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ fromMinute: Math.min(a, b), toMinute: Math.max(a, b) }));

describe("what may be written in several ways", () => {
  test("hours of a week that are written are read as they were, days that are not named being closed", () => {
    const week = fc
      .array(fc.option(hours), { minLength: 7, maxLength: 7 })
      .filter((days) => days.some((day) => day !== null));
    fc.assert(
      fc.property(week, (days) => {
        const of = (written: unknown) =>
          operationOf(leastWith("operations.0.callingHours", written)).settings.callingHours;
        const written = writeWeek(days);
        assert.deepEqual(of(written), days);
        if (typeof written === "string") return;
        const open = Object.entries(written).filter(([, text]) => text !== "closed");
        assert.deepEqual(of(Object.fromEntries(open)), days);
        assert.deepEqual(
          of(
            Object.fromEntries(
              Object.entries(written).map(([day, text]) => [day, text === "closed" ? null : text]),
            ),
          ),
          days,
        );
      }),
      { numRuns: 40 },
    );
  });

  test("a simulated exchange has no ceiling of callbacks a day, unless one is written", () => {
    assert.equal(operationOf(least).settings.limits.perDay, null);
    const written = operationOf(leastWith("operations.0.limits.perDay", "usual"));
    assert.equal(written.settings.limits.perDay, "usual");
  });

  test("on and off are words, with quotes or without", () => {
    for (const mode of ["on", "shadow", "off"])
      for (const text of [mode, `"${mode}"`])
        assert.equal(
          parseConfiguration(
            stringify(least).replace("name: Citas", `$&\n        smartWait: ${text}`),
            "f",
          )[0]!.settings.skills[0]!.smartWait,
          mode,
        );
  });

  test("a country is taken in small letters, a seed as a number", () => {
    assert.equal(operationOf(leastWith("operations.0.country", "es")).settings.country, "ES");
    const { exchange } = operationOf(leastWith("operations.0.exchange.simulated.seed", 7));
    assert.ok(exchange.kind === "simulated");
    assert.equal(exchange.seed, "7");
  });

  test("entries may be shared by anchors", () => {
    const text = `
operations:
  - &first
    name: One
    timeZone: UTC
    skills: &skills [{ id: 1, name: A }]
    exchange: &exchange
      simulated:
        traffic: [{ skill: 1, callsPerDay: 1, meanHandleS: 1, meanPatienceS: 1 }]
        agents: [{ count: 1, skills: [1], shift: 00:00-24:00 }]
  - { name: Two, timeZone: UTC, skills: *skills, exchange: *exchange }
`;
    const [one, two] = parseConfiguration(text, "espera.yaml");
    assert.deepEqual(two!.settings, one!.settings);
  });
});

describe("everything that may be written of promises and guards", () => {
  const simulated = {
    ...least.operations[0]!.exchange.simulated,
    agents: [{ count: 2, skills: [7], shift: "08:00-16:00" }],
  };
  const written = {
    operations: [
      {
        ...least.operations[0]!,
        country: "mx",
        countries: ["US", "mx", "co", "MX"],
        sharedNumbers: ["+57 601 555 0100", "+525555550100", "+576015550100"],
        ownNumbers: ["+57 601 555 0199", "+525555550199"],
        classes: [
          { name: "vip", creditS: 180 },
          { name: "Plan_B-2", creditS: 0.5 },
        ],
        skills: [
          {
            id: 7,
            name: "Citas",
            smartWait: "auto",
            auto: { onAbove: 0.6, offBelow: 0.6, leastOnS: 90 },
            judgement: "learned",
            promiseKeptBy: 0.95,
            holdOut: false,
            serviceLevelUp: "live",
            registersNew: false,
            servesPending: false,
            offerAgain: true,
            discipline: { windowMinutes: 45 },
            openingHours: { monday: "08:00-18:00", sunday: "closed" },
            atClosing: "end",
            rulePack: "co-cobranza",
            limits: { pending: 40, alive: 3, longestPromiseH: 2.5 },
            queueOffers: { byKey: true, afterS: 90, leastAhead: 2 },
            dialogue: {
              confirmNumber: false,
              otherNumber: true,
              recordName: true,
              laterMinutes: [10, 60, 240],
            },
          },
        ],
        attempts: { maxOf: { machine: 1, busy: 5 } },
        holidays: { country: "CO", dates: ["2026-12-31", "2026-12-24", "2026-12-31"] },
        limits: {
          perNumberPerDay: 2,
          perOtherNumberPerDay: 0,
          perDayByAnonymous: 20,
          perDay: 500,
          alive: 20,
          diallingsPerNumber: 6,
        },
        retention: { namesH: 1.5, forgetNumbersAfterDays: "never" },
        exchange: { simulated },
      },
    ],
  };

  test("is read in the core's units, lists of countries, numbers and days ascending and each once", () => {
    const { settings } = operationOf(written);
    const [skill] = settings.skills;
    assert.deepEqual(
      { ...settings, skills: [], attempts: settings.attempts.maxOf, callingHours: [] },
      {
        timeZone: "America/Bogota",
        country: "MX",
        countries: ["CO", "MX", "US"],
        sharedNumbers: ["+525555550100", "+576015550100"],
        ownNumbers: ["+525555550199", "+576015550199"],
        classes: [
          { name: "vip", creditMs: 180_000 },
          { name: "Plan_B-2", creditMs: 500 },
        ],
        skills: [],
        attempts: { busy: 5, "no-answer": 3, machine: 1, failed: 3 },
        callingHours: [],
        holidays: { country: "CO", dates: ["2026-12-24", "2026-12-31"] },
        limits: {
          perNumberPerDay: 2,
          perOtherNumberPerDay: 0,
          perDayByAnonymous: 20,
          perDay: 500,
          alive: 20,
          diallingsPerNumber: 6,
        },
        retention: { namesMs: 5_400_000, forgetNumbersAfterDays: null },
        callbackExpiresAfterMs: 86_400_000,
      },
    );
    assert.deepEqual(skill, {
      id: 7,
      name: "Citas",
      target: { share: 0.8, withinMs: 20_000 },
      smartWait: "auto",
      auto: { onAbove: 0.6, offBelow: 0.6, leastOnMs: 90_000 },
      judgement: "learned",
      promiseKeptBy: 0.95,
      offerAfterMs: 30_000,
      holdOut: false,
      serviceLevelUp: "live",
      registersNew: false,
      servesPending: false,
      offerAgain: true,
      discipline: { kind: "window", widthMs: 2_700_000, reserveAgents: 1 },
      dialling: { kappa: null, reserve: true },
      openingHours: [{ fromMinute: 480, toMinute: 1080 }, null, null, null, null, null, null],
      atClosing: "end",
      rulePack: "co-cobranza",
      limits: { pending: 40, alive: 3, longestPromiseMs: 9_000_000 },
      queueOffers: { byKey: true, afterMs: 90_000, leastAhead: 2 },
      dialogue: {
        confirmNumber: false,
        otherNumber: true,
        recordName: true,
        laterMs: [600_000, 3_600_000, 14_400_000],
      },
    });
  });

  test("is the same as in the journal, so that nothing is adopted twice", () => {
    const { settings } = operationOf(written);
    assert.ok(settingsEqual(settings, JSON.parse(JSON.stringify({ ...settings, version: 3 })) as Settings));
  });

  test("has the country's own numbers and half an hour of window where no more is said", () => {
    const of = (path: string, value: unknown) => operationOf(leastWith(path, value)).settings;
    assert.deepEqual(of("operations.0.country", "ES").countries, ["ES"]);
    const window = { kind: "window", widthMs: 1_800_000, reserveAgents: 1 };
    assert.deepEqual(of("operations.0.skills.0.discipline", "window").skills[0]!.discipline, window);
    assert.deepEqual(of("operations.0.skills.0.discipline", {}).skills[0]!.discipline, window);
    assert.deepEqual(of("operations.0.skills.0.discipline", "place").skills[0]!.discipline, {
      kind: "place",
    });
  });
});

describe("what cannot hold together", () => {
  /** What is said of the least whose operation and skill have these members too. */
  function problemsAmong(operation: object, skill: object, onto: { operations: object[] } = least): string[] {
    const base = onto.operations[0]!;
    const given = {
      operations: [{ ...base, ...operation, skills: [{ id: 7, name: "Citas", ...skill }] }],
    };
    return problemsOf(stringify(given)).map((line) =>
      line.replace(/^espera\.yaml:\d+: operations\[0\]\.(skills\[0\]\.)?/, ""),
    );
  }
  const never = "with callingHours, openingHours and rulePack together, its callbacks could never be called";
  const sundays = { sunday: "08:00-12:00" };

  test("is a list of countries without the operation's own", () => {
    const says = (own: string) =>
      `countries: ${own} is not among them, where the operation is: add it, or say country`;
    assert.deepEqual(problemsAmong({ countries: ["ES"] }, {}), [says("CO")]);
    assert.deepEqual(problemsAmong({ country: "es", countries: ["CO"] }, {}), [says("ES")]);
  });

  test("are hours that leave none in which a person may be called", () => {
    assert.deepEqual(problemsAmong({ callingHours: "07:00-09:00" }, { openingHours: "09:00-18:00" }), [
      `openingHours: ${never}`,
    ]);
    assert.deepEqual(problemsAmong({}, { openingHours: sundays, rulePack: "co-cobranza" }), [
      `openingHours: ${never}`,
    ]);
    assert.deepEqual(problemsAmong({ callingHours: sundays }, { rulePack: "co-cobranza" }), [
      `rulePack: ${never}`,
    ]);
    operationOf(leastWith("operations.0.skills.0.openingHours", sundays));
    operationOf(leastWith("operations.0.skills.0.rulePack", "co-cobranza"));
  });

  test("is a window that ends after the callback expired, or later than a promise may", () => {
    const shorten =
      "callbacks expire before a window of 90 minutes ends: shorten it, or raise callbackExpiresAfterH";
    const window = { windowMinutes: 90, reserveAgents: 1 };
    assert.deepEqual(problemsAmong({ callbackExpiresAfterH: 1 }, { discipline: window }), [
      `discipline: ${shorten}`,
    ]);
    const later = (minutes: number) =>
      `limits.longestPromiseH: a window of ${minutes} minutes ends later than that: nobody would be offered a return call`;
    assert.deepEqual(problemsAmong({}, { discipline: window, limits: { longestPromiseH: 1 } }), [later(90)]);
    assert.deepEqual(problemsAmong({}, { discipline: "window", limits: { longestPromiseH: 0.25 } }), [
      later(30),
    ]);
  });

  test("is a reserve of all the agents there are", () => {
    const says = "discipline: only 2 agents answer this skill: reserve fewer than that";
    assert.deepEqual(problemsAmong({}, { discipline: { reserveAgents: 2 } }), [says]);
  });

  test("are recorded names on an Asterisk without a folder for them", () => {
    const skill = { dialogue: { recordName: true } };
    assert.deepEqual(problemsAmong({}, skill, leastOnAsterisk), [
      "dialogue.recordName: names need a folder that both can reach: say recordings under asterisk, or leave it out",
    ]);
    const { asterisk } = leastOnAsterisk.operations[0]!.exchange;
    const recordings = { asterisk: "/var/spool/asterisk/espera", espera: "/srv/recordings" };
    const { exchange } = operationOf({
      operations: [
        {
          ...leastOnAsterisk.operations[0]!,
          skills: [{ id: 7, name: "Citas", ...skill }],
          exchange: { asterisk: { ...asterisk, recordings } },
        },
      ],
    });
    assert.ok(exchange.kind === "asterisk");
    assert.deepEqual(exchange.recordings, recordings);
  });
});

describe("what is refused", () => {
  const refusals: readonly [path: string, value: unknown, ...says: string[]][] = [
    ["operations", [], "operations: write a list of at least one operation"],
    ["operations.0.name", "", "operations[0].name: write a name of up to 80 characters"],
    ["operations.0.name", "a\nb", "operations[0].name: write a name of up to 80 characters"],
    ["operations.0.name", 5, "operations[0].name: write a name of up to 80 characters"],
    [
      "operations.0.timeZone",
      "Bogota",
      "operations[0].timeZone: write an IANA time zone like America/Bogota",
    ],
    [
      "operations.0.timeZone",
      "-05:00",
      "operations[0].timeZone: write an IANA time zone like America/Bogota",
    ],
    [
      "operations.0.timeZone",
      "2020-01-01T00:00Z[America/Bogota]",
      "operations[0].timeZone: write an IANA time zone like America/Bogota",
    ],
    ["operations.0.country", "ZZ", "operations[0].country: write a country's two letters (ISO 3166) like CO"],
    [
      "operations.0.country",
      "Perú",
      "operations[0].country: write a country's two letters (ISO 3166) like CO",
    ],
    ["operations.0.skills.0.id", 0, "operations[0].skills[0].id: write a whole number from 1 to 2147483647"],
    [
      "operations.0.skills.0.id",
      1.5,
      "operations[0].skills[0].id: write a whole number from 1 to 2147483647",
    ],
    [
      "operations.0.skills.0.id",
      "7",
      "operations[0].skills[0].id: write a whole number from 1 to 2147483647",
    ],
    [
      "operations.0.skills.0.target",
      "80",
      'operations[0].skills[0].target: write it like "80 % in 20 s" (up to 100 % in 3600 s)',
    ],
    [
      "operations.0.limits.perDay",
      "many",
      "operations[0].limits.perDay: write a whole number from 0 to 1000000, usual or none",
    ],
    [
      "operations.0.skills.0.smartWait",
      true,
      "operations[0].skills[0].smartWait: write on, auto, shadow or off",
    ],
    [
      "operations.0.skills.0.auto",
      { onAbove: 0.3 },
      "operations[0].skills[0].auto: write offBelow so that it is not above onAbove, 0.3",
    ],
    [
      "operations.0.skills.0.offerAfterS",
      "45 s",
      "operations[0].skills[0].offerAfterS: write a number from 0 to 3600",
    ],
    [
      "operations.0.skills.0.offerAfterS",
      Number.NaN,
      "operations[0].skills[0].offerAfterS: write a number from 0 to 3600",
    ],
    [
      "operations.0.skills.0.offerAfterMs",
      5,
      "operations[0].skills[0].offerAfterMs: there is no such key; did you mean offerAfterS?",
    ],
    ["operations.0.attempts", { max: 11 }, "operations[0].attempts.max: write a whole number from 1 to 10"],
    [
      "operations.0.attempts",
      { gapS: { bussy: 5, busy: 9 } },
      "operations[0].attempts.gapS.bussy: there is no such key; did you mean busy?",
      "operations[0].attempts.gapS.busy: write a number from 10 to 86400",
    ],
    [
      "operations.0.callingHours",
      ["07:00-21:00"],
      'operations[0].callingHours: write hours for all days like "07:00-21:00" (up to 24:00), or hours by weekday',
    ],
    [
      "operations.0.callingHours",
      { monday: "21:00-07:00", tusday: "closed" },
      'operations[0].callingHours.monday: write hours of one day like "07:00-21:00" (up to 24:00), or closed',
      "operations[0].callingHours.tusday: there is no such key; did you mean tuesday?",
    ],
    [
      "operations.0.callingHours",
      { sunday: "closed" },
      "operations[0].callingHours: give hours to at least one day: callbacks could never be called",
    ],
    [
      "operations.0.skills.0.dialogue",
      { laterMinutes: [30, 10] },
      "operations[0].skills[0].dialogue.laterMinutes: write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240",
    ],
    [
      "operations.0.skills.0.dialogue",
      { laterMinutes: [10, 10] },
      "operations[0].skills[0].dialogue.laterMinutes: write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240",
    ],
    [
      "operations.0.skills.0.dialogue",
      { laterMinutes: [7] },
      "operations[0].skills[0].dialogue.laterMinutes: write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240",
    ],
    [
      "operations.0.skills.0.dialogue",
      { laterMinutes: 10 },
      "operations[0].skills[0].dialogue.laterMinutes: write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240",
    ],
    [
      "operations.0.skills.0.dialogue",
      { laterMinutes: [5, 10, 15, 20, 25, 30, 35, 40, 45, 50] },
      "operations[0].skills[0].dialogue.laterMinutes: write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240",
    ],
    [
      "operations.0.skills.0.dialogue",
      { recordName: "yes" },
      "operations[0].skills[0].dialogue.recordName: write true or false",
    ],
    [
      "operations.0.skills.0.registersNew",
      "off",
      "operations[0].skills[0].registersNew: write true or false",
    ],
    [
      "operations.0.skills.0.discipline",
      "windows",
      "operations[0].skills[0].discipline: write place, window, flexible, or windowMinutes and reserveAgents",
    ],
    [
      "operations.0.skills.0.discipline",
      { windowMinuts: 20 },
      "operations[0].skills[0].discipline.windowMinuts: there is no such key; did you mean windowMinutes?",
    ],
    [
      "operations.0.skills.0.openingHours",
      { sunday: "closed" },
      "operations[0].skills[0].openingHours: give hours to at least one day: callbacks could never be called",
    ],
    [
      "operations.0.skills.0.rulePack",
      "cobranza",
      "operations[0].skills[0].rulePack: write none, co-servicio or co-cobranza",
    ],
    [
      "operations.0.skills.0.atClosing",
      "later",
      "operations[0].skills[0].atClosing: write next-opening or end",
    ],
    [
      "operations.0.countries",
      ["CO", "Perú"],
      "operations[0].countries[1]: write a country's two letters (ISO 3166) like CO",
    ],
    [
      "operations.0.sharedNumbers",
      [576015550100],
      'operations[0].sharedNumbers[0]: write a number with its country, in quotes, like "+576015550100"',
    ],
    [
      "operations.0.sharedNumbers",
      ["6015550100"],
      'operations[0].sharedNumbers[0]: write a number with its country, in quotes, like "+576015550100"',
    ],
    [
      "operations.0.sharedNumbers",
      ["+576015550100", "0000000000"],
      "operations[0].sharedNumbers[1]: this is no telephone number: leave it out, callers who show it are strangers to each other anyway",
    ],
    [
      "operations.0.sharedNumbers",
      ["Desconocido"],
      "operations[0].sharedNumbers[0]: this is no telephone number: leave it out, callers who show it are strangers to each other anyway",
    ],
    [
      "operations.0.ownNumbers",
      ["6015550100"],
      'operations[0].ownNumbers[0]: write a number with its country, in quotes, like "+576015550100"',
    ],
    [
      "operations.0.classes",
      [
        { name: "vip", creditS: 180 },
        { name: "very important", creditS: 3601 },
        { name: "9", creditS: -1 },
      ],
      "operations[0].classes[1].creditS: write a number from 0 to 3600",
      "operations[0].classes[1].name: write letters, digits, - and _, at most 32, beginning with a letter, like vip",
      "operations[0].classes[2].creditS: write a number from 0 to 3600",
      "operations[0].classes[2].name: write letters, digits, - and _, at most 32, beginning with a letter, like vip",
    ],
    [
      "operations.0.classes",
      [
        { name: "vip", creditS: 180 },
        { name: "vip", creditS: 60 },
      ],
      "operations[0].classes[1].name: another class is named vip: give each its own",
    ],
    [
      "operations.0.exchange.simulated.classes",
      [
        { class: "vip", share: 0.5 },
        { class: "vip", share: 0.6 },
      ],
      "operations[0].exchange.simulated.classes: the shares are more than 1 together",
      "operations[0].exchange.simulated.classes[0].class: there is no class vip; known: none",
      "operations[0].exchange.simulated.classes[1].class: there is no class vip; known: none",
      "operations[0].exchange.simulated.classes[1].class: the share of class vip is given above: give it once",
    ],
    [
      "operations.0.holidays",
      { country: "MX" },
      "operations[0].holidays.country: write CO: Colombia's are known",
    ],
    [
      "operations.0.holidays",
      { dates: ["2026-02-29", "31/12/2026"] },
      "operations[0].holidays.dates[0]: write a day like 2026-12-31",
      "operations[0].holidays.dates[1]: write a day like 2026-12-31",
    ],
    [
      "operations.0.retention",
      { forgetNumbersAfterDays: 0 },
      "operations[0].retention.forgetNumbersAfterDays: write a whole number from 1 to 3650, or never",
    ],
    [
      "operations.0.retention",
      { forgetNumbersAfterDays: 3651 },
      "operations[0].retention.forgetNumbersAfterDays: write a whole number from 1 to 3650, or never",
    ],
    [
      "operations.0.retention",
      { forgetNumbersAfterDays: "forever" },
      "operations[0].retention.forgetNumbersAfterDays: write a whole number from 1 to 3650, or never",
    ],
    [
      "operations.0.retention",
      { forgetNumbersAfterDays: 1.5 },
      "operations[0].retention.forgetNumbersAfterDays: write a whole number from 1 to 3650, or never",
    ],
    [
      "operations.0.exchange",
      { asterix: {} },
      "operations[0].exchange.asterix: there is no such key; did you mean asterisk?",
    ],
    [
      "operations.0.exchange.simulated.agents.0.count",
      0,
      "operations[0].exchange.simulated.agents[0].count: write a whole number from 1 to 1000",
    ],
    [
      "operations.0.exchange.simulated.agents.0.skills",
      [],
      "operations[0].exchange.simulated.agents[0].skills: write a list of at least one skill's id",
    ],
    [
      "operations.0.exchange.simulated.agents.0.skills",
      [7, 8, 7],
      "operations[0].exchange.simulated.agents[0].skills[1]: there is no skill with the id 8; known: 7",
      "operations[0].exchange.simulated.agents[0].skills[2]: skill 7 is in this list already: leave it out",
    ],
    [
      "operations.0.exchange.simulated.traffic.0.skill",
      8,
      "operations[0].exchange.simulated.traffic[0].skill: there is no skill with the id 8; known: 7",
    ],
    [
      "operations.0.exchange.simulated.traffic",
      [
        least.operations[0]!.exchange.simulated.traffic[0],
        least.operations[0]!.exchange.simulated.traffic[0],
      ],
      "operations[0].exchange.simulated.traffic[1].skill: the traffic of skill 7 is given above: give it once",
    ],
    [
      "operations.0.skills",
      [
        { id: 7, name: "Citas" },
        { id: 7, name: "Citas" },
      ],
      "operations[0].skills[1].id: another skill has the id 7: give each its own",
      "operations[0].skills[1].name: another skill is named Citas: give each its own",
    ],
    [
      "operations",
      [least.operations[0], { ...least.operations[0], name: "Clínica".normalize("NFD") }],
      "operations[1].name: another operation is named Clínica: give each its own",
    ],
    [
      "operations.0.target",
      "80/20",
      "operations[0].target: there is no such key; known here: name, timeZone, country, countries, sharedNumbers, ownNumbers, skills, classes, attempts, callingHours, holidays, limits, settings, licences, retention, callbackExpiresAfterH, exchange",
    ],
  ];
  for (const [path, value, ...says] of refusals)
    test(`${path}: ${JSON.stringify(value)?.slice(0, 60)}`, () =>
      assert.deepEqual(problemsWith(path, value).toSorted(), says.toSorted()));

  test("names the line of the key, of the entry in a list, and of the innermost that is there when something lacks", () => {
    const text = `# a comment
operations:
  - name: One
    timeZone: UTC

    skills:
      - id: 1
        name: A
        target:
          80
      - id: one
        nam: B
    exchange: {}
`;
    assert.deepEqual(problemsOf(text), [
      'espera.yaml:9: operations[0].skills[0].target: write it like "80 % in 20 s" (up to 100 % in 3600 s)',
      "espera.yaml:11: operations[0].skills[1].id: write a whole number from 1 to 2147483647",
      "espera.yaml:11: operations[0].skills[1].name: is missing: write a name of up to 80 characters",
      "espera.yaml:12: operations[0].skills[1].nam: there is no such key; did you mean name?",
      "espera.yaml:13: operations[0].exchange: write simulated: and its keys, or asterisk: and its keys",
    ]);
  });

  test("is a number outside the bounds that the table of keys gives, and none within", () => {
    const problemsAt = (path: string, value: number) => {
      const [, attempt] = /^operations\[\]\.attempts\.(.+)$/.exec(path) ?? [];
      const nested = attempt?.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
      const configuration = attempt
        ? leastWith("operations.0.attempts", nested)
        : leastWith(path.replaceAll("[]", ".0"), value);
      try {
        return operationOf(configuration) && [];
      } catch (error) {
        return String((error as Fault).details["problems"])
          .trim()
          .split("\n");
      }
    };
    const bounded = configurationKeys.flatMap(({ path, written }) => {
      const [, whole, from, to] = /^(whole )?number, ([\d.]+) to ([\d.]+)$/.exec(written) ?? [];
      return from && to ? [{ path, whole: Boolean(whole), from: Number(from), to: Number(to) }] : [];
    });
    assert.ok(bounded.length >= 30);
    for (const { path, whole, from, to } of bounded) {
      for (const value of [from, to])
        assert.ok(!problemsAt(path, value).join().includes("write a"), `${path}: ${value}`);
      for (const value of [from - 0.01, to + 0.01, -to, 1e300, ...(whole ? [from + 0.5] : [])]) {
        const [problem, ...others] = problemsAt(path, value);
        assert.match(
          problem!,
          new RegExp(`write a ${whole ? "whole " : ""}number from ${from} to ${to}$`),
          path,
        );
        assert.deepEqual(others, []);
      }
    }
  });

  test("is found where an anchor's value was written", () => {
    const text = `operations:
  - name: One
    timeZone: UTC
    skills: &skills
      - { id: 1, name: A }
      - { id: 2, name: B, target: soon }
    exchange: {}
  - { name: Two, timeZone: UTC, skills: *skills, exchange: {} }
`;
    const lines = problemsOf(text).filter((problem) => problem.includes("target"));
    assert.deepEqual(
      lines.map((problem) => problem.split(": ", 2).join(": ")),
      ["espera.yaml:6: operations[0].skills[1].target", "espera.yaml:6: operations[1].skills[1].target"],
    );
  });

  test("is YAML that is broken, doubled, of several parts, or without end", () => {
    const begin = 'begin with "operations:" and a list of at least one operation';
    assert.deepEqual(problemsOf(""), [`espera.yaml:1: ${begin}`]);
    assert.deepEqual(problemsOf("# nothing\n"), [`espera.yaml:1: ${begin}`]);
    assert.deepEqual(problemsOf("- 5"), [`espera.yaml:1: ${begin}`]);
    assert.deepEqual(problemsOf("a: 1\na: 2"), [
      "espera.yaml:2: this key stands above already: write it once",
    ]);
    assert.deepEqual(problemsOf("a: 1\n---\nb: 2"), [
      'espera.yaml:2: write one configuration: leave out the line "---"',
    ]);
    assert.deepEqual(problemsOf("[1]: a"), ["espera.yaml:1: a key is a plain word"]);
    for (const text of ["a: [", "a: 'b", "\ta: b", "operations: !secret x", "[".repeat(10_000)])
      assert.match(problemsOf(text)[0]!, /^espera\.yaml:\d+: /, text.slice(0, 20));
    assert.deepEqual(problemsOf("operations:\n  - name: *VIP"), [
      "espera.yaml:2: *VIP refers to nothing: put it in quotes if it is a text",
    ]);
    const laughs = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    assert.equal(problemsOf(["x0: &a0 [lol]", ...laughs].join("\n")).length, 1);
    assert.ok(problemsOf("operations: &a [*a]").length > 0);
  });

  test("nothing but a fault is ever raised, whatever the text", () => {
    const raisesOnlyFaults = (text: string) => {
      try {
        parseConfiguration(text, "espera.yaml");
      } catch (error) {
        if (!(error instanceof Fault && error.code === "config-invalid")) throw error;
      }
    };
    const example = exampleConfiguration();
    const cut = fc
      .tuple(fc.nat(example.length), fc.nat(200), fc.string({ unit: "grapheme", maxLength: 20 }))
      .map(([at, length, put]) => example.slice(0, at) + put + example.slice(at + length));
    const paths = configurationKeys.map(({ path }) => path.replaceAll("[]", ".0"));
    const there = paths.filter((path) => !/attempts\.|callingHours\./.test(path));
    const odd = fc
      .tuple(fc.constantFrom(...there), fc.jsonValue({ maxDepth: 3 }))
      .map(([path, value]) => stringify(leastWith(path, value)));
    fc.assert(fc.property(fc.string({ unit: "binary" }), raisesOnlyFaults));
    fc.assert(fc.property(cut, raisesOnlyFaults), { numRuns: 60 });
    fc.assert(fc.property(odd, raisesOnlyFaults), { numRuns: 200 });
  });
});

describe("names that are no texts", () => {
  const unspeakable = "{ toString: 1, valueOf: 2 }";

  test("are named as such among the classes, whatever the simulated callers are", () => {
    const text = [
      "operations:",
      "  - name: ventas",
      `    classes: [{ name: ${unspeakable} }]`,
      "    exchange: { simulated: { classes: [{ class: gold, share: 1 }] } }",
    ].join("\n");
    assert.ok(problemsOf(text).some((line) => line.includes("there is no class gold; known: none")));
  });

  test("are named as such among the queues, also where two operations share one", () => {
    const queues = (queue: string) => `    exchange: { asterisk: { queues: [{ queue: ${queue} }] } }`;
    const text = [
      "operations:",
      "  - name: ventas",
      queues(`&queue ${unspeakable}`),
      "  - name: soporte",
      queues("*queue"),
    ].join("\n");
    assert.ok(
      problemsOf(text).some((line) => line.includes("operations[1].exchange.asterisk.queues[0].queue")),
    );
  });
});

describe("which configuration is read", () => {
  async function inFolder(run: (directory: string) => Promise<void>): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), "espera-configuration-"));
    try {
      await run(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }
  const raises = (code: FaultCode) => (error: unknown) => error instanceof Fault && error.code === code;

  test("the demonstration where there is none", () =>
    inFolder(async (directory) => {
      const { operations, demonstration } = await readConfiguration({ directory });
      assert.equal(demonstration, true);
      assert.deepEqual(operations, demonstrationOperations());
    }));

  test("that in the data directory, and before it the one that is named", () =>
    inFolder(async (directory) => {
      writeFileSync(join(directory, "espera.yaml"), stringify(least));
      const inDirectory = await readConfiguration({ directory });
      assert.equal(inDirectory.demonstration, false);
      assert.deepEqual(inDirectory.operations, [operationOf(least)]);
      const file = join(directory, "other.yaml");
      writeFileSync(file, stringify(leastWith("operations.0.name", "Other")));
      assert.equal((await readConfiguration({ directory, file })).operations[0]!.name, "Other");
    }));

  test("that in the working folder where the data directory has none; where it has one, that is named as passed over", () =>
    inFolder(async (workingFolder) =>
      inFolder(async (directory) => {
        const here = join(workingFolder, "espera.yaml");
        writeFileSync(here, stringify(leastWith("operations.0.name", "Here")));
        const read = await readConfiguration({ directory, workingFolder });
        assert.deepEqual([read.operations[0]!.name, read.file, read.passedOver], ["Here", here, null]);
        const own = join(directory, "espera.yaml");
        writeFileSync(own, stringify(least));
        const other = await readConfiguration({ directory, workingFolder });
        assert.deepEqual([other.operations[0]!.name, other.file, other.passedOver], ["Clínica", own, here]);
        const named = await readConfiguration({ directory, workingFolder, file: here });
        assert.deepEqual([named.file, named.passedOver], [here, null]);
      }),
    ));

  test("a named one that is not there is a fault, and so is one that cannot be read", () =>
    inFolder(async (directory) => {
      const file = join(directory, "none.yaml");
      await assert.rejects(readConfiguration({ directory, file }), raises("config-not-found"));
      await assert.rejects(readConfiguration({ directory, file: directory }), raises("config-invalid"));
    }));

  test("problems name the file as it was named", () =>
    inFolder(async (directory) => {
      const file = join(directory, "espera.yaml");
      writeFileSync(file, "operations: 5");
      await assert.rejects(readConfiguration({ directory }), (error) =>
        (error as Fault).message.includes(`${file}:1: operations: write a list`),
      );
    }));
});

describe("whether settings say the same", () => {
  const settings: Wanted = demonstrationOperations()[0]!.settings;

  test("they do after a stay in the journal, whatever version they got and however skills are ordered", () => {
    const kept = JSON.parse(JSON.stringify({ ...settings, version: 4 })) as Settings;
    assert.ok(settingsEqual(settings, kept));
    const later: Settings = { ...kept, version: 5, skills: kept.skills.toReversed() };
    assert.ok(settingsEqual(kept, later));
    const minusZero = parseConfiguration(
      stringify(least).replace("name: Citas", "$&\n        offerAfterS: -0"),
      "f",
    )[0]!.settings;
    assert.ok(settingsEqual(minusZero, JSON.parse(JSON.stringify(minusZero)) as Wanted));
  });

  test("they do not when anything differs", () => {
    const changes: ((copy: Record<string, unknown>) => void)[] = [];
    const visit = (value: unknown, steps: readonly string[]): void => {
      if (typeof value === "object" && value !== null)
        for (const [key, inner] of Object.entries(value)) visit(inner, [...steps, key]);
      else
        changes.push((copy) => {
          let inner = copy;
          for (const step of steps.slice(0, -1)) inner = inner[step] as Record<string, unknown>;
          inner[steps.at(-1)!] = typeof value === "number" ? value + 1 : "changed";
        });
    };
    visit(settings, []);
    assert.ok(changes.length > 30);
    for (const change of changes) {
      const copy = structuredClone(settings);
      change(copy as unknown as Record<string, unknown>);
      assert.equal(settingsEqual(settings, copy), false);
    }
  });
});

describe("the demonstration", () => {
  const [operation, ...others] = demonstrationOperations();
  const { settings, exchange } = operation!;

  test("is one operation of four skills, 40 agents and 3,000 calls on a weekday", () => {
    assert.deepEqual(others, []);
    assert.equal(settings.skills.length, 4);
    assert.equal(
      exchange.agents.reduce((sum, { count }) => sum + count, 0),
      40,
    );
    assert.equal(
      exchange.traffic.reduce((sum, { callsPerDay }) => sum + callsPerDay, 0),
      3000,
    );
    assert.equal(exchange.historyDays, 31);
  });

  test("has somebody for every skill at any hour of any weekday, so that nobody is refused for want of agents", () => {
    for (const { id } of settings.skills)
      for (let minute = 0; minute < 1440; minute++) {
        const there = exchange.agents.some(
          ({ skills, shift }) =>
            skills.includes(id) &&
            [minute, minute + 1440].some((at) => shift.fromMinute <= at && at < shift.toMinute),
        );
        assert.ok(there, `skill ${id} at minute ${minute}`);
      }
  });
});

describe("docs/configuration.md", () => {
  const page = read("docs/configuration.md");
  const yaml = fences(page).filter(({ language }) => language === "yaml");
  const refused = yaml.filter(({ attributes }) => attributes["refused"] !== undefined);

  test("shows configurations that are taken", () => {
    const taken = yaml.filter((fence) => !refused.includes(fence));
    assert.ok(taken.length >= 2);
    for (const { text } of taken) assert.ok(parseConfiguration(text, "espera.yaml").length > 0);
  });

  test("shows one that is refused, with the answer it gets", () => {
    assert.equal(refused.length, 1);
    const answer = fences(page).find(({ line, language }) => language === "text" && line > refused[0]!.line);
    assert.deepEqual(answer?.text.split("\n"), problemsOf(refused[0]!.text));
  });

  test("explains every key of the schema, and no other", () => {
    const explained = [
      ...page.matchAll(/^\| `((?:operations|store|signIn)[^`]*)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm),
    ];
    assert.deepEqual(
      explained.map((row) => row[1]),
      configurationKeys.map(({ path }) => path),
    );
    for (const row of explained) for (const cell of row.slice(2)) assert.ok(cell.trim().length > 0, row[0]);
  });
});
