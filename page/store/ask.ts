import { operationShown } from "./address.ts";

/** What the server refused, or could not do: its problem (RFC 9457), with a sentence in each language where it has one. */
export class RequestRefused extends Error {
  readonly status: number;
  readonly code: string;
  /** Of an order: what became of it. */
  readonly outcome: string | undefined;
  readonly sentence: { readonly es?: string | undefined; readonly en?: string | undefined };

  constructor(
    status: number,
    problem: Partial<Record<"code" | "outcome" | "detail" | "title" | "es" | "en", string>>,
  ) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.code = problem.code ?? `status ${status}`;
    this.outcome = problem.outcome;
    this.sentence = { es: problem.es, en: problem.en };
  }
}

interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: object;
  /** Bytes, in place of a body that is JSON. */
  readonly piece?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks the server, as the signed-in user and of the operation that is shown. Errors: `RequestRefused`; `TypeError` where no
 * server was reached.
 */
export async function ask<Answer>(path: string, asked: RequestOptions = {}): Promise<Answer> {
  const response = await request(path, asked);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

/** The same before its body is read: for a stream, or a file. */
export async function request(
  path: string,
  { method = "GET", body, piece, headers, signal }: RequestOptions = {},
): Promise<Response> {
  const response = await fetch(pathOfOperation(path), {
    method,
    credentials: "same-origin",
    headers: {
      ...(body ? { "content-type": "application/json" } : {}),
      ...(piece ? { "content-type": "application/octet-stream" } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(piece ? { body: piece } : {}),
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return response;
  throw new RequestRefused(response.status, await response.json().catch(() => ({})));
}

/** A path that names the operation that is shown, for what the browser fetches itself. */
export function pathOfOperation(path: string): string {
  const operation = operationShown.peek();
  if (operation === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}operation=${operation}`;
}
