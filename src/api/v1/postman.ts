import type { EndpointForm } from "./endpoint.ts";

/** The endpoints as a collection of Postman (format 2.1), to try them: `base` and `token` are its variables. */
export function postmanCollection(forms: readonly EndpointForm[]): object {
  return {
    info: {
      name: "Espera /v1",
      description: "The native API of Espera. Set the variables base and token.",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{token}}", type: "string" }] },
    variable: [
      { key: "base", value: "http://localhost:8080" },
      { key: "token", value: "" },
    ],
    item: forms.map(requestOf),
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
  const asked = Object.entries(given).map(([key, value]) => `${key}=${value}`);
  return {
    name,
    request: {
      method,
      description: summary,
      header: body || bodies ? [{ key: "Content-Type", value: "application/json" }] : [],
      url: {
        raw: `{{base}}/${segments.join("/")}${asked.length > 0 ? `?${asked.join("&")}` : ""}`,
        host: ["{{base}}"],
        path: segments,
        ...(parameters.length > 0 ? { query: parameters } : {}),
        ...(ids.length > 0 ? { variable: ids.map((key) => ({ key, value: "" })) } : {}),
      },
      ...(example?.body === undefined
        ? {}
        : { body: { mode: "raw", raw: JSON.stringify(example.body, null, 2) } }),
    },
  };
}
