import { forms } from "./forms.ts";

/** Where the description is found, without a token. */
export const DESCRIPTION_PATH = "/v1/openapi.json";

const paths = [...forms, { path: DESCRIPTION_PATH, method: "GET" }].map(({ path, method }) => ({
  pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  method,
}));

/** The methods by which the native API is asked at a path; none where it has nothing. */
export function methodsAt(path: string): readonly string[] {
  return paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}
