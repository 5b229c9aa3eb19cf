import type { Command } from "commander";
import { operationHolding, operationsNamed } from "../../desk/operation-named.ts";
import { Fault } from "../../faults/faults.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { KeptNumber } from "../../journal/port/people.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import type { Run } from "../../journal/port/run.ts";
import type { Store } from "../../journal/port/store.ts";
import { acceptJournal } from "../../journal/sqlite/store.ts";
import { type VerifyResult, verifyOperation } from "../../journal/verify/verify.ts";
import { isTheirs } from "../../operation/people/people.ts";
import { type Column, tableCsv, tableOf } from "../../reports/table.ts";
import { counted } from "../../words/counted.ts";
import { withStore } from "../journal-access.ts";
import { operationOption } from "../operation-choice.ts";
import { csvOption } from "../output.ts";
import { dataCommand, print } from "../program.ts";
import { ProgressLine } from "../progress-line.ts";
import { toReader } from "../reader.ts";
import { addArchive } from "./journal-archive.ts";
import { addJournalReplay } from "./journal-replay.ts";

export function addJournal(program: Command): void {
  const journal = program
    .command("journal")
    .description(toReader("verifica, archiva y repara el diario", "verify, archive and repair the journal"));
  addArchive(journal);
  dataCommand(
    journal,
    "verify",
    toReader(
      "recalcula el estado y los informes a partir de los pasos, y compara",
      "recompute state and reports from the steps, and compare",
    ),
  )
    .option(
      "--all",
      toReader(
        "desde el primer paso; si no se dice, desde los últimos puntos de control",
        "from the first step; default: from the last checkpoints",
      ),
    )
    .addOption(csvOption())
    .action(async ({ data, all, csv }) => {
      const tell = csv ? () => {} : tellVerified;
      const verified = await withStore(data, (store) => verifyEverything(store, all === true, tell), {
        readOnly: true,
      });
      if (csv) print(tableCsv(tableOf(verifiedColumns, verified)));
      if (verified.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
    });
  dataCommand(
    journal,
    "accept",
    toReader(
      "sigue con un diario que perdió sus últimos pasos, o con una copia anterior",
      "accept a journal that lost its newest steps, or an older copy, as it is",
    ),
  ).action(({ data }) => {
    acceptJournal(data);
    print(toReader("El diario se acepta como está.", "The journal is accepted as it is."));
  });
  dataCommand(
    journal,
    "unfinished",
    toReader(
      "importaciones, envíos y días generados que se interrumpieron",
      "imports, uploads and generated days that broke off",
    ),
  )
    .addOption(operationOption("all"))
    .addOption(csvOption())
    .action(async ({ data, operation, csv }) => {
      const runs = await withStore(data, (store) => unfinished(store, operation), { readOnly: true });
      if (csv) print(tableCsv(tableOf(unfinishedColumns, runs)));
      else for (const run of runs) print(`${titleOf(run)}  ${steps(run.lastSeq)}`);
    });
  dataCommand(
    journal,
    "drop <run>",
    toReader(
      "quita una que se interrumpió, con todas sus llamadas",
      "remove one that broke off, with all its calls",
    ),
  )
    .addOption(operationOption("found"))
    .action(async (name: string, { data, operation }) => {
      const { kind } = await withStore(data, (store) => drop(store, operation, name));
      print(`${kind} ${name}: ${toReader("se quitó", "taken out")}`);
    });
  addJournalReplay(journal);
}

/** A run, and the name of the operation that it is of; or the file, which is of all. */
interface NamedRun extends Pick<Run, "name" | "lastSeq" | "firstSeq"> {
  readonly kind: Run["kind"] | "file";
  readonly of: string;
}

const runColumns: readonly Column<NamedRun>[] = [
  { key: "operation", title: "", value: ({ of }) => of },
  { key: "kind", title: "", value: ({ kind }) => kind },
  { key: "run", title: "", value: ({ name }) => name },
];

const unfinishedColumns: readonly Column<NamedRun>[] = [
  ...runColumns,
  { key: "steps", title: "", value: ({ lastSeq }) => lastSeq },
];

function titleOf({ of, kind, name }: NamedRun): string {
  return `${of}  ${kind} ${name}`;
}

function steps(count: number): string {
  return counted(count, toReader("paso", "step"), toReader("pasos", "steps"));
}

function keptFrom({ firstSeq }: Pick<Run, "firstSeq">): string {
  return toReader(
    `; los pasos anteriores al ${firstSeq} ya no están en el diario`,
    `; the steps before ${firstSeq} are not in the journal any more`,
  );
}

async function unfinished(store: Journal & Registry, operation: string | undefined): Promise<NamedRun[]> {
  const runs: NamedRun[] = [];
  for (const { id, name } of await operationsNamed(store, operation))
    for (const run of await store.runs(id))
      if (run.kind !== "live" && !run.complete) runs.push({ ...run, of: name });
  return runs;
}

async function drop(store: Journal & Registry, operation: string | undefined, name: string): Promise<Run> {
  const runOf = async ({ id }: OperationRecord) => (await store.runs(id)).find((one) => one.name === name);
  const record = await operationHolding(
    await operationsNamed(store, operation),
    async (one) => (await runOf(one)) !== undefined,
    (operations) => new Fault("run-unknown", { run: name, operation: operations }),
  );
  const run = (await runOf(record))!;
  await store.dropRun(run);
  return run;
}

/** What came of a run, and the run. */
type Verified = NamedRun & Pick<VerifyResult, "steps" | "rows" | "problems">;

const verifiedColumns: readonly Column<Verified>[] = [
  ...runColumns,
  { key: "steps", title: "", value: (verified) => verified.steps },
  { key: "rows", title: "", value: ({ rows }) => rows },
  { key: "problems", title: "", value: ({ problems }) => problems.length },
  { key: "firstProblem", title: "", value: ({ problems }) => problems[0] ?? null },
];

/** Verifies the file and every run of every operation; each is printed as soon as it is known. */
async function verifyEverything(
  store: Store,
  all: boolean,
  tell: (verified: Verified) => void,
): Promise<Verified[]> {
  const everything: Verified[] = [];
  const add = (verified: Verified) => {
    everything.push(verified);
    tell(verified);
  };
  const problems = await store.damage({ thorough: true });
  if (problems.length > 0) add({ ...THE_FILE, problems });
  const progress = new ProgressLine();
  try {
    for (const operation of await store.operations()) {
      const { id, name: of } = operation;
      const onProgress = (run: Run, done: number) =>
        progress.show(`${titleOf({ ...run, of })}  ${done} ${toReader("de", "of")} ${steps(run.lastSeq)} …`);
      const ofPeople = { isTheirs: (kept: KeptNumber) => isTheirs(operation, kept) };
      for await (const { run, ...result } of verifyOperation(store, id, { all, onProgress, ...ofPeople })) {
        progress.clear();
        add({ ...run, ...result, of });
      }
    }
  } catch (error) {
    // Some tables of a damaged file may not be readable at all.
    progress.clear();
    if (problems.length === 0) throw error;
    add({ ...THE_FILE, problems: [error instanceof Error ? error.message : String(error)] });
  }
  return everything;
}

/** What is wrong in the file, whatever it holds. */
const THE_FILE = {
  of: "-",
  kind: "file",
  name: "espera.db",
  firstSeq: 1,
  lastSeq: 0,
  steps: 0,
  rows: 0,
} as const;

function tellVerified(verified: Verified): void {
  const { rows, problems } = verified;
  const verdict =
    problems.length === 0
      ? toReader("bien", "ok")
      : counted(problems.length, toReader("problema", "problem"), toReader("problemas", "problems"));
  const counts = `${steps(verified.steps)}, ${counted(rows, toReader("fila", "row"), toReader("filas", "rows"))}`;
  print(`${titleOf(verified)}  ${counts}: ${verdict}${verified.firstSeq > 1 ? keptFrom(verified) : ""}`);
  for (const problem of problems) print(`  ${problem}`);
}
