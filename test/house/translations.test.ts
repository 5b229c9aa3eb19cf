import assert from "node:assert/strict";
import { test } from "node:test";
import { links } from "./markdown.ts";
import { read } from "./project.ts";
import {
  blocksInNoLanguage,
  inNoLanguage,
  runsInEnglish,
  translations,
  withEnglishStandIns,
} from "./translations.ts";

const prose = (document: string) => read(document).replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, "");

for (const [spanish, english] of Object.entries(translations)) {
  test(`${spanish} shows the commands and settings of ${english}`, () => {
    assert.deepEqual(blocksInNoLanguage(spanish), blocksInNoLanguage(english));
  });

  test(`${spanish} has the sections of ${english}, in their order`, () => {
    const levels = (document: string) => [...prose(document).matchAll(/^(#+) /gm)].map(([, marks]) => marks);
    assert.deepEqual(levels(spanish), levels(english));
  });

  test(`${spanish} names the options, settings and codes that ${english} names`, () => {
    const named = (document: string) => [
      ...new Set([...prose(document).matchAll(/`([^`\n]+)`/g)].map(([, code]) => withEnglishStandIns(code!))),
    ];
    const [es, en] = [named(spanish), named(english)];
    const apart = {
      onlySpanish: es.filter((code) => !en.includes(code)),
      onlyEnglish: en.filter((code) => !es.includes(code)),
    };
    assert.deepEqual(apart, { onlySpanish: [], onlyEnglish: [] });
  });

  test(`${spanish} and ${english} lead to each other`, () => {
    const last = (path: string) => path.split("/").at(-1)!;
    assert.ok(links(read(spanish)).some((link) => last(link) === last(english)));
    assert.ok(links(read(english)).some((link) => last(link) === last(spanish)));
  });
}

test("what a language may say in its own words is no difference, and anything else is", () => {
  const command = 'espera callbacks move 1 --why "prefers the morning" --lang en   # later';
  assert.equal(
    inNoLanguage(command),
    inNoLanguage('espera callbacks move 1 --why "prefiere la mañana" --lang es'),
  );
  assert.equal(inNoLanguage("Dial(PJSIP/NOMBRE)"), "Dial(PJSIP/NAME)");
  assert.equal(withEnglishStandIns("--call NÚMERO --lang es"), "--call NUMBER --lang es");
  assert.notEqual(inNoLanguage(command), inNoLanguage(command.replace("move", "cancel")));
  assert.notEqual(inNoLanguage("echo '#include a.conf'"), inNoLanguage("echo"));
});

test("a translation is run itself only where it shows another output", () => {
  assert.equal(runsInEnglish("docs/planning.es.md"), false);
  assert.equal(runsInEnglish("README.es.md"), true);
  assert.equal(runsInEnglish("README.md"), false);
});
