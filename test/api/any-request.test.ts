import assert from "node:assert/strict";
import { METHODS } from "node:http";
import { test } from "node:test";
import fc from "fast-check";
import { apiInMemory, inBogota } from "./in-memory-journal.ts";

/** Text that belongs in an address, or nearly: with escapes that are whole, broken, and none. */
const piece = fc.oneof(
  fc.constantFrom(
    ..."diagram_2 diagram_3 skill_1 skill_2 skill_4 skills token_info skill_id all services_time api date_ini date_end 20260301000000 20260301235959 20260401000000 99991231235959".split(
      " ",
    ),
    ..."00000000000000 = & ? % %00 %zz %E0%A4%A %2B + ; [] . .. / // # __proto__ constructor toString".split(
      " ",
    ),
  ),
  fc.stringMatching(/^[!-~]{0,12}$/),
  fc.string().map(encodeURIComponentLoosely),
  fc.stringMatching(/^\d{14}$/),
);

function encodeURIComponentLoosely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const path = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "/api/v2/reports_manager.php",
      "/api/v2/real_time.php",
      "/api/v2/information.php",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("/", "/live.json", "/healthz", "/readyz", "/page.js", "/api/v2/", "/api/v1/x"),
  },
  { weight: 1, arbitrary: fc.array(piece, { maxLength: 4 }).map((pieces) => `/${pieces.join("")}`) },
);
const query = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => `?${pieces.join("")}`),
  fc
    .array(
      fc.tuple(fc.constantFrom("api", "date_ini", "date_end", "skill_id", "services_time", "x"), piece),
      { maxLength: 6 },
    )
    .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`),
);
const header = fc.tuple(
  fc.constantFrom(
    ..."wolkvox-token wolkvox_server content-type accept accept-version host authorization expect".split(" "),
    ..."x-forwarded-for origin if-none-match range content-length".split(" "),
  ),
  fc.stringMatching(/^[!-~]{0,30}$/),
);

test("no address, header, method or body makes a 5xx, a stack, or an answer outside its family", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, { skill: 1, at: inBogota("12:00:00") });
  const method = fc.oneof(
    { weight: 5, arbitrary: fc.constant("GET") },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS.filter((name) => name !== "CONNECT")) },
  );
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      query,
      fc.array(header, { maxLength: 4 }),
      fc.boolean(),
      async (verb, where, asked, headers, withToken) => {
        const answer = await at.api.inject({
          method: verb as "GET",
          // `path` of an object is taken as it is; a text would be mended by the URL parser on its way.
          url: { pathname: where.split("?", 1)[0]!, query: asked.slice(1) } as never,
          headers: { ...Object.fromEntries(headers), ...(withToken ? { "wolkvox-token": at.token } : {}) },
        });
        assert.ok(answer.statusCode < 500, `${answer.statusCode} ${answer.body}`);
        assert.doesNotMatch(answer.body, /\.ts:\d|\.js:\d|node_modules|FST_/);
        if (
          where.startsWith("/api/v2/") &&
          where.endsWith(".php") &&
          verb !== "HEAD" &&
          answer.statusCode !== 204
        ) {
          const body = JSON.parse(answer.body);
          assert.deepEqual(Object.keys(body), ["code", "error", "msg", "data"]);
          assert.equal(body.code, answer.statusCode);
          assert.ok([200, 400, 401, 403, 404, 405].includes(answer.statusCode));
          if (!withToken) assert.notEqual(answer.statusCode, 200);
        }
      },
    ),
    { numRuns: 400 },
  );
  assert.deepEqual(
    at.logged.filter((line) => /"level":"(error|fatal)"/.test(line)),
    [],
  );
});
