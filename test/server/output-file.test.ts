import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { mustBeWritable, orUnwritable, writeOutput } from "../../src/command-line/output-file.ts";
import type { Fault } from "../../src/faults/faults.ts";

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
