import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Command, CommanderError } from "commander";
import { addQueueArguments, queueArgumentsOf } from "../../src/command-line/running/queue-arguments.ts";
import { espera as run } from "./command-line.ts";

const data = mkdtempSync(join(tmpdir(), "espera-dialplan-"));
after(() => rmSync(data, { recursive: true }));

/** Types a command, with a data directory of its own for the secret in the addresses. */
const espera = (words: readonly string[]) => run(words, { ESPERA_DATA: data });

/** The `Queue()` lines that are printed, by context and queue. */
async function queueLines(...words: string[]): Promise<string[]> {
  const printed = await espera(["asterisk", "dialplan", "--part", "extensions", ...words]);
  assert.equal(printed.err, "");
  return printed.out.match(/(?<=,)Queue\(.*\)/g) ?? [];
}

const macro = `\${ESPERA_MACRO}`;
const rule = `\${ESPERA_RULE}`;
/** Who holds an agent is nobody: nothing of the site's is for them. */
const PLACEHOLDER = "Queue(ventas)";

describe("espera asterisk dialplan", () => {
  test("prints Queue() as plain as it can be", async () => {
    assert.deepEqual(await queueLines("--queue", "ventas"), [
      "Queue(ventas,,,,)",
      `Queue(ventas,,,espera/agent-return-call,,,${macro}espera-served,${rule})`,
      PLACEHOLDER,
    ]);
  });

  test("keeps every argument of the site's, for callers; what is Espera's own in return calls is Espera's", async () => {
    const options = [
      "--queue-options",
      "kT",
      "--queue-url",
      "http://x.co/?a=b",
      "--queue-announcement",
      "campaign",
    ];
    const more = [
      "--queue-timeout-s",
      "300",
      "--queue-agi",
      "agi://10.0.0.7/joined",
      "--queue-gosub",
      "queue_answer",
    ];
    const last = ["--queue-rule", "growing", "--queue-position", "2"];
    assert.deepEqual(await queueLines("--queue", "ventas", ...options, ...more, ...last), [
      `Queue(ventas,kT,http://x.co/?a=b,campaign,300,agi://10.0.0.7/joined,${macro}queue_answer,growing,2)`,
      `Queue(ventas,kT,http://x.co/?a=b,espera/agent-return-call,300,agi://10.0.0.7/joined,${macro}espera-served,${rule})`,
      PLACEHOLDER,
    ]);
  });

  test("calls the site's routine from its own, and follows the site's rule", async () => {
    const { out } = await espera([
      "asterisk",
      "dialplan",
      "--part",
      "extensions",
      "--queue",
      "ventas",
      "--queue-gosub",
      "queue_answer",
      "--queue-rule",
      "growing",
    ]);
    assert.ok(out.includes("Set(__ESPERA_SERVED=queue_answer)"));
    assert.ok(out.includes("Set(ESPERA_RULE=growing)"));
  });

  test("takes an argument for one queue of several, which counts more than one for all", async () => {
    const lines = await queueLines(
      "--queue",
      "ventas",
      "soporte",
      "--queue-timeout-s",
      "300",
      "--queue-timeout-s",
      "soporte=60",
      "--queue-options",
      "ventas=tT",
    );
    assert.ok(lines.includes("Queue(ventas,tT,,,300)"));
    assert.ok(lines.includes("Queue(soporte,,,,60)"));
  });

  test("gives callers of a class their credit, in the dialplan and in the configuration", async () => {
    const { out } = await espera([
      "asterisk",
      "dialplan",
      "--queue",
      "ventas",
      "--class",
      "vip=180",
      "gold=60",
      "--trunk",
      "PJSIP/{national}@claro",
      "PJSIP/{number}@world",
    ]);
    assert.ok(out.includes(`?Set(ESPERA_CREDIT=180))`));
    assert.match(out, /classes:\n {6}- \{ name: vip, creditS: 180 \}\n {6}- \{ name: gold, creditS: 60 \}/);
    assert.ok(out.includes('trunk: ["PJSIP/{national}@claro", "PJSIP/{number}@world"]'));
    assert.match(out, /# callerId: "Mi centro <6015550100>"/);
  });

  for (const text of ["vip", "vip=0", "vip=99999", "1=60", "v ip=60"])
    test(`refuses --class ${text}`, async () => {
      const { code, err } = await espera([
        "asterisk",
        "dialplan",
        "--queue",
        "ventas",
        "--class",
        text,
        "--lang",
        "en",
      ]);
      assert.equal(code, 2);
      assert.match(err, /write/);
    });

  const hostile = [
    "espera/$(id)/",
    "espera/;System(id)/",
    `espera/\${SHELL(id)}/`,
    'espera/"/',
    "esp era/",
    "ñandú/",
  ];
  for (const folder of [...hostile, "espera"])
    test(`refuses --prompts ${folder}`, async () => {
      const words = ["--queue", "ventas", "--prompts", folder, "--lang", "en"];
      const { code, out, err } = await espera(["asterisk", "dialplan", ...words]);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, /write a folder of letters, digits, _ \. - and \/, with a slash at its end/);
    });

  const refused: readonly (readonly [option: string, value: string, says: RegExp])[] = [
    ["--queue-options", "t,T", /give letters, like|van letras, como/],
    [
      "--queue-url",
      "http://x/);System(rm",
      /letters, digits, variables in braces and any of|letras, cifras, variables entre llaves y/,
    ],
    ["--queue-announcement", "a,b", /letters, digits|letras, cifras/],
    ["--queue-timeout-s", "0", /a whole number above 0|un número entero mayor que 0/],
    ["--queue-agi", "agi://x/a;b", /letters, digits|letras, cifras/],
    ["--queue-gosub", "a,s,1", /a name of letters|un nombre de letras/],
    ["--queue-rule", "a)b", /a name of letters|un nombre de letras/],
    ["--queue-rule", `\${SHELL(id)}`, /a name of letters|un nombre de letras/],
    ["--queue-position", "first", /a whole number above 0|un número entero mayor que 0/],
    [
      "--queue-gosub",
      "other=x",
      /other (?:is none of the queues that are printed|no es ninguna de las colas)/,
    ],
  ];
  for (const [option, value, says] of refused)
    test(`refuses ${option} ${value}`, () => {
      const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      addQueueArguments(command);
      const read = () =>
        queueArgumentsOf(["ventas"], command.parse([option, value], { from: "user" }).opts());
      assert.throws(read, (error) => error instanceof CommanderError && says.test(error.message));
    });
});
