import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { mustBeWritable, orUnwritable, writeOutput } from "../../src/command-line/output-file.ts";
import type { Fault } from "../../src/faults/faults.ts";
import { MAIN } from "./command-line.ts";

const example = fileURLToPath(new URL("../../docs/examples/calls.csv", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "espera-output-"));
after(() => rmSync(folder, { recursive: true }));

test("a file is there whole, and nothing else is", () => {
  const file = join(folder, "whole.html");
  writeOutput(file, "all of it");
  assert.equal(readFileSync(file, "utf8"), "all of it");
  assert.deepEqual(readdirSync(folder), ["whole.html"]);
});

test("what cannot be written leaves nothing, and a sentence says why", () => {
  const taken = join(folder, "taken");
  mkdirSync(join(taken, "inside"), { recursive: true });
  assert.throws(() => writeOutput(taken, "text"), /cannot be written/);
  assert.equal(existsSync(`${taken}.unfinished`), false);
  assert.throws(() => mustBeWritable(join(folder, "nowhere", "r.html")), /there is no such directory/);
  mustBeWritable(join(folder, "r.html"));
});

test("a full disk is said to be full", () => {
  const full = () =>
    orUnwritable("r.html", () => {
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    });
  assert.throws(full, (fault: Fault) => {
    assert.equal(fault.code, "output-unwritable");
    assert.match(fault.message, /^r\.html cannot be written: the disk is full\. Free some space/);
    return true;
  });
});

test("a command whose output goes to a full disk says so in a sentence, without a stack", {
  skip: existsSync("/dev/full") ? false : "only Linux has a file that is always full",
}, () => {
  const full = openSync("/dev/full", "w");
  for (const [language, sentence] of [
    ["en", /^the output cannot be written: the disk is full\. [^\n]*\[output-unwritable\]\n$/],
    ["es", /^No se puede escribir la salida: [^\n]*\[output-unwritable\]\n$/],
  ] as const) {
    const ran = spawnSync(process.execPath, [MAIN, "replay", example, "--seeds", "1", "--lang", language], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, sentence);
  }
  closeSync(full);
});
