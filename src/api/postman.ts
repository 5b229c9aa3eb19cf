import type { EndpointForm } from "./v1/schema/endpoint.ts";
import { reportsOfFamily } from "./wolkvox/family.ts";

/**
 * Both interfaces as a collection of Postman (format 2.1), to try them: `base`, `token` and `timeZone` are its variables.
 * Days are relative to the day on which it is sent, and ids are looked up before a request that needs one, so that every
 * request is answered as it is. The stream, which does not end, and files are not in it.
 */
export function postmanCollection(forms: readonly EndpointForm[]): object {
  return {
    info: {
      name: "Espera",
      description: "The HTTP interface of Espera. Set the variables base, token and timeZone.",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{token}}", type: "string" }] },
    variable: [
      { key: "base", value: "http://localhost:8080" },
      { key: "token", value: "" },
      { key: "timeZone", value: "America/Bogota" },
    ],
    event: [script("prerequest", DAYS)],
    item: [
      { name: "/v1", item: forms.filter(({ answer }) => !("mediaType" in answer)).map(requestOf) },
      {
        name: "wolkvox",
        description: "The reports in the form of wolkvox's",
        auth: { type: "noauth" },
        item: reportsOfFamily.map(([path, api]) => reportRequest(path, api)),
      },
    ],
  };
}

function requestOf({ method, path, name, summary, query, example, body, bodies }: EndpointForm): object {
  const segments = path
    .slice(1)
    .replaceAll(/\{(\w+)\}/g, ":$1")
    .split("/");
  const ids = segments.filter((segment) => segment.startsWith(":")).map((segment) => segment.slice(1));
  const given: Readonly<Record<string, string>> = example?.query ?? {};
  const parameters = Object.keys(query?.shape ?? {}).map((key) => ({
    key,
    value: given[key] ?? "",
    ...(key in given ? {} : { disabled: true }),
  }));
  return {
    name,
    ...lookUp(example?.needs),
    request: {
      method,
      description: summary,
      header: body || bodies ? [{ key: "Content-Type", value: "application/json" }] : [],
      url: addressOf(segments, given, {
        ...(parameters.length > 0 ? { query: parameters } : {}),
        ...(ids.length > 0 ? { variable: ids.map((key) => ({ key, value: "{{callback}}" })) } : {}),
      }),
      ...(example?.body === undefined ? {} : { body: { mode: "raw", raw: rawOf(example.body) } }),
    },
  };
}

/** A report of the compatible family, of yesterday and today; of the one that takes a day, of yesterday. */
function reportRequest(path: string, api: string): object {
  const ofHistory = path.endsWith("/reports_manager.php");
  const takesSkill = api.startsWith("skill_") || path.endsWith("/real_time.php");
  const given: Record<string, string> = {
    api,
    ...(takesSkill ? { skill_id: "all" } : {}),
    ...(ofHistory
      ? { date_ini: "{{dateIni}}", date_end: api === "skill_5" ? "{{dayEnd}}" : "{{dateEnd}}" }
      : {}),
  };
  const query = Object.entries(given).map(([key, value]) => ({ key, value }));
  return {
    name: `${path.slice(path.lastIndexOf("/") + 1)} ${api}`,
    request: {
      method: "GET",
      header: [{ key: "wolkvox-token", value: "{{token}}" }],
      url: addressOf(path.slice(1).split("/"), given, { query }),
    },
  };
}

function addressOf(
  segments: readonly string[],
  given: Readonly<Record<string, string>>,
  parts: object,
): object {
  const asked = Object.entries(given).map(([key, value]) => `${key}=${value}`);
  return {
    raw: `{{base}}/${segments.join("/")}${asked.length > 0 ? `?${asked.join("&")}` : ""}`,
    host: ["{{base}}"],
    path: segments,
    ...parts,
  };
}

/** A body with its variables; `version` is a number. */
function rawOf(body: unknown): string {
  return JSON.stringify(body, null, 2).replaceAll('"{{version}}"', "{{version}}");
}

function lookUp(needs: NonNullable<EndpointForm["example"]>["needs"]): object {
  return needs ? { event: [script("prerequest", lookUps[needs])] } : {};
}

function script(listen: "prerequest", lines: string): object {
  return { listen, script: { type: "text/javascript", exec: lines.trim().split("\n") } };
}

/** Yesterday has ended, whatever the time, and today has those who wait. */
const DAYS = `
const timeZone = pm.collectionVariables.get("timeZone");
const day = (away) => new Date(Date.now() + away * 86400000).toLocaleDateString("sv-SE", { timeZone });
const compact = (away, time) => day(away).replace(/-/g, "") + time;
pm.collectionVariables.set("monthAgo", day(-28));
pm.collectionVariables.set("yesterday", day(-1));
pm.collectionVariables.set("tomorrow", day(1));
pm.collectionVariables.set("dateIni", compact(-1, "000000"));
pm.collectionVariables.set("dayEnd", compact(-1, "235959"));
pm.collectionVariables.set("dateEnd", compact(0, "235959"));
`;

/** Asks for something with the token, and goes on with its answer. */
const asking = (path: string, lines: string) => `
const url = pm.collectionVariables.get("base") + "${path}";
const header = { Authorization: "Bearer " + pm.collectionVariables.get("token") };
pm.sendRequest({ url, method: "GET", header }, (error, response) => {
  if (error) throw error;
${lines.trim()}
});
`;

/** What a request needs to know, by its name. */
const lookUps = {
  skill: asking(
    "/v1/skills",
    `
  pm.collectionVariables.set("skill", String(response.json().skills[0].id));
`,
  ),
  callback: asking(
    "/v1/callbacks?status=all&limit=1",
    `
  const [newest] = response.json().callbacks;
  if (newest) pm.collectionVariables.set("callback", newest.id);
`,
  ),
  "open-callback": asking(
    "/v1/callbacks?status=open&limit=100",
    `
  // Of those whose customer is on the phone there is little to order.
  const busy = ["being-called", "on-the-way", "on-phone"];
  const { callbacks } = response.json();
  const found = callbacks.findLast(({ waits }) => !busy.includes(waits)) ?? callbacks.at(-1);
  if (!found) return;
  pm.collectionVariables.set("callback", found.id);
  pm.collectionVariables.set("version", found.version);
`,
  ),
} as const;
