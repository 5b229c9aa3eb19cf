import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { typedQueue } from "../../../src/configuration/schema/queue-name-schema.ts";
import { leaseVariable } from "../../../src/exchange/asterisk/printed/dialplan.ts";

const ADAPTER = fileURLToPath(new URL("../../../src/exchange/asterisk", import.meta.url));

/** What the adapter and the dialplan that it prints call their variables. */
function variables(): ReadonlySet<string> {
  const files = readdirSync(ADAPTER, { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(ADAPTER, file), "utf8"));
  return new Set(texts.flatMap((text) => text.match(/\bESPERA_[A-Z]+\b|(?<=__)ESPERA_[A-Z]+\b/g) ?? []));
}

test("no queue has a lease with the name of a variable of the dialplan", () => {
  const used = variables();
  assert.ok(used.has("ESPERA_AT") && used.has("ESPERA_FOR"), "they are found");
  for (const variable of used) {
    const name = variable.replace("ESPERA_", "");
    assert.equal(leaseVariable(name), variable);
    for (const typed of [name, `${name}=Ventas y Soporte`])
      assert.ok(!typedQueue.safeParse(typed).success, `${typed} is refused`);
    assert.ok(typedQueue.safeParse(`queue-${name}`).success);
  }
});
