import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const bin = fileURLToPath(new URL("../../bin/espera.js", import.meta.url));

describe("what Node compiled, kept for the next start", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "espera-compiled-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** What `espera --version` prints, with its caches in `caches`. */
  async function version(caches: string): Promise<{ stdout: string; stderr: string }> {
    const { NODE_COMPILE_CACHE: _, NODE_DISABLE_COMPILE_CACHE: __, ...inherited } = process.env;
    return promisify(execFile)(process.execPath, [bin, "--version"], {
      env: { ...inherited, XDG_CACHE_HOME: caches },
    });
  }

  it("lies among the caches of the user who started Espera", async () => {
    const { stdout, stderr } = await version(folder);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.equal(stderr, "");
    assert.ok((await readdir(join(folder, "espera", "compiled"), { recursive: true })).length > 10);
  });

  it("is done without where there is no place for it", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const caches of [file, "/proc/none", join(folder, "not", "there")]) {
      const { stdout, stderr } = await version(caches);
      assert.match(stdout, /^\d+\.\d+\.\d+\n$/, caches);
      assert.equal(stderr, "", caches);
    }
  });
});
