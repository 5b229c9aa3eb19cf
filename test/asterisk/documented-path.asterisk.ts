import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Asterisk, startAsterisk } from "./bed/asterisk.ts";

const root = join(import.meta.dirname, "../..");

let asterisk: Asterisk;
/** What is different here: where Asterisk's files and our data are, and that nobody is to be made their owner. */
let here: (text: string) => string;
let environment: NodeJS.ProcessEnv;
let data: string;

before(async () => {
  asterisk = await startAsterisk({
    agents: ["ana"],
    queues: { ventas: { members: ["ana"] } },
    dialplan: "[callers]\nexten => ventas,1,Goto(espera-in,ventas,1)\n[trunk]\n[agents]\n",
  });
  const etc = join(asterisk.directory, "etc");
  data = join(asterisk.directory, "data");
  const manager = await readFile(join(etc, "manager.conf"), "utf8");
  // The user that is printed is to be the only one of its name.
  await writeFile(join(etc, "manager.conf"), manager.replace("[espera]", "[bed]"));
  const bin = join(asterisk.directory, "bin");
  await mkdir(bin);
  await put(join(bin, "chown"), "exit 0");
  // By its path: the name alone would be this script again.
  const inside = JSON.stringify(["/usr/sbin/asterisk", "-C", join(etc, "asterisk.conf")]);
  const enter =
    `import { runInChroot } from "${join(root, "test/asterisk/bed/chroot.ts")}";` +
    `console.log(await runInChroot("${asterisk.directory}", [...${inside}, ...process.argv.slice(1)]));`;
  await put(
    join(bin, "asterisk"),
    `exec "${process.execPath}" --input-type=module-typescript -e '${enter}' -- "$@"`,
  );
  const { ESPERA_AMI_SECRET: _, ...inherited } = process.env;
  environment = { ...inherited, PATH: `${bin}:${process.env["PATH"]}`, ESPERA_DATA: data, PORT: "0" };
  here = (text) => text.replaceAll("/etc/asterisk/", `${etc}/`).replaceAll(/\bdata(?=[/\s])/g, data);
});

after(async () => {
  if (data) await typed("npx espera stop").catch(() => {});
  await asterisk?.stop();
});

async function put(file: string, script: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

/** The block of the page that has a line, as it stands there. */
async function block(line: string): Promise<string> {
  const page = await readFile(join(root, "docs/asterisk.md"), "utf8");
  const found = [...page.matchAll(/^```sh.*\n([\s\S]*?)^```/gm)].map(([, text]) => text!);
  return found.find((text) => text.includes(line)) ?? assert.fail(`no block has: ${line}`);
}

/** Types commands into a shell in the project's folder; what they print, also those that go on beside. */
async function typed(commands: string): Promise<{ exit: number | null; text: string }> {
  const file = join(asterisk.directory, `typed-${Date.now()}`);
  const out = openSync(file, "w");
  const shell = spawn("bash", ["-c", here(commands)], {
    cwd: root,
    env: environment,
    stdio: ["ignore", out, out],
  });
  const [exit] = (await once(shell, "exit")) as [number | null];
  return { exit, text: await readFile(file, "utf8") };
}

test("the page's commands, one after another, from a plain Asterisk to a check that misses nothing", async () => {
  const secret = "export ESPERA_AMI_SECRET=at-the-page";
  const parts = (await block("--part configuration")).replace(/^export ESPERA_AMI_SECRET=.*$/m, secret);
  const printed = await typed(`set -e\n${parts}`);
  assert.equal(printed.exit, 0, printed.text);
  // Only the manager's port is another one at the bed.
  const yaml = join(data, "espera.yaml");
  const text = await readFile(yaml, "utf8");
  await writeFile(
    yaml,
    text.replace("asterisk:\n", `asterisk:\n        ami: { port: ${asterisk.ports.manager} }\n`),
  );

  const started = await typed(`${secret}\n${await block("espera start &")}`);
  assert.match(started.text, /Nothing is missing\./);
  assert.equal(started.exit, 0, started.text);
  assert.deepEqual(await typed("npx espera reload --lang en"), {
    exit: 0,
    text: "The configuration was read: nothing changed.\n",
  });
  await writeFile(yaml, (await readFile(yaml, "utf8")).replace("smartWait: shadow", "smartWait: off"));
  assert.match(
    (await typed("npx espera reload --lang en")).text,
    /^Mi centro {2}ventas {2}smartWait: shadow → off$/m,
  );
  assert.deepEqual(await typed("npx espera stop --lang en"), { exit: 0, text: "Espera has stopped.\n" });
});
