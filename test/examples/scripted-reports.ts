import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one request: `status` and the rest of an answer, or one of the ways to give none. */
export type Scripted =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: string }
  | "cut off"
  | "cut off in the middle"
  | "silent"
  | "silent in the middle";

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** On a clock that never steps, ms. */
  readonly at: number;
  /** How many others of the client's had no answer yet. */
  readonly others: number;
}

/** A server that answers as the test says, one thing after the other and the last for ever, and keeps what was asked. */
export class ScriptedReports {
  readonly asked: Asked[] = [];
  /** Called at each request before it is answered, with how many have come. */
  heard: (count: number) => void = () => {};
  readonly #server: Server;
  #underWay = 0;

  private constructor(script: readonly Scripted[]) {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      this.asked.push({
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        at: performance.now(),
        others: this.#underWay++,
      });
      response.once("close", () => this.#underWay--);
      this.heard(this.asked.length);
      give(response, script[Math.min(this.asked.length, script.length) - 1]!);
    });
  }

  static async listen(...script: Scripted[]): Promise<ScriptedReports> {
    const reports = new ScriptedReports(script);
    reports.#server.listen(0, "127.0.0.1");
    await once(reports.#server, "listening");
    return reports;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function give(response: ServerResponse, scripted: Scripted): void {
  if (scripted === "silent") return;
  if (scripted === "cut off") {
    response.socket?.destroy();
    return;
  }
  if (typeof scripted === "string") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
    response.write('{"code":200,"error":null,"msg":"1 records were found","data":[{"skill_id":"1"', () => {
      if (scripted === "cut off in the middle") response.socket?.destroy();
    });
    return;
  }
  response.writeHead(scripted.status, {
    "content-type": "application/json; charset=utf-8",
    ...scripted.headers,
  });
  response.end(scripted.body);
}
