import { createInterface } from "node:readline";
import type { Command } from "commander";
import { readConfiguration } from "../configuration/configuration.ts";
import { dialogueLanguages, readDialogueLanguage } from "../exchange/dialogue/prompt-texts.ts";
import type { Wish } from "../exchange/dialogue/return-script.ts";
import { GONE, type Gone } from "../exchange/dialogue/voice.ts";
import { exampleMobile } from "../exchange/simulated/traffic/mobile-numbers.ts";
import { type Rehearsed, rehearseOffer, rehearseReturn } from "../exchange/terminal/rehearsal.ts";
import { type Terminal, TerminalVoice } from "../exchange/terminal/terminal-voice.ts";
import type { Settings, SkillSettings } from "../line/settings.ts";
import { defaultSettings } from "../operation/default-settings.ts";
import { NumberRules } from "../operation/number-rules.ts";
import { checkLanguage, type LanguageAsked, print, wrongUse } from "./program.ts";
import { reader, toReader } from "./reader.ts";

interface DialogueOptions {
  readonly return?: true;
  readonly number?: string;
  readonly withheld?: true;
  readonly config?: string;
  readonly skill?: string;
}

/** Rehearses in the terminal what callers are asked, without a server, a journal or a phone. */
export function addDialogue(program: Command): void {
  program
    .command("dialogue")
    .description(
      toReader(
        "ensaya en la terminal lo que oyen y marcan quienes llaman; no llama a nadie",
        "rehearse in the terminal what callers hear and which keys they press; nobody is called",
      ),
    )
    .option(
      "--return",
      toReader("lo que se pregunta al devolver la llamada", "what is asked in the return call"),
    )
    .option(
      "--number <number>",
      toReader(
        "el número de quien llama; si no se dice, uno del país",
        "the caller's number; default: one of the country",
      ),
    )
    .option("--withheld", toReader("quien llama oculta su número", "the caller's number is withheld"))
    .option(
      "--config <file>",
      toReader(
        "pregunta lo que dice esta configuración; si no se dice, todo lo que se puede preguntar",
        "ask what this configuration says; default: all that can be asked",
      ),
    )
    .option(
      "--skill <skill>",
      toReader(
        "con --config: el skill, por su nombre o su número; si no se dice, el primero",
        "with --config: the skill, by its name or its number; default: the first",
      ),
    )
    .action(rehearse);
}

async function rehearse(options: DialogueOptions, command: Command): Promise<void> {
  const { lang } = command.optsWithGlobals<LanguageAsked>();
  checkLanguage(lang, dialogueLanguages());
  const language = readDialogueLanguage(lang ?? reader);
  const { settings, dialogue } = await askedBy(options);
  const lines = createInterface({ input: process.stdin });
  try {
    print(
      toReader(
        "Escriba una tecla, un número o un nombre, y Enter. Enter solo: silencio. Ctrl-D: colgar.",
        "Type a key, a number or a name, then Enter. Enter alone: silence. Ctrl-D: hang up.",
      ),
    );
    if (language.unread)
      print(
        toReader(
          `Ningún hablante nativo ha leído todavía estos textos (${language.name}).`,
          `No native speaker has read these texts yet (${language.name}).`,
        ),
      );
    const voice = new TerminalVoice(terminalOf(lines[Symbol.asyncIterator]()), language);
    if (options.return) {
      const { recordName, laterMs } = dialogue;
      print(wishText(await rehearseReturn(voice, { name: recordName ? "first" : null, laterMs })));
      return;
    }
    const rules = new NumberRules(settings);
    const mayBeCalled = (number: string) => rules.judge(number).verdict === "dialable";
    const number = options.withheld ? null : (options.number ?? exampleMobile(settings.country));
    const mustKey = dialogue.otherNumber && (number === null || !mayBeCalled(number));
    const laterMs = dialogue.laterMs.filter((one) => one > WAIT_MS);
    const asked = { ...dialogue, waitMs: WAIT_MS, laterMs, ...(mustKey ? { keyNumber: true as const } : {}) };
    print(
      offerText(await rehearseOffer(voice, { dialogue: asked, opening: "arriving", number }, mayBeCalled)),
    );
  } finally {
    lines.close();
  }
}

/** What a caller would wait in the rehearsal, ms. */
const WAIT_MS = 480_000;

const everything: SkillSettings["dialogue"] = {
  confirmNumber: true,
  otherNumber: true,
  recordName: true,
  laterMs: [1_800_000, 3_600_000, 7_200_000],
};

async function askedBy({ config: file, skill }: DialogueOptions): Promise<{
  readonly settings: Omit<Settings, "version">;
  readonly dialogue: SkillSettings["dialogue"];
}> {
  if (file === undefined) {
    if (skill !== undefined)
      wrongUse(toReader("'--skill' necesita '--config'", "'--skill' needs '--config'"));
    return { settings: defaultSettings("America/Bogota"), dialogue: everything };
  }
  const { operations } = await readConfiguration({ directory: ".", file });
  for (const { settings } of operations)
    for (const one of settings.skills)
      if (skill === undefined || one.name === skill || String(one.id) === skill)
        return { settings, dialogue: one.dialogue };
  return wrongUse(toReader(`${file} no tiene el skill «${skill}»`, `${file} has no skill “${skill}”`));
}

/** A real terminal shows what is typed; what comes through a pipe is printed. */
function terminalOf(lines: AsyncIterator<string>): Terminal {
  const { isTTY } = process.stdin;
  return {
    print,
    type: async () => {
      if (isTTY) process.stdout.write("> ");
      const next = await lines.next();
      if (next.done || !isTTY) print(next.done ? "" : `> ${next.value}`);
      return next.done ? null : next.value;
    },
  };
}

function offerText(came: Rehearsed | Gone): string {
  if (came === GONE) return toReader("— Colgaron.", "— They hung up.");
  const { choice, number, laterMs, nameRecorded, consent } = came;
  if (choice === "silent")
    return toReader(
      "— No hicieron nada: siguen en la fila, en su turno.",
      "— They did nothing: they stay in line, at their place.",
    );
  if (choice === "no")
    return toReader("— No: siguen en la fila, en su turno.", "— No: they stay in line, at their place.");
  const minutes = laterMs === undefined ? null : laterMs / 60_000;
  const es = [
    `se llamará al ${number} ${minutes === null ? "cuando llegue su turno" : `dentro de ${minutes} minutos`}`,
    ...(nameRecorded ? ["con el nombre grabado"] : []),
  ];
  const en = [
    `${number} will be called ${minutes === null ? "when their turn comes" : `in ${minutes} minutes`}`,
    ...(nameRecorded ? ["with the recorded name"] : []),
  ];
  return toReader(
    `— Sí: ${es.join(", ")}. Se guarda el consentimiento: ${consent?.prompt}, tecla ${consent?.key}.`,
    `— Yes: ${en.join(", ")}. The consent is kept: ${consent?.prompt}, key ${consent?.key}.`,
  );
}

function wishText(wish: Wish | Gone): string {
  if (wish === GONE)
    return toReader("— Colgaron: se intenta de nuevo.", "— They hung up: another attempt follows.");
  if (wish === "confirmed")
    return toReader("— Pasan a la fila, en su turno.", "— They go to the line, at their place.");
  if (wish === "declined")
    return toReader(
      "— No pidieron la llamada: no se les llama más.",
      "— They did not ask for it: no other call.",
    );
  if (wish === "nobody")
    return toReader(
      "— Nadie contestó: se toma por un contestador.",
      "— Nobody answered: it is taken for a machine.",
    );
  const minutes = wish.laterMs / 60_000;
  return toReader(`— Se les llama dentro de ${minutes} minutos.`, `— They are called in ${minutes} minutes.`);
}
