import type { Command } from "commander";
import { complain } from "./command-line/complaint.ts";
import { unwritable } from "./command-line/output-file.ts";
import { newProgram } from "./command-line/program.ts";
import { reader, toReader } from "./command-line/reader.ts";

/** The commands, in the order in which help lists them. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import("./command-line/running/start.ts")).addStart,
  reload: async () => (await import("./command-line/running/reload.ts")).addReload,
  stop: async () => (await import("./command-line/running/stop.ts")).addStop,
  nodes: async () => (await import("./command-line/running/nodes.ts")).addNodes,
  clock: async () => (await import("./command-line/running/clock.ts")).addClock,
  skills: async () => (await import("./command-line/callbacks/skills.ts")).addSkills,
  callbacks: async () => (await import("./command-line/callbacks/callbacks.ts")).addCallbacks,
  why: async () => (await import("./command-line/callbacks/why.ts")).addWhy,
  person: async () => (await import("./command-line/callbacks/person.ts")).addPerson,
  import: async () => (await import("./command-line/planning/import.ts")).addImport,
  report: async () => (await import("./command-line/planning/report.ts")).addReport,
  replay: async () => (await import("./command-line/replay/replay.ts")).addReplay,
  lift: async () => (await import("./command-line/planning/lift.ts")).addLift,
  erlang: async () => (await import("./command-line/planning/erlang.ts")).addErlang,
  journal: async () => (await import("./command-line/journal/journal.ts")).addJournal,
  store: async () => (await import("./command-line/running/store.ts")).addStore,
  backup: async () => (await import("./command-line/journal/backup.ts")).addBackup,
  token: async () => (await import("./command-line/running/token.ts")).addTokenCommands,
  user: async () => (await import("./command-line/running/user.ts")).addUserCommands,
  dialogue: async () => (await import("./command-line/dialogue.ts")).addDialogue,
  config: async () => (await import("./command-line/running/config.ts")).addConfig,
  asterisk: async () => (await import("./command-line/running/asterisk.ts")).addAsterisk,
};

/**
 * The command line: one module per command, and only the one that was typed is loaded; help, and a word that is no
 * command, take all. It ends with 0, with 1 when something was refused or failed, with 2 when called wrongly.
 */
const program = newProgram();
const typed = process.argv[2] ?? "";
const loaded = Object.hasOwn(commands, typed) ? [commands[typed]!] : Object.values(commands);
for (const add of await Promise.all(loaded.map((load) => load()))) add(program);

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader of only the first lines has read enough.
  if (error.code === "EPIPE") process.exit();
  process.exit(complain(unwritable(toReader("la salida", "the output"), error), reader));
});

program.parseAsync().catch((error: unknown) => {
  process.exit(complain(error, reader));
});
