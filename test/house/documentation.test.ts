import assert from "node:assert/strict";
import { test } from "node:test";
import { Follower } from "./follower.ts";
import { fences } from "./markdown.ts";
import { files, read } from "./project.ts";
import { differenceOfShape, linesNotFound } from "./shape.ts";
import { runsInEnglish } from "./translations.ts";

const documents = files.filter((file) => /^[^/]+\.md$|^docs\/.*\.md$/.test(file));
const commands = (document: string) => fences(read(document)).filter((fence) => fence.language === "sh");

for (const document of documents) {
  const blocks = commands(document).filter((block) => block.attributes["no-test"] === undefined);
  if (blocks.length === 0 || runsInEnglish(document)) continue;
  test(`the commands in ${document} do what it says`, async (t) => {
    const follower = await Follower.begin();
    t.after(() => follower.leave());
    for (const block of blocks)
      await t.test(`line ${block.line}: ${block.text.split("\n")[0]}`, () => follower.type(block));
    await t.test("Ctrl-C ends what is running", () => follower.stopServer());
  });
}

test("a command that is not run says why", () => {
  for (const document of documents)
    for (const block of commands(document)) {
      const reason = block.attributes["no-test"];
      assert.ok(
        reason === undefined || reason.length >= 8,
        `${document}:${block.line} gives no reason: “${reason}”`,
      );
    }
});

test("commands stand in blocks marked sh, so that none escapes", () => {
  const others = documents.flatMap((document) =>
    fences(read(document))
      .filter((fence) => /^(bash|shell|console|zsh)$/.test(fence.language) || fence.language === "")
      .map((fence) => `${document}:${fence.line}`),
  );
  assert.deepEqual(others, []);
});

test("an output of another shape is noticed", () => {
  const shown = { code: 200, error: null, data: [{ skill_id: "1" }] };
  assert.equal(differenceOfShape(shown, { code: 404, error: null, data: [{ skill_id: "7" }] }), null);
  assert.ok(differenceOfShape(shown, { code: "200", error: null, data: [{ skill_id: "7" }] }));
  assert.ok(differenceOfShape(shown, { error: null, code: 200, data: [{ skill_id: "7" }] }));
  assert.ok(differenceOfShape(shown, { code: 200, error: null, data: [] }));
  assert.ok(differenceOfShape(shown, { code: 200, error: null, data: [{ skill_id: "1" }, { id: "2" }] }));
  assert.deepEqual(linesNotFound("3 runs\n…\nall  agree", "7 runs\nother\nall agree"), []);
  assert.deepEqual(linesNotFound("all agree\n3 runs", "7 runs\nall agree"), ["3 runs"]);
});
