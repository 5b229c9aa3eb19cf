import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { keepToOwner, privateFolderLines } from "../../src/server/data-folder/private-folder.ts";
import { startServer } from "../../src/server/server.ts";
import { espera } from "./command-line.ts";

const skip = process.platform === "win32";

test("a data folder that is open to others is its owner's alone after the start, which says so once", {
  skip,
}, async (context) => {
  const data = await folder(context, { "espera.yaml": CONFIGURATION, "espera.last": "" });
  await chmod(data, 0o755);
  await chmod(join(data, "espera.last"), 0o644);
  const start = async () => {
    const printed: string[] = [];
    const server = await startServer({
      data,
      host: "127.0.0.1",
      port: 0,
      print: (line) => printed.push(line),
      language: "en",
      logLevel: "silent",
    });
    await server.stop();
    return printed.filter((line) => line.includes("other users"));
  };
  const lines = await start();
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /is now its owner's alone: \S+, \S+espera\.last$/);
  assert.equal(await rightsOf(data), "700");
  assert.equal(await rightsOf(join(data, "espera.last")), "600");
  assert.equal(await rightsOf(join(data, "espera.yaml")), "644", "its owner writes it, and chooses");
  assert.deepEqual(await start(), []);
});

test("a folder that holds other things keeps its rights, and what is in it of Espera is closed", {
  skip,
}, async (context) => {
  const home = await folder(context, { "letter.txt": "", "espera.db": "", "clock.json": "{}" });
  await chmod(home, 0o755);
  for (const name of ["letter.txt", "espera.db", "clock.json"]) await chmod(join(home, name), 0o644);
  const kept = keepToOwner(home);
  assert.deepEqual(kept.closed.toSorted(), [join(home, "clock.json"), join(home, "espera.db")]);
  assert.deepEqual(kept.open, [home]);
  assert.equal(await rightsOf(home), "755");
  assert.equal(await rightsOf(join(home, "letter.txt")), "644");
  assert.equal(await rightsOf(join(home, "espera.db")), "600");
  for (const language of ["es", "en"] as const)
    assert.match(privateFolderLines(kept, language).at(-1)!, new RegExp(`--data: ${home}$`));
});

test("the server does not start where everybody may write and it may not change that", {
  skip,
}, async (context) => {
  const shared = await folder(context, { "letter.txt": "" });
  await chmod(shared, 0o1777);
  const refused = await espera(["start", "--data", shared, "--port", "0", "--lang", "en"]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /Everybody on this machine may .*\(permissions 1777\).*chmod o-rwx \S+ \[directory-open\]\n$/,
  );
  assert.equal(await rightsOf(shared), "1777");
});

test("a folder of another user's is used where a group shares it, and not where everybody does", {
  skip,
}, async (context) => {
  if (process.getuid?.() !== 0) return context.skip("only root can make one");
  const volume = await folder(context, {});
  await chown(volume, 0, NOBODY);
  await chmod(volume, 0o770);
  const script = `import { keepToOwner } from ${JSON.stringify(new URL("../../src/server/data-folder/private-folder.ts", import.meta.url))};
    console.log(JSON.stringify(keepToOwner(process.argv[1])));`;
  const kept = () =>
    spawnSync(process.execPath, ["--input-type=module", "--eval", script, volume], {
      encoding: "utf8",
      uid: NOBODY,
      gid: NOBODY,
    });
  assert.deepEqual(JSON.parse(kept().stdout), { closed: [], open: [volume] });
  await chmod(volume, 0o772);
  assert.match(kept().stderr, /code: 'directory-open'/);
});

async function folder(context: TestContext, files: Record<string, string>): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "espera-private-"));
  context.after(() => rm(made, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(made, name), text);
    await chmod(join(made, name), 0o644);
  }
  return made;
}

async function rightsOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8);
}

const NOBODY = 65_534;

const CONFIGURATION = `
operations:
  - name: clinic
    timeZone: America/Bogota
    skills: [{ id: 1, name: desk }]
    exchange:
      simulated:
        historyDays: 0
        traffic: [{ skill: 1, callsPerDay: 0, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 1, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }]
`;
