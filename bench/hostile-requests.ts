import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { HostileClient } from "../test/api/hostile-client.ts";
import { hostileRequests as hostile } from "../test/api/hostile-requests.ts";
import { openV1 } from "../test/api/v1-centre.ts";
import { Description } from "../test/api/v1-description.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { type Bench, inDirectory, rounded } from "./measure.ts";

const MIB = 1024 * 1024;

/**
 * Requests of no good will for every operation of the native API's description, over bare sockets, one tenth of them no
 * whole HTTP. One that is answered with a 5xx, with a stack, or with what is not described ends the bench. What is
 * measured is the memory that they leave behind.
 */
export const hostileRequests: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const requests = quick ? 500 : 100_000;
    const v1 = await openV1({ store: await openSqliteStore({ directory }), licences: requests });
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
    const description = new Description((await v1.api.inject("/v1/openapi.json")).body);
    const client = new HostileClient((v1.api.server.address() as AddressInfo).port, description);
    const send = async (numRuns: number) => {
      const sent = fc.asyncProperty(hostile(description, v1.token), (request) => client.send(request));
      await fc.assert(sent, { numRuns });
    };
    const memory = () => {
      collectGarbage();
      const { heapUsed, rss } = process.memoryUsage();
      return { heapMiB: heapUsed / MIB, rssMiB: rss / MIB };
    };
    try {
      say("a tenth, to begin with");
      await send(requests / 10);
      const before = memory();
      const begin = performance.now();
      say(`${requests} requests`);
      await send(requests);
      const tookS = (performance.now() - begin) / 1_000;
      const after = memory();
      const errors = v1.logged.filter((line) => /"level":"(error|fatal)"/.test(line)).length;
      const grownMiB = rounded(Math.max(0, after.heapMiB - before.heapMiB));
      return {
        what: `${requests} hostile requests to every operation of /v1: no 5xx, no stack, nothing that is not described`,
        ratio: null,
        bounds: [
          { of: "heap that stays, MiB", is: grownMiB, atMost: 30 },
          {
            of: "growth of the whole process, MiB",
            is: rounded(Math.max(0, after.rssMiB - before.rssMiB)),
            atMost: 150,
          },
          { of: "errors in the log", is: errors, atMost: 0 },
        ],
        figures: {
          requestsPerS: rounded(requests / tookS),
          answersByStatus: Object.fromEntries([...client.answers].sort(([one], [other]) => one - other)),
        },
      };
    } finally {
      client.close();
      await v1.close();
    }
  });
