import { execFile } from "node:child_process";
import { createServer, type OutgoingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import type { Asked, Asking } from "./asking-client.ts";
import { writeHistory } from "./history.ts";
import { morning, recordMorning, timeZone } from "./large-centre.ts";
import { type Bench, inDirectory, median, rounded } from "./measure.ts";
import { KeptConnection, reportPath, serveApi } from "./served-api.ts";
import { openOperation, SteadyFacts, shownDelays } from "./steady-facts.ts";

const DAY_MS = 24 * 3_600_000;
const CHUNK_BYTES = 256 * 1024;

/**
 * `diagram_3` with as many rows as it may have, 60,000 in 31 days, asked again and again by another process over one
 * connection, while an operation in the server's process takes facts; and asked the first time, when no row is written
 * yet. Against each: `node:http` that streams the same bytes from memory. Taken in turns.
 */
export const diagram3Rows: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    const readModels = store.readModels();
    const record = await store.openOperation({ name: "asked", timeZone, simulated: true });
    // Before the facts of the morning, so that every answer has the same rows.
    const to = morning - 8 * 3_600_000;
    const from = to - 31 * DAY_MS;
    const calls = quick ? 600 : 60_000;
    say("writing a history, recording a morning");
    await writeHistory(store, record, { from, to, skills: 50, calls, inDetail: true });
    const facts = new SteadyFacts(await openOperation(store, record), await recordMorning(quick ? 0.1 : 2));
    const api = await serveApi(store, readModels, record, 1);
    const path = reportPath("diagram_3", from, to - 1_000, timeZone);
    const answer = await wholeAnswer(api.port, path, api.tokens[0]!);
    const bare = await serveBare(answer);
    try {
      const seconds = quick ? 0.2 : 1.5;
      const asking = { path, tokens: [api.tokens[0]!], seconds };
      facts.begin();
      const firsts: { api: Asked; bare: Asked }[] = [];
      for (let round = 0; round < (quick ? 1 : 5); round++) {
        say(`first answer ${round + 1}`);
        // As after a start: with nothing kept, and threads that were not asked yet.
        const fresh = store.readModels();
        const freshApi = await serveApi(store, fresh, record, 1);
        const once = { path, tokens: [freshApi.tokens[0]!], seconds: 0 };
        const apiAsked = await askedOf({ ...once, port: freshApi.port });
        firsts.push({ api: apiAsked, bare: await askedOf({ ...once, port: portOf(bare) }) });
        await freshApi.close();
        await fresh.close();
      }
      const delays = { nobodyAsks: [] as number[], apiAsked: [] as number[] };
      const rounds: { api: Asked; bare: Asked }[] = [];
      for (let round = 0; round < (quick ? 1 : 7); round++) {
        say(`round ${round + 1}`);
        facts.takeDelays();
        await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
        delays.nobodyAsks.push(...facts.takeDelays());
        const apiAsked = await askedOf({ ...asking, port: api.port });
        delays.apiAsked.push(...facts.takeDelays());
        rounds.push({ api: apiAsked, bare: await askedOf({ ...asking, port: portOf(bare) }) });
      }
      await facts.end();
      const ratioOf = (asked: typeof rounds) =>
        rounded(median(asked.map((round) => round.api.perS / round.bare.perS)));
      const ratio = ratioOf(rounds);
      const first = ratioOf(firsts);
      const ms = (asked: typeof rounds, which: "api" | "bare") =>
        rounded(1_000 / median(asked.map((round) => round[which].perS)));
      const apiAsked = shownDelays(delays.apiAsked);
      return {
        what: `diagram_3 with ${calls} rows, answers/s over one connection when they were asked for before, over bare node:http that streams the same bytes`,
        ratio,
        bounds: [
          { of: "ratio", is: ratio, atLeast: 0.4 },
          // Half a second where bare node:http takes 10 ms.
          { of: "ratio of the first answer", is: first, atLeast: 0.02 },
          { of: "p99 of the delay of facts while it is asked, ms", is: apiAsked.p99, atMost: 20 },
        ],
        figures: {
          answerMs: ms(rounds, "api"),
          bareMs: ms(rounds, "bare"),
          firstAnswer: { ratio: first, ms: ms(firsts, "api"), bareMs: ms(firsts, "bare") },
          bytes: answer.body.length,
          otherAnswers: [...firsts, ...rounds].reduce((sum, { api }) => sum + api.otherAnswers, 0),
          factsPerS: facts.perS,
          delayOfFactsMs: { apiAsked, nobodyAsks: shownDelays(delays.nobodyAsks) },
        },
      };
    } finally {
      bare.close();
      await api.close();
      await readModels.close();
      await store.close();
    }
  });

async function wholeAnswer(port: number, path: string, token: string) {
  const connection = new KeptConnection(port);
  const answer = await connection.ask(path, token);
  connection.close();
  if (answer.status !== 200)
    throw new Error(`the API answers ${answer.status}: ${answer.body.slice(0, 200)}`);
  return answer;
}

/** Streams the same head and body whatever is asked. */
async function serveBare(answer: { headers: OutgoingHttpHeaders; body: string }): Promise<Server> {
  const { date: _date, connection: _connection, "keep-alive": _keepAlive, ...headers } = answer.headers;
  const body = Buffer.from(answer.body);
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; at += CHUNK_BYTES) chunks.push(body.subarray(at, at + CHUNK_BYTES));
  const server = createServer((_request, response) => {
    response.writeHead(200, headers);
    Readable.from(chunks).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function askedOf(asking: Asking): Promise<Asked> {
  const client = fileURLToPath(new URL("./asking-client.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [client, JSON.stringify(asking)]);
  return JSON.parse(stdout) as Asked;
}
