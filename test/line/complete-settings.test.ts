import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apply } from "../../src/line/apply.ts";
import { completeSettings } from "../../src/line/complete-settings.ts";
import type { Settings } from "../../src/line/settings.ts";
import { emptyState } from "../../src/line/state.ts";
import { settings } from "./generated-facts.ts";

/** As the first Espera wrote them into its journal, to the letter. */
const former = JSON.parse(`{
  "version": 4, "timeZone": "America/Mexico_City", "country": "MX",
  "skills": [
    {"id": 1, "name": "Citas", "target": {"share": 0.8, "withinMs": 20000}, "smartWait": "on", "offerAfterMs": 45000},
    {"id": 2, "name": "Urgencias", "target": {"share": 0.95, "withinMs": 10000}, "smartWait": "off", "offerAfterMs": 30000}
  ],
  "attempts": {
    "max": 2, "ringForMs": 30000, "keepPlaceWithinMs": 60000,
    "gapMs": {"busy": 120000, "no-answer": 300000, "machine": 900000, "failed": 60000}
  },
  "callingHours": [null, null, {"fromMinute": 420, "toMinute": 1260}, null, null, null, null],
  "callbackExpiresAfterMs": 3600000
}`) as Settings;

describe("settings of an older journal", () => {
  it("keep all that they say, and say of the rest what held then", () => {
    const unsaid = {
      auto: { onAbove: 0.5, offBelow: 0.35, leastOnMs: null },
      judgement: "plain",
      promiseKeptBy: 0.9,
      offerAgain: false,
      holdOut: false,
      serviceLevelUp: "promise",
      registersNew: true,
      servesPending: true,
      discipline: { kind: "place" },
      dialling: { kappa: 0.5, reserve: true },
      openingHours: null,
      atClosing: "next-opening",
      rulePack: "none",
      limits: { pending: null, alive: null, longestPromiseMs: null },
      queueOffers: { byKey: false, afterMs: null, leastAhead: 3 },
      dialogue: { confirmNumber: true, otherNumber: false, recordName: false, laterMs: [] },
    };
    assert.deepEqual(completeSettings(former), {
      ...former,
      countries: ["MX"],
      sharedNumbers: [],
      ownNumbers: [],
      classes: [],
      skills: former.skills.map((skill) => ({ ...skill, ...unsaid })),
      attempts: { ...former.attempts, maxOf: { busy: 3, "no-answer": 3, machine: 2, failed: 3 } },
      holidays: { country: null, dates: [] },
      limits: {
        perNumberPerDay: 3,
        perOtherNumberPerDay: 1,
        perDayByAnonymous: 20,
        perDay: null,
        alive: null,
        diallingsPerNumber: 10,
      },
      retention: { namesMs: 86_400_000, forgetNumbersAfterDays: 90 },
    });
  });

  it("are whole in the state after they were adopted", () => {
    const state = emptyState(settings);
    apply(state, { type: "settings-adopted", settings: former }, 1);
    assert.deepEqual(state.settings, completeSettings(former));
    assert.deepEqual(state.skillSettings.get(1)?.dialogue.laterMs, []);
  });
});

describe("settings of today", () => {
  it("are left as they are", () => {
    const other: Settings = {
      ...completeSettings(former),
      countries: ["MX", "CO"],
      sharedNumbers: ["+525512345678"],
      ownNumbers: ["+525512345679"],
      classes: [{ name: "vip", creditMs: 180_000 }],
      skills: former.skills.map((skill) => ({
        ...skill,
        auto: { onAbove: 0.7, offBelow: 0.2, leastOnMs: 60_000 },
        judgement: "plain",
        promiseKeptBy: 0.8,
        offerAgain: true,
        holdOut: true,
        serviceLevelUp: "strict",
        registersNew: false,
        servesPending: false,
        discipline: { kind: "window", widthMs: 600_000, reserveAgents: 1 },
        dialling: { kappa: 0.8, reserve: false },
        openingHours: former.callingHours,
        atClosing: "end",
        rulePack: "co-cobranza",
        limits: { pending: 5, alive: 2, longestPromiseMs: 3_600_000 },
        queueOffers: { byKey: true, afterMs: 60_000, leastAhead: 1 },
        dialogue: { confirmNumber: false, otherNumber: true, recordName: true, laterMs: [600_000] },
      })),
      attempts: { ...former.attempts, maxOf: { busy: 1, "no-answer": 1, machine: 1, failed: 1 } },
      holidays: { country: "CO", dates: ["2026-12-31"] },
      limits: {
        perNumberPerDay: 1,
        perOtherNumberPerDay: 2,
        perDayByAnonymous: 20,
        perDay: 3,
        alive: 4,
        diallingsPerNumber: 5,
      },
      retention: { namesMs: 1, forgetNumbersAfterDays: null },
    };
    assert.deepEqual(completeSettings(other), other);
  });
});
