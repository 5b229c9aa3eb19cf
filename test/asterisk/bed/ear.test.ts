import assert from "node:assert/strict";
import { test } from "node:test";
import { Ear } from "./ear.ts";

const ADDRESS = "127.0.0.1";

test("an ear that is closed takes whatever comes too late: a far side, a key, another end", async (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  t.mock.timers.enable({ apis: ["setInterval"] });
  const ear = await Ear.open(ADDRESS);
  const far = await Ear.open(ADDRESS);
  ear.close();
  assert.doesNotThrow(() => {
    ear.speakTo(ADDRESS, far.port, true);
    ear.press("1");
    now = 1_000;
    t.mock.timers.tick(1_000);
    ear.close();
  });
  far.close();
});
