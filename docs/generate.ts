import { readFileSync, writeFileSync } from "node:fs";
import { postmanCollection } from "../src/api/postman.ts";
import { forms } from "../src/api/v1/schema/forms.ts";
import { openApi } from "../src/api/v1/schema/open-api.ts";
import { whatIfForms } from "../src/api/v1/schema/what-if/what-if-forms.ts";
import { refusals } from "../src/api/wolkvox/answer.ts";
import { configurationKeys } from "../src/configuration/configuration-keys.ts";
import { keyTextInSpanish } from "../src/configuration/configuration-words.ts";
import { queueOptions, verdictOf } from "../src/exchange/asterisk/check/queue/queue-options.ts";
import { type FaultCode, faults, ofMany } from "../src/faults/faults.ts";
import { type CallbackMember, callbackMembers } from "../src/journal/rows/callback-members.ts";
import { callbackLife, lifeDiagram } from "../src/line/callback/callback-life.ts";
import { rulePacks } from "../src/line/hours/rule-packs.ts";
import { reasons } from "../src/reports/reasons.ts";
import type { Language, Sentence } from "../src/words/language.ts";
import { spanishFaults } from "../src/words/problems/fault-sentences.ts";
import { bankEffectDrawing, bankModelDrawing } from "./bank-drawings.ts";
import { riskDrawing, waitsDrawing } from "./brain-drawings.ts";
import { offerDiagram, returnDiagram } from "./dialogue-diagram.ts";
import { waysDrawing } from "./lift-drawings.ts";
import { bankEffectTable, bankModelTable, madeTable } from "./lift-tables.ts";

/**
 * The parts of the documentation that follow from the code, by the name between their marks
 * `<!-- generated NAME -->` and `<!-- end of NAME -->`, in the language of the document unless they are in both.
 * `node docs/generate.ts` writes them; a test compares.
 */
const parts: Readonly<Record<string, (language: Language) => string>> = {
  "state diagram": () => `\`\`\`mermaid\n${lifeDiagram()}\n\`\`\``,
  "life table": lifeTable,
  "offer dialogue": () => `\`\`\`mermaid\n${offerDiagram()}\n\`\`\``,
  "return dialogue": () => `\`\`\`mermaid\n${returnDiagram()}\n\`\`\``,
  faults: faultTable,
  refusals: refusalTable,
  keys: keyTable,
  "queue options": queueOptionTable,
  "callback members": callbackMemberTable,
  "made months": madeTable,
  "bank months": bankModelTable,
  "bank effects": bankEffectTable,
  "rule packs": () =>
    reasonTable(Object.fromEntries(Object.entries(rulePacks).map(([name, { says }]) => [name, says]))),
  ...Object.fromEntries(
    Object.entries(reasons).map(([kind, catalogue]) => [`${kind} reasons`, () => reasonTable(catalogue)]),
  ),
};

/** The documents that hold generated parts, relative to this folder. */
export const generatedDocuments = [
  "api.md",
  "api.es.md",
  "architecture.md",
  "asterisk.md",
  "asterisk.es.md",
  "configuration.md",
  "configuration.es.md",
  "errors.md",
  "measuring-lift.md",
  "measuring-lift.es.md",
  "prompts.md",
  "reasons.md",
] as const;

/** The files of this folder that are generated whole. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  "openapi.json": () => `${JSON.stringify(openApi([...forms, ...whatIfForms]), null, 2)}\n`,
  "postman.json": () => `${JSON.stringify(postmanCollection(forms), null, 2)}\n`,
  "brain-waits.svg": () => waitsDrawing("en"),
  "brain-waits.es.svg": () => waitsDrawing("es"),
  "brain-risk.svg": () => riskDrawing("en"),
  "brain-risk.es.svg": () => riskDrawing("es"),
  "bank-model.svg": () => bankModelDrawing("en"),
  "bank-model.es.svg": () => bankModelDrawing("es"),
  "bank-promise.svg": () => bankEffectDrawing("promiseLevelPoints", "en"),
  "bank-promise.es.svg": () => bankEffectDrawing("promiseLevelPoints", "es"),
  "bank-abandonment.svg": () => bankEffectDrawing("abandonmentPoints", "en"),
  "bank-abandonment.es.svg": () => bankEffectDrawing("abandonmentPoints", "es"),
  "lift-ways.svg": () => waysDrawing("en"),
  "lift-ways.es.svg": () => waysDrawing("es"),
};

/** The text of a document with its generated parts rewritten. Throws on a mark whose part is not known. */
export function regenerate(document: string, markdown: string): string {
  const language = document.endsWith(".es.md") ? "es" : "en";
  return markdown.replace(
    /(<!-- generated ([^>]+) -->\n)[\s\S]*?(<!-- end of \2 -->)/g,
    (_, begin: string, name: string, end: string) => {
      const part = parts[name];
      if (!part) throw new Error(`no part of the documentation is generated as “${name}”`);
      return `${begin}\n${part(language)}\n\n${end}`;
    },
  );
}

function faultTable(): string {
  const codes = Object.keys(faults) as FaultCode[];
  const rows = codes.map(
    (code) => `| \`${code}\` | ${cell(ofMany(faults[code]))} | ${cell(ofMany(spanishFaults[code]))} |`,
  );
  return ["| code | what it says | what it says in Spanish |", "|---|---|---|", ...rows].join("\n");
}

function keyTable(language: Language): string {
  const said = (text: string) => {
    const words = language === "es" ? keyTextInSpanish(text) : text;
    if (words === null)
      throw new Error(`src/configuration/configuration-words.ts has no Spanish for “${text}”: put it there`);
    return cell(words);
  };
  const rows = configurationKeys.map(
    ({ path, written, byDefault, meaning }) =>
      `| \`${path}\` | ${said(written)} | ${said(byDefault ?? "required")} | ${said(meaning)} |`,
  );
  const heads = {
    en: "| key | written | default | meaning |",
    es: "| clave | se escribe | por defecto | significado |",
  };
  return [heads[language], "|---|---|---|---|", ...rows].join("\n");
}

function callbackMemberTable(language: Language): string {
  const words = {
    en: {
      head: "| member | kind | meaning | who sees it |",
      readers: "readers",
      inside: "the export",
      or: "or null",
      kinds: {
        text: "text",
        phone: "number",
        flag: "true or false",
        count: "whole number",
        moment: "moment",
        length: "milliseconds",
        skill: "skill",
      },
    },
    es: {
      head: "| miembro | clase | significado | quién lo ve |",
      readers: "quien lee",
      inside: "la exportación",
      or: "o null",
      kinds: {
        text: "texto",
        phone: "teléfono",
        flag: "true o false",
        count: "número entero",
        moment: "hora",
        length: "milisegundos",
        skill: "skill",
      },
    },
  }[language];
  const rows = Object.entries<CallbackMember>(callbackMembers).map(
    ([name, { kind, nullable, inside, says }]) => {
      const what = `${words.kinds[kind]}${nullable ? ` ${words.or}` : ""}`;
      return `| \`${name}\` | ${what} | ${cell(says[language])} | ${inside ? words.inside : words.readers} |`;
    },
  );
  return [words.head, "|---|---|---|---|", ...rows].join("\n");
}

function queueOptionTable(language: Language): string {
  const rows = queueOptions.map((option) => {
    const names = option.names.map((name) => `\`${name}\``).join(", ");
    return `| ${names} | ${cell(option.effect[language])} | ${cell(verdictOf(option, language))} |`;
  });
  const heads = {
    en: "| option | what it does to places, offers and return calls | `check` |",
    es: "| opción | qué les hace a los turnos, las ofertas y las devoluciones | `check` |",
  };
  return [heads[language], "|---|---|---|", ...rows].join("\n");
}

function reasonTable(catalogue: Readonly<Record<string, Sentence>>): string {
  const rows = Object.entries(catalogue).map(
    ([code, { es, en }]) => `| \`${code}\` | ${cell(es)} | ${cell(en)} |`,
  );
  return ["| código · code | español | English |", "|---|---|---|", ...rows].join("\n");
}

function refusalTable(): string {
  const rows = Object.entries(refusals).map(
    ([name, [status, error, msg]]) =>
      `| ${name.replaceAll("-", " ")} | ${status} | \`${error}\` | \`${msg}\` |`,
  );
  return ["| case | `code` | `error` | `msg` |", "|---|---|---|---|", ...rows].join("\n");
}

/** Rows are cues, columns phases: the whole table, also where nothing happens. */
function lifeTable(): string {
  const phases = Object.entries(callbackLife);
  const cues = Object.keys(phases[0]![1]) as (keyof (typeof callbackLife)["waiting"])[];
  const rows = cues.map(
    (cue) => `| \`${cue}\` | ${phases.map(([, row]) => outcome(row[cue])).join(" | ")} |`,
  );
  return [
    `| | ${phases.map(([phase]) => phase).join(" | ")} |`,
    `|---|${"---|".repeat(phases.length)}`,
    ...rows,
  ].join("\n");
}

function outcome(transition: (typeof callbackLife)["waiting"]["expired"]): string {
  if (transition === "stay") return "·";
  if (typeof transition === "string") return `*${transition}*`;
  return "to" in transition ? transition.to : `**${transition.end}**`;
}

/** A text in a table's cell, with what fills it in slanted; code stays as it is written. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/(`[^`]*`)|\{(\w+)\}/g, (_, code, name) => code ?? `*${name}*`);
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(generatedFiles))
    writeFileSync(new URL(name, import.meta.url), text());
  for (const document of generatedDocuments) {
    const file = new URL(document, import.meta.url);
    const before = readFileSync(file, "utf8");
    const after = regenerate(document, before);
    if (after !== before) writeFileSync(file, after);
    console.log(`${document}: ${after === before ? "as it was" : "written"}`);
  }
}
