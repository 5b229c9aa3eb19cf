import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Description } from "../v1-description.ts";
import { Judge } from "./judge.ts";
import { filled, Known, type Plan } from "./plan.ts";
import { answersIn, type RawAnswer } from "./raw-connection.ts";

const judge = new Judge(
  new Description(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8")),
);

const asked = (given: Partial<Plan>) =>
  filled(
    {
      method: "GET",
      target: "/v1/callbacks",
      version: "1.1",
      headers: [],
      body: null,
      chunks: null,
      role: "whole",
      operation: "listCallbacks",
      ...given,
    },
    new Known(),
  );
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): RawAnswer => ({
  status,
  headers: new Map(Object.entries({ "content-type": "application/json; charset=utf-8", ...headers })),
  body: typeof body === "string" ? body : JSON.stringify(body),
  isLast: false,
});
const problem = (status: number, code: string, detail = "x") =>
  answer(
    status,
    { type: `urn:espera:fault:${code}`, title: "x", status, code, detail, es: detail, en: detail },
    { "content-type": "application/problem+json; charset=utf-8" },
  );
const page = { callbacks: [], next: null, silentSince: null };
const diagram2 = {
  target: "/api/v2/reports_manager.php?api=diagram_2",
  operation: null,
};
const family = { "access-control-allow-origin": "*", "cache-control": "no-store" };
const row = {
  skill_id: "1",
  treatment: "1",
  customer_say_no: "1",
  customer_say_yes: "0",
  recall_fail: "0",
  recall_ok: "0",
  service_level_up: "",
};
const rows = (data: unknown[], more: object = {}) =>
  answer(200, { code: 200, error: null, msg: `${data.length} records were found`, data, ...more }, family);

test("the judge of the fuzzing lets pass what may be answered", () => {
  judge.judge(asked({}), answer(200, page));
  judge.judge(asked({ role: "orders" }), problem(403, "scope-missing"));
  judge.judge(asked({ role: "none" }), problem(401, "token-missing"));
  judge.judge(asked({ operation: "openStream", target: "/v1/stream" }), problem(503, "streams-full"));
  judge.judge(asked(diagram2), rows([row]));
  judge.judge(asked({ ...diagram2, role: "masked" }), rows([row], { code: "200" }));
  judge.judge(
    asked({ target: "/v1/callbacks/beta%20dos?x=%{", operation: "showCallback" }),
    problem(404, "callback-unknown", "There is no callback beta dos in alfa."),
  );
  const digest = "5984df4d4c758f4f5992075902b4a0eee8db4c9ecfe734f37b67f3128528312f";
  judge.judge(
    asked({ role: "masked", method: "POST", target: "/v1/calls", operation: "uploadCalls" }),
    answer(200, { calls: 2, digest, known: true, knownCalls: 2 }),
  );
});

for (const [what, request, wrong] of [
  ["a fault of the server's", {}, problem(500, "request-failed")],
  ["a limit that is none", {}, problem(503, "journal-busy")],
  ["a stack", {}, answer(200, { ...page, next: "at x (server.ts:3)" })],
  ["another shape", {}, answer(200, { callbacks: [] })],
  ["a status that is not described", {}, problem(409, "order-refused")],
  ["a code that nobody knows", {}, problem(400, "nothing-known")],
  ["JSON announced as something else", {}, answer(200, page, { "content-type": "text/html" })],
  ["a problem announced as an answer", {}, answer(404, { code: "skill-unknown" })],
  ["an answer to a scope that has no right to it", { role: "orders" }, answer(200, page)],
  ["an answer to a token that ended", { role: "expired" }, answer(200, page)],
  ["an answer to nobody", { role: "none" }, answer(200, page)],
  ["another operation's skill", { role: "other" }, problem(404, "skill-unknown", "Known: alfa uno")],
  ["the server's software", {}, answer(200, page, { server: "x" })],
  ["rows to a scope without reports", { ...diagram2, role: "read" }, rows([row])],
  ["rows of other members", diagram2, rows([{ skill_id: "1" }])],
  ["a value that is no text", diagram2, rows([{ ...row, treatment: 1 }])],
  ["a count that is not that of the rows", diagram2, rows([row], { msg: "2 records were found" })],
  ["a code that is not the status", diagram2, rows([row], { code: 404 })],
  ["a code as a text to who did not choose it", diagram2, rows([row], { code: "200" })],
  [
    "an error without the family's headers",
    diagram2,
    answer(400, { code: 400, error: "X", msg: "", data: [] }),
  ],
  [
    "a number to a token that sees none",
    { ...diagram2, role: "masked" },
    rows([{ ...row, skill_id: "+573001234567" }], { code: "200" }),
  ],
  ["something where there is nothing", { target: "/.env", operation: null }, answer(200, "x")],
] as const)
  test(`the judge of the fuzzing finds ${what}`, () => {
    assert.throws(() => judge.judge(asked(request), wrong));
  });

test("answers are cut where they end: by length, by chunks, without a body, and a stream after its first event", () => {
  const came = Buffer.from(
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" +
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n" +
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n" +
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nid\r\n",
  );
  const { answers, rest } = answersIn(came, ["GET", "GET", "HEAD", "OPTIONS", "GET"]);
  assert.deepEqual(
    answers.map(({ status, body, isLast }) => [status, body, isLast]),
    [
      [200, "ok", false],
      [200, "abcd", false],
      [200, "", false],
      [204, "", false],
      [200, "id", true],
    ],
  );
  assert.equal(rest, came.length);
  assert.deepEqual(answersIn(came.subarray(0, 60), ["GET"]).answers, []);
  const ofHead = "HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 288\r\n\r\n";
  const ofGet = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]";
  const unknown = answersIn(Buffer.from(ofGet + ofHead + ofGet + ofHead), null);
  assert.deepEqual(
    unknown.answers.map((answer) => [answer.status, answer.body]),
    [
      [200, "[]"],
      [405, ""],
      [200, "[]"],
      [405, ""],
    ],
  );
});
