import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { type Bench, type Bound, type Finding, isHeld } from "./measure.ts";

/**
 * Runs the benches named on the command line, or all; with `--quick` in small sizes, with `--rounds N` in so many rounds
 * where there are any. One JSON document on standard output, what is being done on standard error.
 */
export async function runBenches(benches: Readonly<Record<string, Bench>>): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: "boolean", default: false }, rounds: { type: "string" } },
  });
  const unknown = positionals.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    process.stderr.write(
      `No bench is called ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`,
    );
    process.exit(2);
  }
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    process.stderr.write(`--rounds ${values.rounds}: not a number of rounds, such as 5\n`);
    process.exit(2);
  }

  const here = machine();
  const found: Record<string, Found> = {};
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
    const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
    const finding = await benches[name]!({
      quick: values.quick,
      say,
      ...(rounds === undefined ? {} : { rounds }),
    });
    const { what, ratio, bounds, figures } = finding;
    found[name] = {
      what,
      ratio,
      bounds: bounds.map((one) => ({ ...one, held: values.quick ? null : isHeld(one) })),
      figures,
    };
    say(finding.ratio === null ? "done" : `ratio ${finding.ratio}`);
  }
  process.stdout.write(
    `${JSON.stringify({ date: new Date().toISOString(), quick: values.quick, machine: here, benches: found }, null, 2)}\n`,
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
