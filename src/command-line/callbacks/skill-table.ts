import type { listSkills } from "../../api/v1/schema/forms.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import type { Language } from "../../words/language.ts";
import { skillReasons } from "../../words/reasons/skill-reasons.ts";
import { minuteIn, sentenceOf } from "../../words/sentences.ts";
import type { OfOperation } from "../native-api.ts";

type SkillList = OfOperation<typeof listSkills>;

const words = {
  es: {
    skill: "Skill",
    smartWait: "Espera inteligente",
    mode: { off: "apagada", shadow: "en sombra", auto: "por sí sola", on: "encendida" },
    risk: "Riesgo",
    since: "Desde",
    waiting: "Al teléfono",
    callbacks: "Por devolver",
    returning: "Devolviendo",
    freeAgents: "Agentes libres",
    of: "de",
    why: "Por qué",
    none: "No tiene skills.",
  },
  en: {
    skill: "Skill",
    smartWait: "Smart wait",
    mode: { off: "off", shadow: "in shadow", auto: "by itself", on: "on" },
    risk: "Risk",
    since: "Since",
    waiting: "On the phone",
    callbacks: "To be called",
    returning: "Being called",
    freeAgents: "Free agents",
    of: "of",
    why: "Why",
    none: "It has no skills.",
  },
} as const satisfies Record<Language, unknown>;

interface Row {
  readonly list: SkillList;
  readonly one: SkillList["skills"][number];
}

/** Skills as a table; times are local to the operation. */
export function skillTable(lists: readonly SkillList[], language: Language): Table {
  const word = words[language];
  const columns: Column<Row>[] = [
    { key: "operation", title: "", csvOnly: true, value: ({ list }) => list.operation },
    { key: "skill_id", title: "", csvOnly: true, value: ({ one }) => one.id },
    { key: "skill", title: word.skill, left: true, value: ({ one }) => one.name || String(one.id) },
    {
      key: "smart_wait",
      title: word.smartWait,
      left: true,
      value: ({ one }) => one.smartWait,
      text: ({ one }) => word.mode[one.smartWait],
    },
    {
      key: "risk",
      title: word.risk,
      value: ({ one }) => one.outlook?.risk ?? null,
      text: ({ one }) => (one.outlook ? `${Math.round(100 * one.outlook.risk)} %` : "-"),
    },
    {
      key: "since",
      title: word.since,
      value: ({ list, one }) => {
        const since = one.auto?.since ?? one.modeSince;
        return since === null ? null : minuteIn(list.timeZone, since);
      },
    },
    { key: "waiting", title: word.waiting, value: ({ one }) => one.line?.live ?? null },
    {
      key: "callbacks",
      title: word.callbacks,
      value: ({ one }) => one.openCallbacks - (one.line?.returning ?? 0),
    },
    { key: "returning", title: word.returning, value: ({ one }) => one.line?.returning ?? 0 },
    {
      key: "free_agents",
      title: word.freeAgents,
      value: ({ one }) => one.freeAgents,
      text: ({ one }) => (one.freeAgents === null ? "-" : `${one.freeAgents} ${word.of} ${loggedIn(one)}`),
    },
    { key: "agents", title: "", csvOnly: true, value: ({ one }) => loggedIn(one) },
    { key: "why_code", title: "", csvOnly: true, value: ({ one }) => one.why },
    {
      key: "why",
      title: word.why,
      left: true,
      value: ({ one }) => sentenceOf(skillReasons, one.why, language),
    },
  ];
  return tableOf(
    columns,
    lists.flatMap((list) => list.skills.map((one) => ({ list, one }))),
  );
}

/** Agents, whatever they do; `null`: not known. */
function loggedIn({ agents }: Row["one"]): number | null {
  return agents && Object.values(agents).reduce((sum, count) => sum + count, 0);
}

/** The skills of one operation to read in a terminal. */
export function skillText(list: SkillList, language: Language): string {
  const head = `${list.operation} (${list.timeZone}), ${minuteIn(list.timeZone, list.at)}`;
  return list.skills.length === 0
    ? `${head}: ${words[language].none}`
    : `${head}\n\n${tableText(skillTable([list], language))}`;
}
