import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";

/** What a client process is given, as JSON in its first argument. */
interface Listening {
  readonly port: number;
  /** One stream each. */
  readonly askers: readonly StreamAsker[];
}

/** Who opens a stream, and which. */
export interface StreamAsker {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Listens to the live stream until nothing more comes in on its standard input. Prints a line when each has what there was,
 * and in the end how many bytes all received.
 */
const { port, askers } = JSON.parse(process.argv[2]!) as Listening;
let bytes = 0;
await Promise.all(askers.map(listen));
process.stdout.write("all listen\n");
process.stdin.resume();
await once(process.stdin, "end");
process.stdout.write(`${bytes}\n`, () => process.exit());

function listen({ path, headers }: StreamAsker): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, headers, agent: false });
    request.on("error", reject);
    request.once("response", (response: IncomingMessage) => {
      if (response.statusCode !== 200) reject(new Error(`the stream answers ${response.statusCode}`));
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        // The first event with an id says that they have all.
        if (/^id: /m.test(chunk.toString("latin1"))) resolve();
      });
      response.once("close", () => reject(new Error("the stream ended")));
    });
  });
}
