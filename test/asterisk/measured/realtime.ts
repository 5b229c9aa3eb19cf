import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Asterisk } from "../bed/asterisk.ts";

export interface RealtimeWanted {
  readonly journal: "DELETE" | "WAL";
  /** `batch` of the module, ms; its own if not said. */
  readonly batch?: number;
  /** False: queues are in queues.conf, only members in the database. */
  readonly queues?: boolean;
}

/** The tables of queues and members that an Asterisk reads. */
export interface Realtime {
  queue(name: string): void;
  member(queue: string, device: string, name: string): void;
  pause(name: string): void;
  paused(name: string): unknown;
  removeMember(name: string): void;
  close(): void;
}

/** Makes an Asterisk take queues from a database, from its next start on. */
export async function realtime(asterisk: Asterisk, wanted: RealtimeWanted): Promise<Realtime> {
  const { journal, batch, queues = true } = wanted;
  const etc = join(asterisk.directory, "etc");
  const file = join(asterisk.directory, "lib/realtime.sqlite3");
  const database = new DatabaseSync(file, { timeout: 500 });
  database.exec(`
    PRAGMA journal_mode=${journal};
    CREATE TABLE queues (name TEXT PRIMARY KEY, strategy TEXT, timeout TEXT, retry TEXT, wrapuptime TEXT,
      ringinuse TEXT, joinempty TEXT, leavewhenempty TEXT);
    CREATE TABLE queue_members (uniqueid INTEGER PRIMARY KEY, queue_name TEXT, interface TEXT, membername TEXT,
      state_interface TEXT, penalty TEXT, paused TEXT, reason_paused TEXT);`);
  const families = [...(queues ? ["queues"] : []), "queue_members"];
  const mapped = families.map((family) => `${family} => sqlite3,centre,${family}\n`).join("");
  await writeFile(join(etc, "extconfig.conf"), `[settings]\n${mapped}`);
  const batchLine = batch === undefined ? "" : `batch => ${batch}\n`;
  await writeFile(
    join(etc, "res_config_sqlite3.conf"),
    `[centre]\ndbfile => ${file}\nrequirements => warn\n${batchLine}`,
  );
  const modules = await readFile(join(etc, "modules.conf"), "utf8");
  const preloaded = modules.replace("autoload=no\n", "autoload=no\npreload=res_config_sqlite3.so\n");
  await writeFile(join(etc, "modules.conf"), preloaded);
  return {
    queue: (name) =>
      void database
        .prepare("INSERT INTO queues VALUES (?, 'leastrecent', '15', '1', '2', 'no', 'yes', 'no')")
        .run(name),
    member: (queue, device, name) =>
      void database
        .prepare("INSERT INTO queue_members VALUES (NULL, ?, ?, ?, NULL, '0', '0', '')")
        .run(queue, device, name),
    pause: (name) =>
      void database.prepare("UPDATE queue_members SET paused = '1' WHERE membername = ?").run(name),
    paused: (name) =>
      database.prepare("SELECT paused FROM queue_members WHERE membername = ?").get(name)?.["paused"],
    removeMember: (name) => void database.prepare("DELETE FROM queue_members WHERE membername = ?").run(name),
    close: () => database.close(),
  };
}
