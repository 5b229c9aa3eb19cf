import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { type ZodType, z } from "zod";
import { type OrderAnswer, orderAnswer } from "../desk/schemas.ts";
import { Fault, type FaultCode, faults } from "../faults/faults.ts";
import { controlAddress } from "../server/control-socket.ts";

/** What the running server said no to for a reason that this program does not know; the sentence is the server's. */
export class Refused extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** Talks to the server that runs on a data directory, by its control channel. */
export class ControlClient {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** `null`: no server runs. Faults: `control-not-understood`, and what the server found; else `Refused`. */
  async get<T>(path: string, schema: ZodType<T>): Promise<T | null> {
    const answer = await this.#ask("GET", path);
    return answer && understood(answer, schema, [200]);
  }

  /** As `get`. */
  async post<T>(path: string, body: object, schema: ZodType<T>): Promise<T | null> {
    const answer = await this.#ask("POST", path, JSON.stringify(body));
    return answer && understood(answer, schema, [200]);
  }

  /** An order: that it was refused is an answer too. Faults: `server-not-running`; as `get`. */
  async order(path: string, body: object): Promise<OrderAnswer> {
    const answer = await this.#ask("POST", path, JSON.stringify(body));
    if (!answer) throw new Fault("server-not-running", { directory: this.#directory });
    return understood(answer, orderAnswer, [200, 409]);
  }

  #ask(method: string, path: string, body?: string): Promise<Answer | null> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer | null>();
    const asked = request({
      socketPath: controlAddress(this.#directory),
      method,
      path,
      // Kept for the next request, it could be one that the server is about to close.
      agent: false,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      timeout: PATIENCE_MS,
    });
    asked.on("response", (response) => {
      contentOf(response).then(resolve, reject);
    });
    asked.on("timeout", () => asked.destroy(misunderstood("no answer within 30 s")));
    asked.on("error", (error: NodeJS.ErrnoException) => {
      const { code = "", message } = error;
      if (NOBODY_THERE.has(code)) resolve(null);
      else reject(code === "ECONNRESET" || code.startsWith("HPE_") ? misunderstood(message) : error);
    });
    asked.end(body);
    return promise;
  }
}

interface Answer {
  readonly status: number;
  readonly content: unknown;
}

async function contentOf(response: IncomingMessage): Promise<Answer> {
  try {
    return { status: response.statusCode ?? 0, content: await json(response) };
  } catch (error) {
    throw misunderstood(error instanceof Error ? error.message : String(error));
  }
}

function understood<T>({ status, content }: Answer, schema: ZodType<T>, expected: readonly number[]): T {
  if (expected.includes(status)) {
    const { success, data, error } = schema.safeParse(content);
    if (success) return data;
    throw misunderstood(z.prettifyError(error));
  }
  const said = problem.safeParse(content);
  if (!said.success) throw misunderstood(`status ${status}`);
  const { title, code, details } = said.data;
  throw code !== undefined && Object.hasOwn(faults, code)
    ? new Fault(code as FaultCode, details)
    : new Refused(title, code ?? `status ${status}`);
}

function misunderstood(problem: string): Fault {
  return new Fault("control-not-understood", { problem });
}

const problem = z.object({
  title: z.string(),
  code: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
/** What opening the socket says where no server listens on it. */
const NOBODY_THERE: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED"]);
const PATIENCE_MS = 30_000;
