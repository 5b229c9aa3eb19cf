import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { AccessMirror } from "../../src/journal/postgres/registry/access.ts";
import type { Row, Runner, Script } from "../../src/journal/sql/script.ts";

/** A database with a session or without. Its version is answered at once, its rows when the test says so. */
class SlowDatabase {
  version = 1;
  hasSession = true;
  readonly #answers: (() => void)[] = [];

  readonly runner: Pick<Runner, "read" | "readMoment"> = {
    read: async (script) => answered(script, this),
    readMoment: <T>(script: Script<T>) => {
      const moment = { version: this.version, hasSession: this.hasSession };
      const { promise, resolve } = Promise.withResolvers<T>();
      this.#answers.push(() => resolve(answered(script, moment)));
      return promise;
    },
  };

  /** Answers the nth of the looks that wait. */
  answer(nth = 0): void {
    this.#answers.splice(nth, 1)[0]!();
  }
}

function answered<T>(
  script: Script<T>,
  { version, hasSession }: Pick<SlowDatabase, "version" | "hasSession">,
): T {
  let step = script.next();
  while (!step.done) {
    const { sql } = step.value;
    const session = sql.includes("FROM sessions") && hasSession ? [SESSION] : [];
    step = script.next(sql.includes("access_version") ? [{ version }] : session);
  }
  return step.value;
}

const SECRET_HASH = new Uint8Array([1, 2, 3]);
const SESSION: Row = { secretHash: SECRET_HASH, skills: null, issuer: null };

test("a session that was ended here stays ended, also when a look that was begun before comes after", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  const database = new SlowDatabase();
  const access = new AccessMirror(database.runner as Runner);
  const begun = access.begin();
  await turn();
  database.answer();
  await begun;
  assert.ok(access.session(SECRET_HASH));

  database.version++;
  mock.timers.tick(250);
  await turn();
  const end = access.watching(
    {
      end: async () => {
        database.version++;
        database.hasSession = false;
      },
    },
    ["end"],
  );
  const ended = end.end();
  await turn();
  database.answer(1);
  await ended;
  assert.equal(access.session(SECRET_HASH), null);
  database.answer();
  await access.close();
  assert.equal(access.session(SECRET_HASH), null);
  mock.timers.reset();
});
