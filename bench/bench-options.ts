import { parseArgs } from "node:util";

export interface BenchOptions {
  readonly names: readonly string[];
  readonly quick: boolean;
  /** Left out: as many as each bench has by itself. */
  readonly rounds?: number;
  /** Left out: whole months, or as many as a bench has by itself. */
  readonly days?: number;
}

/** What is printed in place of running anything, and with which exit code. */
interface Instead {
  readonly text: string;
  readonly exitCode: 0 | 2;
}

interface Program {
  /** Of package.json. */
  readonly script: string;
  /** The names of its benches. */
  readonly known: readonly string[];
}

/** Reads the command line of a program of benches. */
export function benchOptions(args: readonly string[], program: Program): BenchOptions | Instead {
  const { known } = program;
  const wrong = (problem: string): Instead => ({ text: `${problem}\n\n${usage(program)}`, exitCode: 2 });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    // The first sentence says what is not known; what follows is on words that begin with a dash.
    return wrong(`${(error as Error).message.split(". ")[0]}.`);
  }
  const { help, quick } = parsed.values;
  if (help) return { text: usage(program), exitCode: 0 };
  const unknown = parsed.positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) return wrong(`No bench is called ${unknown.join(", ")}.`);
  const names = parsed.positionals.length > 0 ? parsed.positionals : known;
  const counts: { rounds?: number; days?: number } = {};
  for (const name of ["rounds", "days"] as const) {
    const text = parsed.values[name];
    if (text === undefined) continue;
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1)
      return wrong(`--${name} ${text}: not a number of ${name}, such as 5.`);
    counts[name] = count;
  }
  return { names, quick, ...counts };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      days: { type: "string" },
    },
  });
}

function usage({ script, known }: Program): string {
  return `Usage: npm run ${script} -- [NAME…] [--quick] [--rounds N] [--days N]

Runs the benches that are named, or all of them. Prints one JSON document on standard output,
and what is being done on standard error.

  --quick      small sizes: shows that the benches run; their figures say nothing
  --rounds N   as many rounds, in benches that run in rounds
  --days N     as many days of each recorded month, in bank; as many days, in lift-demonstration
  --help       prints this

Benches: ${known.join(", ")}
`;
}
