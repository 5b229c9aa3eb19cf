import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";

/** What a client process is told, as JSON in its first argument. */
interface Listening {
  readonly port: number;
  /** One stream each. */
  readonly tokens: readonly string[];
}

/**
 * Listens to the live stream until nothing more comes in on its standard input. Prints a line when each has what there was,
 * and in the end how many bytes all were told.
 */
const { port, tokens } = JSON.parse(process.argv[2]!) as Listening;
let bytes = 0;
await Promise.all(tokens.map(listen));
process.stdout.write("all listen\n");
process.stdin.resume();
await once(process.stdin, "end");
process.stdout.write(`${bytes}\n`, () => process.exit());

function listen(token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = get({ host: "127.0.0.1", port, path: "/v1/stream", headers, agent: false });
    request.on("error", reject);
    request.once("response", (response: IncomingMessage) => {
      if (response.statusCode !== 200) reject(new Error(`the stream answers ${response.statusCode}`));
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        // The first event with an id says that he has all.
        if (/^id: /m.test(chunk.toString("latin1"))) resolve();
      });
      response.once("close", () => reject(new Error("the stream ended")));
    });
  });
}
