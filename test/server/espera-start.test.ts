import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { listCallbacks, showCallback } from "../../src/api/v1/schema/forms.ts";
import type { OfOperation } from "../../src/command-line/native-api.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { espera, MAIN } from "./command-line.ts";
import { noonClinic } from "./noon-clinic.ts";

test("a supervisor cancels what a running server promised, also after the server was killed and started again", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const data = await mkdtemp(join(tmpdir(), "espera-start-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  await writeFile(join(data, "espera.yaml"), CONFIGURATION);
  const callbacks = (...parameters: string[]) => espera(["callbacks", ...parameters, "--data", data]);
  const open = async () =>
    (JSON.parse((await callbacks("list", "--json")).out) as OfOperation<typeof listCallbacks>).callbacks;
  const cancelOne = async () => {
    // The newest one that is not being called: another may be on the way to an agent while we type.
    const id = (await open()).find(({ waits }) => waits !== "being-called" && waits !== "on-the-way")?.id;
    assert.ok(id, "somebody waits to be called back");
    const cancelled = await callbacks("cancel", id, "--why", "lo pidió");
    assert.deepEqual([cancelled.code, cancelled.err], [0, ""]);
    const { callback } = JSON.parse((await callbacks("show", id, "--json")).out) as OfOperation<
      typeof showCallback
    >;
    assert.deepEqual([callback.status, callback.reason], ["FAIL", "cancelled"]);
    return id;
  };

  const first = await start(context, data);
  const cancelled = [await cancelOne()];
  first.kill("SIGKILL");
  await once(first, "close");
  const atRest = await open();
  assert.ok(atRest.length > 0);
  assert.ok(atRest.every(({ waits }) => waits === "operation-stopped"));

  const second = await start(context, data);
  cancelled.push(await cancelOne());
  second.kill("SIGINT");
  assert.deepEqual(await once(second, "close"), [0, null]);
  const failed = await callbacks("list", "--status", "FAIL", "--limit", "1000", "--json");
  const ids = (JSON.parse(failed.out) as OfOperation<typeof listCallbacks>).callbacks.map(({ id }) => id);
  for (const id of cancelled) assert.ok(ids.includes(id));
  const verified = await espera(["journal", "verify", "--all", "--data", data]);
  assert.equal(verified.code, 0, verified.out);
});

test("an administrator who typed a configuration reloads it, and stops the server, by commands that say what came of it", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const data = await mkdtemp(join(tmpdir(), "espera-reload-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  const file = join(data, "espera.yaml");
  const typed = (...words: string[]) => espera([...words, "--data", data]);
  const nobody = await typed("reload", "--lang", "en");
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /\[server-not-running\]/);
  assert.match((await typed("stop", "--lang", "es")).err, /No hay ningún servidor en marcha/);

  await writeFile(file, CONFIGURATION);
  const server = await start(context, data);
  assert.match((await typed("reload", "--lang", "es")).out, /^Se leyó la configuración: nada cambió\.$/m);
  await writeFile(file, CONFIGURATION.replace("smartWait: on", "smartWait: off"));
  const changed = await typed("reload", "--lang", "en");
  assert.deepEqual([changed.code, changed.out], [0, `${CHANGED}\n`]);
  await writeFile(file, "operations: none");
  const refused = await typed("reload", "--lang", "en");
  assert.deepEqual([refused.code, refused.out], [1, ""]);
  assert.match(refused.err, /\[config-invalid\]/);

  const closed = once(server, "close");
  const stopped = await typed("stop", "--lang", "en");
  assert.deepEqual([stopped.code, stopped.out], [0, "Espera has stopped.\n"]);
  assert.deepEqual(await closed, [0, null]);
});

async function start(context: TestContext, data: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, "start", "--data", data, "--port", "0"], {
    env: { ...process.env, ESPERA_LOG: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  context.after(() => child.kill("SIGKILL"));
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "close").then(() => assert.fail("the server ended before it listened")),
  ]);
  return child;
}

const CHANGED = "clinic  desk  smartWait: on → off";
const CONFIGURATION = noonClinic({ callsPerDay: 4000, agents: 4 });
