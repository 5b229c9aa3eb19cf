import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { demonstrationIn, liveThrough } from "./demonstration-days.ts";
import { type Bench, inDirectory, median, rounded, timed } from "./measure.ts";

/** What is typed: help loads all there is, the others what they need. */
const typed = {
  help: ["--help"],
  skills: ["skills"],
  "token list": ["token", "list"],
};

/**
 * From typing a command until it has printed, with what Node compiled at an earlier start, against the same without it: in
 * turns, from a folder with one day of the demonstration.
 */
export const commands: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const data = join(directory, "data");
    await oneDay(data, quick);
    const figures: Record<string, number> = {};
    const ratios: number[] = [];
    for (const [name, words] of Object.entries(typed)) {
      say(name);
      const run = (environment: NodeJS.ProcessEnv) =>
        timed(() => espera(words, { XDG_CACHE_HOME: directory, ESPERA_DATA: data, ...environment }));
      await run({});
      const took = { kept: [] as number[], uncached: [] as number[] };
      for (let round = 0; round < (quick ? 1 : 15); round++) {
        took.uncached.push(await run({ NODE_DISABLE_COMPILE_CACHE: "1" }));
        took.kept.push(await run({}));
      }
      const [keptMs, uncachedMs] = [median(took.kept), median(took.uncached)];
      figures[`${name}, ms`] = rounded(keptMs);
      figures[`${name}, compiled again, ms`] = rounded(uncachedMs);
      ratios.push(keptMs / uncachedMs);
    }
    const ratio = rounded(Math.max(...ratios));
    return {
      what: "a command that finds what Node compiled, over one that compiles: the worst of them",
      ratio,
      bounds: [{ of: "ratio", is: ratio, atMost: 0.6 }],
      figures,
    };
  });

async function oneDay(directory: string, quick: boolean): Promise<void> {
  const store = await openSqliteStore({ directory });
  try {
    await liveThrough(store, await demonstrationIn(store), "2026-11-16", { nineHours: quick });
  } finally {
    await store.close();
  }
}

async function espera(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { NODE_COMPILE_CACHE: _, ...inherited } = process.env;
  const bin = fileURLToPath(new URL("../bin/espera.js", import.meta.url));
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...inherited, ...environment },
    stdio: "ignore",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`espera ${words.join(" ")} ended with ${code}`);
}
