import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { typedQueue } from "../../src/configuration/schema/queue-name-schema.ts";
import { argumentsIn } from "../../src/exchange/asterisk/printed/queue-arguments.ts";
import { asteriskExample } from "../../src/server/asterisk/asterisk-example.ts";
import { espera } from "./command-line.ts";

const ALIAS = "ventas-y-soporte";
const given = {
  agi: "127.0.0.1:4573",
  prompts: "espera/",
  trunks: ["PJSIP/{number}@trunk"],
  secret: "s",
};

/** What Asterisk makes of a line of extensions.conf: a semicolon begins a comment, the last parenthesis ends the arguments. */
function applicationIn(line: string): { readonly name: string; readonly data: string } | null {
  const text = line.replace(/;.*$/s, "");
  const [, name = "", data = ""] =
    /^(?: same => n|exten => [^,]+,1)(?:\([a-z]+\))?,([A-Za-z]+)\((.*)\)/s.exec(text) ?? [];
  return name === "" ? null : { name, data };
}

/** Asterisk's own way to part the arguments of an application: quotes, brackets and parentheses hold commas together. */
function parted(data: string): string[] {
  const parts = [""];
  let [quoted, brackets, parentheses] = [false, 0, 0];
  for (let at = 0; at < data.length; at++) {
    const sign = data[at]!;
    if (sign === "(") parentheses++;
    else if (sign === ")") parentheses = Math.max(0, parentheses - 1);
    else if (sign === "[") brackets++;
    else if (sign === "]") brackets = Math.max(0, brackets - 1);
    if (sign === '"') quoted = !quoted;
    else if (sign === "\\") parts[parts.length - 1] += data[++at] ?? "";
    else if (sign === "," && !quoted && brackets === 0 && parentheses === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

const printed = (queue: { queue: string; alias?: string | undefined }) =>
  asteriskExample({ ...given, queues: [queue] });

const plainLines = printed({ queue: ALIAS }).extensions.split("\n");

/** Names that tempt a dialplan, and any others. */
const names = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...Array.from("ab é,;()[]{}$\"'\\|&=%#!\t\n")),
    minLength: 1,
    maxLength: 30,
  }),
);

describe("a queue whose name no extension can have", () => {
  test("changes nothing of the printed dialplan but the name that Queue() is given, whatever the name is", () => {
    let taken = 0;
    fc.assert(
      fc.property(names, (name) => {
        const { data: queue } = typedQueue.safeParse(`${ALIAS}=${name}`);
        if (!queue) return;
        taken++;
        const lines = printed(queue).extensions.split("\n");
        assert.equal(lines.length, plainLines.length);
        for (const [index, line] of lines.entries()) {
          const plain = plainLines[index]!;
          if (line === plain) continue;
          const [one, other] = [applicationIn(line), applicationIn(plain)];
          assert.equal(one?.name, "Queue");
          assert.equal(other?.name, "Queue");
          const [first, ...others] = parted(one.data);
          assert.equal(first, name);
          assert.deepEqual(others, parted(other.data).slice(1));
          assert.doesNotMatch(name, /\$[{[]/, "nothing is put in for a part of it");
          assert.deepEqual(
            argumentsIn(one.data),
            [name, ...argumentsIn(other.data).slice(1)],
            "and Espera reads it",
          );
        }
        const [operation] = parseConfiguration(printed(queue).configuration, "espera.yaml");
        assert.ok(operation?.exchange.kind === "asterisk");
        assert.deepEqual(
          operation.exchange.queues.map(({ queue: own, alias }) => [own, alias]),
          [[name, ALIAS]],
        );
      }),
      { numRuns: 1_000 },
    );
    assert.ok(taken > 100, `${taken} names were taken`);
  });

  test("is printed with its alias: as the extension, in the key's context and in espera.yaml", async (t) => {
    const data = mkdtempSync(join(tmpdir(), "espera-names-"));
    t.after(() => rmSync(data, { recursive: true }));
    const { out, err } = await espera([
      "asterisk",
      "dialplan",
      "--data",
      data,
      "--queue",
      "ventas-y-soporte=Ventas y Soporte",
      "ventas",
    ]);
    assert.equal(err, "");
    assert.match(out, /^exten => ventas-y-soporte,1,/m);
    assert.match(out, /^\[espera-key-ventas-y-soporte\]$/m);
    assert.ok(out.includes(`Queue("Ventas y Soporte",,,,)`));
    assert.ok(out.includes("GLOBAL(ESPERA_ventas-y-soporte)"));
    assert.ok(out.includes('- { queue: "Ventas y Soporte", alias: "ventas-y-soporte", skill: 1 }'));
    assert.ok(out.includes('- { queue: "ventas", skill: 2 }'));
  });

  const refused: readonly (readonly [typed: string, says: RegExp])[] = [
    ["Ventas y Soporte", /give the queue an alias, like "ventas-y-soporte=Ventas y Soporte"/],
    ["Ñandú", /like "nandu=Ñandú"/],
    ["v1=ventas", /leave it out/],
    ["v 1=Ventas y Soporte", /up to 68 letters/],
    ['v1=Ventas "A"', /no alias helps here/],
    ["v1=Ventas) Hangup(", /no alias helps here/],
    ["v1=", /write the queue's name in queues\.conf/],
  ];
  for (const [typed, says] of refused)
    test(`typed as ${typed} is refused, with what to do`, async () => {
      const { code, err } = await espera(["asterisk", "dialplan", "--queue", typed, "--lang", "en"]);
      assert.equal(code, 2);
      assert.match(err, says);
    });
});
