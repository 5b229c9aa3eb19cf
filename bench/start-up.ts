import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Bench, inDirectory, median, rounded } from "./measure.ts";

/**
 * From the start of the process until `diagram_2` answers with rows: a first start, which lives through the newest
 * days of the demonstration before it opens, and a second one on the same data. No baseline.
 */
export const startUp: Bench = async ({ quick, say }) => {
  const first: number[] = [];
  const second: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++)
    await inDirectory(async (directory) => {
      say(`round ${round + 1}`);
      first.push(await startOnce(directory, diagram2Answers));
      second.push(await startOnce(directory, diagram2Answers));
    });
  const [firstMs, secondMs] = [rounded(median(first)), rounded(median(second))];
  return {
    what: "until diagram_2 answers with rows after a start",
    ratio: null,
    bounds: [
      { of: "first start, ms", is: firstMs, atMost: 8_000 },
      { of: "second start, ms", is: secondMs, atMost: 1_500 },
    ],
    figures: { firstStartsMs: first.map(rounded), secondStartsMs: second.map(rounded) },
  };
};

/** Milliseconds from the start of a server on the data in `directory` until `answers` is fulfilled; then it is stopped. */
export async function startOnce(
  directory: string,
  answers: (server: ChildProcess) => Promise<void>,
): Promise<number> {
  const program = fileURLToPath(new URL("../bin/espera.js", import.meta.url));
  const begin = performance.now();
  const server = spawn(process.execPath, [program, "start", "--data", directory, "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await answers(server);
    return performance.now() - begin;
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGINT");
    await ended;
  }
}

async function diagram2Answers(server: ChildProcess): Promise<void> {
  const { url, token } = await greetingOf(server);
  const answer = await fetch(url, { headers: { "wolkvox-token": token } });
  if (answer.status !== 200) throw new Error(`diagram_2 answers ${answer.status}`);
}

/** The line to paste that a start prints: `curl -H "wolkvox-token: …" "http…"`. */
async function greetingOf(server: ChildProcess): Promise<{ url: string; token: string }> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const match = /^curl -H "wolkvox-token: (\S+)" "(\S+)"/.exec(line);
    if (match) return { token: match[1]!, url: match[2]! };
  }
  throw new Error("the server ended before it said where it is");
}
