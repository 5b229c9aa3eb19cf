import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import pino from "pino";
import { logOptions } from "../../src/server/log.ts";
import { apiInMemory, diagram2Path } from "./in-memory-journal.ts";

function capture() {
  const lines: string[] = [];
  return { lines, log: pino(logOptions("trace"), { write: (line: string) => void lines.push(line) }) };
}

const TOKEN = `esp_${"ab".repeat(6)}_${"cd".repeat(32)}`;
const PERSON = "+573001234567";

test("whatever names a person or opens a door is taken out, however deep and however the key is written", () => {
  const secretKey = fc.constantFrom(
    ..."person Person number numberHash number_hash ani dial_phone customer_id phone token secret".split(" "),
    ..."wolkvox-token Wolkvox-Token authorization cookie personKey query".split(" "),
  );
  const nested = fc.tuple(secretKey, fc.array(fc.constantFrom("a", "b", "list"), { maxLength: 12 }));
  fc.assert(
    fc.property(nested, fc.boolean(), ([key, around], asList) => {
      const { lines, log } = capture();
      const innermost: unknown = { [key]: PERSON, kept: "this" };
      log.info(
        around.reduceRight((inner, name) => ({ [name]: asList ? [inner] : inner }), innermost) as object,
        "constant",
      );
      assert.ok(!lines.join("").includes("3001234567"), lines.join(""));
      if (around.length < 3) assert.ok(lines.join("").includes('"kept":"this"'));
    }),
  );
});

test("what a child logger is bound to is redacted too", () => {
  const { lines, log } = capture();
  log.child({ person: PERSON, call: { number: PERSON }, operation: 1 }).info("constant");
  assert.ok(!lines[0]!.includes("3001234567"));
  assert.equal(JSON.parse(lines[0]!).operation, 1);
});

test("a token is taken out of texts, errors, their stacks and their causes", () => {
  const { lines, log } = capture();
  const error = new Error(`refused ${TOKEN}`, { cause: new TypeError(`because of ${TOKEN}`) });
  log.error({ err: error, note: `seen ${TOKEN}`, list: [error] }, "constant");
  log.error(error);
  const text = lines.join("");
  assert.ok(!text.includes("cdcd"), text);
  const { err } = JSON.parse(lines[0]!);
  assert.equal(err.message, "refused [redacted]");
  assert.equal(err.cause.type, "TypeError");
  assert.match(err.stack, /log\.test\.ts/);
});

test("a telephone number is taken out of texts, errors and addresses of channels; the ids of calls stay", () => {
  const { lines, log } = capture();
  const ids = ["1795337198.0", "rig-1795337198.0", "espera-0123456789abcdef01234567-1795337198.0~1"];
  const error = new Error(`UNIQUE ("${PERSON}", 3001234567)`, { cause: new Error(`to ${PERSON}: busy`) });
  log.warn(
    { err: error, channel: "PJSIP/3001234567@trunk", sip: `sip:${PERSON}@10.0.0.7:5060`, ids },
    "constant",
  );
  log.warn({ note: ["called 3001234567.", `(${PERSON})`] }, "constant");
  const written = [
    "300 123 4567",
    "300-123-4567",
    "(300) 123 4567",
    "+57 300 123 4567",
    "0057 300 123 45 67",
  ];
  log.warn({ note: written.map((number) => `call to ${number}: busy`) }, "constant");
  assert.deepEqual(
    JSON.parse(lines.at(-1)!).note,
    written.map(() => "call to [redacted]: busy"),
  );
  const harmless = [
    "from 2026-11-30 23 to 2026-12-01",
    "10.20.30.40",
    "1 of 12 in 30 s",
    "2026-11-30T10:15:30.123Z",
  ];
  log.warn({ note: harmless }, "constant");
  assert.deepEqual(JSON.parse(lines.at(-1)!).note, harmless);
  const text = lines.join("");
  assert.ok(!text.includes("3001234567"), text);
  const line = JSON.parse(lines[0]!);
  assert.equal(line.err.message, 'UNIQUE ("[redacted]", [redacted])');
  assert.equal(line.channel, "PJSIP/[redacted]@trunk");
  assert.equal(line.sip, "sip:[redacted]@10.0.0.7:5060");
  assert.deepEqual(line.ids, ids);
  assert.ok(!Number.isNaN(Date.parse(line.time)));
});

test("a line has level, time and a constant message, and nothing of the machine", () => {
  const { lines, log } = capture();
  log.warn({ skill: 3 }, "constant");
  const line = JSON.parse(lines[0]!);
  assert.deepEqual(Object.keys(line), ["level", "time", "skill", "msg"]);
  assert.equal(line.level, "warn");
  assert.ok(!Number.isNaN(Date.parse(line.time)));
});

test("requests leave neither their token nor their query in the log, whatever becomes of them", async () => {
  const at = await apiInMemory();
  at.journal.beforeAnswer = () => Promise.reject(new Error("gone"));
  const headers = { "wolkvox-token": at.token, authorization: TOKEN, cookie: TOKEN };
  for (const url of [diagram2Path(), `/x?phone=${PERSON}`, `/%zz${PERSON}`, `/live.json?number=${PERSON}`]) {
    await at.api.inject({ url, headers });
    await at.api.inject({ url, headers: {} });
    await at.api.inject({ url, method: "POST", headers, body: { number: PERSON } });
  }
  at.api.log.warn({ req: { method: "GET", url: `/x?phone=${PERSON}`, headers } }, "constant");
  const text = at.logged.join("");
  assert.ok(text.includes("request failed") && text.includes("gone"));
  assert.ok(text.includes('"path":"/x"'));
  for (const secret of [at.token.slice(20), "3001234567", "cdcd", "date_ini"]) {
    assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
});

/** What is written between the parenthesis before `start` and the one that closes it. */
function argumentsFrom(source: string, start: number): string {
  let open = 1;
  let end = start;
  while (open > 0 && end < source.length) {
    const character = source[end++];
    if (character === "(") open++;
    else if (character === ")") open--;
  }
  return source.slice(start, end - 1).trim();
}

test("messages in the source are constant: no number can get into one", () => {
  const root = new URL("../../src/", import.meta.url);
  const calls = globSync("**/*.ts", { cwd: root }).flatMap((file) => {
    const source = readFileSync(new URL(file, root), "utf8");
    return [...source.matchAll(/\blog\.(?:trace|debug|info|warn|error|fatal)\(/g)].map((match) => ({
      file,
      written: argumentsFrom(source, match.index + match[0].length),
    }));
  });
  assert.ok(calls.length > 0);
  for (const { file, written } of calls) {
    assert.match(written, /^(?:\{[^`]*\},\s*)?"[^"%]*",?$/, `${file}: ${written}`);
  }
});
