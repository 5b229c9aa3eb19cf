import fc from "fast-check";
import { reportNames } from "./compatible-contract.ts";
import { anyBody, hostileText } from "./hostile-values.ts";
import type { Plan } from "./plan.ts";
import { asking, otherHeaders, pathEnd, queryOf } from "./request-parts.ts";

const MANAGER = "/api/v2/reports_manager.php";

/** Addresses of the family, and nearly so. */
const path = fc.oneof(
  { weight: 12, arbitrary: fc.constant(MANAGER) },
  { weight: 4, arbitrary: fc.constantFrom("/api/v2/real_time.php", "/api/v2/information.php") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ..."/api/v2/ /api/v2 /api/v2/x.php /api/v2//reports_manager.php /api//v2/reports_manager.php /api/v2/./reports_manager.php".split(
        " ",
      ),
      ..."/API/V2/reports_manager.php /api/v2/reports_manager.php%00 /api/v2/%72eports_manager.php /api/v3/x /api/v20".split(
        " ",
      ),
      `/api/v2/${"x".repeat(1_200)}`,
    ),
  },
);

const right: Readonly<Record<string, fc.Arbitrary<string>>> = {
  api: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...reportNames) },
    { weight: 1, arbitrary: fc.constantFrom("diagram_1", "DIAGRAM_2", "skill_99", "constructor", "") },
  ),
  date_ini: fc.constantFrom(
    "{{compact -1}}000000",
    "{{compact 0}}000000",
    "{{compact -1}}103015",
    "{{compact -30}}000000",
  ),
  date_end: fc.constantFrom(
    "{{compact 0}}235959",
    "{{compact -1}}235959",
    "{{compact 0}}120000",
    "{{compact 40}}000000",
  ),
  skill_id: fc.constantFrom("all", "ALL", "1", "2", "1,2", "-1"),
  skill: fc.constantFrom("1", "all"),
  services_time: fc.constantFrom("25", "0", "3600", "3601", "1.5"),
};

const method = fc.oneof(
  { weight: 14, arbitrary: fc.constant("GET") },
  { weight: 1, arbitrary: fc.constantFrom(..."POST PUT DELETE HEAD OPTIONS PATCH TRACE LINK".split(" ")) },
);

/** The family's reports: as pollers ask for them, and nearly so. */
export const compatibleRequests: fc.Arbitrary<Plan> = fc
  .record({
    method,
    path,
    end: pathEnd,
    query: fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .record({
            api: right["api"]!,
            ini: right["date_ini"]!,
            end: right["date_end"]!,
            skill: fc.constantFrom("all", "1", "2"),
          })
          .map(({ api, ini, end, skill }) => `?api=${api}&date_ini=${ini}&date_end=${end}&skill_id=${skill}`),
      },
      {
        weight: 2,
        arbitrary: queryOf(["api", "date_ini", "date_end", "skill_id", "skill", "services_time"], right),
      },
    ),
    asking: asking(1),
    headers: otherHeaders,
    body: fc.option(anyBody, { freq: 12 }),
    host: fc.oneof(
      { weight: 20, arbitrary: fc.constant("a") },
      { weight: 1, arbitrary: hostileText.map(encodeLoosely) },
    ),
    version: fc.oneof(
      { weight: 20, arbitrary: fc.constant("1.1" as const) },
      { weight: 1, arbitrary: fc.constant("1.0" as const) },
    ),
  })
  .map((given) => ({
    method: given.method,
    target: given.path + given.end + given.query,
    version: given.version,
    headers: [["Host", given.host], ...given.asking.headers, ...given.headers],
    body: given.body,
    chunks: null,
    role: given.asking.role,
    operation: null,
  }));

function encodeLoosely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
