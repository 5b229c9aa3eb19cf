import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  dialogueLanguages,
  languagesFolder,
  readDialogueLanguage,
} from "../../src/exchange/dialogue/prompt-texts.ts";

const directory = mkdtempSync(join(tmpdir(), "espera-languages-"));
after(() => rmSync(directory, { recursive: true }));
const folder = pathToFileURL(`${directory}/`);
const english = readFileSync(new URL("en/language.yaml", languagesFolder), "utf8");

/** Writes `language.yaml` into a new folder. */
function languageOf(code: string, content: string): void {
  mkdirSync(join(directory, code));
  writeFileSync(join(directory, code, "language.yaml"), content);
}

describe("a language of the dialogue", () => {
  test("is what its folder holds: it is there as soon as the folder is", () => {
    languageOf("fr", english.replace("All our agents are busy.", "Tous nos agents sont occupés."));
    assert.deepEqual(dialogueLanguages(folder), ["fr"]);
    assert.equal(readDialogueLanguage("fr", folder).texts["question-busy"], "Tous nos agents sont occupés.");
    cpSync(new URL("es", languagesFolder), join(directory, "es"), { recursive: true });
    assert.deepEqual(dialogueLanguages(folder), ["es", "fr"]);
  });

  test("that lacks texts is named with the prompts that have none", () => {
    languageOf("de", english.replace(/^ {2}(thanks-goodbye|digit-3): .*\n/gm, ""));
    assert.throws(() => readDialogueLanguage("de", folder), {
      code: "prompts-missing",
      details: { file: "prompts/de/language.yaml", names: "thanks-goodbye, digit-3" },
    });
  });

  test("that cannot be read is named with what is wrong in it", () => {
    for (const [code, content, problem] of [
      ["it", english.replace("  tone:", "  tones: x\n  tone:"), /no prompt is called tones/],
      ["nl", english.replace(/^name: .*/m, ""), /name/],
      ["pl", english.replace("wordsPerMinute: 165", "wordsPerMinute: fast"), /wordsPerMinute/],
      ["ro", `${english}\n  - [`, /./],
    ] as const) {
      languageOf(code, content);
      assert.throws(
        () => readDialogueLanguage(code, folder),
        ({ code: fault, details }) =>
          fault === "prompts-unreadable" &&
          details.file === `prompts/${code}/language.yaml` &&
          problem.test(details.problem),
        code,
      );
    }
    mkdirSync(join(directory, "sv"));
    assert.throws(() => readDialogueLanguage("sv", folder), { code: "prompts-unreadable" });
  });
});
