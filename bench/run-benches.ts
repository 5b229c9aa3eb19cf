import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { benchOptions } from "./bench-options.ts";
import { type Bench, type Bound, type Finding, isHeld } from "./measure.ts";

/**
 * Runs the benches that `args` names, or all: one JSON document on standard output, what is being done on standard error. What is
 * wrong with `args` is said in a sentence, with exit code 2. `script`: of package.json, which runs them.
 */
export async function runBenches(
  script: string,
  benches: Readonly<Record<string, Bench>>,
  args: readonly string[],
): Promise<void> {
  const options = benchOptions(args, { script, known: Object.keys(benches) });
  if ("text" in options) {
    (options.exitCode === 0 ? process.stdout : process.stderr).write(options.text);
    process.exitCode = options.exitCode;
    return;
  }
  const { names, quick, rounds, days } = options;
  const here = machine();
  const found: Record<string, Found> = {};
  for (const name of names) {
    const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
    const finding = await benches[name]!({
      quick,
      say,
      ...(rounds === undefined ? {} : { rounds }),
      ...(days === undefined ? {} : { days }),
    });
    const { what, ratio, bounds, figures } = finding;
    found[name] = {
      what,
      ratio,
      bounds: bounds.map((one) => ({ ...one, held: quick ? null : isHeld(one) })),
      figures,
    };
    say(finding.ratio === null ? "done" : `ratio ${finding.ratio}`);
  }
  process.stdout.write(
    `${JSON.stringify({ date: new Date().toISOString(), quick, machine: here, benches: found }, null, 2)}\n`,
  );
}

interface Found extends Omit<Finding, "bounds"> {
  /** `held` is `null` where sizes are too small to say. */
  readonly bounds: readonly (Bound & { readonly held: boolean | null })[];
}

function machine(): Record<string, unknown> {
  return {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    // Of the minute before: more than 0 means that somebody else was at work, and that times are worse than they are.
    loadBefore: loadavg()[0],
  };
}
