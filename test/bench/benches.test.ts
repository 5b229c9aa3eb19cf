import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isHeld, median, quantile } from "../../bench/measure.ts";

const program = fileURLToPath(new URL("../../bench/run.ts", import.meta.url));
const run = (...words: string[]) => promisify(execFile)(process.execPath, [program, ...words]);

interface Printed {
  readonly quick: boolean;
  readonly machine: { readonly cores: number };
  readonly benches: Record<
    string,
    { what: string; ratio: number | null; bounds: { of: string; is: number; held: null }[]; figures: object }
  >;
}

test("every bench runs, in sizes that say nothing of speed, and standard output is one JSON document", async () => {
  const { stdout } = await run("--quick");
  const printed = JSON.parse(stdout) as Printed;
  assert.deepEqual(Object.keys(printed.benches), [
    "durable-facts",
    "fact-delay",
    "diagram-2-range",
    "diagram-2-requests",
    "diagram-3-rows",
    "upload",
    "open-callbacks",
    "many-skills",
    "generated-day",
    "verify",
    "start-up",
    "upgrade",
    "commands",
    "hostile-requests",
    "live-streams",
    "page-rows",
    "nodes",
    "queueing",
    "wait-prediction",
    "prediction",
    "second-wait",
    "bank",
    "disciplines",
    "stationary",
    "lift",
    "lift-demonstration",
    "large-recording",
  ]);
  assert.equal(printed.quick, true);
  assert.ok(printed.machine.cores >= 1);
  for (const [name, { what, ratio, bounds, figures }] of Object.entries(printed.benches)) {
    assert.ok(what.length > 0 && Object.keys(figures).length > 0, name);
    assert.ok(ratio === null || Number.isFinite(ratio), name);
    for (const bound of bounds) {
      assert.ok(Number.isFinite(bound.is), `${name}: ${bound.of}`);
      assert.equal(bound.held, null, "nothing is judged by small sizes");
    }
  }
});

test("only what is asked for is run, and a bench that is not there is refused with the names of those that are", async () => {
  const { stdout } = await run("generated-day", "--quick");
  assert.deepEqual(Object.keys((JSON.parse(stdout) as Printed).benches), ["generated-day"]);
  await assert.rejects(
    run("no-such-bench"),
    (error: Error & { code: number; stdout: string; stderr: string }) => {
      assert.equal(error.code, 2);
      assert.equal(error.stdout, "");
      assert.match(
        error.stderr,
        /^No bench is called no-such-bench\..*durable-facts, fact-delay, diagram-2-range/s,
      );
      return true;
    },
  );
});

test("--help says how benches are run, and an option that is not there gets a sentence and no stack trace", async () => {
  const { stdout } = await run("--help");
  assert.match(stdout, /^Usage: npm run bench -- .*--rounds N.*Benches: durable-facts,/s);
  await assert.rejects(run("--swift"), (error: Error & { code: number; stdout: string; stderr: string }) => {
    assert.deepEqual([error.code, error.stdout], [2, ""]);
    assert.match(error.stderr, /^Unknown option '--swift'\.\n\nUsage: /);
    return true;
  });
});

test("rounds and days that are no number are refused before anything runs", async () => {
  for (const [name, text] of [
    ["rounds", "none"],
    ["rounds", "0"],
    ["days", "1.5"],
  ] as const)
    await assert.rejects(
      run("generated-day", `--${name}`, text),
      (error: Error & { code: number; stdout: string; stderr: string }) => {
        assert.equal(error.code, 2);
        assert.equal(error.stdout, "");
        assert.match(error.stderr, new RegExp(`--${name} ${text}: not a number of ${name}`));
        return true;
      },
    );
});

test("a quantile is the smallest value that the share of the values does not exceed", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  assert.equal(quantile(hundred, 0.99), 99);
  assert.equal(quantile(hundred, 1), 100);
  assert.equal(quantile([7], 0.01), 7);
  assert.equal(median([3, 1, 2]), 2);
  assert.ok(Number.isNaN(median([])));
});

test("a bound is held up to its own value and not beyond", () => {
  assert.ok(isHeld({ of: "ratio", is: 1.5, atMost: 1.5 }));
  assert.ok(!isHeld({ of: "ratio", is: 1.51, atMost: 1.5 }));
  assert.ok(isHeld({ of: "ratio", is: 0.5, atLeast: 0.5 }));
  assert.ok(!isHeld({ of: "ratio", is: 0.49, atLeast: 0.5 }));
});
