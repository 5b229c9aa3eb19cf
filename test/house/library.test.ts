import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { erlangA } from "../../src/queueing/index.ts";
import { root } from "./project.ts";

/** The library as another program has it: packed, unpacked into its node_modules, run by the Node it has. */
describe("espera/queueing, as a package", () => {
  let folder = "";
  let installed = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "espera-library-"));
    // Packing builds it again.
    const packed = run("npm", ["pack", "--json", "--pack-destination", folder], root);
    const [{ filename }] = JSON.parse(packed.slice(packed.indexOf("["))) as [{ filename: string }];
    installed = join(folder, "node_modules", "espera");
    mkdirSync(installed, { recursive: true });
    run("tar", ["-xzf", join(folder, filename), "-C", installed, "--strip-components=1"], folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "other", type: "module" }));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const line = { agents: 20, arrivalRate: 240 / 3600, serviceRate: 1 / 270, patienceRate: 1 / 150 };

  test("gives the same numbers, on the machine's own Node too", () => {
    const program = join(folder, "program.js");
    writeFileSync(
      program,
      `import { erlangA, RandomSource } from "espera/queueing";
       if (!(new RandomSource(1).stream("x").uniform() < 1)) throw new Error("no number");
       console.log(JSON.stringify(erlangA(${JSON.stringify(line)}, 20)));`,
    );
    for (const node of [process.execPath, ...ownNode()]) {
      const found = JSON.parse(run(node, [program], folder)) as Record<string, number>;
      for (const [member, wanted] of Object.entries(erlangA(line, 20)))
        assert.ok(Math.abs(found[member]! - wanted) <= 1e-12 * wanted, `${member} by ${node}`);
    }
  });

  test("brings its types, and wrong use does not compile", () => {
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const check = (source: string) => {
      writeFileSync(join(folder, "program.ts"), source);
      const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--types", ""];
      return spawnSync(process.execPath, [compiler, ...options, "program.ts"], {
        cwd: folder,
        encoding: "utf8",
      });
    };
    const right = check(
      `import { type QueueMeasures, erlangA, ParameterError } from "espera/queueing";
       const found: QueueMeasures = erlangA(${JSON.stringify(line)}, 20);
       const level: number = found.serviceLevel;
       export const code: string | null = level > 1 && found instanceof ParameterError ? found.code : null;`,
    );
    assert.equal(right.status, 0, right.stdout);
    const wrong = check(
      `import { erlangA } from "espera/queueing"; export const level: string = erlangA({ agents: 3 }, 20).serviceLevel;`,
    );
    assert.match(wrong.stdout, /arrivalRate/);
  });

  test("holds what the project is made of, and nothing else", () => {
    assert.deepEqual(readdirSync(installed).sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.es.md",
      "README.md",
      "SECURITY.md",
      "bin",
      "deploy",
      "dist",
      "docs",
      "examples",
      "package.json",
      "prompts",
      "src",
    ]);
    const built = readdirSync(join(installed, "dist", "queueing"));
    assert.ok(built.includes("index.js") && built.includes("index.d.ts"));
    for (const file of built.filter((name) => name.endsWith(".js")))
      assert.doesNotMatch(readFileSync(join(installed, "dist", "queueing", file), "utf8"), /\.ts"/, file);
  });

  test("says in a sentence that the server does not run from there", () => {
    for (const node of [process.execPath, ...ownNode()]) {
      const { status, stdout, stderr } = spawnSync(node, [join(installed, "bin", "espera.js"), "start"], {
        encoding: "utf8",
      });
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, /^Espera's server does not run as an installed package: [^\n]*\n$/);
    }
  });
});

test("in the project's own folder, espera/queueing is there once npm ci was run", async () => {
  const name = "espera/queueing";
  const library = (await import(name)) as { erlangC: (agents: number, load: number) => number };
  assert.ok(Math.abs(library.erlangC(3, 2) - 4 / 9) < 1e-14);
});

test("without a compiler nothing is built: that fails before packing, and nowhere else", () => {
  const folder = mkdtempSync(join(tmpdir(), "espera-no-compiler-"));
  try {
    mkdirSync(join(folder, "bin"));
    const script = join(folder, "bin", "build-library.mjs");
    writeFileSync(script, readFileSync(join(root, "bin", "build-library.js")));
    const built = (...words: string[]) =>
      spawnSync(process.execPath, [script, ...words], { encoding: "utf8" });
    assert.deepEqual([built().status, built().stderr], [0, ""]);
    assert.equal(built("--required").status, 1);
    assert.match(built("--required").stderr, /Run 'npm ci' first/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The Node on the PATH that is not the one that came along, where it is new enough. */
function ownNode(): string[] {
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((entry) => !entry.includes("node_modules"))
    .join(delimiter);
  const { status, stdout } = spawnSync("node", ["-p", "process.execPath + ' ' + process.versions.node"], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  if (status !== 0) return [];
  const [execPath, version] = stdout.trim().split(" ") as [string, string];
  return Number(version.split(".")[0]) >= 20 ? [execPath] : [];
}

function run(command: string, parameters: readonly string[], cwd: string): string {
  // A lifecycle's environment is not the child's business.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd, env, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${parameters.join(" ")}: ${stderr}`);
  return stdout;
}
