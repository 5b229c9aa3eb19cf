import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { type ZodType, z } from "zod";
import { problemAnswer } from "../api/v1/schema/answers.ts";
import type { EndpointForm } from "../api/v1/schema/endpoint.ts";
import { Fault } from "../faults/faults.ts";
import { controlAddress } from "../server/data-folder/control-socket.ts";
import type { Sentence } from "../words/language.ts";

/** What a command asks of `/v1` on the socket of a data directory. */
export interface Wanted {
  /** The only one there is, where it is left out. */
  readonly operation?: string | undefined;
  /** Whether numbers are wanted whole. */
  readonly numbers?: boolean | undefined;
  /** The person who orders it. */
  readonly author?: string | undefined;
  /** In the place of `{id}` in the address. */
  readonly id?: string | undefined;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
}

/** What an endpoint answers, with times as epoch ms. */
export type AnswerOf<Form extends EndpointForm> = z.output<Extract<Form["answer"], ZodType>>;

/** The server said no. `code`: of a fault, or of what became of an order. */
export class RefusedByServer extends Error {
  readonly code: string;
  readonly sentence: Sentence;

  constructor(code: string, sentence: Sentence) {
    super(sentence.en);
    this.code = code;
    this.sentence = sentence;
  }
}

/**
 * Asks the server that runs on a data directory; `null`: none runs. Faults: `answer-lost`, `control-not-understood`; else
 * `RefusedByServer`.
 */
export async function askServer<Form extends EndpointForm>(
  directory: string,
  form: Form,
  wanted: Wanted = {},
): Promise<AnswerOf<Form> | null> {
  const { operation, numbers, author, id = "", query, body } = wanted;
  const given = Object.entries({ operation, numbers, author, ...query }).filter(
    ([, value]) => value !== undefined,
  );
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const path = `${form.path.replace("{id}", encodeURIComponent(id))}?${search}`;
  const received = await send(directory, form.method, path, body && JSON.stringify(body));
  if (!received) return null;
  const { status, content } = received;
  if (status === 200) return readAnswer(form, content);
  const said = problemAnswer.safeParse(content);
  if (!said.success) throw misunderstood(`status ${status}`);
  const { code, outcome = code, es, en } = said.data;
  throw new RefusedByServer(outcome, { es, en });
}

/** What an endpoint answered, read by its schema. Fault: `control-not-understood`. */
export function readAnswer<Form extends EndpointForm>({ answer }: Form, content: unknown): AnswerOf<Form> {
  const { success, data, error } = (answer as ZodType<AnswerOf<Form>>).safeParse(content);
  if (success) return data;
  throw misunderstood(z.prettifyError(error));
}

interface Received {
  readonly status: number;
  readonly content: unknown;
}

function send(
  directory: string,
  method: string,
  path: string,
  body: string | undefined,
): Promise<Received | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Received | null>();
  const asked = request({
    socketPath: controlAddress(directory),
    method,
    path,
    // Kept for the next request, it could be one that the server is about to close.
    agent: false,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    timeout: PATIENCE_MS,
  });
  const failed = (error: NodeJS.ErrnoException) => {
    const { code = "", message } = error;
    if (NOBODY_THERE.has(code)) resolve(null);
    else if (code.startsWith("HPE_") || error instanceof SyntaxError) reject(misunderstood(message));
    else if (CUT_OFF.has(code)) reject(new Fault("answer-lost", { directory, problem: message }));
    else reject(error);
  };
  asked.on("response", (response) => void contentOf(response).then(resolve, failed));
  asked.on("timeout", () =>
    asked.destroy(
      Object.assign(new Error(`no answer within ${PATIENCE_MS / 1000} s`), { code: "ETIMEDOUT" }),
    ),
  );
  asked.on("error", failed);
  asked.end(body);
  return promise;
}

async function contentOf(response: IncomingMessage): Promise<Received> {
  return { status: response.statusCode ?? 0, content: await json(response) };
}

function misunderstood(problem: string): Fault {
  return new Fault("control-not-understood", { problem });
}

/** What opening the socket says where no server listens on it. */
const NOBODY_THERE: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED"]);
/** What is said where an answer does not come, or not to its end. */
const CUT_OFF: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);
const PATIENCE_MS = 30_000;
