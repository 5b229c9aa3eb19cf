import { addAsterisk } from "./command-line/asterisk.ts";
import { addCallbacks } from "./command-line/callbacks.ts";
import { complain } from "./command-line/complaint.ts";
import { addConfig } from "./command-line/config.ts";
import { addErlang } from "./command-line/erlang.ts";
import { addImport } from "./command-line/import.ts";
import { addJournal } from "./command-line/journal.ts";
import { addPerson } from "./command-line/person.ts";
import { newProgram } from "./command-line/program.ts";
import { reader } from "./command-line/reader.ts";
import { addReload } from "./command-line/reload.ts";
import { addReport } from "./command-line/report.ts";
import { addSkills } from "./command-line/skills.ts";
import { addStart } from "./command-line/start.ts";
import { addStop } from "./command-line/stop.ts";
import { addToken } from "./command-line/token.ts";
import { addWhy } from "./command-line/why.ts";

/** The command line: one module per command. It ends with 0, with 1 when something was refused or failed, with 2 when called wrongly. */
const program = newProgram();
for (const add of [
  addStart,
  addReload,
  addStop,
  addSkills,
  addCallbacks,
  addWhy,
  addPerson,
  addImport,
  addReport,
  addErlang,
  addJournal,
  addToken,
  addConfig,
  addAsterisk,
])
  add(program);

// Whoever reads only the first lines has read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

program.parseAsync().catch((error: unknown) => {
  process.exit(complain(error, reader));
});
