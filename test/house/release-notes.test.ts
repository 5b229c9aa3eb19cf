import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { releaseNotes } from "../../docs/release-notes.ts";
import { read, root } from "./project.ts";

const CHANGELOG = `# Changes

## [1.1.0] - 2026-03-01

### Added

- A thing, in two
  lines: [how](docs/a.md).
- Another, see [the form](https://example.org/x).

### Removed

- An old thing.

## [1.0.0] - 2026-01-01

### Added

- The first.
`;

describe("the release notes of a version", () => {
  test("are its section, what is gone before what is new, a line each, and no link that leads nowhere", () => {
    assert.equal(
      releaseNotes(CHANGELOG, "1.1.0"),
      `# Espera 1.1.0 (2026-03-01)

## Removed

- An old thing.

## Added

- A thing, in two lines: how (\`docs/a.md\`).
- Another, see [the form](https://example.org/x).
`,
    );
    assert.match(
      releaseNotes(CHANGELOG, "1.0.0"),
      /^# Espera 1\.0\.0 \(2026-01-01\)\n\n## Added\n\n- The first\.\n$/,
    );
  });

  test("of a version that is not there, or with a group of no known kind, are refused with what there is", () => {
    assert.throws(() => releaseNotes(CHANGELOG, "2.0.0"), /no version 2\.0\.0\. It has: 1\.1\.0, 1\.0\.0\./);
    assert.throws(
      () => releaseNotes(CHANGELOG.replace("### Removed", "### Gone"), "1.1.0"),
      /Gone is no group/,
    );
  });

  test("of the version that this is can be printed from its own changelog, with every line of it", () => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    const printed = spawnSync(process.execPath, [join(root, "docs/release-notes.ts"), version], {
      encoding: "utf8",
    });
    assert.equal(printed.stderr, "");
    assert.equal(printed.status, 0);
    const section = read("CHANGELOG.md")
      .split(/^## /m)
      .find((one) => one.startsWith(`[${version}]`))!;
    assert.equal(printed.stdout.match(/^- /gm)?.length, section.match(/^- /gm)?.length);
    assert.doesNotMatch(printed.stdout, /^ {2}\S/m);
  });

  test("ask for the version where none is given", () => {
    const printed = spawnSync(process.execPath, [join(root, "docs/release-notes.ts")], { encoding: "utf8" });
    assert.deepEqual([printed.status, printed.stdout], [2, ""]);
    assert.match(printed.stderr, /^Say which version/);
  });
});
