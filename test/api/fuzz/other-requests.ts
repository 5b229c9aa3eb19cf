import fc from "fast-check";
import { hostileText } from "./hostile-values.ts";
import type { Plan } from "./plan.ts";
import { asking, encoded, otherHeaders, pathEnd } from "./request-parts.ts";

/** The page, what machines ask about the server, and addresses of nothing. */
export const otherRequests: fc.Arbitrary<Plan> = fc
  .record({
    method: fc.oneof(
      { weight: 10, arbitrary: fc.constant("GET") },
      { weight: 1, arbitrary: fc.constantFrom(..."POST HEAD OPTIONS DELETE TRACE".split(" ")) },
    ),
    path: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ..."/ /live.json /healthz /readyz /page.js /page.css /icon.svg /v1/openapi.json".split(" "),
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          ..."/v1 /v1/ /v2/skills /V1/skills //v1/skills /v1//skills /v1/./skills /v1/callbacks/../skills /v1/%73kills /v1/skills%00".split(
            " ",
          ),
          ..."* http://a/v1/skills //evil.example/ /.git/config /.env /page.js.map /../../etc/passwd /%2e%2e/%2e%2e/etc/passwd".split(
            " ",
          ),
          ..."/data/espera.db /control.sock /src/main.ts /v1/callbacks/%2e%2e/search http://a/api/v2/reports_manager.php?api=diagram_2 https://b:1/api/v2/x".split(
            " ",
          ),
          `/${"a/".repeat(3_000)}`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.array(hostileText, { maxLength: 3 }).map((parts) => `/${parts.map(encoded).join("/")}`),
      },
    ),
    end: pathEnd,
    asking: asking(4),
    headers: otherHeaders,
  })
  .map(({ method, path, end, asking: { headers: shown, role }, headers }) => ({
    method,
    target: path + end,
    version: "1.1",
    headers: [["Host", "a"], ...shown, ...headers],
    body: null,
    chunks: null,
    role,
    operation: null,
  }));
