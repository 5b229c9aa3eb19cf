import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { recordMorning, timeZone } from "./large-centre.ts";
import { type Bench, inDirectory } from "./measure.ts";
import { serveApi } from "./served-api.ts";
import { openOperation, SteadyFacts, shownDelays } from "./steady-facts.ts";

const STREAMS = 100;

/**
 * A hundred who listen to the live stream of an operation, while it takes facts that change its lines and callbacks;
 * all of them leave and come again meanwhile. How long a fact takes then, against how long when nobody listens.
 */
export const liveStreams: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    const readModels = store.readModels();
    const record = await store.openOperation({ name: "heard", timeZone, simulated: true });
    const facts = new SteadyFacts(await openOperation(store, record), await recordMorning(quick ? 0.1 : 2));
    const api = await serveApi(store, readModels, record, STREAMS);
    const seconds = quick ? 0.3 : 5;
    const pause = () => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const delays = { nobodyListens: [] as number[], theyListen: [] as number[], theyCome: [] as number[] };
    let bytes = 0;
    try {
      facts.begin();
      for (let round = 0; round < (quick ? 1 : 6); round++) {
        say(`round ${round + 1}`);
        await pause();
        delays.nobodyListens.push(...facts.takeDelays());
        const coming = Promise.all(
          api.tokens.map((token) =>
            listen(api.port, token, (length) => {
              bytes += length;
            }),
          ),
        );
        await Promise.all([coming, pause()]);
        delays.theyCome.push(...facts.takeDelays());
        await pause();
        delays.theyListen.push(...facts.takeDelays());
        for (const client of await coming) client.destroy();
      }
      await facts.end();
      const theyListen = shownDelays(delays.theyListen);
      const theyCome = shownDelays(delays.theyCome);
      return {
        what: `delay of facts while ${STREAMS} listen to the live stream, and while they come`,
        ratio: null,
        bounds: [
          { of: "p99 of the delay of facts while they listen, ms", is: theyListen.p99, atMost: 20 },
          { of: "p99 while all of them come at once, ms", is: theyCome.p99, atMost: 50 },
        ],
        figures: {
          factsPerS: facts.perS,
          bytesTold: bytes,
          delayOfFactsMs: { theyListen, theyCome, nobodyListens: shownDelays(delays.nobodyListens) },
        },
      };
    } finally {
      await api.close();
      await readModels.close();
      await store.close();
    }
  });

/** Fulfilled when he was told something. */
function listen(port: number, token: string, told: (bytes: number) => void): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = get({ host: "127.0.0.1", port, path: "/v1/stream", headers, agent: false });
    request.once("response", (response: IncomingMessage) => {
      if (response.statusCode !== 200) reject(new Error(`the stream answers ${response.statusCode}`));
      response.on("data", (chunk: Buffer) => {
        told(chunk.length);
        resolve(request);
      });
      response.on("error", () => {});
    });
    request.on("error", reject);
  });
}
