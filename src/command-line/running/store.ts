import { type Command, Option } from "commander";
import { storeLocation } from "../../configuration/store-location.ts";
import { Fault } from "../../faults/faults.ts";
import { claimDirectory } from "../../journal/sqlite/registry/claim.ts";
import { counted } from "../../words/counted.ts";
import { dataCommand, print } from "../program.ts";
import { ProgressLine } from "../progress-line.ts";
import { toReader } from "../reader.ts";

const sides = ["database", "file"] as const;

export function addStore(program: Command): void {
  const store = program
    .command("store")
    .description(toReader("dónde se guarda el diario", "where the journal is kept"));
  dataCommand(
    store,
    "copy",
    toReader(
      "copia el diario del archivo a la base de datos que indica espera.yaml, o de vuelta; si se interrumpe, sigue donde iba",
      "copy the journal from the file into the database that espera.yaml names, or back; a copy that broke off is continued",
    ),
  )
    .addOption(new Option("--to <side>", toReader("adónde", "where to")).choices(sides).makeOptionMandatory())
    .action(async ({ data, to }: { data: string; to: (typeof sides)[number] }) => {
      const database = storeLocation(data);
      if ("directory" in database) throw new Fault("store-not-named", { directory: data });
      const { copyStore } = await import("../../journal/copy/copy-store.ts");
      // Nobody may write to the journal meanwhile.
      const claim = claimDirectory(data);
      const progress = new ProgressLine();
      try {
        const onProgress = (rows: number) => progress.show(`${rowsOf(rows)} …`);
        const copied = await copyStore({ directory: data, database, to, onProgress });
        progress.clear();
        print(
          `${rowsOf(copied)}. ${toReader("Compruébela: npx espera journal verify --all", "Verify it: npx espera journal verify --all")}`,
        );
      } finally {
        progress.clear();
        claim.release();
      }
    });
}

function rowsOf(count: number): string {
  return counted(count, toReader("fila copiada", "row copied"), toReader("filas copiadas", "rows copied"));
}
