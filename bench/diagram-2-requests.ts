import { execFile } from "node:child_process";
import { createServer, type OutgoingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import type { Asked, Asking } from "./asking-client.ts";
import { writeHistory } from "./history.ts";
import { morning, recordMorning, timeZone } from "./large-centre.ts";
import { type Bench, inDirectory, median, rounded } from "./measure.ts";
import { KeptConnection, reportPath, serveFront } from "./served-api.ts";
import { openOperation, SteadyFacts, shownDelays } from "./steady-facts.ts";

const CONNECTIONS = 16;
const TOKENS = 8;
const DAY_MS = 24 * 3_600_000;

/**
 * `diagram_2` of 31 days and 50 skills, asked as fast as answers come by another process, while an operation in the
 * server's process takes facts that change what is counted. Against it: `node:http` with nothing behind it that sends
 * the same bytes from the same process, while the same facts come in. Taken in turns.
 */
export const diagram2Requests: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    const record = await store.openOperation({ name: "asked", timeZone, simulated: true });
    const to = morning + DAY_MS - 8 * 3_600_000;
    const from = to - 31 * DAY_MS;
    say("writing a history, recording a morning");
    await writeHistory(store, record, { from, to, skills: 50, calls: quick ? 1_000 : 100_000 });
    const opened = await openOperation(store, record);
    const facts = new SteadyFacts(opened, await recordMorning(quick ? 0.1 : 2));
    const api = await serveFront({ directory, store, record }, opened, TOKENS);
    const path = reportPath("diagram_2", from, to - 1_000, timeZone);
    const bare = await serveBare(await answerOf(api.port, path, api.tokens[0]!));
    try {
      const seconds = quick ? 0.2 : 1.5;
      const asking = {
        path,
        tokens: Array.from({ length: CONNECTIONS }, (_, n) => api.tokens[n % TOKENS]!),
        seconds,
      };
      facts.begin();
      const delays = { nobodyAsks: [] as number[], apiAsked: [] as number[], bareAsked: [] as number[] };
      const rounds: { api: Measured; bare: Measured }[] = [];
      for (let round = 0; round < (quick ? 1 : 12); round++) {
        say(`round ${round + 1}`);
        facts.takeDelays();
        await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
        delays.nobodyAsks.push(...facts.takeDelays());
        const bareAsked = await askedOf({ ...asking, port: portOf(bare) });
        delays.bareAsked.push(...facts.takeDelays());
        rounds.push({ bare: bareAsked, api: await askedOf({ ...asking, port: api.port }) });
        delays.apiAsked.push(...facts.takeDelays());
      }
      await facts.end();
      const of = (which: "api" | "bare", what: "perS" | "processorUs") =>
        rounded(median(rounds.map((round) => round[which][what])));
      const ratio = rounded(median(rounds.map((round) => round.api.perS / round.bare.perS)));
      const apiAsked = shownDelays(delays.apiAsked);
      return {
        what: `answers/s of diagram_2 at ${CONNECTIONS} connections with ${TOKENS} tokens, over bare node:http with the same bytes`,
        ratio,
        bounds: [
          { of: "ratio", is: ratio, atLeast: 0.6 },
          { of: "p99 of the delay of facts while the API is asked, ms", is: apiAsked.p99, atMost: 20 },
        ],
        figures: {
          answersPerS: of("api", "perS"),
          barePerS: of("bare", "perS"),
          // Of the whole server process, the facts included: hardly depends on what else the machine does.
          processorMicrosecondsPerAnswer: of("api", "processorUs"),
          processorMicrosecondsPerBareAnswer: of("bare", "processorUs"),
          otherAnswers: rounds.reduce((sum, { api }) => sum + api.otherAnswers, 0),
          factsPerS: facts.perS,
          delayOfFactsMs: {
            apiAsked,
            bareAsked: shownDelays(delays.bareAsked),
            nobodyAsks: shownDelays(delays.nobodyAsks),
          },
        },
      };
    } finally {
      bare.close();
      await api.close();
      await store.close();
    }
  });

async function answerOf(port: number, path: string, token: string) {
  const connection = new KeptConnection(port);
  const answer = await connection.ask(path, token);
  connection.close();
  if (answer.status !== 200) throw new Error(`the API answers ${answer.status}: ${answer.body}`);
  return answer;
}

/** Sends the same head and body whatever is asked. */
async function serveBare(answer: { headers: OutgoingHttpHeaders; body: string }): Promise<Server> {
  const { date: _date, connection: _connection, "keep-alive": _keepAlive, ...headers } = answer.headers;
  const body = Buffer.from(answer.body);
  const server = createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

interface Measured extends Asked {
  /** What an answer took this process, microseconds. */
  readonly processorUs: number;
}

async function askedOf(asking: Asking): Promise<Measured> {
  const client = fileURLToPath(new URL("./asking-client.ts", import.meta.url));
  const before = process.cpuUsage();
  const { stdout } = await promisify(execFile)(process.execPath, [client, JSON.stringify(asking)]);
  const { user, system } = process.cpuUsage(before);
  const asked = JSON.parse(stdout) as Asked;
  return { ...asked, processorUs: (user + system) / (asked.perS * asking.seconds) };
}
