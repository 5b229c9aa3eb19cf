import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Fault, type FaultCode } from "../../src/faults/faults.ts";
import { agiSecret, agiSecretToPrint } from "../../src/server/asterisk/agi-secret.ts";
import { espera } from "./command-line.ts";

/** A data directory that is not there yet. */
function directory(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "espera-agi-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "data");
}

const fault = (code: FaultCode) => (error: unknown) => error instanceof Fault && error.code === code;

test("there is no secret until one is printed; then it stays, and only its owner can read it", (t) => {
  const data = directory(t);
  assert.equal(agiSecret(data), null);
  const secret = agiSecretToPrint(data);
  assert.match(secret, /^[A-Za-z0-9_-]{32}$/);
  assert.equal(agiSecretToPrint(data), secret);
  assert.equal(agiSecret(data), secret);
  assert.equal(statSync(join(data, "agi-secret")).mode & 0o777, 0o600);
  assert.equal(statSync(data).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(data), ["agi-secret"], "nothing else is left behind");
});

test("each installation has another one", (t) => {
  const secrets = Array.from({ length: 20 }, () => agiSecretToPrint(directory(t)));
  assert.equal(new Set(secrets).size, secrets.length);
});

test("a file without a secret, or that cannot be read, is said and not replaced", (t) => {
  const data = directory(t);
  mkdirSync(data);
  const file = join(data, "agi-secret");
  writeFileSync(file, "\n");
  assert.throws(() => agiSecret(data), fault("agi-secret-unreadable"));
  assert.throws(() => agiSecretToPrint(data), fault("agi-secret-unreadable"));
  assert.equal(readFileSync(file, "utf8"), "\n");
  rmSync(file);
  mkdirSync(file);
  assert.throws(() => agiSecret(data), fault("agi-secret-unreadable"));
});

test("a place that cannot be written to is said", (t) => {
  const data = directory(t);
  writeFileSync(data, "a file, and no directory");
  assert.throws(
    () => agiSecretToPrint(join(data, "below")),
    (error) => fault("agi-secret-unwritable")(error) || fault("agi-secret-unreadable")(error),
  );
});

test("every address of the printed dialplan has it, and the other parts need no data directory", async (t) => {
  const data = directory(t);
  const typed = (part: string) =>
    espera(["asterisk", "dialplan", "--queue", "ventas", "--data", data, "--part", part]);
  for (const part of ["manager", "configuration"]) {
    const { code, out } = await typed(part);
    assert.equal(code, 0);
    assert.ok(!out.includes("agi://"));
  }
  assert.equal(agiSecret(data), null);
  const { out } = await typed("extensions");
  const secret = agiSecret(data);
  const addresses = [...out.matchAll(/AGI\(agi:\/\/\$\{ESPERA_TO\}\/([^?]*)\?/g)].map(([, path]) => path);
  assert.deepEqual(
    addresses,
    ["in", "return", "limits", "turned-away"].map((script) => `${secret}/${script}`),
  );
});

test("the printed user of the manager has no right to a shell, and hears of nothing that is not read", async (t) => {
  const { out } = await espera([
    "asterisk",
    "dialplan",
    "--queue",
    "ventas",
    "--data",
    directory(t),
    "--part",
    "manager",
  ]);
  assert.match(out, /^write = call,originate,reporting$/m);
  assert.match(out, /^eventfilter = !Event: DeviceStateChange$/m);
});

test("a data directory that cannot be written to is a fault in a sentence, and nothing is printed", async (t) => {
  const data = directory(t);
  mkdirSync(data);
  writeFileSync(join(data, "agi-secret"), "");
  const { code, out, err } = await espera([
    "asterisk",
    "dialplan",
    "--queue",
    "ventas",
    "--data",
    data,
    "--lang",
    "en",
  ]);
  assert.notEqual(code, 0);
  assert.equal(out, "");
  assert.match(
    err,
    /^The secret of the dialplan's addresses in .* cannot be read .* \[agi-secret-unreadable\]$/m,
  );
});
