import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { skillOfTexts, skillTexts } from "../../src/configuration/skill-texts.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { currentSettings } from "../../src/server/operations/current-settings.ts";

const configured = (skills: string, rules = "") =>
  parseConfiguration(
    `operations:
  - name: Clinic
    timeZone: America/Bogota
    ${rules}
    skills: [${skills}]
    exchange:
      simulated:
        traffic: [{ skill: 1, callsPerDay: 100, meanHandleS: 180, meanPatienceS: 240 }]
        agents: [{ count: 2, skills: [1], shift: 08:00-16:00 }]
`,
    "espera.yaml",
  )[0]!;

test("a skill that the page rules stays as it was saved, whatever the file says; a new one begins with the file", async () => {
  const store = await openSqliteStore({ file: ":memory:" });
  const record = await store.openOperation({ name: "Clinic", timeZone: "America/Bogota", simulated: true });
  const first = await currentSettings(store, record, configured("{ id: 1, name: A, offerAfterS: 10 }"), 0);
  const saved = first.skills.map((skill) => ({ ...skill, offerAfterMs: 20_000 }));
  await store.addSettings(record.id, { ...first, skills: saved, version: 2 }, 0);
  const file = "{ id: 1, name: A, offerAfterS: 30 }, { id: 2, name: B, offerAfterS: 40 }";
  const byPage = await currentSettings(store, record, configured(file, "settings: page"), 0);
  assert.deepEqual(
    byPage.skills.map(({ offerAfterMs }) => offerAfterMs),
    [20_000, 40_000],
  );
  const byFile = await currentSettings(store, record, configured(file), 0);
  assert.deepEqual(
    byFile.skills.map(({ offerAfterMs }) => offerAfterMs),
    [30_000, 40_000],
  );
  await store.close();
});

test("the texts of any skill, read again, give the same skill", () => {
  const oneOf = (...values: string[]) => fc.constantFrom(...values);
  const written = fc.record({
    name: oneOf("Ventas", "Soporte técnico", "a: b", "true", "12"),
    target: oneOf("80 % in 20 s", "92.5 % in 45 s"),
    smartWait: oneOf("on", "auto", "shadow", "off"),
    offerAfterS: oneOf("0", "12.5", "3600"),
    discipline: oneOf("place", "flexible", "window", "{ windowMinutes: 45, reserveAgents: 0 }"),
    openingHours: oneOf("", "08:00-18:00", "{ monday: 08:00-24:00, sunday: closed }"),
    judgement: oneOf("plain", "learned"),
    "auto.leastOnS": oneOf("", "600"),
    "limits.pending": oneOf("", "0", "40"),
    "limits.longestPromiseH": oneOf("", "2.5"),
    "queueOffers.afterS": oneOf("", "90"),
    "dialogue.laterMinutes": oneOf("", "[30, 60]"),
    holdOut: oneOf("true", "false"),
  });
  const settings = { ...configured("{ id: 1, name: A }").settings, version: 1 };
  fc.assert(
    fc.property(written, ({ name, ...texts }) => {
      const skill = skillOfTexts(1, { ...texts, name: JSON.stringify(name) }, settings);
      assert.equal(skill.name, name);
      assert.deepEqual(skillOfTexts(1, skillTexts(skill), settings), skill);
    }),
  );
});
