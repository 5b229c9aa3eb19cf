import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { StepWriter } from "../src/journal/sqlite/append/step-writer.ts";
import { NO_HASH, type WrittenStep } from "../src/journal/step-hash.ts";
import { STATE_VERSION } from "../src/line/core-version.ts";
import { corpusEntries, unpackEntry } from "../test/journal/corpus/entries.ts";
import { type Bench, inDirectory, median, rounded } from "./measure.ts";
import { startOnce } from "./start-up.ts";

/**
 * From the start of the process until the line is restored, on the journal of an older version of the state with a
 * million steps before its checkpoint. Baseline: the next start, from a checkpoint of today's version.
 */
export const upgrade: Bench = async ({ quick, rounds = quick ? 1 : 5, say }) =>
  inDirectory(async (directory) => {
    const steps = quick ? 2_000 : 1_000_000;
    const before = join(directory, "before.db");
    const version = journalBefore(before, steps);
    say(`a journal of version ${version} with ${steps} steps more is there`);
    const upgradesMs: number[] = [];
    const startsMs: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round}`);
      const data = join(directory, `round-${round}`);
      mkdirSync(data);
      copyFileSync(before, join(data, "espera.db"));
      writeFileSync(join(data, "espera.yaml"), CONFIGURATION);
      upgradesMs.push(await startOnce(data, isReady));
      startsMs.push(await startOnce(data, isReady));
      rmSync(data, { recursive: true });
    }
    const ratio = rounded(median(upgradesMs) / median(startsMs));
    return {
      what: "a start after an upgrade against one without, a million steps in the journal",
      ratio,
      bounds: [{ of: "ratio", is: ratio, atMost: 1.5 }],
      figures: { version, steps, upgradesMs: upgradesMs.map(rounded), startsMs: startsMs.map(rounded) },
    };
  });

/** Writes the newest older journal of the corpus, with so many steps put in before its own, to `file`; gives its version. */
function journalBefore(file: string, more: number): number {
  const entry = corpusEntries().findLast(({ stateVersion }) => stateVersion < STATE_VERSION)!;
  const unpacked = unpackEntry(entry);
  copyFileSync(join(unpacked, "espera.db"), file);
  rmSync(unpacked, { recursive: true });
  const database = new DatabaseSync(file);
  database.exec("BEGIN");
  for (const { operation, run } of database.prepare("SELECT operation, run FROM runs").all())
    putBefore(database, operation as number, run as number, more);
  database.exec("UPDATE operations SET simulated = 1");
  database.exec("COMMIT");
  database.close();
  return entry.stateVersion;
}

function putBefore(database: DatabaseSync, operation: number, run: number, more: number): void {
  const taken = (table: string, columns: string) => {
    const rows = database
      .prepare(`SELECT ${columns} FROM ${table} WHERE operation = ? AND run = ? ORDER BY seq`)
      .all(operation, run);
    database.prepare(`DELETE FROM ${table} WHERE operation = ? AND run = ?`).run(operation, run);
    return rows;
  };
  const own = taken(
    "steps",
    `seq, at, exchange_at AS exchangeAt, core_version AS coreVersion,
    settings_version AS settingsVersion, fact, events, commands`,
  ) as unknown as WrittenStep[];
  const filler = {
    ...own[0]!,
    fact: JSON.stringify({ type: "woke", at: own[0]!.at }),
    events: "[]",
    commands: "[]",
  };
  const writer = new StepWriter(database);
  const hashes: string[] = [NO_HASH];
  const write = (step: WrittenStep) => hashes.push(writer.step(operation, run, hashes.at(-1)!, step));
  for (let seq = 1; seq <= more; seq++) write({ ...filler, seq });
  for (const step of own) write({ ...step, seq: step.seq + more });
  for (const row of taken("checkpoints", "seq, state")) {
    const seq = (row["seq"] as number) + more;
    writer.checkpoint(operation, run, seq, hashes[seq]!, row["state"] as string);
  }
  database
    .prepare("UPDATE runs SET last_seq = last_seq + ? WHERE operation = ? AND run = ?")
    .run(more, operation, run);
}

/** Until the lines of all operations are restored. */
async function isReady(server: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const address = /https?:\/\/[^\s/]+/.exec(line)?.[0];
    if (address === undefined) continue;
    while ((await fetch(`${address}/readyz`)).status !== 200) await setTimeout(1);
    return;
  }
  throw new Error("the server ended before it said where it is");
}

const CONFIGURATION = `
operations:
  - name: north
    timeZone: America/Bogota
    country: CO
    skills:
      - { id: 1, name: skill 1, target: 80 % in 20 s, smartWait: on, offerAfterS: 45 }
    exchange:
      simulated:
        historyDays: 0
        traffic: [{ skill: 1, callsPerDay: 1, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 1, skills: [1], shift: 00:00-24:00, wrapUpS: 15 }]
`;
