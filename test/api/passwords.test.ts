import assert from "node:assert/strict";
import { test } from "node:test";
import { isPassword, passwordHash } from "../../src/api/sign-in/passwords.ts";

const PASSWORD = "correct horse battery";

test("a hash is of its own password alone, with another salt each time, and says how it was made", async () => {
  const [one, two] = [await passwordHash(PASSWORD, "Ana"), await passwordHash(PASSWORD, "Ana")];
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.notEqual(one, two);
  assert.equal(await isPassword(PASSWORD, one), true);
  assert.equal(await isPassword(`${PASSWORD}.`, one), false);
});

test("one that was kept with other costs is still known", async () => {
  // By argon2-cffi 23.1, as in its documentation.
  const kept =
    "$argon2id$v=19$m=65536,t=3,p=4$MIIRqgvgQbgj220jfp0MPA$YfwJSVjtjSU0zzV/P3S9nnQ/USre2wvJMjfCIjrTQbg";
  assert.equal(await isPassword("correct horse battery staple", kept), true);
  assert.equal(await isPassword("correct horse battery stable", kept), false);
});

test("the same password typed on another machine is the same", async () => {
  assert.equal(
    await isPassword("cafe\u0301 con leche y pan", await passwordHash("caf\u00e9 con leche y pan", "Ana")),
    true,
  );
});

test("a name that is none goes by the same way: it waits in the same line, and is hashed", async () => {
  const kept = await passwordHash(PASSWORD, "Ana");
  const waiting = Array.from({ length: 22 }, () => isPassword(PASSWORD, kept));
  await assert.rejects(isPassword(PASSWORD, null), { code: "sign-in-slow" });
  assert.ok((await Promise.all(waiting)).every(Boolean));
  assert.equal(await isPassword(PASSWORD, null), false);
});
