import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { recordingName } from "../../src/exchange/recording-name.ts";
import { RecordingsFolder } from "../../src/operation/people/recordings.ts";

const directory = await mkdtemp(join(tmpdir(), "espera-recordings-"));
after(() => rm(directory, { recursive: true }));

describe("the folder of recorded names", () => {
  it("loses the file of a callback, and no other, whatever its id is", async () => {
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.oneof(
            fc.string({ minLength: 1, maxLength: 30 }),
            fc.constantFrom("../outside", "..", ".", "/etc/passwd", "1732282.12", "a/b", "a\u0000b", "C:\\x"),
          ),
          { minLength: 2, maxLength: 6 },
        ),
        async ([deleted, ...others]) => {
          const folder = join(directory, `${nth++}`, "names");
          await mkdir(folder, { recursive: true });
          const outside = join(folder, "..", "outside.wav");
          await writeFile(outside, "");
          for (const id of [deleted!, ...others])
            await writeFile(join(folder, `${recordingName(id)}.wav`), id);
          const recordings = new RecordingsFolder(folder);
          await recordings.delete(deleted!);
          await recordings.delete(deleted!);
          assert.deepEqual(
            (await readdir(folder)).sort(),
            others.map((id) => `${recordingName(id)}.wav`).sort(),
          );
          assert.deepEqual((await readdir(join(folder, ".."))).sort(), ["names", "outside.wav"]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("loses what was recorded long ago, and nothing that is not a recorded name", async () => {
    const folder = join(directory, "old");
    await mkdir(folder);
    const old = new Date("2026-01-01T00:00:00Z");
    for (const [name, at] of [
      [`${recordingName("old")}.wav`, old],
      [`${recordingName("new")}.wav`, new Date("2026-02-02T00:00:00Z")],
      ["greeting.wav", old],
      ["name-notes.txt", old],
    ] as const) {
      await writeFile(join(folder, name), "");
      await utimes(join(folder, name), at, at);
    }
    await new RecordingsFolder(folder).deleteOlder(Date.parse("2026-02-01T00:00:00Z"));
    assert.deepEqual((await readdir(folder)).sort(), ["greeting.wav", "name-new.wav", "name-notes.txt"]);
  });

  it("that is not there is said", async () => {
    await assert.rejects(new RecordingsFolder(join(directory, "none")).deleteOlder(1), { code: "ENOENT" });
  });
});
