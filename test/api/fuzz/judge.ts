import assert from "node:assert/strict";
import { faults } from "../../../src/faults/faults.ts";
import type { Description } from "../v1-description.ts";
import { membersOf } from "./compatible-contract.ts";
import type { Filled } from "./plan.ts";
import type { RawAnswer } from "./raw-connection.ts";
import { type Operation, type Role, roles } from "./roles.ts";

/** Skills of each operation, by whose names its answers are known. */
const skillsOf: Readonly<Record<Operation, RegExp>> = { alfa: /alfa (?:uno|dos)/, beta: /beta (?:uno|dos)/ };

/** Whether the answer is one that may be given to the request; fails with the reason where it is not. */
export class Judge {
  readonly #description: Description;
  /** How often answers of each family had each status: what was reached at all. */
  readonly seen = new Map<string, number>();

  constructor(description: Description) {
    this.#description = description;
  }

  /** Of an answer to something that is no whole request, or of whose request nothing is known. */
  judgeAnswer({ status, headers, body }: RawAnswer): void {
    assert.ok(status >= 200 && status < 600, `status ${status}`);
    if (status >= 500) assert.ok(isDocumentedLimit(status, body), `a fault of the server's: ${status}`);
    assert.doesNotMatch(
      body,
      /\.[tj]s:\d|node_modules|FST_|SQLITE|node:internal|\n {4}at /,
      "tells of the inside",
    );
    const type = headers.get("content-type");
    assert.equal(body !== "" && type === undefined, false, "a body without a type");
    for (const name of ["server", "x-powered-by"]) assert.ok(!headers.has(name), `has ${name}`);
    if (type?.startsWith("application/problem+json")) this.#judgeProblem(status, body);
    else if (type?.startsWith("application/json")) JSON.parse(body || "null");
  }

  judge(request: Filled, answer: RawAnswer): void {
    const family = familyOf(request.target);
    this.seen.set(`${family} ${answer.status}`, (this.seen.get(`${family} ${answer.status}`) ?? 0) + 1);
    this.judgeAnswer(answer);
    if (family === "compatible") this.#judgeCompatible(request, answer);
    else if (family === "native") this.#judgeNative(request, answer);
    else judgeOther(request, answer);
    if (request.role !== null) judgeSecrets(request, roles[request.role], answer);
  }

  #judgeProblem(status: number, body: string): void {
    if (body === "") return;
    const problem = JSON.parse(body) as { code: string; status: number };
    assert.ok(Object.hasOwn(faults, problem.code), `the code ${problem.code}`);
    assert.equal(problem.status, status);
  }

  #judgeNative({ operation, role, method }: Filled, answer: RawAnswer): void {
    const { status, headers, body } = answer;
    const type = headers.get("content-type") ?? "";
    if (status >= 400)
      assert.match(method === "HEAD" ? "application/problem+json" : type, /^application\/problem\+json/);
    if (operation === null) {
      assert.ok(status >= 400 || status === 200, `${status}`);
      return;
    }
    const { security = [] } = this.#description.operations.find(
      (one) => one.operation.operationId === operation,
    )!.operation as { readonly security?: readonly Readonly<Record<string, readonly string[]>>[] };
    const scopes = new Set(security.flatMap((one) => Object.values(one).flat()));
    if (role !== null) {
      const { operation: whose, scopes: held } = roles[role];
      const may = whose !== null && held.some((scope) => scopes.has(scope));
      // What is wrong with the head is found before it is known who it is for.
      if (!may) assert.ok([400, 401, 403, 404, 405, 408, 431].includes(status), `${status} to ${role}`);
      if (!may && status === 403) assert.match(body, /"code":"scope-missing"/);
    }
    if (status === 431 || status === 408 || type.startsWith("text/event-stream")) return;
    this.#description.assertPromised(operation, {
      statusCode: status,
      headers: Object.fromEntries(headers),
      body,
    });
  }

  #judgeCompatible(request: Filled, { status, headers, body }: RawAnswer): void {
    const { target, method, role } = request;
    const path = withoutOrigin(target).split("?", 1)[0]!;
    if (status === 204) {
      assert.equal(method, "OPTIONS");
      assert.ok(headers.has("access-control-allow-headers"));
      return;
    }
    assert.ok([200, 400, 401, 403, 404, 405, 408, 413, 431].includes(status), `${status}`);
    assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("cache-control"), "no-store");
    if (method === "HEAD") return;
    const answer = JSON.parse(body) as {
      code: unknown;
      error: unknown;
      msg: string;
      data: Record<string, unknown>[];
    };
    assert.deepEqual(Object.keys(answer), ["code", "error", "msg", "data"]);
    assert.equal(String(answer.code), String(status));
    if (typeof answer.code === "string")
      assert.ok(role === null || roles[role].codeAsString, "a code as a text");
    const may = role === null || (roles[role].operation !== null && roles[role].scopes.includes("reports"));
    if (status !== 200) {
      assert.deepEqual(answer.data, []);
      assert.match(String(answer.error), /^[A-Z ]+$/);
      return;
    }
    assert.ok(may, `rows to ${role}`);
    assert.equal(method, "GET");
    assert.equal(answer.msg, `${answer.data.length} records were found`);
    assert.ok(answer.data.length > 0);
    const parameters = new URLSearchParams(target.slice(target.indexOf("?") + 1));
    const members = membersOf(path, parameters.getAll("api").at(-1) ?? "");
    assert.ok(members, "rows of a report that there is not");
    for (const row of answer.data) {
      assert.deepEqual(
        Object.keys(row).filter((name) => !isExtraLevel(name, members)),
        members,
      );
      for (const [name, value] of Object.entries(row)) assert.equal(typeof value, "string", name);
    }
  }
}

/** Of the page and what machines ask; the rest is not there. */
function judgeOther({ target, method, role }: Filled, { status, headers, body }: RawAnswer): void {
  const path = withoutOrigin(target).split(/[?#]/, 1)[0]!;
  const type = headers.get("content-type") ?? "";
  if (status >= 400) {
    if (method !== "HEAD" && !(path === "/readyz" && status === 503))
      assert.match(type, /^application\/problem\+json/);
    return;
  }
  assert.equal(status, 200);
  const wanted = typesOfPage[path];
  assert.ok(wanted, `something at ${path}`);
  assert.equal(type, wanted);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  if (path !== "/live.json" || method === "HEAD") return;
  assert.ok(
    role === null ||
      (roles[role].operation !== null &&
        roles[role].scopes.some((one) => one === "reports" || one === "read")),
  );
  JSON.parse(body);
}

/** Nothing of another operation's, and no number to a client that sees none. */
function judgeSecrets(request: Filled, role: Role, { body }: RawAnswer): void {
  // What somebody sent themselves may come back.
  const sent = `${decodedLoosely(request.target)} ${request.body === null ? "" : Buffer.from(request.body).toString("utf8")}`;
  for (const [operation, skills] of Object.entries(skillsOf))
    if (operation !== role.operation && !skills.test(sent))
      assert.doesNotMatch(body, skills, `tells of ${operation}`);
  if (!role.masksNumbers && role.operation !== null) return;
  for (const [number] of body.replaceAll(DIGEST, "").matchAll(WHOLE_NUMBER))
    assert.ok(sent.includes(number.replace(/^\+?57/, "")), `tells the number ${number}`);
}

/** What says that two uploads are one: hexadecimal, in which ten digits may stand by chance. */
const DIGEST = /(?<="digest":")[0-9a-f]{64}(?=")/g;

/** A Colombian mobile, as all callers of the operations have. */
export const WHOLE_NUMBER = /(?<![\d.])(?:\+?57)?3\d{9}(?![\d.])/g;

/** Whatever of it can be decoded is, and the rest stays: a form that is wrong at one place says what it says at others. */
function decodedLoosely(text: string): string {
  return text.replaceAll("+", " ").replaceAll(/(?:%[0-9a-f]{2})+/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

function isExtraLevel(name: string, members: readonly string[]): boolean {
  return (
    /^service_level_\d+seg$/.test(name) && !members.includes(name) && members.includes("service_level_30seg")
  );
}

function familyOf(address: string): "compatible" | "native" | "other" {
  const target = withoutOrigin(address);
  if (/^\/api\/v2(?:[/?]|$)/.test(target)) return "compatible";
  return target.startsWith("/v1/") && !target.startsWith("/v1/openapi.json") ? "native" : "other";
}

/** A request may name the server in its first line, as it does to a proxy. */
function withoutOrigin(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, "");
}

/** Places for streams and uploads are documented to end; nothing else may be the server's fault. */
function isDocumentedLimit(status: number, body: string): boolean {
  return status === 503 && /"code":"(?:streams-full|uploads-full)"/.test(body);
}

const typesOfPage: Readonly<Record<string, string>> = {
  "/": "text/html; charset=utf-8",
  // The server as a whole.
  "*": "text/html; charset=utf-8",
  "/page.css": "text/css; charset=utf-8",
  "/page.js": "text/javascript; charset=utf-8",
  "/icon.svg": "image/svg+xml",
  "/live.json": "application/json; charset=utf-8",
  "/healthz": "text/plain; charset=utf-8",
  "/readyz": "text/plain; charset=utf-8",
  "/v1/openapi.json": "application/json; charset=utf-8",
};
