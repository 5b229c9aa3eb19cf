import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { Sessions } from "../../src/api/sign-in/sessions.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";

const program = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const PASSWORD = "correct horse battery";
const HERE = { address: "127.0.0.1", browser: "" };

test("`espera user` makes, lists, links and removes people, whose password never is an argument", async (t) => {
  const data = await mkdtemp(join(tmpdir(), "espera-user-"));
  t.after(() => rm(data, { recursive: true }));
  const store = await openSqliteStore({ directory: data });
  t.after(() => store.close());
  await store.openOperation({ name: "Clínica", timeZone: "America/Bogota", simulated: true });
  const sessions = new Sessions({ accounts: store.accounts, log: pino({ enabled: false }), now: Date.now });
  const espera = async (words: readonly string[], typed = "") => {
    const child = spawn(process.execPath, [program, "user", ...words, "--data", data, "--lang", "en"]);
    child.stdin.end(typed);
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<unknown[]>((resolve) => child.once("close", (...all) => resolve(all))),
    ]);
    return { out: out.trim(), err: err.trim(), code };
  };

  const made = await espera(
    ["create", "Ana", "--role", "administrator", "--password-from", "-"],
    `${PASSWORD}\n`,
  );
  assert.deepEqual(made, { out: "Ana", err: "", code: 0 });
  assert.equal((await sessions.withPassword("ana", PASSWORD, HERE)).session.user.role, "administrator");

  const file = join(data, "password");
  writeFileSync(file, `${PASSWORD} 2\r\n`);
  await espera(["create", "Sara", "--role", "supervisor", "--see-numbers", "--password-from", file]);
  const { secret } = await sessions.withPassword("Sara", `${PASSWORD} 2`, HERE);

  const { out } = await espera(["list", "--json"]);
  assert.deepEqual(
    JSON.parse(out).users.map((user: object) => ({ ...user, created: "" })),
    [
      { name: "Ana", role: "administrator", operation: null, skills: null, seesNumbers: false, created: "" },
      {
        name: "Sara",
        role: "supervisor",
        operation: "Clínica",
        skills: null,
        seesNumbers: true,
        created: "",
      },
    ],
  );
  assert.match((await espera(["list"])).out, /Sara +supervisor +Clínica +- +yes/);
  assert.ok(!(await espera(["list"])).out.includes("argon2"));

  await espera(["password", "Sara", "--password-from", "-"], "another fine password");
  assert.equal(sessions.of(secret), null, "their sessions ended");
  await sessions.withPassword("Sara", "another fine password", HERE);

  const link = (await espera(["link", "sara", "--url", "https://espera.example"])).out;
  const key = /^https:\/\/espera\.example\/#key=([\w-]{43})$/.exec(link)![1]!;
  const begun = await sessions.withLink(key, HERE);
  assert.equal(begun.session.user.name, "Sara");
  await assert.rejects(sessions.withLink(key, HERE), { code: "link-refused" });

  assert.equal((await espera(["remove", "Sara"])).code, 0);
  assert.equal(sessions.of(begun.secret), null);
  const unknown = await espera(["remove", "Sara"]);
  assert.deepEqual(
    [unknown.code, unknown.err],
    [1, "There is no user Sara. See: npx espera user list. [user-unknown]"],
  );

  const unasked = await espera(["create", "Leo", "--role", "viewer"]);
  assert.deepEqual([unasked.code, /--password-from/.test(unasked.err)], [2, true]);
  const weak = await espera(["create", "Leo", "--role", "viewer", "--password-from", "-"], "short\n");
  assert.equal(weak.code, 1);
  assert.match(weak.err, /^That password is easy to guess\. Use 12 to 128 characters/);
  const nowhere = await espera(["create", "Leo", "--role", "viewer", "--password-from", join(data, "none")]);
  assert.match(nowhere.err, /^The password cannot be read from /);
  assert.deepEqual(
    (await store.accounts.users()).map(({ name }) => name),
    ["Ana"],
  );
});
