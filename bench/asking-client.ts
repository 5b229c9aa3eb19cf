import { connect } from "node:net";

/** What a client process is given, as JSON in its first argument. */
export interface Asking {
  readonly port: number;
  readonly path: string;
  /** One connection each, kept open; the next request goes out when the answer is there. */
  readonly tokens: readonly string[];
  readonly seconds: number;
}

/** What it prints, as JSON. */
export interface Asked {
  /** Answers with status 200 per second. */
  readonly perS: number;
  readonly otherAnswers: number;
}

if (import.meta.main) {
  const asking = JSON.parse(process.argv[2]!) as Asking;
  process.stdout.write(JSON.stringify(await ask(asking)));
}

/** Asks as fast as answers come. Raw sockets, because a full client would cost more than the server it measures. */
async function ask({ port, path, tokens, seconds }: Asking): Promise<Asked> {
  let answers = 0;
  let otherAnswers = 0;
  const end = performance.now() + seconds * 1_000;
  const begin = performance.now();
  await Promise.all(
    tokens.map(
      (token) =>
        new Promise<void>((resolve, reject) => {
          const request = Buffer.from(
            `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nwolkvox-token: ${token}\r\n\r\n`,
          );
          const socket = connect(port, "127.0.0.1", () => socket.write(request));
          socket.setNoDelay(true);
          let missing = 0;
          socket.on("data", (chunk: Buffer) => {
            missing = missing === 0 ? lengthOf(chunk) - chunk.length : missing - chunk.length;
            if (missing > 0) return;
            answers++;
            if (performance.now() < end) socket.write(request);
            else socket.end(resolve);
          });
          socket.on("error", reject);

          /** Of the whole answer, whose head is in its first piece. */
          function lengthOf(first: Buffer): number {
            const head = first.indexOf("\r\n\r\n") + 4;
            const text = first.toString("latin1", 0, head);
            if (!text.startsWith("HTTP/1.1 200 ")) otherAnswers++;
            return head + Number(/content-length: (\d+)/i.exec(text)?.[1]);
          }
        }),
    ),
  );
  const tookS = (performance.now() - begin) / 1_000;
  return { perS: (answers - otherAnswers) / tookS, otherAnswers };
}
